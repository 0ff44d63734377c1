"""How well quotes match a question: shared terms, context, and the nearest search phrase.

Terms of three families are weighed by Okapi BM25. The sum is divided by what the question asked
for, so that a score lies in [0, 1] and means the same from question to question.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answering.bm25 import Floats, Integers, Postings
from bot.answering.index import Index
from bot.answering.question import Question
from bot.japanese import Family, Word
from bot.store import Level

CONTEXT = 0.9
"""How much of a bare quote's score comes from its utterance and those around it.

An annotated quote carries its context along and borrows none.
"""

PHRASE = 0.1
"""How much the nearest search phrase counts beside the terms."""

MEANING = 2.0
"""How much nearness in meaning counts for a bare quote, beside words that match not at all."""

MEANING_OF_PHRASES = 0.3
"""How much it counts for an annotated one, whose search phrases are other words already."""

TRANSLATED = 0.6
"""How much counts, for a bare quote, what it says in other words, as a dictionary tells."""

ANOTHER_SPEAKER = 0.7
"""What is left of the score of words that are not by the speaker whom the question names."""

# Only what is ranked high without them is given context, and compared phrase by phrase.
_CONTEXT_CANDIDATES = 40
_PHRASE_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class View:
    """A way of comparing: terms of a family, how much it counts, and the size of n-grams."""

    family: Family
    weight: float
    size: int = 1


# Among whole utterances single characters tell most, since typing errors leave them alone; in a
# quote's document, long with annotations, they occur by chance, and pairs of them tell more.
VIEWS = {
    Level.QUOTE: (
        View(Family.WORDS, 0.38),
        View(Family.CHARACTERS, 0.24, size=2),
        View(Family.READINGS, 0.38),
    ),
    Level.UTTERANCE: (
        View(Family.CHARACTERS, 0.42, size=1),
        View(Family.READINGS, 0.32),
        View(Family.WORDS, 0.26),
    ),
}

NEIGHBOURS = 5
"""How many utterances before and after lend what an utterance itself does not say."""

# Characters count in full while at least this share of a question is not hiragana: written in
# kana, a word shares its characters with many others, and its reading says all there is.
_OTHER_THAN_KANA = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """What a question asks for under one view: the postings of its terms, and their weight."""

    family: Family
    weight: float
    postings: list[Postings]

    @property
    def total(self) -> float:
        """What all the terms count together, found or not; in nats."""
        return self.weight * sum([found.rarity for found in self.postings])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for at one level.

    ``total`` is what all terms count together, found or not, in nats; never 0.
    """

    parts: list[Part]
    total: float

    def matched(self, size: int) -> Floats:
        """Return what each of ``size`` documents has of each part, in nats; parts × documents."""
        if not self.parts:
            return np.zeros((0, size))
        found = [found for part in self.parts for found in part.postings]
        documents = np.concatenate([each.documents for each in found])
        weights = np.concatenate([each.weights for each in found])
        # One count for all parts: each has a row of documents to itself.
        lengths = [sum([len(each.documents) for each in part.postings]) for part in self.parts]
        rows = np.repeat(np.arange(len(self.parts)) * size, lengths)
        matched = np.bincount(documents + rows, weights, len(self.parts) * size)
        factors = np.array([part.weight for part in self.parts])
        return np.asarray(matched.reshape(len(self.parts), size) * factors[:, None], np.float64)

    def scores(self, matched: Floats) -> Floats:
        """Return the share of the question that documents have, from what the parts matched."""
        return np.asarray(matched.sum(axis=0) / self.total, np.float64)

    def lent(self, documents: Integers, places: Integers) -> Floats:
        """Return what the neighbours of documents lend them.

        That is the share of the question which a document lacks, by how many neighbours have it.
        ``places`` are those of all documents; neighbours lie at most ``NEIGHBOURS`` apart.
        """
        found = [
            (postings.documents, postings.rarity * part.weight)
            for part in self.parts
            for postings in part.postings
            if len(postings.documents)
        ]
        if not found or not len(documents):
            return np.zeros(len(documents))
        starts = np.cumsum([0, *(len(having) for having, _ in found[:-1])])
        having = np.concatenate([having for having, _ in found])
        distances = np.abs(places[having][:, None] - places[documents][None, :])
        near = np.add.reduceat(distances <= NEIGHBOURS, starts, axis=0, dtype=np.int64)
        absent = ~np.logical_or.reduceat(distances == 0, starts, axis=0)
        weights = np.array([weight for _, weight in found]) / self.total
        return np.asarray(weights @ (near * absent / (2 * NEIGHBOURS)), np.float64)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a ranking found.

    ``matched`` is what each quote has of each part of ``asked``, parts × quotes; ``best`` are the
    positions of the quotes ranked best, ``highest`` is the score of the first of them.
    """

    asked: Asked
    matched: Floats
    best: Integers
    highest: float

    @property
    def words(self) -> tuple[Part, Floats]:
        """The part of the words, and what each quote has of it; first of the parts."""
        return self.asked.parts[0], self.matched[0]


class Candidate(NamedTuple):
    """A quote by its position in the index; ``phrase`` is the search phrase nearest to it."""

    position: int
    score: float
    phrase: str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first, and what was found on the way to them."""

    candidates: list[Candidate]
    findings: Findings


