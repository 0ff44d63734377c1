"""How much terms weigh in documents, by Okapi BM25."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from bot.answering.documents import Floats, Integers
from bot.japanese import Family, Numbers
from bot.store import COUNT_BITS, MOST_COUNTED, Level, OpenTable, Packed

APART = {
    Family.WORDS: np.uint64(0),
    Family.CHARACTERS: np.uint64(0x9E37_79B9_7F4A_7C15),
    Family.READINGS: np.uint64(0xC2B2_AE3D_27D4_EB4F),
}
"""What numbers of terms are XORed with: the same one is another term in another family."""
_LAST = np.uint64(2**64 - 1)


@dataclass(frozen=True, slots=True)
class Bm25:
    """The parameters of Okapi BM25: how soon repetition saturates, how much length counts."""

    k1: float
    b: float


# A quote's document is long, for its annotations repeat the words that matter; an utterance's is
# plain speech, in which a word said twice says little more.
BM25 = {Level.QUOTE: Bm25(k1=1.2, b=0.5), Level.UTTERANCE: Bm25(k1=0.3, b=0.4)}


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is usual among the documents of a level.

    Group 0 is all of them; the others are the sessions large enough to tell by themselves what is
    rare and what is long, so that it does not matter what else is loaded. ``bounds``, groups × 2,
    are their first and last positions, ``sizes`` how many documents they have. ``groups`` tells of
    each document to which it belongs, ``half_saturated`` how often it has a term that counts half
    of what it can.
    """

    bounds: Integers
    sizes: Integers
    groups: Integers
    half_saturated: Floats

    @classmethod
    def of(cls, level: Level, lengths: Integers, stretches: Sequence[tuple[int, int]]) -> Self:
        """Measure documents of these lengths, of which the stretches are groups."""
        k1, b = BM25[level].k1, BM25[level].b
        groups = np.zeros(len(lengths), np.int64)
        for group, (first, last) in enumerate(stretches, start=1):
            groups[first:last] = group
        bounds = np.array([(0, len(lengths)), *stretches], np.int64)
        measured = (lengths[first:last] for first, last in bounds)
        means = np.maximum([part.mean() if len(part) else 1.0 for part in measured], 1.0)
        return cls(
            bounds,
            bounds[:, 1] - bounds[:, 0],
            groups,
            k1 * (1 - b + b * lengths / means[groups]),
        )

    def present(self, documents: Integers | None = None) -> tuple[Integers, Integers]:
        """Return the groups that some documents belong to, or all, and which is whose."""
        groups = self.groups if documents is None else self.groups[documents]
        if len(self.sizes) == 1 or not len(groups):
            return np.zeros(1, np.int64), np.zeros(len(groups), np.int64)
        found, columns = np.unique(groups, return_inverse=True)
        return found, columns

    def rarities(self, groups: Integers, frequencies: Integers) -> Floats:
        """Return inverse document frequencies; both are terms × groups."""
        sizes = self.sizes[groups]
        return np.asarray(np.log1p((sizes - frequencies + 0.5) / (frequencies + 0.5)), np.float64)

    def rarities_of(self, postings: Sequence[Packed], groups: Integers) -> Floats:
        """Return the inverse document frequencies of terms within groups; terms × groups."""
        if groups.any():
            bounds = (self.bounds[groups] << COUNT_BITS).astype(np.uint32)
            places = np.array([np.searchsorted(each, bounds) for each in postings], np.int64)
            places = places.reshape(-1, len(groups), 2)
            frequencies = places[:, :, 1] - places[:, :, 0]
        else:
            frequencies = np.array([len(each) for each in postings], np.int64).reshape(-1, 1)
        return self.rarities(groups, frequencies)


class Part(NamedTuple):
    """What a question asks for of one family: how much it counts, and which terms it asks for."""

    family: Family
    weight: float
    terms: slice


