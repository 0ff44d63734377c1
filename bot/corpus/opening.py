"""A database opened whatever state it is in."""

import asyncio
import logging
import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path

from bot.store import DatabaseUnusableError, Store, primary_code, remove_database

_log = logging.getLogger(__name__)

_PATIENCE = 60.0
_PAUSE = 0.05

# What is wrong with the disk or with permissions is not mended by building the database anew.
_SURROUNDINGS = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


class CorpusError(Exception):
    """There is no corpus to work with; the message says why, in one or more lines."""


async def open_store(path: Path, stack: AsyncExitStack) -> Store:
    """Open the database until the stack unwinds; build it anew where it cannot be used.

    Raises CorpusError when that does not help, or when another process does not let go of it.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + _PATIENCE
    aside: Path | None = None
    while True:
        try:
            return await _open(path, stack)
        except DatabaseUnusableError as error:
            if aside is not None or _is_of_surroundings(error.__cause__):
                raise CorpusError(f"the database {path} cannot be used: {error}") from error
            aside = _set_aside(path)
            _log.warning(
                "The database %s cannot be used (%s). It is set aside as %s and built anew;"
                " what was added with `hatsugen load` has to be loaded again.",
                path,
                error,
                aside.name,
            )
        except sqlite3.OperationalError as error:
            if loop.time() > until:
                raise CorpusError(f"the database {path} cannot be opened: {error}") from error
            await asyncio.sleep(_PAUSE)


async def _open(path: Path, stack: AsyncExitStack) -> Store:
    async with AsyncExitStack() as opening:
        store = await opening.enter_async_context(Store.open(path))
        # A file may bear the right version and yet lack the tables.
        await store.generation()
        await store.digests()
        await stack.enter_async_context(opening.pop_all())
        return store


def _set_aside(path: Path) -> Path:
    """Rename a database rather than delete it, for it may be somebody else's file."""
    aside = path.with_name(path.name + ".unusable")
    remove_database(aside)
    for suffix in ("-wal", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    remove_database(path)
    return aside


def _is_of_surroundings(error: BaseException | None) -> bool:
    """Tell whether the database itself may be sound, and what it lies on is not."""
    return primary_code(error) in _SURROUNDINGS