async def rank(
    index: Index,
    question: Question,
    allowed: NDArray[np.bool_] | None,
    limit: int,
    *,
    meant: Floats | None = None,
    translated: Floats | None = None,
) -> Ranking:
    """Return up to ``limit`` quotes nearest to a question; ties go by position.

    ``allowed`` says for each quote whether it may be returned; ``meant`` how much nearer or farther
    its meaning is than usual, and ``translated`` how much of the question it says in other words:
    both count the more, the less the words themselves say.
    """
    size = len(index.bare)
    asked = await _ask_for(index, Level.QUOTE, question)
    matched = asked.matched(size)
    scores = asked.scores(matched)
    factors = _factors(index, question, allowed)
    if index.bare.any():
        await _borrow_context(index, question, scores, factors)
    scores *= factors
    doubt = 1 - min(scores.max(initial=0.0), 1.0)
    if translated is not None:
        scores += doubt**2 * factors * TRANSLATED * index.bare * translated
    if meant is not None:
        weight = np.where(index.bare, MEANING, MEANING_OF_PHRASES)
        scores += doubt**2 * factors * weight * meant
    best = _best(scores, max(limit, _PHRASE_CANDIDATES))
    candidates = await _compared(index, question, scores, best)
    highest = candidates[0].score if candidates else 0.0
    best = np.array([c.position for c in candidates], np.int64)
    return Ranking(candidates[:limit], Findings(asked, matched * factors, best, highest))


async def _borrow_context(
    index: Index, question: Question, scores: Floats, factors: Floats | float
) -> None:
    size = index.size(Level.UTTERANCE)
    asked = await _ask_for(index, Level.UTTERANCE, question)
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
    """Return the candidates at these positions, the first of them compared phrase by phrase.

    Where next to nothing of the question is left of a score, it is none.
    """
    positions: list[int] = best.tolist()
    # Rounded, so that sums in another order on another machine rank alike.
    values: list[float] = np.round((1 - PHRASE) * scores[best], 6).tolist()
    candidates = list(map(Candidate, positions, values))
    phrases = await index.phrases(positions[:_PHRASE_CANDIDATES])
    for rank, of_quote in enumerate(phrases):
        nearest = of_quote.nearest(question.analysis.reading)
        if nearest is not None:
            phrase, likeness = nearest
            value = round(values[rank] + PHRASE * likeness, 6)
            candidates[rank] = Candidate(positions[rank], value, phrase)
    candidates = [candidate for candidate in candidates if candidate.score > 0]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.position))


async def _ask_for(index: Index, level: Level, question: Question) -> Asked:
    """Look up what a question asks for at one level."""
    terms = {view: question.terms(view.family, view.size) for view in VIEWS[level]}
    found = {
        view: await index.postings(level, view.family, asked)
        for view, asked in terms.items()
        if asked
    }
    parts = [
        Part(view.family, _weight(view, level, question), postings)
        for view, postings in found.items()
    ]
    return Asked(parts, sum(part.total for part in parts) or 1.0)


def _weight(view: View, level: Level, question: Question) -> float:
    if level is Level.QUOTE and view.family is Family.CHARACTERS:
        return view.weight * min(1.0, (1 - question.kana_share) / _OTHER_THAN_KANA)
    return view.weight


async def unknown_words(index: Index, question: Question) -> list[Word]:
    """Return the content words of a question that no quote has."""
    keys = [word.key for word in question.content]
    postings = await index.postings(Level.QUOTE, Family.WORDS, keys)
    return [
        word
        for word, found in zip(question.content, postings, strict=True)
        if not len(found.documents)
    ]