class Wanted(NamedTuple):
    """What a question asks for at one level, in parts none of which is empty.

    ``factors`` are their weights, as a column. ``postings`` are those of all its terms; in a small
    corpus, ``rows`` are theirs in ``Weights``.
    """

    parts: list[Part]
    factors: Floats
    postings: list[Packed]
    rows: Integers


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the parts of a question weigh in documents, in nats: ``matched`` is parts × documents.

    ``rarities``, terms × groups, are the inverse document frequencies within each group of
    documents; ``columns`` tells for each document which of the groups is its own.
    """

    documents: Integers
    matched: Floats
    rarities: Floats
    columns: Integers


@dataclass(frozen=True, slots=True)
class Weights:
    """What terms weigh in all documents of a level, worked out beforehand for a small corpus.

    Each term has a row in the order of ``known``, their numbers XORed with ``APART``; the last row
    is that of terms that occur nowhere. The postings of a term are
    ``packed[start : start + length]``. Where they lie in a matrix, families × documents, are
    ``cells``, and ``values`` what they weigh.
    """

    families: list[Family]
    documents: Integers
    groups: Integers
    columns: Integers
    known: Numbers
    starts: Integers
    lengths: Integers
    rarities: Floats
    packed: Packed
    cells: Integers
    values: Floats

    @classmethod
    def of(cls, statistics: Statistics, tables: Mapping[Family, OpenTable]) -> Self:
        """Work out what the terms of these tables weigh."""
        all_documents = np.arange(len(statistics.groups))
        groups, columns = statistics.present()
        parts = [table.all_packed() for table in tables.values()]
        sizes = [np.diff(table.starts.astype(np.int64)) for table in tables.values()]
        lengths: Integers = np.concatenate([*sizes, np.zeros(1, np.int64)])
        packed = np.concatenate(parts)
        documents = (packed >> COUNT_BITS).astype(np.int64)
        terms = np.repeat(np.arange(len(lengths)), lengths)
        frequencies = np.zeros((len(lengths), len(groups)), np.int64)
        np.add.at(frequencies, (terms, columns[documents]), 1)
        # The first group is all documents, whichever are left to it.
        frequencies = np.where(groups == 0, lengths[:, None], frequencies)
        rarities = statistics.rarities(groups, frequencies)
        counts = (packed & MOST_COUNTED).astype(np.float64)
        values = counts / (counts + statistics.half_saturated[documents])
        values *= rarities[terms, columns[documents]]
        of_family = np.repeat(np.arange(len(parts)), list(map(len, parts)))
        keys = [table.numbers ^ APART[family] for family, table in tables.items()]
        known: Numbers = np.concatenate([*keys, np.array([_LAST])])
        order = np.argsort(known, kind="stable")
        return cls(
            list(tables),
            all_documents,
            groups,
            columns,
            known[order],
            (np.cumsum(lengths) - lengths)[order],
            lengths[order],
            rarities[order],
            packed,
            of_family * len(all_documents) + documents,
            values,
        )


def counted_between(postings: Sequence[Packed], begins: Integers, ends: Integers) -> Integers:
    """Return how many documents of stretches, of any shape, have each term; terms × that shape."""
    # In order, and each once, they are found far sooner.
    bounds, ranks = np.unique(np.stack([begins, ends]), return_inverse=True)
    keys = (bounds << COUNT_BITS).astype(np.uint32)
    places = np.array([each.searchsorted(keys) for each in postings], np.int64)
    places = places.reshape(len(postings), -1)[:, ranks].reshape(len(postings), 2, *begins.shape)
    return np.asarray(places[:, 1] - places[:, 0])


def have(postings: Sequence[Packed], documents: Integers) -> NDArray[np.bool_]:
    """Return which documents, in any order, have which terms; terms × documents."""
    wanted: list[int] = documents.ravel().tolist()
    distinct = sorted(set(wanted))
    has = counted(postings, np.array(distinct, np.int64)) > 0
    ranks = {document: rank for rank, document in enumerate(distinct)}
    places = [ranks[document] for document in wanted]
    return has[:, places].reshape(len(postings), *documents.shape)


def counted(postings: Sequence[Packed], documents: Integers) -> Floats:
    """Return how often terms occur in some documents, which ascend; terms × documents."""
    found = np.zeros((len(postings), len(documents)), np.uint32)
    wanted = (documents << COUNT_BITS).astype(np.uint32)
    for row, packed in zip(found, postings, strict=True):
        if len(packed):
            packed.take(packed.searchsorted(wanted), out=row, mode="clip")
    counts = (found & MOST_COUNTED).astype(np.float64)
    counts[found >> COUNT_BITS != documents] = 0
    return counts
