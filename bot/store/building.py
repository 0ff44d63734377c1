"""The index of a corpus built: a file beside the database, from what the database holds.

It is only a cache. Where it is missing or damaged it is built anew, from the same texts the same.
"""

import asyncio
import shutil
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from sqlite3 import Row
from tempfile import TemporaryDirectory

import aiosqlite
import numpy as np

from bot.japanese import Analyzer
from bot.store.arrays import Array, Arrays, ArraysDamagedError, ArraysWriter
from bot.store.cutting import Batch, Cutting, Groups, Spoken, cutting
from bot.store.layout import Integers, Layout, read_layout, streamed
from bot.store.postings import (
    MOST_DOCUMENTS,
    Level,
    Source,
    write_merged,
)

Progress = Callable[[int], None]

LENGTHS = {Level.QUOTE: "quote_lengths", Level.UTTERANCE: "utterance_lengths"}
"""Under which names the lengths of documents stand in the file, in 3-grams of readings."""

# Seconds after which nobody works on an index any more.
_ABANDONED = 86_400

_ROWS = 200
# Bytes of postings from which on they wait in a file.
_MOST_IN_MEMORY = 64_000_000


def index_path(database: Path, drawn: int) -> Path:
    """Return where the index of a corpus lies; ``drawn`` is the number of its terms."""
    return database.with_name(f"{database.name}-index-{drawn & (2**64 - 1):016x}")


def remove_indexes(database: Path, *, but: Path | None = None) -> None:
    """Delete the indexes of a database, and what is left of unfinished ones."""
    for path in database.parent.glob(f"{database.name}-index-*"):
        if path != but:
            # Where files in use cannot be deleted, the next time is soon enough.
            with suppress(OSError):
                path.unlink()
    for folder in database.parent.glob(f".{database.name}-index-*"):
        # What a process left that was killed; a younger one may still be in use.
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _ABANDONED:
                shutil.rmtree(folder)


async def read_drawn(database: aiosqlite.Connection) -> int:
    """Return the number that is drawn anew whenever there are other terms."""
    ((drawn,),) = await database.execute_fetchall("SELECT drawn FROM corpus")
    return int(drawn)


async def build_index(
    database: aiosqlite.Connection,
    path: Path,
    analyzer: Analyzer,
    progress: Progress | None = None,
    *,
    known: Arrays | None = None,
    kept: Collection[int] = (),
) -> None:
    """Build the index at ``path`` of what the database holds.

    The terms of the sessions with the keys ``kept`` are taken from a ``known`` index. ``progress``
    is told how many utterances have been cut, each time that some have.
    """
    layout = await read_layout(database)
    if len(layout.quote_keys) > MOST_DOCUMENTS:
        raise ValueError(f"more than {MOST_DOCUMENTS:,} quotes; expected several databases")
    if known is not None:
        with suppress(ArraysDamagedError):
            taken = await asyncio.to_thread(_taken, layout, known, kept)
            await _Building(database, path, analyzer, layout, progress).build(taken, kept)
            return
    await _Building(database, path, analyzer, layout, progress).build(None, ())


def _distinct(keys: Integers) -> list[int]:
    """Return the keys, each once, in order."""
    return list(dict.fromkeys(keys.tolist()))


def _taken(layout: Layout, known: Arrays, kept: Collection[int]) -> Source:
    """Return a known index as a source, with where its documents go."""
    old = Layout.of(known)
    stays = np.isin(old.session_keys, np.fromiter(kept, np.int64))
    utterances = _moved(old.utterance_keys, stays, layout.utterance_keys)
    quotes = _moved(old.quote_keys, stays[old.utterance_of_quote], layout.quote_keys)
    return Source(known, {Level.UTTERANCE: utterances, Level.QUOTE: quotes})


def _moved(old: Integers, stays: Array, new: Integers) -> Integers:
    if not len(new):
        return np.full_like(old, -1)
    order = np.argsort(new)
    found = np.searchsorted(new, old, sorter=order)
    return np.where(stays, order[np.minimum(found, len(new) - 1)], -1)


