"""Sessions written into the database, all of them or none, and removed from it."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import aiosqlite

from bot.japanese import Analyzer
from bot.session import Bilingual, Session
from bot.store.arrays import Arrays, ArraysDamagedError
from bot.store.building import Progress, build_index, index_path, read_drawn, remove_indexes
from bot.store.connection import TEXT_DIGEST, CorpusChangedError, is_locked, transaction
from bot.store.indexing import RowMaker
from bot.store.record import Origin, read_generation, seal_record

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """A session to be stored, from a ``file``; ``digest`` tells whether its files changed since."""

    session: Session
    digest: str
    origin: Origin
    file: str = ""


async def replace_sessions(
    database: aiosqlite.Connection,
    path: Path,
    arrivals: Sequence[Arrival],
    departures: Collection[str],
    analyzer: Analyzer,
    *,
    progress: Progress | None = None,
    generation: int | None = None,
) -> None:
    """Store ``arrivals`` and remove the sessions with the ids ``departures``, in one transaction.

    A session that is stored already under the same id is replaced. The index beside the database at
    ``path`` is built before the transaction ends, and those of before are deleted after it.
    ``progress`` is told how many utterances were cut for it, each time that some were. Raises
    CorpusChangedError, having written nothing, when a ``generation`` is given and the corpus is not
    at it any more.
    """
    async with transaction(database):
        if generation is not None:
            await _expect(generation, database)
        old = index_path(path, await read_drawn(database))
        known = await asyncio.to_thread(_known_index, old)
        for session_id in {*departures, *(arrival.session.id for arrival in arrivals)}:
            await _remove(database, session_id)
        kept = [row[0] for row in await database.execute_fetchall("SELECT key FROM sessions")]
        for arrival in arrivals:
            await _Writer(database, arrival, analyzer).store()
        # Not before, for what is stored again has its vectors already.
        await database.execute(
            f"DELETE FROM vectors WHERE text_digest NOT IN"  # noqa: S608
            f" (SELECT {TEXT_DIGEST}(text) FROM encodable)"
        )
        await seal_record(database)
        new = index_path(path, await read_drawn(database))
        await build_index(database, new, analyzer, progress, known=known, kept=kept)
    await asyncio.to_thread(remove_indexes, path, but=new)


def _known_index(path: Path) -> Arrays | None:
    try:
        return Arrays(path)
    except ArraysDamagedError:
        return None


async def erase(database: aiosqlite.Connection) -> bool:
    """Rewrite the file without what was removed from it; tell whether all of it is rewritten.

    It is not when another process reads or writes all the while.
    """
    try:
        await database.execute("VACUUM")
        ((busy, *_),) = await database.execute_fetchall("PRAGMA wal_checkpoint (TRUNCATE)")
    except sqlite3.OperationalError as error:
        if is_locked(error):
            return False
        raise
    return not busy


async def _expect(generation: int, database: aiosqlite.Connection) -> None:
    if await read_generation(database) != generation:
        raise CorpusChangedError


async def _remove(database: aiosqlite.Connection, session_id: str) -> None:
    of_session = "(SELECT key FROM sessions WHERE id = ?)"
    for statement in (
        f"DELETE FROM utterances WHERE session = {of_session}",  # noqa: S608
        "DELETE FROM sessions WHERE id = ?",
    ):
        await database.execute(statement, (session_id,))


class _Writer:
    """Writes one session within a transaction that is open already."""

    def __init__(
        self, database: aiosqlite.Connection, arrival: Arrival, analyzer: Analyzer
    ) -> None:
        self._database = database
        self._arrival = arrival
        self._session = arrival.session
        self._analyzer = analyzer
        self._speaker_keys: dict[str, int] = {}
        self._topic_keys: dict[str, int] = {}

    async def store(self) -> None:
        """Insert all rows."""
        counts = await asyncio.to_thread(_quote_counts, self._session)
        session_key = await self._insert_session(counts.total())
        await self._insert_speakers(session_key, counts)
        await self._insert_topics(session_key)
        await self._insert_glossary(session_key)
        maker = RowMaker(
            self._session,
            self._analyzer,
            session_key,
            self._speaker_keys,
            self._topic_keys,
            after=(await self._last_key("utterances"), await self._last_key("quotes")),
        )
        utterances = iter(self._session.utterances)
        while batch := list(islice(utterances, _BATCH)):
            rows = await asyncio.to_thread(maker.rows, batch)
            for statement, values in rows.by_statement().items():
                await self._database.executemany(statement, values)
        await self._database.execute(
            "UPDATE sessions SET layout_digest = ? WHERE key = ?",
            (maker.layout_digest, session_key),
        )

    async def _insert_session(self, quote_count: int) -> int:
        session = self._session
        return await self._insert(
            "sessions",
            session.id,
            self._arrival.origin,
            self._arrival.file,
            self._arrival.digest,
            *_texts(session.title),
            session.started_at and session.started_at.isoformat(),
            *_texts(session.venue),
            session.source.kind,
            session.source.complete,
            *_texts(session.source.description),
            *_texts(session.source.consent),
            session.source.url,
            len(session.utterances),
            quote_count,
            None,
        )

    async def _insert_speakers(self, session_key: int, counts: Counter[str]) -> None:
        for speaker in self._session.speakers:
            key = await self._insert(
                "speakers",
                session_key,
                speaker.id,
                speaker.title,
                *_texts(speaker.name),
                *_texts(speaker.role),
                counts[speaker.id],
            )
            self._speaker_keys[speaker.id] = key
            await self._database.executemany(
                "INSERT INTO speaker_aliases VALUES (?, ?)",
                [(key, alias) for alias in dict.fromkeys(speaker.aliases)],
            )

    async def _insert_topics(self, session_key: int) -> None:
        for topic in self._session.topics:
            self._topic_keys[topic.id] = await self._insert(
                "topics", session_key, topic.id, *_texts(topic.label)
            )

    async def _insert_glossary(self, session_key: int) -> None:
        await self._database.executemany(
            "INSERT INTO glossary VALUES (?, ?, ?, ?)",
            [
                (session_key, group, position, spelling)
                for group, spellings in enumerate(self._session.glossary)
                for position, spelling in enumerate(spellings)
            ],
        )

    async def _insert(self, table: str, *values: object) -> int:
        places = ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} VALUES (NULL, {places})"  # noqa: S608
        async with self._database.execute(statement, values) as cursor:
            key = cursor.lastrowid
        assert key is not None  # noqa: S101
        return key

    async def _last_key(self, table: str) -> int:
        statement = f"SELECT coalesce(max(key), 0) FROM {table}"  # noqa: S608
        rows: Iterator[Any] = iter(await self._database.execute_fetchall(statement))
        return int(next(rows)[0])


def _quote_counts(session: Session) -> Counter[str]:
    """Return how many quotes each speaker has, by the speakers' ids."""
    counts: Counter[str] = Counter()
    for utterance in session.utterances:
        counts[utterance.speaker.id] += len(utterance.quotes)
    return counts


def _texts(text: Bilingual | None) -> tuple[str | None, str | None]:
    return (text.ja, text.en) if text is not None else (None, None)
