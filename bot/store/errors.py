"""What can be wrong with a database, or with the time of writing to it."""


class DatabaseUnusableError(Exception):
    """The file is not a sound database of this program; it has to be built anew."""


class CorpusChangedError(Exception):
    """Another process has changed the corpus meanwhile; nothing was written."""
