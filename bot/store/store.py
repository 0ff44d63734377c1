"""The corpus, read from the database."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import astuple
from itertools import groupby
from pathlib import Path
from sqlite3 import Row
from typing import Any, Self

import aiosqlite

from bot.japanese import Analyzer
from bot.session import Quote, QuoteRef, Speaker, Utterance
from bot.store import rows
from bot.store.connection import connect
from bot.store.record import Record, read_generation, read_record
from bot.store.search_index import SearchTables
from bot.store.writing import Arrival, Progress, replace_sessions

_AT = "sessions.id = ? AND utterances.number = ? AND quotes.number = ?"


class Store:
    """The corpus in one database file; open it with ``async with Store.open(path)``.

    Any method may raise ``sqlite3.Error`` when the file is taken away or damaged meanwhile.
    """

    def __init__(self, database: aiosqlite.Connection, path: Path) -> None:
        self.search = SearchTables(database)
        self._database = database
        self._files = (path, path.with_name(f"{path.name}-wal"))
        self._known_written: tuple[tuple[int, int], ...] | None = None
        self._known_generation = 0
        self._record: Record | None = None
        self._reading = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Open the database at ``path``, creating it when it is missing.

        Raises DatabaseUnusableError when the file has to be built anew.
        """
        async with connect(path) as database:
            database.row_factory = Row
            yield cls(database, path)

    async def generation(self) -> int:
        """Return a number that changes whenever the corpus does.

        The database is only asked when its files have been written to since the last time: every
        question begins with this one.
        """
        written = self._last_written()
        if written != self._known_written:
            self._known_generation = await read_generation(self._database)
            self._known_written = written
        return self._known_generation

    def _last_written(self) -> tuple[tuple[int, int], ...]:
        written = []
        for path in self._files:
            with suppress(FileNotFoundError):
                status = path.stat()
                written.append((status.st_mtime_ns, status.st_size))
        return tuple(written)

    async def digests(self) -> dict[str, tuple[str, str]]:
        """Return the digest and the origin of each stored session, by its id."""
        found = await self._all("SELECT id, digest, origin FROM sessions")
        return {row["id"]: (row["digest"], row["origin"]) for row in found}

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
        await replace_sessions(
            self._database, arrivals, departures, analyzer, progress, generation=generation
        )

    async def record(self) -> Record:
        """Return the corpus without its words; read once a generation."""
        async with self._reading:
            if self._record is None or self._record.generation != await self.generation():
                self._record = await read_record(self._database)
            return self._record

    async def quote(self, ref: QuoteRef) -> Quote | None:
        """Return the quote at a position."""
        found = await self._quotes(_AT, astuple(ref))
        return found[0] if found else None

    async def quotes_by_speaker(
        self,
        speaker_id: str,
        *,
        session: str | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Quote, ...]:
        """Return a person's quotes in the order in which they were said; ids as in ``record``."""
        keys = (await self.record()).keys_of(speaker_id)
        return await self._quotes(
            f"utterances.speaker IN ({_places(keys)}) AND (? IS NULL OR sessions.id = ?)"
            f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, utterances.number, quotes.number"
            " LIMIT ? OFFSET ?",
            (*keys, session, session, -1 if limit is None else limit, offset),
        )

    async def count_quotes(self, speaker_id: str, session: str | None = None) -> int:
        """Return how many quotes of a person there are; ids as in ``record``."""
        keys = (await self.record()).keys_of(speaker_id)
        (row,) = await self._all(
            f"SELECT count(*) AS total FROM {rows.QUOTE_TABLES}"  # noqa: S608
            f" WHERE utterances.speaker IN ({_places(keys)}) AND (? IS NULL OR sessions.id = ?)",
            *keys,
            session,
            session,
        )
        return int(row["total"])

    async def utterance(self, session_id: str, number: int) -> Utterance | None:
        """Return one utterance of a session."""
        found = await self._utterances("utterances.number = ?", session_id, number)
        return found[0] if found else None

    async def utterances(
        self, session_id: str, *, start: int = 1, limit: int
    ) -> tuple[Utterance, ...]:
        """Return up to ``limit`` utterances of a session from number ``start`` on."""
        condition = (
            "utterances.number IN (SELECT number FROM utterances AS page"
            " WHERE page.session = sessions.key AND page.number >= ?"
            " ORDER BY page.number LIMIT ?)"
        )
        return await self._utterances(condition, session_id, start, limit)

    async def quotes_by_key(
        self, quote_keys: Sequence[int], speakers: Mapping[int, Speaker]
    ) -> tuple[int, dict[int, Quote]]:
        """Return the corpus's generation and the quotes that it has, in one consistent read.

        ``speakers`` are those of ``record`` at the same generation.
        """
        found = await self._all(
            f"SELECT generation, quotes.key, {rows.QUOTE_COLUMNS} FROM corpus"  # noqa: S608
            f" LEFT JOIN ({rows.QUOTE_TABLES}) ON quotes.key IN ({_places(quote_keys)})",
            *quote_keys,
        )
        quotes = {
            row["key"]: rows.quote(row, speakers) for row in found if row["speaker_key"] in speakers
        }
        return found[0]["generation"], quotes

    async def _quotes(self, condition: str, values: Iterable[Any]) -> tuple[Quote, ...]:
        found, speakers = await self._with_speakers(
            f"SELECT {rows.QUOTE_COLUMNS} FROM {rows.QUOTE_TABLES} WHERE {condition}",  # noqa: S608
            *values,
        )
        return tuple(rows.quote(row, speakers) for row in found)

    async def _utterances(
        self, condition: str, session_id: str, *values: object
    ) -> tuple[Utterance, ...]:
        found, speakers = await self._with_speakers(
            f"SELECT {rows.QUOTE_COLUMNS}, utterances.note FROM {rows.QUOTE_TABLES}"  # noqa: S608
            f" WHERE sessions.id = ? AND {condition} ORDER BY utterances.number, quotes.number",
            session_id,
            *values,
        )
        utterances = []
        for number, group in groupby(found, key=lambda row: row["utterance"]):
            quotes = list(group)
            speaker = speakers[quotes[0]["speaker_key"]]
            texts = tuple(quote["text"] for quote in quotes)
            utterances.append(Utterance(number, speaker, texts, quotes[0]["note"]))
        return tuple(utterances)

    async def _with_speakers(
        self, statement: str, *values: object
    ) -> tuple[list[Row], dict[int, Speaker]]:
        """Return rows together with the speakers, by key, of the same generation."""
        while True:
            record = await self.record()
            found = await self._all(statement, *values)
            if await self.generation() == record.generation:
                return found, record.speakers

    async def _all(self, statement: str, *values: object) -> list[Row]:
        return list(await self._database.execute_fetchall(statement, values))


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
