"""SQLite: the corpus as it was loaded, and the full-text index for candidates."""

from bot.store.connection import remove_database
from bot.store.documents import Documents, Level, Phrase, SearchTables
from bot.store.errors import CorpusChangedError, DatabaseUnusableError
from bot.store.loading import Arrival, Origin, Progress
from bot.store.store import Store

__all__ = [
    "Arrival",
    "CorpusChangedError",
    "DatabaseUnusableError",
    "Documents",
    "Level",
    "Origin",
    "Phrase",
    "Progress",
    "SearchTables",
    "Store",
    "remove_database",
]
