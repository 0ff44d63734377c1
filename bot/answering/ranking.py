"""How well quotes match a question: shared terms, context, and the nearest search phrase."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.bm25 import Floats, Integers
from bot.answering.confidence import Findings, confidence
from bot.answering.index import Index, Phrases
from bot.answering.question import Question
from bot.answering.terms import ask_for
from bot.store import Level

CONTEXT = 0.9
"""How much of a bare quote's score comes from its utterance and those around it.

An annotated quote carries its context along and borrows none.
"""

PHRASE = 0.1
"""How much the nearest search phrase counts beside the terms."""

ANOTHER_SPEAKER = 0.7
"""What is left of the score of words that are not by the speaker whom the question names."""

# Only what is ranked high without them is given context, and compared phrase by phrase.
_CONTEXT_CANDIDATES = 40
_PHRASE_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quote by its position in the index; ``phrase`` is the search phrase nearest to it."""

    position: int
    score: float
    phrase: str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first, and the confidence in [0, 1] that the best of them answer.

    ``findings`` is what that confidence was read from.
    """

    candidates: list[Candidate]
    confidence: float
    findings: Findings


async def rank(
    index: Index, question: Question, allowed: NDArray[np.bool_] | None, limit: int
) -> Ranking:
    """Return up to ``limit`` quotes nearest to a question; ties go by position.

    ``allowed`` says for each quote whether it may be returned.
    """
    size = index.size(Level.QUOTE)
    asked = await ask_for(index, Level.QUOTE, question)
    matched = asked.matched(size)
    scores = asked.scores(matched)
    factors = _factors(index, question, allowed)
    if index.bare.any():
        await _borrow_context(index, question, scores, factors)
    scores *= factors
    best = _best(scores, max(limit, _PHRASE_CANDIDATES))
    candidates = await _compared(index, question, scores, best)
    highest = candidates[0].score if candidates else 0.0
    findings = Findings(asked, matched * factors, best, highest)
    sure = await confidence(index, question, findings)
    return Ranking(candidates[:limit], sure, findings)


async def _borrow_context(
    index: Index, question: Question, scores: Floats, factors: Floats | float
) -> None:
    size = index.size(Level.UTTERANCE)
    asked = await ask_for(index, Level.UTTERANCE, question)
    utterances = asked.scores(asked.matched(size))
    context = CONTEXT * index.bare
    scores += context * (utterances[index.utterance_of_quote] - scores)
    best = _best(scores * factors, _CONTEXT_CANDIDATES)
    lent = asked.lent(index.utterance_of_quote[best], index.utterance_places)
    scores[best] += context[best] * lent


def _factors(index: Index, question: Question, allowed: NDArray[np.bool_] | None) -> Floats | float:
    if allowed is not None:
        return allowed.astype(np.float64)
    if question.speakers:
        return np.where(index.spoken_by(question.speakers), 1.0, ANOTHER_SPEAKER)
    return 1.0


def _best(scores: Floats, count: int) -> Integers:
    order = np.argsort(-scores, kind="stable")[:count]
    return order[scores[order] > 0]


async def _compared(
    index: Index, question: Question, scores: Floats, best: Integers
) -> list[Candidate]:
    """Return the candidates at these positions, the first of them compared phrase by phrase."""
    positions: list[int] = best.tolist()
    phrases = await index.phrases(positions[:_PHRASE_CANDIDATES])
    # Rounded, so that sums in another order on another machine rank alike.
    values = np.round((1 - PHRASE) * scores[best], 6).tolist()
    candidates = [
        _nearer(position, value, question.analysis.reading, of_quote)
        for position, value, of_quote in zip(positions, values, phrases, strict=False)
    ]
    candidates += map(Candidate, positions[len(phrases) :], values[len(phrases) :])
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.position))


def _nearer(position: int, value: float, reading: str, phrases: Phrases) -> Candidate:
    if not phrases.readings:
        return Candidate(position, value)
    found = process.extractOne(reading, phrases.readings, scorer=fuzz.ratio)
    return Candidate(position, round(value + PHRASE * found[1] / 100, 6), phrases.texts[found[2]])
