"""SQLite: the corpus as it was loaded, and the full-text index for candidates."""

from bot.store.connection import (
    CorpusChangedError,
    DatabaseUnusableError,
    is_locked,
    primary_code,
    remove_database,
)
from bot.store.record import Record
from bot.store.search_index import Documents, Level, Phrase, SearchTables
from bot.store.store import Store
from bot.store.writing import Arrival, Origin, Progress

__all__ = [
    "Arrival",
    "CorpusChangedError",
    "DatabaseUnusableError",
    "Documents",
    "Level",
    "Origin",
    "Phrase",
    "Progress",
    "Record",
    "SearchTables",
    "Store",
    "is_locked",
    "primary_code",
    "remove_database",
]
