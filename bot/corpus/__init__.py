"""The database kept in step with the session files, and opened for questions."""

from bot.corpus.changes import CorpusError, Watch
from bot.corpus.corpus import Corpus, open_corpus
from bot.corpus.loading import Loaded, Removed, load, remove

__all__ = ["Corpus", "CorpusError", "Loaded", "Removed", "Watch", "load", "open_corpus", "remove"]
