"""Opening a database file: settings, schema, and what can be wrong with it."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from textwrap import shorten

import aiosqlite

from bot.japanese.clauses import stretches

_BUSY_TIMEOUT_MS = 30_000
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY_CODE = 0xFF
_LONGEST_REASON = 80

TEXT_DIGEST = "text_digest"
"""The function of SQL by whose digests texts are told apart."""

STRETCHES = "stretches"
"""The function of SQL that cuts a text into what is said in one breath; it returns JSON."""

FileId = tuple[int, int]
"""Device and inode: what stays the same as long as a path leads to the same file."""


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


@contextmanager
def damage_told() -> Iterator[None]:
    """Raise DatabaseUnusableError for whatever SQLite finds wrong, but for a lock."""
    try:
        yield
    except sqlite3.Error as error:
        if is_locked(error):
            raise
        # SQLite repeats what cannot be read, however long that is.
        raise DatabaseUnusableError(shorten(str(error), _LONGEST_REASON)) from error


def file_id(path: Path) -> FileId | None:
    """Return which file is at a path; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@asynccontextmanager
async def transaction(database: aiosqlite.Connection) -> AsyncIterator[None]:
    """Do all that is done within, or nothing."""
    await database.execute("BEGIN IMMEDIATE")
    try:
        yield
        await database.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself where the disk was full.
        if database.in_transaction:
            await database.execute("ROLLBACK")
        raise


async def open_file(path: Path) -> aiosqlite.Connection:
    """Open a database file as it is, creating it and its folder when missing.

    Raises sqlite3.Error when it cannot be opened; raises OSError when its folder cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Tried first: the thread of an aiosqlite connection that fails to open may outlive the loop.
    await asyncio.to_thread(lambda: sqlite3.connect(path).close())
    return await aiosqlite.connect(path, isolation_level=None)


async def connect(path: Path) -> aiosqlite.Connection:
    """Open the database at ``path`` with the current schema, creating it when missing.

    Raises DatabaseUnusableError when the file is no database, or of another version; raises OSError
    when its folder cannot be made.
    """
    with damage_told():
        database = await open_file(path)
        try:
            await _prepare(database)
        except BaseException:
            await database.close()
            raise
    return database


async def _prepare(database: aiosqlite.Connection) -> None:
    database.row_factory = sqlite3.Row
    for setting in (
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        # What is deleted is overwritten, so that it does not linger in the file.
        "secure_delete = ON",
    ):
        # Fetched, for a statement that still has rows to give stands in the way of a commit.
        await database.execute_fetchall(f"PRAGMA {setting}")
    await database.create_function(TEXT_DIGEST, 1, text_digest, deterministic=True)
    await database.create_function(STRETCHES, 1, _stretches, deterministic=True)
    await _migrate(database)


def text_digest(text: str) -> bytes:
    """Return 16 bytes by which a text is known."""
    return blake2b(text.encode(), digest_size=16).digest()


def _stretches(text: str) -> str:
    return json.dumps(stretches(text))


async def _migrate(database: aiosqlite.Connection) -> None:
    scripts = _migrations()
    version = await _version(database)
    if version and version < min(scripts):
        raise DatabaseUnusableError(
            f"schema {version} is older than what can be brought up to date"
        )
    if version > max(scripts):
        raise DatabaseUnusableError(f"schema {version} is newer than this program's {max(scripts)}")
    for number, script in scripts.items():
        if number <= version:
            continue
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


def _migrations() -> dict[int, str]:
    """Return the scripts by the versions that they lead to, in order; the first begins anew."""
    folder = resources.files("bot.store") / "migrations"
    scripts = sorted(folder.iterdir(), key=lambda script: script.name)
    return {
        int(script.name.partition("_")[0]): script.read_text("utf-8")
        for script in scripts
        if script.name.endswith(".sql")
    }


async def _version(database: aiosqlite.Connection) -> int:
    async with database.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


def loaded_sessions(path: Path) -> dict[str, str]:
    """Return the loaded sessions that a damaged database, or one of another version, may have had.

    Their ids, with the files that they were loaded from: as far as it can still be read.
    """
    address = f"{path.absolute().as_uri()}?immutable=1"
    statement = "SELECT * FROM sessions WHERE origin = 'loaded' ORDER BY id"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.row_factory = sqlite3.Row
            found = [dict(row) for row in database.execute(statement)]
    except sqlite3.Error:
        return {}
    return {str(row.get("id")): str(row.get("file", "")) for row in found}


def remove_database(path: Path) -> None:
    """Delete a database file with its journal files and the index beside it."""
    for index in path.parent.glob(f"{path.name}-index-*"):
        index.unlink(missing_ok=True)
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def examine(path: Path) -> list[str]:
    """Return what SQLite finds wrong with a database file, which is left as it is.

    Raises sqlite3.Error where it cannot be read at all.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        found = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found


def copy_database(source: Path, target: Path) -> None:
    """Copy a database into one file that is not there yet, while others may write to it.

    Raises sqlite3.Error where that fails; nothing is left of the copy then.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target, isolation_level=None)) as written,
        ):
            read.backup(written)
            # Without this there would be a journal beside it as soon as somebody looks.
            written.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        remove_database(target)
        raise
