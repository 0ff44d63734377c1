"""A database that is noticed to be another one, or damaged, and restored while it is in use."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from pathlib import Path
from sqlite3 import Row
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import aiosqlite

from bot.store.connection import DatabaseUnusableError, FileId, connect, damage_told, file_id

_Parameters = ParamSpec("_Parameters")
_ResultT = TypeVar("_ResultT")

Restore = Callable[[DatabaseUnusableError, FileId | None], Awaitable[None]]
"""Makes the database at its path sound, told what was wrong and with which file."""

# What rows lead to that nobody has written like that.
_SENSELESS = (AttributeError, LookupError, TypeError, ValueError)


class Database:
    """A connection to the database file at a path, made anew whenever the file has to be.

    Without ``restore``, whatever is wrong with the file is raised as DatabaseUnusableError.
    """

    def __init__(self, path: Path, restore: Restore | None) -> None:
        self.path = path
        self._restore = restore
        self._connection: aiosqlite.Connection | None = None
        self._file: FileId | None = None
        self._openings = 0
        self._restoring = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, restore: Restore | None) -> AsyncIterator[Self]:
        """Open the database at ``path``, creating it when it is missing."""
        database = cls(path, restore)
        await database._connect()
        try:
            yield database
        finally:
            await database._close()

    @property
    def connection(self) -> aiosqlite.Connection:
        """The connection; raises DatabaseUnusableError where the file could not be restored."""
        if self._connection is None:
            raise DatabaseUnusableError("it could not be restored before")
        return self._connection

    async def fetch(self, statement: str, *values: object) -> list[Row]:
        """Return the rows that a statement finds."""
        return list(await self.connection.execute_fetchall(statement, values))

    def check_file(self) -> None:
        """Raise DatabaseUnusableError when the path leads to another file by now, or to none."""
        if file_id(self.path) != self._file:
            raise DatabaseUnusableError("the file was replaced or removed")

    async def attempt(self, work: Callable[[], Awaitable[_ResultT]]) -> _ResultT:
        """Do what needs a sound database; do it again when that had to be restored."""
        openings = self._openings
        try:
            with damage_told():
                return await work()
        except DatabaseUnusableError as error:
            await self._reopen(error, openings)
        with damage_told():
            return await work()

    async def _reopen(self, error: DatabaseUnusableError, openings: int) -> None:
        async with self._restoring:
            if self._openings != openings:
                # Whatever else was going on has met the same, and seen to it.
                return
            if self._restore is None:
                raise error
            # Closed first: SQLite deletes journals by name, and there will be new ones.
            await self._close()
            await self._restore(error, self._file)
            await self._connect()

    async def _connect(self) -> None:
        self._connection = await connect(self.path)
        self._file = file_id(self.path)
        self._openings += 1

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


class OfDatabase:
    """What is kept in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database


_OwnerT = TypeVar("_OwnerT", bound=OfDatabase)


def reading(
    method: Callable[Concatenate[_OwnerT, _Parameters], Coroutine[Any, Any, _ResultT]],
) -> Callable[Concatenate[_OwnerT, _Parameters], Coroutine[Any, Any, _ResultT]]:
    """Make a method that reads do so again when the database had to be restored for it."""

    @wraps(method)
    async def read(
        owner: _OwnerT, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> _ResultT:
        async def work() -> _ResultT:
            with _sense_made():
                return await method(owner, *args, **kwargs)

        return await owner._database.attempt(work)  # noqa: SLF001

    return read


@contextmanager
def _sense_made() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError:
        # Of what was asked for, not of what was found.
        raise
    except _SENSELESS as error:
        raise DatabaseUnusableError(f"rows make no sense: {error!r}") from error
