"""Why there may be no corpus, and how SQLite says so."""

import sqlite3

# What is wrong with the disk or with permissions is not mended by building the database anew.
_SURROUNDINGS = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY_CODE = 0xFF


class CorpusError(Exception):
    """There is no corpus to work with; the message says why, in one or more lines."""


def is_locked(error: BaseException) -> bool:
    """Tell whether another process keeps the database."""
    return _code(error) in _LOCKED


def is_of_surroundings(error: BaseException | None) -> bool:
    """Tell whether the database itself may be sound, and what it lies on is not."""
    return _code(error) in _SURROUNDINGS


def _code(error: BaseException | None) -> int:
    """Return SQLite's primary error code; 0 for other errors."""
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY_CODE
