"""Which quotes of a large corpus are worth scoring: those that share the rarest terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Self

import numpy as np

from bot.answering.documents import Floats, Integers
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.weights import Part, Wanted, have
from bot.japanese import Family
from bot.japanese.spelling import is_kana_alone
from bot.store import COUNT_BITS, MOST_COUNTED, Level

MOST_CUT = 20
"""How many quotes of a large corpus are cut, to see what they say of a question."""

_MOST_CHOSEN = {Level.QUOTE: 120, Level.UTTERANCE: 120}
_MOST_BY_MEANING = 100
# So many quotes of an utterance at most, from its beginning on.
_MOST_OF_UTTERANCE = 500
# Postings looked at, rarest terms first.
_MOST_POSTINGS = 20_000
# The group of all documents.
_WHOLE = np.zeros(1, np.int64)


Factors = Callable[[Integers], Floats | float]
"""Returns by how much the scores of quotes, by their positions, are multiplied."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a ranking found of the quote that is best, in nats, and of those of its group.

    ``matched`` is what it has of each of the ``parts``, of which ``totals`` ask for so much,
    ``total`` together; ``rarities`` are those of all terms. ``first`` is its position, or nothing
    where there is none; ``highest`` is its score.
    """

    parts: list[Part]
    totals: list[float]
    rarities: list[float]
    matched: list[float]
    first: Integers
    highest: float
    group: int
    total: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The positions of quotes, best first, with their scores; and what was found on the way.

    ``phrases`` are the search phrases nearest to the question, of some of them, by position; each
    with its likeness, in [0, 1].
    """

    positions: list[int]
    scores: list[float]
    phrases: dict[int, tuple[str, float]]
    findings: Findings

    def reordered(self, places: Sequence[int]) -> Self:
        """Return the quotes at these places, in this order.

        Where a lower score comes first, what follows it is lowered as much.
        """
        positions = [self.positions[place] for place in places]
        scores = list(accumulate([self.scores[place] for place in places], min))
        return replace(self, positions=positions, scores=scores)


def chosen(
    index: Index, wanted: Mapping[Level, Wanted], factors: Factors, meant: Floats | None
) -> Integers:
    """Return the positions of some hundred quotes, ascending, that are worth scoring.

    They share what is rare, themselves or with their utterances, or are nearest in meaning.
    """
    quotes = _best(index, Level.QUOTE, wanted[Level.QUOTE], factors)
    utterances = np.zeros(0, np.int64)
    if index.has_bare:
        utterances = _best(index, Level.UTTERANCE, wanted[Level.UTTERANCE], factors)
    starts = index.first_quotes[utterances]
    ends = np.minimum(index.first_quotes[utterances + 1], starts + _MOST_OF_UTTERANCE)
    stretches = [np.arange(*stretch) for stretch in zip(starts, ends, strict=True)]
    if meant is not None:
        nearness = meant * factors(np.arange(len(meant)))
        most = min(_MOST_BY_MEANING, len(nearness))
        stretches.append(np.argpartition(-nearness, most - 1)[:most])
    return np.unique(np.concatenate([quotes, *stretches]))


def likely(index: Index, question: Question, positions: Sequence[int]) -> list[int]:
    """Return the ranks of a few quotes, given as they are ranked, that may have all that is named.

    Words in kana, and those of a glossary's spelling, may stand there in other words.
    """
    certain = [
        number
        for number, word in zip(question.terms.words, question.content, strict=False)
        if not is_kana_alone(word.letters) and word.key not in question.spelled
    ]
    postings = index.postings(Level.QUOTE, Family.WORDS, certain)
    has = have(postings, np.array(positions, np.int64))
    ranks: list[int] = np.flatnonzero(has.all(axis=0))[:MOST_CUT].tolist()
    return ranks


def _best(index: Index, level: Level, wanted: Wanted, factors: Factors) -> Integers:
    """Return the documents that have most of the rarest terms; a few more or less of them."""
    if not wanted.postings:
        return np.zeros(0, np.int64)
    weights = np.array([part.weight for part in wanted.parts for _ in wanted.postings[part.terms]])
    weights *= index.statistics[level].rarities_of(wanted.postings, _WHOLE)[:, 0]
    lengths = np.array([len(each) for each in wanted.postings])
    order = np.argsort(lengths, kind="stable")
    rarest = order[: max(1, int(np.searchsorted(np.cumsum(lengths[order]), _MOST_POSTINGS)))]
    packed = np.concatenate([wanted.postings[term][:_MOST_POSTINGS] for term in rarest])
    if not len(packed):
        return np.zeros(0, np.int64)
    documents = (packed >> COUNT_BITS).astype(np.int64)
    counts = (packed & MOST_COUNTED).astype(np.float64)
    values = np.repeat(weights[rarest], np.minimum(lengths[rarest], _MOST_POSTINGS))
    values *= counts / (counts + index.statistics[level].half_saturated[documents])
    # Added up for those alone that have any of the terms, however many others there are.
    documents, ranks = np.unique(documents, return_inverse=True)
    scores: Floats = np.bincount(ranks, values).astype(np.float64)
    quotes = documents if level is Level.QUOTE else index.first_quotes[documents]
    best: Integers = documents[_highest(scores * factors(quotes), _MOST_CHOSEN[level])]
    return best


def _highest(scores: Floats, most: int) -> Integers:
    """Return the places of so many of the highest scores, in no order, that are not 0."""
    places = np.arange(len(scores))
    if len(scores) > most:
        places = np.argpartition(-scores, most - 1)[:most]
    positive: Integers = places[scores[places] > 0]
    return positive
