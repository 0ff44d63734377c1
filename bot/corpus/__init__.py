"""The database kept in step with the session files, and opened for questions."""

from bot.corpus.corpus import Corpus, Watch, open_corpus
from bot.corpus.loading import Loaded, load
from bot.corpus.opening import CorpusError

__all__ = ["Corpus", "CorpusError", "Loaded", "Watch", "load", "open_corpus"]
