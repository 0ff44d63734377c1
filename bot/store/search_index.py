"""The searchable side of the corpus: where terms occur, and the search phrases."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.japanese import Analyzer, Family, Numbers
from bot.store.arrays import Arrays, ArraysDamagedError
from bot.store.building import LENGTHS, build_index, index_path, read_drawn
from bot.store.connection import DatabaseUnusableError
from bot.store.database import OfDatabase, reading
from bot.store.layout import Layout
from bot.store.postings import Level, Packed, Table, name_of
from bot.store.rows import phrases_digest


class Phrase(NamedTuple):
    """A search phrase and the reading by which it is compared."""

    text: str
    reading: str


class OpenTable(NamedTuple):
    """Postings of many terms, as in ``Table``; those of a term have to be checked where need be."""

    numbers: Numbers
    starts: NDArray[np.uint64]
    packed: Packed
    check: Callable[[int, int], Packed] | None

    def spans(self, numbers: Numbers) -> list[tuple[int, int]]:
        """Return from where to where the postings of terms lie; nowhere, if there are none."""
        if not len(self.numbers):
            return [(0, 0)] * len(numbers)
        places = np.searchsorted(self.numbers, numbers)
        first = self.starts[places]
        found = self.numbers.take(places, mode="clip") == numbers
        last = np.where(found, self.starts.take(places + 1, mode="clip"), first)
        return list(zip(first.tolist(), last.tolist(), strict=True))

    def all_packed(self) -> Packed:
        """Return the postings of all terms, checked."""
        return self.packed if self.check is None else self.check(0, len(self.packed))


class SearchIndex:
    """The documents of one generation, and the terms in them, in the file beside the database.

    Any method raises ArraysDamagedError where the file is not what was written.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        arrays.check_small()
        self.layout = Layout.of(arrays)
        self.lengths = {level: arrays[name] for level, name in LENGTHS.items()}

    def table(self, level: Level, family: Family) -> OpenTable:
        """Return the table of the terms of a level and family."""
        numbers, starts, packed = (name_of(level, family, part) for part in Table.__slots__)
        check = None if self._arrays.all_known else partial(self._arrays.part, packed)
        return OpenTable(
            self._arrays[numbers], self._arrays[starts], self._arrays.unchecked(packed), check
        )


def _opened(path: Path) -> SearchIndex:
    return SearchIndex(Arrays(path))


class SearchTables(OfDatabase):
    """What there is for searching: the index beside the database, search phrases within it."""

    @reading
    async def index(self, analyzer: Analyzer) -> SearchIndex:
        """Open the index, building it anew where it is missing or damaged."""
        database = self._database
        while True:
            drawn = await read_drawn(database.connection)
            path = index_path(database.path, drawn)
            try:
                return await asyncio.to_thread(_opened, path)
            except ArraysDamagedError:
                pass
            try:
                await build_index(database.connection, path, analyzer)
            except (OSError, DatabaseUnusableError):
                database.check_file()
                # Another process may have written meanwhile, and what was read not fit together.
                if await read_drawn(database.connection) == drawn:
                    raise

    @reading
    async def phrases(
        self, quote_keys: Collection[int], generation: int
    ) -> dict[int, tuple[Phrase, ...]]:
        """Return the search phrases of quotes, by the quotes' keys.

        There are none when the corpus is not at that ``generation`` any more.
        """
        places = ", ".join("?" * len(quote_keys))
        found = await self._database.fetch(
            "SELECT generation, quotes.key, quotes.phrases_digest, phrases.text, phrases.reading"  # noqa: S608
            f" FROM corpus LEFT JOIN quotes ON quotes.key IN ({places})"
            " LEFT JOIN phrases ON phrases.quote = quotes.key"
            " ORDER BY quotes.key, phrases.position",
            *quote_keys,
        )
        if found[0]["generation"] != generation:
            return dict.fromkeys(quote_keys, ())
        phrases: dict[int, tuple[Phrase, ...]] = {}
        for (key, digest), rows in groupby(found, key=itemgetter("key", "phrases_digest")):
            of_quote = [(row["text"], row["reading"]) for row in rows if row["text"] is not None]
            if phrases_digest(key, of_quote) != digest:
                raise DatabaseUnusableError("search phrases are not as they were stored")
            phrases[key] = tuple(Phrase(*phrase) for phrase in of_quote)
        return {key: phrases[key] for key in quote_keys}
