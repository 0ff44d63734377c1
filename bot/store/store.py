"""The corpus, read from the database."""

import asyncio
import os
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from sqlite3 import Row
from typing import Self

from bot.japanese import Analyzer
from bot.session import Quote, QuoteRef, Utterance
from bot.store import rows
from bot.store.building import Progress
from bot.store.connection import DatabaseUnusableError
from bot.store.database import Database, OfDatabase, Restore, reading
from bot.store.record import Record, StoredSession, read_generation, read_record
from bot.store.search_index import SearchTables
from bot.store.vectors import VectorTables
from bot.store.writing import Arrival, erase, replace_sessions

_AT = "sessions.id = ? AND utterances.number = ? AND quotes.number = ?"


class Store(OfDatabase):
    """The corpus in one database file; open it with ``async with Store.open(path)``.

    What is read is held against the digests stored with it. Where the file is damaged, or is not
    the same any more, it is restored and asked again; without a way to do so, any method may raise
    DatabaseUnusableError.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.search = SearchTables(database)
        self.vectors = VectorTables(database)
        self._files = (str(database.path), f"{database.path}-wal")
        self._known_written: list[tuple[int, ...]] | None = None
        self._known_generation = 0
        self._record: Record | None = None
        self._reading = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, restore: Restore | None = None) -> AsyncIterator[Self]:
        """Open the database at ``path``, creating it when it is missing.

        Raises DatabaseUnusableError when the file has to be built anew.
        """
        async with Database.open(path, restore) as database:
            yield cls(database)

    async def generation(self) -> int:
        """Return a number that changes whenever the corpus does.

        The database is only asked when its files have been written to, or were replaced, since the
        last time: every question begins with this one.
        """
        written = self._last_written()
        if written != self._known_written:
            self._known_generation = await self._read_generation()
            self._known_written = written
        return self._known_generation

    def _last_written(self) -> list[tuple[int, ...]]:
        written: list[tuple[int, ...]] = []
        for path in self._files:
            with suppress(FileNotFoundError):
                # Sooner than by a Path, and this is done for every question.
                status = os.stat(path)  # noqa: PTH116
                written.append((status.st_ino, status.st_dev, status.st_mtime_ns, status.st_size))
        return written

    @reading
    async def _read_generation(self) -> int:
        self._database.check_file()
        return await read_generation(self._database.connection)

    async def stored(self) -> dict[str, StoredSession]:
        """Return where each stored session is from, by its id."""
        return (await self.record()).stored

    async def replace(
        self,
        arrivals: Sequence[Arrival],
        departures: Collection[str],
        analyzer: Analyzer,
        progress: Progress | None = None,
        *,
        generation: int | None = None,
    ) -> None:
        """Store sessions and remove others, all in one transaction.

        Raises CorpusChangedError, having written nothing, when a ``generation`` is given and the
        corpus is not at it any more.
        """

        async def write() -> None:
            await replace_sessions(
                self._database.connection,
                self._database.path,
                arrivals,
                departures,
                analyzer,
                progress=progress,
                generation=generation,
            )

        await self._database.attempt(write)

    async def erase(self) -> bool:
        """Rewrite the file without what was removed from it; tell whether all of it is."""
        return await self._database.attempt(lambda: erase(self._database.connection))

    async def record(self) -> Record:
        """Return the corpus without its words; read once a generation."""
        async with self._reading:
            if self._record is None or self._record.generation != await self.generation():
                self._record = await self._read_record()
            return self._record

    @reading
    async def _read_record(self) -> Record:
        return await read_record(self._database.connection)

    @reading
    async def quote(self, ref: QuoteRef) -> Quote | None:
        """Return the quote at a position."""
        found = None
        while found is None:
            record = await self.record()
            found = await self._rows(record, _AT, *astuple(ref))
        return rows.quote(found[0], record.speakers) if found else None

    @reading
    async def quotes_by_speaker(
        self,
        speaker_id: str,
        *,
        session: str | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Quote, ...]:
        """Return a person's quotes in the order in which they were said; ids as in ``record``."""
        most = -1 if limit is None else limit
        found = None
        while found is None:
            record = await self.record()
            keys = record.keys_of(speaker_id)
            found = await self._rows(
                record,
                f"utterances.speaker IN ({_places(keys)}) AND (? IS NULL OR sessions.id = ?)"
                f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, utterances.number, quotes.number"
                " LIMIT ? OFFSET ?",
                *(*keys, session, session, most, offset),
            )
        quotes = tuple(rows.quote(row, record.speakers) for row in found)
        left = max(0, record.count_quotes(speaker_id, session) - offset)
        if len(quotes) != (left if limit is None else min(left, limit)):
            raise DatabaseUnusableError("quotes of a speaker are missing")
        return quotes

    async def count_quotes(self, speaker_id: str, session: str | None = None) -> int:
        """Return how many quotes of a person there are; ids as in ``record``."""
        return (await self.record()).count_quotes(speaker_id, session)

    async def utterance(self, session_id: str, number: int) -> Utterance | None:
        """Return one utterance of a session."""
        found = await self.utterances(session_id, start=number, limit=1)
        return found[0] if found and found[0].number == number else None

    @reading
    async def utterances(
        self, session_id: str, *, start: int = 1, limit: int
    ) -> tuple[Utterance, ...]:
        """Return up to ``limit`` utterances of a session from number ``start`` on."""
        found = None
        while found is None:
            record = await self.record()
            found = await self._rows(
                record,
                "sessions.id = ? AND utterances.number IN (SELECT number FROM utterances AS page"
                " WHERE page.session = sessions.key AND page.number >= ?"
                " ORDER BY page.number LIMIT ?) ORDER BY utterances.number, quotes.number",
                *(session_id, start, limit),
            )
        session = record.sessions.get(session_id)
        if session is None:
            return ()
        return rows.passage(found, record.speakers, start, limit, session.utterance_count)

    @reading
    async def quotes_by_key(
        self, quote_keys: Sequence[int], record: Record
    ) -> dict[int, Quote] | None:
        """Return quotes by their keys; None when the corpus is at another generation by now."""
        found = await self._database.fetch(
            f"SELECT generation, {rows.QUOTE_COLUMNS} FROM corpus"  # noqa: S608
            f" LEFT JOIN ({rows.QUOTE_TABLES}) ON quotes.key IN ({_places(quote_keys)})",
            *quote_keys,
        )
        if found[0]["generation"] != record.generation:
            return None
        quotes = {row["quote_key"]: rows.quote(row, record.speakers) for row in found}
        return {key: quotes[key] for key in quote_keys}

    async def _rows(self, record: Record, condition: str, *values: object) -> list[Row] | None:
        """Return rows of quotes; None when the corpus is at another generation by now."""
        found = await self._database.fetch(
            f"SELECT {rows.QUOTE_COLUMNS} FROM {rows.QUOTE_TABLES} WHERE {condition}",  # noqa: S608
            *values,
        )
        return found if await self.generation() == record.generation else None


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
