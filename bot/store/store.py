"""The corpus, read from the database."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import astuple
from itertools import groupby
from pathlib import Path
from sqlite3 import Row
from typing import Any, Self

import aiosqlite

from bot.japanese import Analyzer
from bot.session import Annotation, Quote, QuoteRef, SessionSummary, Speaker, Topic, Utterance
from bot.store import rows
from bot.store.connection import connect
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
            row = await self._one("SELECT generation FROM corpus")
            self._known_generation = int(row["generation"]) if row else 0
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

    async def sessions(self) -> tuple[SessionSummary, ...]:
        """Return all sessions, in the order in which they took place."""
        found = await self._all(f"SELECT * FROM sessions ORDER BY {rows.IN_ORDER_OF_SESSIONS}")  # noqa: S608
        return tuple([await self._summary(row) for row in found])

    async def session(self, session_id: str) -> SessionSummary | None:
        """Return one session."""
        row = await self._one("SELECT * FROM sessions WHERE id = ?", session_id)
        return await self._summary(row) if row else None

    async def speakers(self) -> tuple[Speaker, ...]:
        """Return all speakers, each id once: as the latest session has them."""
        by_id = {speaker.id: speaker for speaker in (await self._speakers()).values()}
        return tuple(by_id.values())

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
        """Return a speaker's quotes in the order in which they were said."""
        return await self._quotes(
            "utterances.speaker IN (SELECT key FROM speakers WHERE id = ?)"  # noqa: S608
            " AND (? IS NULL OR sessions.id = ?)"
            f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, utterances.number, quotes.number"
            " LIMIT ? OFFSET ?",
            (speaker_id, session, session, -1 if limit is None else limit, offset),
        )

    async def count_quotes(self, speaker_id: str, session: str | None = None) -> int:
        """Return how many quotes of a speaker there are."""
        row = await self._one(
            f"SELECT count(*) AS total FROM {rows.QUOTE_TABLES}"  # noqa: S608
            " WHERE utterances.speaker IN (SELECT key FROM speakers WHERE id = ?)"
            " AND (? IS NULL OR sessions.id = ?)",
            speaker_id,
            session,
            session,
        )
        return int(row["total"]) if row else 0

    async def annotation(self, ref: QuoteRef) -> Annotation:
        """Return what was written about the quote at a position."""
        row = await self._one(
            f"SELECT quotes.key, translation FROM {rows.QUOTE_TABLES} WHERE {_AT}",  # noqa: S608
            *astuple(ref),
        )
        if row is None:
            return Annotation()
        phrases = await self._all(
            "SELECT text FROM phrases WHERE quote = ? ORDER BY position", row["key"]
        )
        topics = await self._all(
            "SELECT id FROM topics JOIN quote_topics ON topic = key WHERE quote = ? ORDER BY key",
            row["key"],
        )
        return Annotation(
            translation=row["translation"],
            phrases=tuple(phrase["text"] for phrase in phrases),
            topics=tuple(topic["id"] for topic in topics),
        )

    async def topics(self) -> tuple[Topic, ...]:
        """Return the topics of all sessions, each once."""
        found = await self._all(
            "SELECT topics.* FROM topics JOIN sessions ON sessions.key = topics.session"  # noqa: S608
            f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, topics.key"
        )
        return tuple(dict.fromkeys(map(rows.topic, found)))

    async def topics_of(self, ref: QuoteRef) -> tuple[Topic, ...]:
        """Return the topics of the quote at a position."""
        found = await self._all(
            f"SELECT topics.* FROM {rows.QUOTE_TABLES}"  # noqa: S608
            " JOIN quote_topics ON quote_topics.quote = quotes.key"
            f" JOIN topics ON topics.key = quote_topics.topic WHERE {_AT} ORDER BY topics.key",
            *astuple(ref),
        )
        return tuple(map(rows.topic, found))

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

    async def speaker_keys(self) -> dict[int, Speaker]:
        """Return the speakers of all sessions by key; a person has a key for each session."""
        return await self._speakers()

    async def session_keys(self) -> dict[str, int]:
        """Return the keys of the sessions by id."""
        return {row["id"]: row["key"] for row in await self._all("SELECT id, key FROM sessions")}

    async def glossaries(self) -> list[list[str]]:
        """Return the glossary groups of all sessions."""
        found = await self._all(
            "SELECT glossary.* FROM glossary JOIN sessions ON sessions.key = session"  # noqa: S608
            f' ORDER BY {rows.IN_ORDER_OF_SESSIONS}, "group", position'
        )
        groups = groupby(found, key=lambda row: (row["session"], row["group"]))
        return [[row["spelling"] for row in group] for _, group in groups]

    async def quotes_by_key(
        self, quote_keys: Sequence[int], speakers: Mapping[int, Speaker]
    ) -> tuple[int, dict[int, Quote]]:
        """Return the corpus's generation and the quotes that it has, in one consistent read.

        ``speakers`` are those of ``speaker_keys`` at the same generation.
        """
        places = ", ".join("?" * len(quote_keys))
        found = await self._all(
            f"SELECT generation, quotes.key, {rows.QUOTE_COLUMNS}"  # noqa: S608
            f" FROM corpus LEFT JOIN ({rows.QUOTE_TABLES}) ON quotes.key IN ({places})",
            *quote_keys,
        )
        quotes = {
            row["key"]: rows.quote(row, speakers) for row in found if row["speaker_key"] in speakers
        }
        return found[0]["generation"], quotes

    async def _summary(self, row: Row) -> SessionSummary:
        topics = await self._all("SELECT * FROM topics WHERE session = ? ORDER BY key", row["key"])
        return rows.session(
            row,
            (await self._speakers(row["key"])).values(),
            map(rows.topic, topics),
        )

    async def _speakers(self, session_key: int | None = None) -> dict[int, Speaker]:
        found = await self._all(
            "SELECT speakers.* FROM speakers JOIN sessions ON sessions.key = session"  # noqa: S608
            " WHERE ? IS NULL OR session = ?"
            f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, speakers.key",
            session_key,
            session_key,
        )
        aliases = await self._all("SELECT speaker, alias FROM speaker_aliases ORDER BY speaker")
        by_speaker = {
            key: [row["alias"] for row in group]
            for key, group in groupby(aliases, key=lambda row: row["speaker"])
        }
        return {row["key"]: rows.speaker(row, by_speaker.get(row["key"], ())) for row in found}

    async def _quotes(self, condition: str, values: Iterable[Any]) -> tuple[Quote, ...]:
        found = await self._all(
            f"SELECT {rows.QUOTE_COLUMNS} FROM {rows.QUOTE_TABLES} WHERE {condition}",  # noqa: S608
            *values,
        )
        speakers = await self._speakers() if found else {}
        return tuple(rows.quote(row, speakers) for row in found)

    async def _utterances(
        self, condition: str, session_id: str, *values: object
    ) -> tuple[Utterance, ...]:
        found = await self._all(
            f"SELECT {rows.QUOTE_COLUMNS}, utterances.note FROM {rows.QUOTE_TABLES}"  # noqa: S608
            f" WHERE sessions.id = ? AND {condition} ORDER BY utterances.number, quotes.number",
            session_id,
            *values,
        )
        speakers = await self._speakers() if found else {}
        utterances = []
        for number, group in groupby(found, key=lambda row: row["utterance"]):
            quotes = list(group)
            speaker = speakers[quotes[0]["speaker_key"]]
            texts = tuple(quote["text"] for quote in quotes)
            utterances.append(Utterance(number, speaker, texts, quotes[0]["note"]))
        return tuple(utterances)

    async def _all(self, statement: str, *values: object) -> list[Row]:
        return list(await self._database.execute_fetchall(statement, values))

    async def _one(self, statement: str, *values: object) -> Row | None:
        found = await self._all(statement, *values)
        return found[0] if found else None
