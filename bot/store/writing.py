"""Sessions written into the database: all of them, or none."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

import aiosqlite

from bot.japanese import Analyzer, Glossary
from bot.session import Bilingual, Quote, QuoteRef, Session, Utterance
from bot.store.connection import CorpusChangedError
from bot.store.indexing import Indexer, Terms

_BATCH = 200

Progress = Callable[[int], None]


class Origin(StrEnum):
    """How a session came into the database."""

    DATA_FOLDER = "data folder"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A session to be stored; ``digest`` tells whether its files changed since."""

    session: Session
    digest: str
    origin: Origin


async def replace_sessions(
    database: aiosqlite.Connection,
    arrivals: Sequence[Arrival],
    departures: Collection[str],
    analyzer: Analyzer,
    progress: Progress | None = None,
    *,
    generation: int | None = None,
) -> None:
    """Store ``arrivals`` and remove the sessions with the ids ``departures``, in one transaction.

    A session that is stored already under the same id is replaced. ``progress`` is told how many
    utterances have been stored each time that some have. Raises CorpusChangedError, having written
    nothing, when a ``generation`` is given and the corpus is not at it any more.
    """
    await database.execute("BEGIN IMMEDIATE")
    try:
        if generation is not None:
            await _expect(generation, database)
        for session_id in {*departures, *(arrival.session.id for arrival in arrivals)}:
            await _remove(database, session_id)
        for arrival in arrivals:
            await _Loader(database, arrival, analyzer).store(progress)
        # Drawn at random, so that a database built anew is never taken for the one before it.
        await database.execute("UPDATE corpus SET generation = random()")
        await database.execute("COMMIT")
    except BaseException:
        await database.execute("ROLLBACK")
        raise


async def _expect(generation: int, database: aiosqlite.Connection) -> None:
    rows: Iterator[Any] = iter(await database.execute_fetchall("SELECT generation FROM corpus"))
    if next(rows)[0] != generation:
        raise CorpusChangedError


async def _remove(database: aiosqlite.Connection, session_id: str) -> None:
    of_session = "(SELECT key FROM sessions WHERE id = ?)"
    utterances = f"(SELECT key FROM utterances WHERE session = {of_session})"  # noqa: S608
    quotes = f"(SELECT key FROM quotes WHERE utterance IN {utterances})"  # noqa: S608
    for statement in (
        f"DELETE FROM quote_terms WHERE rowid IN {quotes}",  # noqa: S608
        f"DELETE FROM utterance_terms WHERE rowid IN {utterances}",  # noqa: S608
        f"DELETE FROM utterances WHERE session = {of_session}",  # noqa: S608
        "DELETE FROM sessions WHERE id = ?",
    ):
        await database.execute(statement, (session_id,))


@dataclass
class _Rows:
    """The rows of a batch of utterances, by the statement that inserts them."""

    utterances: list[tuple[Any, ...]] = field(default_factory=list)
    quotes: list[tuple[Any, ...]] = field(default_factory=list)
    phrases: list[tuple[Any, ...]] = field(default_factory=list)
    topics: list[tuple[Any, ...]] = field(default_factory=list)
    quote_terms: list[tuple[Any, ...]] = field(default_factory=list)
    utterance_terms: list[tuple[Any, ...]] = field(default_factory=list)

    def by_statement(self) -> dict[str, list[tuple[Any, ...]]]:
        terms = "(rowid, words, characters, readings) VALUES (?, ?, ?, ?)"
        return {
            "INSERT INTO utterances VALUES (?, ?, ?, ?, ?, ?)": self.utterances,
            "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?)": self.quotes,
            "INSERT INTO phrases VALUES (?, ?, ?, ?)": self.phrases,
            "INSERT INTO quote_topics VALUES (?, ?)": self.topics,
            f"INSERT INTO quote_terms {terms}": self.quote_terms,
            f"INSERT INTO utterance_terms {terms}": self.utterance_terms,
        }


class _Loader:
    """Writes one session within a transaction that is open already."""

    def __init__(
        self, database: aiosqlite.Connection, arrival: Arrival, analyzer: Analyzer
    ) -> None:
        self._database = database
        self._arrival = arrival
        self._session = arrival.session
        self._indexer = Indexer(analyzer, Glossary(arrival.session.glossary))
        self._speaker_keys: dict[str, int] = {}
        self._topic_keys: dict[str, int] = {}

    async def store(self, progress: Progress | None) -> None:
        session_key = await self._insert_session()
        await self._insert_speakers(session_key)
        await self._insert_topics(session_key)
        await self._insert_glossary(session_key)
        utterance_key = await self._last_key("utterances")
        quote_key = await self._last_key("quotes")
        utterances = iter(self._session.utterances)
        while batch := list(islice(utterances, _BATCH)):
            rows = await asyncio.to_thread(self._rows, batch, session_key, utterance_key, quote_key)
            for statement, values in rows.by_statement().items():
                await self._database.executemany(statement, values)
            utterance_key += len(rows.utterances)
            quote_key += len(rows.quotes)
            if progress is not None:
                progress(len(batch))

    def _rows(
        self, utterances: list[Utterance], session_key: int, utterance_key: int, quote_key: int
    ) -> _Rows:
        rows = _Rows()
        for utterance in utterances:
            utterance_key += 1
            terms = self._indexer.utterance(utterance)
            speaker_key = self._speaker_keys[utterance.speaker.id]
            rows.utterances.append(
                (
                    utterance_key,
                    session_key,
                    utterance.number,
                    speaker_key,
                    utterance.note,
                    terms.length,
                )
            )
            rows.utterance_terms.append(_row(utterance_key, terms))
            for number, text in enumerate(utterance.quotes, start=1):
                quote_key += 1
                ref = QuoteRef(self._session.id, utterance.number, number)
                self._add_quote(rows, quote_key, utterance_key, Quote(ref, utterance.speaker, text))
        return rows

    def _add_quote(self, rows: _Rows, quote_key: int, utterance_key: int, quote: Quote) -> None:
        annotation = self._session.annotation(quote.ref)
        terms = self._indexer.quote(quote.text, annotation)
        rows.quotes.append(
            (
                quote_key,
                utterance_key,
                quote.ref.quote,
                quote.text,
                annotation.translation,
                terms.length,
            )
        )
        rows.quote_terms.append(_row(quote_key, terms))
        rows.phrases.extend(
            (quote_key, place, phrase, self._indexer.reading(phrase))
            for place, phrase in enumerate(annotation.phrases)
        )
        rows.topics.extend((quote_key, self._topic_keys[topic]) for topic in annotation.topics)

    async def _insert_session(self) -> int:
        session = self._session
        return await self._insert(
            "sessions",
            session.id,
            self._arrival.origin,
            self._arrival.digest,
            *_texts(session.title),
            session.started_at and session.started_at.isoformat(),
            *_texts(session.venue),
            session.source.kind,
            session.source.complete,
            *_texts(session.source.description),
            len(session.utterances),
            sum(len(utterance.quotes) for utterance in session.utterances),
        )

    async def _insert_speakers(self, session_key: int) -> None:
        for speaker in self._session.speakers:
            key = await self._insert(
                "speakers",
                session_key,
                speaker.id,
                speaker.title,
                *_texts(speaker.name),
                *_texts(speaker.role),
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


def _row(key: int, terms: Terms) -> tuple[int, str, str, str]:
    return key, terms.words, terms.characters, terms.readings


def _texts(text: Bilingual | None) -> tuple[str | None, str | None]:
    return (text.ja, text.en) if text is not None else (None, None)
