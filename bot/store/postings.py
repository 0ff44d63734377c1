"""Where terms occur: terms as numbers, their postings packed, made in batches and merged.

A posting is a document and how often it has the term, in one number: ``document << 8 | count``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.japanese import READING_GRAM, Cut, Family, Numbers, gram_numbers, word_numbers
from bot.store.arrays import Array, Arrays, ArraysWriter

Packed = NDArray[np.uint32]

COUNT_BITS = 8
"""How many bits of a posting count; what occurs more often is counted as often as they can."""

MOST_COUNTED = (1 << COUNT_BITS) - 1
MOST_DOCUMENTS = 1 << (32 - COUNT_BITS)

# Postings merged at a time; they take 8 bytes each, a few times over.
_AT_A_TIME = 2_000_000


class Level(StrEnum):
    """What counts as a document."""

    QUOTE = "quote"
    UTTERANCE = "utterance"


GRAMS = {Level.QUOTE: 2, Level.UTTERANCE: 1}
"""The size of the n-grams of characters that are kept.

Among whole utterances single characters tell most, since typing errors leave them alone; in a
quote's document, long with annotations, they occur by chance, and pairs of them tell more.
"""


class Text(NamedTuple):
    """A text of a document, cut, and how many times it counts."""

    document: int
    cut: Cut
    times: int

    @property
    def length(self) -> int:
        """How many 3-grams of readings it counts."""
        return max(len(self.cut.reading) - READING_GRAM + 1, 0) * self.times


@dataclass(frozen=True, slots=True)
class Table:
    """Postings of many terms: those of ``numbers[n]`` are ``packed[starts[n] : starts[n + 1]]``.

    The numbers ascend, and so do the postings of each term.
    """

    numbers: Numbers
    starts: Numbers
    packed: Packed


def name_of(level: Level, family: Family, part: str) -> str:
    """Return the name by which a part of a table stands in a file."""
    return f"{level}.{family}.{part}"


def tabulated(level: Level, texts: Sequence[Text]) -> dict[Family, Table]:
    """Return the postings of a batch of texts, by family."""
    cuts = [text.cut for text in texts]
    words = word_numbers([word for cut in cuts for word in cut.words])
    return {
        Family.WORDS: _counted(words, *_spread(texts, [len(cut.words) for cut in cuts])),
        Family.CHARACTERS: _grams([cut.letters for cut in cuts], GRAMS[level], texts),
        Family.READINGS: _grams([cut.reading for cut in cuts], READING_GRAM, texts),
    }


def _grams(parts: Sequence[str], size: int, texts: Sequence[Text]) -> Table:
    numbers = gram_numbers("\0".join(parts), size)
    documents, times = _spread(texts, [len(part) + 1 for part in parts])
    whole = numbers != 0
    return _counted(numbers[whole], *(each[: len(numbers)][whole] for each in (documents, times)))


def _spread(texts: Sequence[Text], lengths: Sequence[int]) -> tuple[Numbers, Numbers]:
    documents = np.array([text.document for text in texts], np.uint64)
    times = np.array([text.times for text in texts], np.uint64)
    return np.repeat(documents, lengths), np.repeat(times, lengths)


def _counted(numbers: Numbers, documents: Numbers, times: Numbers) -> Table:
    """Return the table of what occurs where, and so many times."""
    distinct, ranks = np.unique(numbers, return_inverse=True)
    # In one number each, so that they are sorted without moving anything along.
    keys = ranks.astype(np.uint64) << np.uint64(40) | documents << np.uint64(8) | times
    keys.sort()
    places = keys >> np.uint64(8)
    first = np.flatnonzero(np.diff(places, prepend=np.uint64(2**63)))
    counts = np.add.reduceat(keys & np.uint64(MOST_COUNTED), first) if len(first) else keys
    counts = np.minimum(counts, np.uint64(MOST_COUNTED))
    packed = (keys[first] & np.uint64(0xFFFF_FF00) | counts).astype(np.uint32)
    ranks = (keys[first] >> np.uint64(40)).astype(np.int64)
    starts = np.searchsorted(ranks, np.arange(len(distinct) + 1)).astype(np.uint64)
    return Table(distinct, starts, packed)


class Source(NamedTuple):
    """Postings to be merged.

    ``moved`` gives for each level the new position of every document; -1 where it is dropped.
    Without it, they stay where they are.
    """

    arrays: Mapping[str, Array]
    moved: Mapping[Level, NDArray[np.int64]] | None = None


def write_merged(writer: ArraysWriter, sources: Sequence[Source]) -> None:
    """Write the postings of all sources, a stretch of terms at a time."""
    for level in Level:
        for family in Family:
            _write_table(writer, level, family, sources)


def merge_runs(runs: Sequence[Path], merged: Path) -> None:
    """Merge the files of some batches into one; they are deleted."""
    with ArraysWriter(merged, lasting=False) as writer:
        write_merged(writer, [Source(Arrays(run)) for run in runs])
    for run in runs:
        run.unlink()


def _write_table(
    writer: ArraysWriter, level: Level, family: Family, sources: Sequence[Source]
) -> None:
    tables = [
        Table(*(source.arrays[name_of(level, family, part)] for part in Table.__slots__))
        for source in sources
    ]
    moved = [None if source.moved is None else source.moved[level] for source in sources]
    distinct: Numbers = np.zeros(0, np.uint64)
    for table in tables:
        # One after the other, for together they take so many times the memory.
        distinct = np.union1d(distinct, table.numbers)
    totals = np.zeros(len(distinct), np.int64)
    for table in tables:
        starts = table.starts.astype(np.int64)
        totals[np.searchsorted(distinct, table.numbers)] += starts[1:] - starts[:-1]
    kept: list[Array] = []
    frequencies: list[Array] = []

    def merged() -> Iterator[Array]:
        for start, end in _stretches(totals):
            numbers = distinct[start:end]
            keys = np.concatenate(
                [_keys(table, numbers, to) for table, to in zip(tables, moved, strict=True)]
            )
            # Not by the merging of what is in order already: numpy's own is sooner done.
            keys.sort()
            found = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=end - start)
            kept.append(numbers[found > 0])
            frequencies.append(found[found > 0])
            yield keys.astype(np.uint32)

    writer.put(name_of(level, family, "packed"), merged(), "<u4")
    ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *frequencies]))
    writer.put(name_of(level, family, "numbers"), kept, "<u8")
    writer.put(name_of(level, family, "starts"), [ends], "<u8")


def _stretches(totals: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield from where to where terms have about as many postings as are merged at a time."""
    ends = np.cumsum(totals)
    start = 0
    while start < len(totals):
        before = int(ends[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + _AT_A_TIME, "right")))
        yield start, end
        start = end


