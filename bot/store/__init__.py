"""The corpus as it was loaded, in SQLite, and beside it the index by which it is searched."""

from bot.store.arrays import ArraysDamagedError
from bot.store.building import Progress
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
from bot.store.layout import Layout
from bot.store.postings import (
    COUNT_BITS,
    GRAMS,
    MOST_COUNTED,
    Level,
    Packed,
)
from bot.store.record import Origin, Record, StoredSession
from bot.store.search_index import OpenTable, Phrase, SearchIndex, SearchTables
from bot.store.store import Store
from bot.store.vectors import Kind, StoredVectors
from bot.store.writing import Arrival

__all__ = [
    "COUNT_BITS",
    "GRAMS",
    "MOST_COUNTED",
    "ArraysDamagedError",
    "Arrival",
    "CorpusChangedError",
    "DatabaseUnusableError",
    "FileId",
    "Kind",
    "Layout",
    "Level",
    "OpenTable",
    "Origin",
    "Packed",
    "Phrase",
    "Progress",
    "Record",
    "SearchIndex",
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
