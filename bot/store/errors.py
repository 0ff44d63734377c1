"""What can be wrong with a database."""


class DatabaseUnusableError(Exception):
    """The file is not a sound database of this program; it has to be built anew."""