class _Building:
    """The building of one index."""

    def __init__(
        self,
        database: aiosqlite.Connection,
        path: Path,
        analyzer: Analyzer,
        layout: Layout,
        progress: Progress | None,
    ) -> None:
        self._database = database
        self._path = path
        self._analyzer = analyzer
        self._layout = layout
        self._progress = progress
        sizes = {Level.QUOTE: len(layout.quote_keys), Level.UTTERANCE: len(layout.utterance_keys)}
        self._lengths = {level: np.zeros(size, np.int64) for level, size in sizes.items()}
        self._unmoved = {level: np.arange(size) for level, size in sizes.items()}
        self._sources: list[Source] = []
        self._in_memory = 0

    async def build(self, taken: Source | None, kept: Collection[int]) -> None:
        """Cut what is not kept, merge it with what is taken, and write the file."""
        new = ~np.isin(self._layout.session_keys, np.fromiter(kept, np.int64))
        with TemporaryDirectory(prefix=f".{self._path.name}-", dir=self._path.parent) as folder:
            if taken is not None:
                self._take(taken)
            async with cutting(self._analyzer, int(np.count_nonzero(new))) as cuts:
                for session in await asyncio.to_thread(_distinct, self._layout.session_keys[new]):
                    await self._cut_session(session, cuts, Path(folder))
            await asyncio.to_thread(self._write)

    async def _cut_session(self, session: int, cuts: Cutting, folder: Path) -> None:
        groups = await self._glossary(session)
        pending: set[asyncio.Task[Batch]] = set()
        try:
            async for spoken in self._spoken_in(session, cuts.batch):
                pending.add(asyncio.create_task(cuts.cut(spoken, groups)))
                if len(pending) >= cuts.at_once:
                    pending = await self._add_some(pending, folder)
            while pending:
                pending = await self._add_some(pending, folder)
        finally:
            for task in pending:
                task.cancel()

    async def _add_some(
        self, pending: set[asyncio.Task[Batch]], folder: Path
    ) -> set[asyncio.Task[Batch]]:
        """Add the batches that are done next; return the others."""
        done, rest = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await asyncio.to_thread(self._add, task.result(), folder)
            if self._progress is not None:
                self._progress(task.result().utterances)
        return rest

    def _take(self, taken: Source) -> None:
        self._sources.append(taken)
        for level, lengths in self._lengths.items():
            moved = taken.moved[level]
            lengths[moved[moved >= 0]] = taken.arrays[LENGTHS[level]][moved >= 0]

    async def _spoken_in(self, session: int, most: int) -> AsyncIterator[list[Spoken]]:
        """Yield what is said in a session, so many whole utterances at a time."""
        place = int(np.flatnonzero(self._layout.session_keys == session)[0])
        first = int(np.searchsorted(self._layout.utterance_of_quote, place))
        pending: list[Spoken] = []
        async for rows in streamed(
            self._database,
            "SELECT quotes.key, quotes.text, quotes.translation, utterances.note"
            " FROM utterances JOIN quotes ON quotes.utterance = utterances.key"
            " WHERE utterances.session = ? ORDER BY utterances.number, quotes.number",
            session,
            size=_ROWS,
        ):
            pending += await self._spoken(rows, first)
            first += len(rows)
            # The last utterance may go on.
            while pending[-1].utterance - (begun := pending[0].utterance) >= most:
                end = bisect_left(pending, begun + most, key=attrgetter("utterance"))
                yield pending[:end]
                del pending[:end]
        yield pending

    async def _glossary(self, session: int) -> Groups:
        groups: dict[int, list[str]] = {}
        for group, spelling in await self._database.execute_fetchall(
            'SELECT "group", spelling FROM glossary WHERE session = ? ORDER BY "group", position',
            (session,),
        ):
            groups.setdefault(group, []).append(spelling)
        return tuple(map(tuple, groups.values()))

    async def _spoken(self, rows: Sequence[Row], first: int) -> list[Spoken]:
        keys = [row["key"] for row in rows]
        phrases: dict[int, list[str]] = {}
        for key, text in await self._database.execute_fetchall(
            "SELECT quote, text FROM phrases WHERE quote BETWEEN ? AND ? ORDER BY quote, position",
            (min(keys), max(keys)),
        ):
            phrases.setdefault(key, []).append(text)
        utterances = self._layout.utterance_of_quote[first : first + len(rows)].tolist()
        return [
            Spoken(
                quote,
                utterance,
                row["note"],
                row["text"],
                [*phrases.get(row["key"], ()), *filter(None, [row["translation"]])],
            )
            for quote, (utterance, row) in enumerate(
                zip(utterances, rows, strict=True), start=first
            )
        ]

    def _add(self, made: Batch, folder: Path) -> None:
        arrays: Mapping[str, Array] = made.arrays
        for level, (documents, lengths) in made.lengths.items():
            np.add.at(self._lengths[level], documents, lengths)
        self._in_memory += sum(array.nbytes for array in arrays.values())
        if self._in_memory > _MOST_IN_MEMORY:
            arrays = _spilled(arrays, folder / str(len(self._sources)))
            self._in_memory = 0
        self._sources.append(Source(arrays, self._unmoved))

    def _write(self) -> None:
        with ArraysWriter(self._path) as writer:
            for name, array in self._layout._asdict().items():
                writer.put(name, [array], "<i8")
            for level, lengths in self._lengths.items():
                writer.put(LENGTHS[level], [lengths], "<i8")
            write_merged(writer, self._sources)


def _spilled(arrays: Mapping[str, Array], path: Path) -> Arrays:
    with ArraysWriter(path) as writer:
        for name, array in arrays.items():
            writer.put(name, [array], array.dtype.str)
    return Arrays(path)
