"""The index of a corpus built: a file beside the database, from what the database holds.

It is only a cache. Where it is missing or damaged it is built anew, from the same texts the same.
"""

import asyncio
import shutil
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from itertools import count
from operator import attrgetter
from pathlib import Path
from sqlite3 import Row
from tempfile import TemporaryDirectory

import aiosqlite
import numpy as np

from bot.japanese import Analyzer
from bot.store.arrays import Array, Arrays, ArraysDamagedError, ArraysWriter
from bot.store.cutting import Cutting, Groups, Spoken, cutting
from bot.store.layout import Integers, Layout, read_layout, streamed
from bot.store.postings import (
    MOST_DOCUMENTS,
    Level,
    Source,
    merge_runs,
    write_merged,
)

Progress = Callable[[int], None]

LENGTHS = {Level.QUOTE: "quote_lengths", Level.UTTERANCE: "utterance_lengths"}
"""Under which names the lengths of documents stand in the file, in 3-grams of readings."""

# Seconds after which nobody works on an index any more.
_ABANDONED = 86_400

_ROWS = 200
# So many files are merged into one before there are more.
_MOST_RUNS = 64


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

    async def build(taken: Source | None, kept: Collection[int]) -> None:
        new = await asyncio.to_thread(_others, layout.session_keys, kept)
        folder = TemporaryDirectory(
            prefix=f".{path.name}-", dir=path.parent, ignore_cleanup_errors=True
        )
        try:
            async with cutting(analyzer, len(new)) as cuts:
                building = _Building(database, layout, cuts, Path(folder.name), progress)
                await building.build(path, taken, new)
        finally:
            # Large files are not gone at once.
            await asyncio.to_thread(folder.cleanup)

    if known is not None:
        with suppress(ArraysDamagedError):
            await build(await asyncio.to_thread(_taken, layout, known, kept), kept)
            return
    await build(None, ())


def _others(keys: Integers, kept: Collection[int]) -> Integers:
    return keys[~np.isin(keys, np.fromiter(kept, np.int64))]


def _distinct(keys: Integers) -> list[int]:
    """Return the keys of which each stands in one stretch, in order."""
    begins = np.diff(keys, prepend=-1) != 0
    return list(keys[begins].tolist())


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
    """The building of one index, whose parts wait in files of a ``folder``."""

    def __init__(
        self,
        database: aiosqlite.Connection,
        layout: Layout,
        cuts: Cutting,
        folder: Path,
        progress: Progress | None,
    ) -> None:
        self._database = database
        self._layout = layout
        self._cuts = cuts
        self._folder = folder
        self._progress = progress
        sizes = {Level.QUOTE: len(layout.quote_keys), Level.UTTERANCE: len(layout.utterance_keys)}
        self._lengths = {level: np.zeros(size, np.int64) for level, size in sizes.items()}
        self._files = map(folder.joinpath, map(str, count()))
        self._runs: list[Path] = []
        self._merged: list[Path] = []

    async def build(self, path: Path, taken: Source | None, new: Integers) -> None:
        """Cut the sessions with ``new`` keys, merge them with what is taken, and write the file."""
        for session in _distinct(new):
            await self._cut_session(session)
        known, moved = (None, {}) if taken is None else (taken.arrays, taken.moved or {})
        beside = self._folder / "layout"
        await asyncio.to_thread(self._write_layout, beside, known, moved)
        runs = [*self._merged, *self._runs]
        await self._cuts.work(_write_index, path, beside, runs, known)

    async def _cut_session(self, session: int) -> None:
        groups = await self._glossary(session)
        pending: set[asyncio.Task[None]] = set()
        try:
            async for spoken in self._spoken_in(session, self._cuts.batch):
                pending.add(asyncio.create_task(self._cut(spoken, groups)))
                if len(self._runs) >= _MOST_RUNS:
                    runs, self._runs = self._runs, []
                    pending.add(asyncio.create_task(self._merge(runs)))
                if len(pending) >= self._cuts.at_once:
                    pending = await _some(pending)
            while pending:
                pending = await _some(pending)
        finally:
            for task in pending:
                task.cancel()

    async def _cut(self, spoken: list[Spoken], groups: Groups) -> None:
        run = next(self._files)
        lengths = await self._cuts.cut(spoken, groups, run)
        self._runs.append(run)
        for level, (documents, added) in lengths.items():
            np.add.at(self._lengths[level], documents, added)
        if self._progress is not None:
            self._progress(spoken[-1].utterance - spoken[0].utterance + 1)

    async def _merge(self, runs: list[Path]) -> None:
        merged = next(self._files)
        await self._cuts.work(merge_runs, runs, merged)
        self._merged.append(merged)

    def _write_layout(
        self, path: Path, known: Mapping[str, Array] | None, moved: Mapping[Level, Integers]
    ) -> None:
        with ArraysWriter(path, lasting=False) as writer:
            for name, array in self._layout._asdict().items():
                writer.put(name, [array], "<i8")
            for level, lengths in self._lengths.items():
                if known is not None:
                    stays = moved[level] >= 0
                    lengths[moved[level][stays]] = known[LENGTHS[level]][stays]
                    writer.put(level, [moved[level]], "<i8")
                writer.put(LENGTHS[level], [lengths], "<i8")

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


async def _some(pending: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    """Wait until some are done; return the others."""
    done, rest = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
    return rest


def _write_index(
    path: Path, beside: Path, runs: Sequence[Path], known: Mapping[str, Array] | None
) -> None:
    """Write the index of what is in some files, and of what stays of a known one."""
    layout = Arrays(beside)
    sources = [Source(Arrays(run)) for run in runs]
    if known is not None:
        sources.insert(0, Source(known, {level: layout[level] for level in Level}))
    with ArraysWriter(path) as writer:
        for name in (*Layout._fields, *LENGTHS.values()):
            writer.put(name, [layout[name]], "<i8")
        write_merged(writer, sources)
