"""Opening the database: soundness, settings, schema, and what can be wrong with it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

import aiosqlite

_BUSY_TIMEOUT_MS = 30_000
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY_CODE = 0xFF


class DatabaseUnusableError(Exception):
    """The file is not a sound database of this program; it has to be built anew."""


class CorpusChangedError(Exception):
    """Another process has changed the corpus meanwhile; nothing was written."""


def primary_code(error: BaseException | None) -> int:
    """Return SQLite's primary error code; 0 for other errors."""
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY_CODE


def is_locked(error: BaseException) -> bool:
    """Tell whether another process keeps the database."""
    return primary_code(error) in _LOCKED


def _migrations() -> list[str]:
    folder = resources.files("bot.store") / "migrations"
    scripts = sorted(folder.iterdir(), key=lambda script: script.name)
    return [script.read_text("utf-8") for script in scripts if script.name.endswith(".sql")]


async def open_file(path: Path) -> aiosqlite.Connection:
    """Open a database file as it is, creating it and its folder when missing.

    Raises sqlite3.Error when it cannot be opened; raises OSError when its folder cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Tried first: the thread of an aiosqlite connection that fails to open may outlive the loop.
    await asyncio.to_thread(lambda: sqlite3.connect(path).close())
    return await aiosqlite.connect(path, isolation_level=None)


@asynccontextmanager
async def connect(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Open the database at ``path`` with the current schema, creating it when missing.

    Raises DatabaseUnusableError when the file is damaged, is no database, or was written by a newer
    version; raises OSError when its folder cannot be made.
    """
    try:
        database = await open_file(path)
    except sqlite3.Error as error:
        raise DatabaseUnusableError(str(error)) from error
    try:
        await _prepare(database)
        yield database
    except sqlite3.DatabaseError as error:
        if is_locked(error):
            raise
        raise DatabaseUnusableError(str(error)) from error
    finally:
        await database.close()


async def _prepare(database: aiosqlite.Connection) -> None:
    await database.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    await database.execute("PRAGMA foreign_keys = ON")
    await database.execute("PRAGMA journal_mode = WAL")
    await database.execute("PRAGMA synchronous = NORMAL")
    async with database.execute("PRAGMA quick_check(1)") as cursor:
        verdict = await cursor.fetchone()
    if verdict is None or verdict[0] != "ok":
        raise DatabaseUnusableError(f"damaged: {verdict and verdict[0]}")
    await _migrate(database)


async def _migrate(database: aiosqlite.Connection) -> None:
    scripts = _migrations()
    version = await _version(database)
    if version > len(scripts):
        raise DatabaseUnusableError(f"schema {version} is newer than this program's {len(scripts)}")
    for number, script in enumerate(scripts[version:], start=version + 1):
        try:
            # executescript commits what is pending first, so the transaction stands in the script.
            await database.executescript(
                f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;"
            )
        except sqlite3.OperationalError:
            await database.rollback()
            # Another process may have been first while this one waited for its turn.
            if await _version(database) < number:
                raise


async def _version(database: aiosqlite.Connection) -> int:
    async with database.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


def remove_database(path: Path) -> None:
    """Delete a database file with its journal files."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
