"""Refused questions, kept for the operator in a small database of their own."""

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

_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    day TEXT NOT NULL,
    key TEXT NOT NULL,
    question TEXT NOT NULL
)
"""


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Frequent:
    """A refused question as it was asked last, how often, and when last (in UTC)."""

    question: str
    times: int
    last: date


class UnansweredQuestions:
    """The refused questions of the last 30 days: what was asked on which day, and nothing else.

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
            await database.execute(_SCHEMA)
            questions = cls(database, today)
            await questions.prune()
            yield questions
        finally:
            await database.close()

    async def keep(self, question: str) -> None:
        """Keep a question; a failure is logged, for the member is owed an answer all the same."""
        text = question.encode("utf-8", "replace").decode()
        row = (self._today().isoformat(), comparison_key(text) or text, text)
        try:
            await self.prune()
            await self._database.execute("INSERT INTO questions VALUES (?, ?, ?)", row)
        except sqlite3.Error as error:
            _log.error("A refused question could not be kept: %s", error)

    async def prune(self) -> None:
        """Delete what is older than 30 days."""
        oldest = self._today() - timedelta(days=DAYS_KEPT)
        await self._database.execute("DELETE FROM questions WHERE day < ?", (oldest.isoformat(),))

    async def most_frequent(self) -> tuple[Frequent, ...]:
        """Return the questions, most frequent first; spellings that compare equal count as one."""
        found = await self._database.execute_fetchall(
            # SQLite takes the other columns from the row that holds the maximum.
            "SELECT question, count(*) AS times, max(day || printf('%012d', rowid)), day"
            " FROM questions GROUP BY key ORDER BY times DESC, day DESC, question"
        )
        return tuple(Frequent(row[0], row[1], date.fromisoformat(row[3])) for row in found)