def _keys(table: Table, numbers: Numbers, moved: NDArray[np.int64] | None) -> Numbers:
    """Return the postings of some terms as ``term << 32 | posting``, terms counted from 0."""
    first, last = np.searchsorted(table.numbers, [numbers[0], numbers[-1]])
    last += last < len(table.numbers) and table.numbers[last] == numbers[-1]
    if first == last:
        return np.zeros(0, np.uint64)
    starts = table.starts[first : last + 1].astype(np.int64)
    ranks = np.searchsorted(numbers, table.numbers[first:last]).astype(np.uint64)
    terms = np.repeat(ranks, np.diff(starts))
    packed = table.packed[starts[0] : starts[-1]]
    if moved is None:
        return terms << np.uint64(32) | packed
    documents = moved[packed >> COUNT_BITS]
    stays = documents >= 0
    postings = documents[stays].astype(np.uint64) << np.uint64(COUNT_BITS)
    postings |= packed[stays].astype(np.uint64) & np.uint64(MOST_COUNTED)
    keys: Numbers = terms[stays] << np.uint64(32) | postings
    return keys


def joined(texts: Iterable[Cut]) -> Cut:
    """Return several texts that follow one another as one."""
    cuts = list(texts)
    if len(cuts) == 1:
        return cuts[0]
    return Cut(
        "".join([cut.letters for cut in cuts]),
        "".join([cut.reading for cut in cuts]),
        list(chain.from_iterable(cut.words for cut in cuts)),
    )
