"""How well quotes match a question.

A quote is scored by what it shares with the question (Okapi BM25 over three families of terms,
each divided by what the question asked for, so that a score means the same from question to
question), by what its utterance and those around it say, and by the search phrase nearest to the
question (rapidfuzz on readings).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.index import Floats, Index, Integers, Postings
from bot.answering.question import Question
from bot.japanese import Family
from bot.store import Level, Phrase


@dataclass(frozen=True, slots=True)
class View:
    """A way of comparing: terms of a family, of one size only if given, and how much it counts."""

    family: Family
    weight: float
    size: int | None = None


# Weights within a level add up to 1. A quote's own document is compared by words first; among
# whole utterances single characters tell more, since typing errors leave most of them alone.
VIEWS = {
    Level.QUOTE: (
        View(Family.WORDS, 0.38),
        View(Family.CHARACTERS, 0.24, size=2),
        View(Family.READINGS, 0.38),
    ),
    Level.UTTERANCE: (
        View(Family.CHARACTERS, 0.40, size=1),
        View(Family.READINGS, 0.33),
        View(Family.WORDS, 0.27),
    ),
}

# An annotated quote carries its context along; a bare one borrows it from its utterance.
CONTEXT_OF_ANNOTATED = 0.1
CONTEXT_OF_BARE = 0.7

PHRASE = 0.1
"""How much the nearest search phrase counts beside the terms."""

NEIGHBOURS = 5
"""How many utterances before and after lend what an utterance itself does not say."""

ANOTHER_SPEAKER = 0.7
"""What is left of the score of words that are not by the speaker whom the question names."""

_CONTEXT_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quote by its position in the index; ``phrase`` is the search phrase nearest to it."""

    position: int
    score: float
    phrase: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The postings of a question's terms under one view, and the weight of each."""

    postings: list[Postings]
    weight: float


async def rank(
    index: Index, question: Question, allowed: NDArray[np.bool_] | None, limit: int
) -> list[Candidate]:
    """Return up to ``limit`` quotes nearest to a question, best first.

    ``allowed`` says for each quote whether it may be returned. Ties go by position.
    """
    context_share = np.where(index.annotated, CONTEXT_OF_ANNOTATED, CONTEXT_OF_BARE)
    quotes = _scores(await _asked(index, Level.QUOTE, question), index.size(Level.QUOTE))
    asked = await _asked(index, Level.UTTERANCE, question)
    utterances = _scores(asked, index.size(Level.UTTERANCE))
    scores = (1 - context_share) * quotes + context_share * utterances[index.utterance_of_quote]
    factors = _factors(index, question, allowed)
    best = _best(scores * factors, _CONTEXT_CANDIDATES)
    scores[best] += context_share[best] * _lent(asked, index.utterance_of_quote[best])
    scores *= factors
    best = best[_best(scores[best], limit)]
    phrases = await index.phrases(best.tolist())
    nearest = [_nearest(question.analysis.reading, of_quote) for of_quote in phrases]
    candidates = [
        Candidate(position, _final(scores[position], likeness), phrase)
        for position, (likeness, phrase) in zip(best.tolist(), nearest, strict=True)
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.position))


async def _asked(index: Index, level: Level, question: Question) -> list[_Asked]:
    asked = []
    for view in VIEWS[level]:
        terms = question.terms(view.family, view.size)
        if terms:
            postings = await index.postings(level, view.family, terms)
            total = sum(posting.rarity for posting in postings)
            asked.append(_Asked(postings, view.weight / total))
    return asked


def _scores(asked: Sequence[_Asked], size: int) -> Floats:
    total = np.zeros(size)
    for view in asked:
        documents = np.concatenate([posting.documents for posting in view.postings])
        weights = np.concatenate([posting.weights for posting in view.postings])
        total += np.bincount(documents, weights * view.weight, size)
    return total


def _factors(index: Index, question: Question, allowed: NDArray[np.bool_] | None) -> Floats | float:
    if allowed is not None:
        return allowed.astype(np.float64)
    if question.speakers:
        return np.where(index.spoken_by(question.speakers), 1.0, ANOTHER_SPEAKER)
    return 1.0


def _best(scores: Floats, count: int) -> Integers:
    order = np.argsort(-scores, kind="stable")[:count]
    return order[scores[order] > 0]


def _lent(asked: Sequence[_Asked], utterances: Integers) -> Floats:
    """Return what the utterances around lend: terms that are absent, by how many have them."""
    found = [
        (posting, posting.rarity * view.weight)
        for view in asked
        for posting in view.postings
        if len(posting.documents)
    ]
    if not found or not len(utterances):
        return np.zeros(len(utterances))
    documents = np.concatenate([posting.documents for posting, _ in found])
    starts = np.cumsum([0, *(len(posting.documents) for posting, _ in found[:-1])])
    distances = np.abs(documents[:, None] - utterances[None, :])
    near = np.add.reduceat(distances <= NEIGHBOURS, starts, axis=0, dtype=np.int64)
    absent = ~np.logical_or.reduceat(distances == 0, starts, axis=0)
    weights = np.array([weight for _, weight in found])
    return np.asarray(weights @ (near * absent / (2 * NEIGHBOURS)), np.float64)


def _nearest(reading: str, phrases: Sequence[Phrase]) -> tuple[float, str | None]:
    found = process.extractOne(reading, [phrase.reading for phrase in phrases], scorer=fuzz.ratio)
    return (found[1] / 100, phrases[found[2]].text) if found else (0.0, None)


def _final(score: float, likeness: float) -> float:
    # Rounded, so that sums in another order on another machine rank alike.
    return round(float((1 - PHRASE) * score + PHRASE * likeness), 6)
