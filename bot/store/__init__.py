"""SQLite: the corpus as it was loaded, and the full-text index for candidates."""

from bot.store.connection import (
    CorpusChangedError,
    DatabaseUnusableError,
    FileId,
    copy_database,
    examine,
    file_id,
    is_locked,
    loaded_sessions,
    primary_code,
    remove_database,
)
from bot.store.earlier import earlier_sessions
from bot.store.record import Origin, Record, StoredSession
from bot.store.search_index import Documents, Level, Phrase, SearchTables
from bot.store.store import Store
from bot.store.vectors import Kind, StoredVectors
from bot.store.writing import Arrival, Progress

__all__ = [
    "Arrival",
    "CorpusChangedError",
    "DatabaseUnusableError",
    "Documents",
    "FileId",
    "Kind",
    "Level",
    "Origin",
    "Phrase",
    "Progress",
    "Record",
    "SearchTables",
    "Store",
    "StoredSession",
    "StoredVectors",
    "copy_database",
    "earlier_sessions",
    "examine",
    "file_id",
    "is_locked",
    "loaded_sessions",
    "primary_code",
    "remove_database",
]
