"""Refused questions and judged answers, kept for the operator in a small database of their own."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

import aiosqlite

from bot.japanese import comparison_key
from bot.store.connection import open_file

_log = logging.getLogger(__name__)

DAYS_KEPT = 30

_SCHEMA = (
    """
CREATE TABLE IF NOT EXISTS questions (
    day TEXT NOT NULL,
    key TEXT NOT NULL,
    question TEXT NOT NULL
)
""",
    """
CREATE TABLE IF NOT EXISTS judgements (
    day TEXT NOT NULL,
    key TEXT NOT NULL,
    question TEXT NOT NULL,
    quote TEXT NOT NULL,
    helpful INTEGER NOT NULL
)
""",
)


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Frequent:
    """A refused question as it was asked last, how often, and when last (in UTC)."""

    question: str
    times: int
    last: date


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote shown for a question, how often it helped and did not, and when last (in UTC)."""

    question: str
    quote: str
    helped: int
    not_asked: int
    last: date


class UnansweredQuestions:
    """The refused questions of the last 30 days: what was asked on which day, and nothing else.

    Of answers that members judged, which quote it was and whether it helped as well.

    Open them with ``async with UnansweredQuestions.open(path)``.
    """

    def __init__(self, database: aiosqlite.Connection, today: Callable[[], date]) -> None:
        self._database = database
        self._today = today

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, today: Callable[[], date] = _today) -> AsyncIterator[Self]:
        """Open the file, creating it when it is missing, without what is too old.

        Raises sqlite3.Error when it is no such database, OSError when its folder cannot be made.
        """
        database = await open_file(path)
        try:
            # What is deleted is overwritten, so that it does not linger in the file.
            await database.execute("PRAGMA secure_delete = ON")
            for table in _SCHEMA:
                await database.execute(table)
            questions = cls(database, today)
            await questions.prune()
            yield questions
        finally:
            await database.close()

    async def keep(self, question: str) -> None:
        """Keep a question; a failure is logged, for the member is owed an answer all the same."""
        await self._add("INSERT INTO questions VALUES (?, ?, ?)", question)

    async def judge(self, question: str, quote: str, *, helpful: bool) -> None:
        """Keep whether a quote, by its reference, helped with a question; failures are logged."""
        await self._add("INSERT INTO judgements VALUES (?, ?, ?, ?, ?)", question, quote, helpful)

    async def _add(self, statement: str, question: str, *more: object) -> None:
        text = question.encode("utf-8", "replace").decode()
        row = (self._today().isoformat(), comparison_key(text) or text, text, *more)
        try:
            await self.prune()
            await self._database.execute(statement, row)
        except sqlite3.Error as error:
            _log.error("A question could not be kept: %s", error)

    async def prune(self) -> None:
        """Delete what is older than 30 days."""
        oldest = (self._today() - timedelta(days=DAYS_KEPT)).isoformat()
        await self._database.execute("DELETE FROM questions WHERE day < ?", (oldest,))
        await self._database.execute("DELETE FROM judgements WHERE day < ?", (oldest,))

    async def most_frequent(self) -> tuple[Frequent, ...]:
        """Return the questions, most frequent first; spellings that compare equal count as one."""
        found = await self._database.execute_fetchall(
            # SQLite takes the other columns from the row that holds the maximum.
            "SELECT question, count(*) AS times, max(day || printf('%012d', rowid)), day"
            " FROM questions GROUP BY key ORDER BY times DESC, day DESC, question"
        )
        return tuple(Frequent(row[0], row[1], date.fromisoformat(row[3])) for row in found)

    async def judged(self) -> tuple[Judged, ...]:
        """Return what was shown for which questions, most often not what was asked first."""
        found = await self._database.execute_fetchall(
            "SELECT question, quote, sum(helpful), sum(1 - helpful) AS missed,"
            " max(day || printf('%012d', rowid)), day"
            " FROM judgements GROUP BY key, quote ORDER BY missed DESC, day DESC, question"
        )
        return tuple(
            Judged(row[0], row[1], row[2], row[3], date.fromisoformat(row[5])) for row in found
        )
