"""English words for Japanese ones, so that a question and a quote meet in whatever words.

The table is made of JMdict by ``tests/benchmarks/bilingual.py``. JMdict is the property of the
Electronic Dictionary Research and Development Group, and is used in conformance with the Group's
licence: https://www.edrdg.org/edrdg/licence.html
"""

from bisect import bisect_left
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.japanese.analysis import stem
from bot.japanese.words import Word

TABLE = Path(__file__).with_name("english.tsv")
"""Keys of Japanese words in the order of their bytes, a tab, and stems of English ones."""

HEADING = (
    "# English for Japanese words, made of JMdict (17 April 2021), the property of the Electronic"
    " Dictionary Research and Development Group, used under the Group's licence:"
    " https://www.edrdg.org/edrdg/licence.html, CC BY-SA 4.0\n"
)

_MOST_KEPT = 8192


def english_for(word: Word) -> frozenset[str]:
    """Return the stems by which a word is said in English: its own, where it is English.

    They are those of a dictionary; a word that it does not know has none.
    """
    return frozenset({stem(word.letters)}) if word.letters.isascii() else _stems(word.key)


@lru_cache(maxsize=_MOST_KEPT)
def _stems(key: str) -> frozenset[str]:
    table, starts = _table()
    wanted = key.encode("utf-8", "replace")

    def key_at(start: int) -> bytes:
        return table[start : table.find(b"\t", start)]

    place = bisect_left(range(len(starts)), wanted, key=lambda place: key_at(int(starts[place])))
    if place == len(starts) or key_at(int(starts[place])) != wanted:
        return frozenset()
    start = int(starts[place]) + len(wanted) + 1
    return frozenset(table[start : table.find(b"\n", start)].decode().split())


@cache
def _table() -> tuple[mmap, NDArray[np.int64]]:
    """Return the table, of which only what is looked up is in memory, and where its lines start."""
    with TABLE.open("rb") as file:
        table = mmap(file.fileno(), 0, access=ACCESS_READ)
    ends = np.flatnonzero(np.frombuffer(table, np.uint8) == ord("\n"))
    # The first line is the heading.
    return table, ends[:-1] + 1
