"""The database kept in step with the session files, and opened for questions."""

from bot.corpus.corpus import Corpus, open_corpus
from bot.corpus.errors import CorpusError
from bot.corpus.loading import Loaded, load
from bot.corpus.watching import Watch

__all__ = ["Corpus", "CorpusError", "Loaded", "Watch", "load", "open_corpus"]
