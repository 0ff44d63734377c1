"""How well quotes match a question: shared terms, context, and the nearest search phrase.

Terms of three families are weighed by Okapi BM25. The sum is divided by what the question asked
for, so that a score lies in [0, 1] and means the same from question to question.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from bot.answering.candidates import Findings, Ranking, chosen
from bot.answering.documents import Allowed, Floats, Integers, Part, Wanted, Weighed
from bot.answering.index import Index
from bot.answering.question import Question
from bot.japanese import Family, Word
from bot.store import Level, Packed

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
# So many quotes are scored before a thread would begin to.
_SCORED_AT_ONCE = 250

NEIGHBOURS = 5
"""How many utterances before and after lend what an utterance itself does not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for at one level, and what some documents have of it.

    ``totals`` is what the parts count together, found or not, in nats; parts × groups.
    """

    parts: list[Part]
    postings: list[Packed]
    weighed: Weighed
    totals: Floats

    @property
    def total(self) -> Floats:
        """What all terms count together in each group; never 0."""
        total = self.totals.sum(axis=0)
        return np.where(total > 0, total, 1.0)

    def matched(self) -> Floats:
        """Return what each document has of each part, in nats; parts × documents."""
        weights = self.weighed.weights
        if not self.parts:
            return np.zeros((0, weights.shape[1]))
        sums = np.add.reduceat(weights, [part.terms.start for part in self.parts], axis=0)
        return np.asarray(sums * self._factors, np.float64)

    @property
    def _factors(self) -> Floats:
        return np.array([part.weight for part in self.parts]).reshape(-1, 1)

    def scores(self, matched: Floats) -> Floats:
        """Return the share of the question that documents have, from what the parts matched."""
        return np.asarray(matched.sum(axis=0) / self.total[self.weighed.columns], np.float64)

    def lent(self, index: Index, documents: Integers) -> Floats:
        """Return what the neighbours of documents lend them, at most ``NEIGHBOURS`` apart.

        That is the share of the question which a document lacks, by how many neighbours have it.
        """
        places = index.utterance_places
        first = np.searchsorted(places, places[documents] - NEIGHBOURS)
        last = np.searchsorted(places, places[documents] + NEIGHBOURS, "right")
        if len(self.weighed.documents) == len(places):
            has = self.weighed.weights > 0
            before = np.zeros((len(has), len(places) + 1), np.int64)
            np.cumsum(has, axis=1, out=before[:, 1:])
            neighbours, absent = before[:, last] - before[:, first], ~has[:, documents]
        else:
            around = documents[:, None] + np.arange(-NEIGHBOURS, NEIGHBOURS + 1)
            near = (around >= first[:, None]) & (around < last[:, None])
            has = index.have(self.postings, np.where(near, around, documents[:, None]))
            neighbours, absent = np.count_nonzero(has & near, axis=2), ~has[:, :, NEIGHBOURS]
        sizes = [part.terms.stop - part.terms.start for part in self.parts]
        factors = np.repeat(self._factors, sizes, axis=0)
        columns = self.weighed.columns[np.searchsorted(self.weighed.documents, documents)]
        weights = self.weighed.rarities[:, columns] * factors / self.total[columns]
        return np.asarray((weights * neighbours * absent).sum(axis=0) / (2 * NEIGHBOURS))


class _Scored(NamedTuple):
    """Quotes with their scores, and the ranks of those that have the highest."""

    asked: Asked
    matched: Floats
    scores: Floats
    best: Integers


async def rank(
    index: Index,
    question: Question,
    allowed: Allowed | None,
    limit: int,
    *,
    meant: Floats | None = None,
    translated: Floats | None = None,
) -> Ranking:
    """Return up to ``limit`` quotes nearest to a question; ties go by position.

    ``allowed`` tells of quotes whether they may be returned; ``meant`` says for each quote how much
    nearer or farther its meaning is than usual, and ``translated`` how much of the question it says
    in other words: both count the more, the less the words themselves say.
    """
    count = max(limit, _PHRASE_CANDIDATES)
    do = partial(_scored, index, question, allowed, count, meant=meant, translated=translated)
    few = len(index.bare) <= _SCORED_AT_ONCE
    scored = do() if few else await asyncio.to_thread(do)
    ranked, phrases = await _compared(index, question, scored)
    positions = [position for _, position in ranked]
    scores = [-lowered for lowered, _ in ranked]
    findings = _findings(index, scored, positions, scores[0] if scores else 0.0)
    return Ranking(positions[:limit], scores[:limit], phrases, findings)


def _scored(
    index: Index,
    question: Question,
    allowed: Allowed | None,
    count: int,
    *,
    meant: Floats | None,
    translated: Floats | None,
) -> _Scored:
    wanted = index.wanted(question)
    factors_of = partial(_factors, index, question, allowed)
    quotes = None if index.is_small else chosen(index, wanted, factors_of, meant)
    asked = _ask_for(index, Level.QUOTE, wanted, quotes)
    quotes = asked.weighed.documents
    matched = asked.matched()
    scores = asked.scores(matched)
    factors = factors_of(quotes)
    if index.bare[quotes].any():
        _borrow_context(index, wanted, quotes, scores, factors)
    scores *= factors
    doubt = 1 - min(scores.max(initial=0.0), 1.0)
    # An annotated quote that is best has its other words, which bare ones are not to outdo.
    bare = (
        index.bare[quotes] & index.bare[quotes[scores.argmax()]] if len(quotes) else index.bare[:0]
    )
    if translated is not None:
        scores += doubt**2 * factors * TRANSLATED * bare * translated[quotes]
    if meant is not None:
        weight = np.where(bare, MEANING, MEANING_OF_PHRASES)
        scores += doubt**2 * factors * weight * meant[quotes]
    return _Scored(asked, matched * factors, scores, _best_of_groups(scores, asked, count))


def _findings(index: Index, scored: _Scored, positions: Sequence[int], highest: float) -> Findings:
    asked = scored.asked
    documents, columns = asked.weighed.documents, asked.weighed.columns
    ranked = np.searchsorted(documents, positions)
    column = int(columns[ranked[0]]) if positions else 0
    matched, best = scored.matched, ranked
    if asked.weighed.rarities.shape[1] > 1:
        within = np.flatnonzero(columns == column)
        best = np.searchsorted(within, ranked[columns[ranked] == column])
        documents, matched = documents[within], matched[:, within]
    return Findings(
        asked.parts,
        asked.totals[:, column],
        asked.weighed.rarities[:, column],
        documents,
        matched,
        best,
        highest,
        int(index.statistics[Level.QUOTE].groups[documents[0]]) if len(documents) else 0,
        float(asked.total[column]),
    )


def _borrow_context(
    index: Index,
    wanted: Mapping[Level, Wanted],
    quotes: Integers,
    scores: Floats,
    factors: Floats | float,
) -> None:
    of_quote = index.utterance_of_quote[quotes]
    utterances = None if index.is_small else np.unique(of_quote)
    asked = _ask_for(index, Level.UTTERANCE, wanted, utterances)
    shares = asked.scores(asked.matched())
    context = CONTEXT * index.bare[quotes]
    scores += context * (shares[np.searchsorted(asked.weighed.documents, of_quote)] - scores)
    best = _best(scores * factors, _CONTEXT_CANDIDATES)
    if len(best):
        scores[best] += context[best] * asked.lent(index, of_quote[best])


def _factors(
    index: Index, question: Question, allowed: Allowed | None, quotes: Integers
) -> Floats | float:
    if allowed is not None:
        return allowed(quotes).astype(np.float64)
    if question.speakers:
        return np.where(index.documents.spoken_by(question.speakers)(quotes), 1.0, ANOTHER_SPEAKER)
    return 1.0


def _best_of_groups(scores: Floats, asked: Asked, count: int) -> Integers:
    """Return the best of each group that has one of the best quotes.

    So a session is searched as it would be by itself, whatever else is loaded.
    """
    best = _best(scores, count)
    if asked.weighed.rarities.shape[1] == 1 or not len(best):
        return best
    columns = asked.weighed.columns
    groups = np.unique(columns[best])
    of_groups = [_best(np.where(columns == group, scores, 0.0), count) for group in groups]
    best = np.sort(np.concatenate(of_groups))
    return best[np.argsort(-scores[best], kind="stable")]


def _best(scores: Floats, count: int) -> Integers:
    order = np.argsort(-scores, kind="stable")[:count]
    return order[scores[order] > 0]


async def _compared(
    index: Index, question: Question, scored: _Scored
) -> tuple[list[tuple[float, int]], dict[int, str]]:
    """Return the best with their scores, negative, in order, and the nearest phrases of the first.

    Where next to nothing of the question is left of a score, it is none.
    """
    positions: list[int] = scored.asked.weighed.documents[scored.best].tolist()
    # Rounded, so that sums in another order on another machine rank alike.
    values: list[float] = np.round((1 - PHRASE) * scored.scores[scored.best], 6).tolist()
    first = _first_of_groups(scored.asked.weighed.columns[scored.best])
    found = {}
    of_quotes = await index.phrases([positions[rank] for rank in first])
    for rank, phrases in zip(first, of_quotes, strict=True):
        nearest = phrases.nearest(question.analysis.reading)
        if nearest is not None:
            found[positions[rank]], likeness = nearest
            values[rank] = round(values[rank] + PHRASE * likeness, 6)
    pairs = zip(values, positions, strict=True)
    return sorted([(-value, position) for value, position in pairs if value > 0]), found


def _first_of_groups(columns: Integers) -> Sequence[int]:
    """Return the ranks of the first few of each group."""
    if not columns.any():
        return range(min(_PHRASE_CANDIDATES, len(columns)))
    seen: Counter[int] = Counter()
    first = []
    for rank, column in enumerate(columns.tolist()):
        seen[column] += 1
        if seen[column] <= _PHRASE_CANDIDATES:
            first.append(rank)
    return first


def _ask_for(
    index: Index, level: Level, wanted: Mapping[Level, Wanted], documents: Integers | None
) -> Asked:
    parts, postings = wanted[level]
    weighed = index.weighed(level, postings, documents)
    totals = [part.weight * weighed.rarities[part.terms].sum(axis=0) for part in parts]
    groups = weighed.rarities.shape[1]
    return Asked(parts, postings, weighed, np.array(totals).reshape(len(parts), groups))


def unknown_words(index: Index, question: Question) -> list[Word]:
    """Return the content words of a question that no quote has."""
    words = question.terms.words[: len(question.content)]
    postings = index.postings(Level.QUOTE, Family.WORDS, words)
    return [word for word, found in zip(question.content, postings, strict=True) if not len(found)]
