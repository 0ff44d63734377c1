"""Where terms occur, and how much that weighs: Okapi BM25."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.store import Level

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bm25:
    """The parameters of Okapi BM25: how soon repetition saturates, how much length counts."""

    k1: float
    b: float


# A quote's document is long, for its annotations repeat the words that matter; an utterance's is
# plain speech, in which a word said twice says little more.
BM25 = {Level.QUOTE: Bm25(k1=1.2, b=0.5), Level.UTTERANCE: Bm25(k1=0.3, b=0.4)}


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that have a term, ascending, each with its weight in (0, ``rarity``].

    ``rarity`` is the inverse document frequency of the term, in nats.
    """

    documents: Integers
    weights: Floats
    rarity: float

    def has(self, documents: Integers) -> NDArray[np.bool_]:
        """Return which of these documents have the term; there must be some that do."""
        places = np.searchsorted(self.documents, documents)
        places[places == len(self.documents)] = 0
        found: NDArray[np.bool_] = self.documents[places] == documents
        return found


@dataclass(frozen=True, slots=True)
class PostingsTable:
    """The postings of many terms, by their ``numbers``: those of term n begin at ``starts[n]``."""

    numbers: dict[str, int]
    starts: Integers
    documents: Integers
    weights: Floats
    rarities: Floats


class Weighing:
    """Weighs the terms of one level, knowing how many documents there are and how long each is."""

    def __init__(self, level: Level, lengths: Sequence[int]) -> None:
        k1, b = BM25[level].k1, BM25[level].b
        measured = np.array(lengths, np.float64)
        mean = measured.mean() if len(measured) else 1.0
        self._size = len(measured)
        self._half_saturated = k1 * (1 - b + b * measured / max(mean, 1.0))

    def rarities(self, frequencies: Integers) -> Floats:
        """Return the inverse document frequencies of terms that so many documents have."""
        spared = self._size - frequencies
        return np.asarray(np.log1p((spared + 0.5) / (frequencies + 0.5)), np.float64)

    def postings(self, documents: Integers, counts: Integers) -> Postings:
        """Return the postings of one term, from how often each document has it."""
        order = np.argsort(documents)
        documents, counts = documents[order], counts[order]
        rarity = float(self.rarities(np.array(len(documents))))
        return Postings(documents, rarity * self._saturated(documents, counts), rarity)

    def table(
        self, numbers: dict[str, int], terms: Integers, documents: Integers, counts: Integers
    ) -> PostingsTable:
        """Return the postings of all terms, given by number, document and count."""
        order = np.lexsort((documents, terms))
        terms, documents, counts = terms[order], documents[order], counts[order]
        frequencies = np.bincount(terms, minlength=len(numbers))
        rarities = self.rarities(frequencies)
        return PostingsTable(
            numbers,
            np.concatenate([[0], np.cumsum(frequencies)]),
            documents,
            rarities[terms] * self._saturated(documents, counts),
            rarities,
        )

    def _saturated(self, documents: Integers, counts: Integers) -> Floats:
        return np.asarray(counts / (counts + self._half_saturated[documents]), np.float64)
