"""Which documents there are, and in what order: read from the database, kept as arrays."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from hashlib import blake2b
from sqlite3 import Row
from typing import NamedTuple, Self

import aiosqlite
import numpy as np
from numpy.typing import NDArray

from bot.store.arrays import Array
from bot.store.connection import DatabaseUnusableError
from bot.store.rows import IN_ORDER_OF_SESSIONS

Integers = NDArray[np.int64]

_ROWS = 1_000
_DIGEST_BYTES = 16


class Layout(NamedTuple):
    """Every document of the corpus, in order: by session, then as it was said.

    Keys ascend only within a session. There are as many ``utterance_keys``, ``utterance_numbers``,
    ``session_keys`` and ``speaker_keys`` as utterances; as many ``quote_keys``, ``quote_numbers``,
    ``utterance_of_quote`` (a position) and ``annotated`` (whether search phrases exist) as quotes.
    Numbers are those by which a quote is referred to.
    """

    utterance_keys: Integers
    utterance_numbers: Integers
    session_keys: Integers
    speaker_keys: Integers
    quote_keys: Integers
    quote_numbers: Integers
    utterance_of_quote: Integers
    annotated: Integers

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> Self:
        """Return the layout among the arrays of a file."""
        return cls(*(arrays[name] for name in cls._fields))


class LayoutDigest:
    """The digest of a session's part of the layout, row by row.

    Rows are made of key and number of a quote, those of its utterance, the speaker's key, and
    whether there are search phrases.
    """

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=_DIGEST_BYTES)

    def add(self, rows: Iterable[Iterable[int]]) -> Integers:
        """Add rows, and return them as an array."""
        added = np.array([tuple(row) for row in rows], "<i8").reshape(-1, 6)
        self._hash.update(added.tobytes())
        return added

    @property
    def digest(self) -> bytes:
        """The digest of what was added so far."""
        return self._hash.digest()


async def session_keys(database: aiosqlite.Connection) -> list[tuple[int, bytes]]:
    """Return the keys of all sessions, in order, with the digests of their parts of the layout."""
    found = await database.execute_fetchall(
        f"SELECT key, layout_digest FROM sessions ORDER BY {IN_ORDER_OF_SESSIONS}"  # noqa: S608
    )
    return [(row["key"], row["layout_digest"]) for row in found]


async def read_layout(database: aiosqlite.Connection) -> Layout:
    """Read the layout of the corpus.

    Raises DatabaseUnusableError when it is not what was stored.
    """
    ((count,),) = await database.execute_fetchall(
        "SELECT coalesce(sum(quote_count), 0) FROM sessions"
    )
    quotes, read = np.zeros((7, count), np.int64), 0
    for session, expected in await session_keys(database):
        digest = LayoutDigest()
        async for rows in streamed(
            database,
            "SELECT quotes.key, quotes.number, utterances.key, utterances.number,"
            " utterances.speaker, quotes.phrases_digest IS NOT NULL"
            " FROM utterances JOIN quotes ON quotes.utterance = utterances.key"
            " WHERE utterances.session = ? ORDER BY utterances.number, quotes.number",
            session,
        ):
            read += len(rows)
            if read > count:
                break
            quotes[:6, read - len(rows) : read] = digest.add(rows).T
            quotes[6, read - len(rows) : read] = session
        if digest.digest != expected:
            raise DatabaseUnusableError("quotes are missing, or not where they were stored")
    if read < count:
        raise DatabaseUnusableError("there are fewer quotes than were stored")
    return await asyncio.to_thread(_layout, quotes)


def _layout(quotes: Integers) -> Layout:
    starts = np.flatnonzero(np.diff(quotes[2], prepend=-1))
    return Layout(
        utterance_keys=quotes[2][starts],
        utterance_numbers=quotes[3][starts],
        session_keys=quotes[6][starts],
        speaker_keys=quotes[4][starts],
        # Copied, for with what is left of it each would keep all seven.
        quote_keys=quotes[0].copy(),
        quote_numbers=quotes[1].copy(),
        utterance_of_quote=np.cumsum(np.diff(quotes[2], prepend=-1) != 0) - 1,
        annotated=quotes[5].copy(),
    )


async def streamed(
    database: aiosqlite.Connection, statement: str, *values: object, size: int = _ROWS
) -> AsyncIterator[list[Row]]:
    """Yield the rows that a statement finds, some at a time."""
    async with database.execute(statement, values) as cursor:
        while rows := list(await cursor.fetchmany(size)):
            yield rows
