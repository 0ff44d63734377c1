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
from bot.answering.documents import Allowed, Floats, Integers
from bot.answering.index import Index, sums
from bot.answering.question import Question
from bot.answering.weights import Wanted, Weighed, counted_between
from bot.japanese import Word
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
# So many quotes are scored before a thread would begin to.
_SCORED_AT_ONCE = 250

NEIGHBOURS = 5
"""How many utterances before and after lend what an utterance itself does not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for at one level, and what some documents have of it.

    ``totals`` is what the parts count together, found or not, in nats; parts × groups. ``total`` is
    what all of them count in each group; never 0.
    """

    level: Level
    wanted: Wanted
    weighed: Weighed
    totals: Floats
    total: Floats

    @property
    def scores(self) -> Floats:
        """The share of the question that each document has."""
        total = self.total if len(self.total) == 1 else self.total[self.weighed.columns]
        return np.asarray(self.weighed.matched.sum(axis=0) / total, np.float64)

    def lent(self, index: Index, documents: Integers) -> Floats:
        """Return what the neighbours of documents lend them, at most ``NEIGHBOURS`` apart.

        That is the share of the question which a document lacks, by how many neighbours have it.
        """
        places = index.utterance_places
        first = np.searchsorted(places, places[documents] - NEIGHBOURS)
        last = np.searchsorted(places, places[documents] + NEIGHBOURS, "right")
        if index.is_small:
            has = index.all_have(self.level, self.wanted)
            before = np.zeros((len(has), len(places) + 1), np.int64)
            np.cumsum(has, axis=1, out=before[:, 1:])
            neighbours, absent = before[:, last] - before[:, first], ~has[:, documents]
        else:
            begins, ends = np.stack([first, documents]), np.stack([last, documents + 1])
            counts = counted_between(self.wanted.postings, begins, ends)
            neighbours, absent = counts[:, 0], counts[:, 1] == 0
        parts = self.wanted.parts
        sizes = [part.terms.stop - part.terms.start for part in parts]
        factors = np.repeat(self.wanted.factors, sizes, axis=0)
        columns = self.weighed.columns[np.searchsorted(self.weighed.documents, documents)]
        weights = self.weighed.rarities[:, columns] * factors / self.total[columns]
        return np.asarray((weights * neighbours * absent).sum(axis=0) / (2 * NEIGHBOURS))


class _Scored(NamedTuple):
    """Quotes with their scores, and the ranks of those that have the highest."""

    asked: Asked
    scores: Floats
    best: Integers
    factors: Floats | float


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
    ranks, scores, phrases = await _compared(index, question, scored)
    findings = _findings(index, scored, ranks, scores)
    positions = scored.asked.weighed.documents[ranks[:limit]].tolist()
    return Ranking(positions, scores[:limit], phrases, findings)


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
    scores = asked.scores
    factors = factors_of(quotes)
    bare = index.bare[quotes]
    if index.has_bare and bare.any():
        _borrow_context(index, wanted, quotes, scores, factors)
    scores *= factors
    if meant is not None or translated is not None:
        doubt = 1 - min(scores.max(initial=0.0), 1.0)
        # An annotated quote that is best has its other words, which bare ones are not to outdo.
        if len(quotes):
            bare = bare & bare[scores.argmax()]
        if translated is not None:
            scores += doubt**2 * factors * TRANSLATED * bare * translated[quotes]
        if meant is not None:
            weight = np.where(bare, MEANING, MEANING_OF_PHRASES)
            scores += doubt**2 * factors * weight * meant[quotes]
    return _Scored(asked, scores, _best_of_groups(scores, asked, count), factors)


def _findings(index: Index, scored: _Scored, ranks: Integers, scores: Sequence[float]) -> Findings:
    asked, weighed = scored.asked, scored.asked.weighed
    first = ranks[:1]
    column = int(weighed.columns[first[0]]) if scores else 0
    # Without a best one, it is the group of any.
    group = index.statistics[Level.QUOTE].groups[weighed.documents[first if scores else slice(1)]]
    factors = scored.factors if isinstance(scored.factors, float) else scored.factors[first]
    return Findings(
        asked.wanted.parts,
        asked.totals[:, column].tolist(),
        weighed.rarities[:, column].tolist(),
        (weighed.matched[:, first] * factors).sum(axis=1).tolist(),
        weighed.documents[first],
        scores[0] if scores else 0.0,
        int(group[0]) if len(group) else 0,
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
    context = CONTEXT * index.bare[quotes]
    scores += context * (asked.scores[np.searchsorted(asked.weighed.documents, of_quote)] - scores)
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
) -> tuple[Integers, list[float], dict[int, tuple[str, float]]]:
    """Return the ranks of the best with their scores, and the nearest phrases of the first.

    Where next to nothing of the question is left of a score, it is none.
    """
    positions: list[int] = scored.asked.weighed.documents[scored.best].tolist()
    # Rounded, so that sums in another order on another machine rank alike.
    values = ((1 - PHRASE) * scored.scores[scored.best]).round(6)
    first = _first_of_groups(scored.asked.weighed.columns[scored.best])
    found = {}
    of_quotes = await index.phrases([positions[rank] for rank in first])
    for rank, phrases in zip(first, of_quotes, strict=True):
        nearest = phrases.nearest(question.analysis.reading)
        if nearest is not None:
            found[positions[rank]] = nearest
            values[rank] = round(float(values[rank]) + PHRASE * nearest[1], 6)
    order = np.lexsort((scored.best, -values))
    order = order[values[order] > 0]
    return scored.best[order], values[order].tolist(), found


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
    weighed = index.weighed(level, wanted[level], documents)
    totals = sums(wanted[level], weighed.rarities)
    total = totals.sum(axis=0)
    return Asked(level, wanted[level], weighed, totals, np.where(total > 0, total, 1.0))


def unknown_words(index: Index, question: Question) -> list[Word]:
    """Return the content words of a question that no quote has."""
    numbers = question.terms.words[: len(question.content)]
    lacking = index.lacks_words(numbers)
    return [word for word, is_lacking in zip(question.content, lacking, strict=True) if is_lacking]
