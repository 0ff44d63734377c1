"""Whether a session's files, or the way in which they are indexed, have changed."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.transcript import Problem, TranscriptError, source_files

# Whatever reads and cuts texts: when one of these changes, so may the index.
_INDEXING = ("bot.japanese", "bot.store", "bot.transcript")
_DICTIONARY = "sudachidict-small"


def digest_of(path: Path) -> str:
    """Return the digest of a session file together with the annotations beside it.

    Raises TranscriptError when a file cannot be read.
    """
    digests = []
    for source in source_files(path):
        try:
            with source.open("rb") as file:
                digests.append(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise TranscriptError([Problem(source, None, message)]) from error
    return _indexing() + hashlib.sha256(" ".join(digests).encode()).hexdigest()


def is_outdated(digest: str) -> bool:
    """Tell whether a session was indexed in another way than now."""
    return not digest.startswith(_indexing())


@cache
def _indexing() -> str:
    """Return what tells apart the versions of the indexing: its code, and the dictionary's."""
    digest = hashlib.sha256(metadata.version(_DICTIONARY).encode())
    for package in _INDEXING:
        for file in _files(resources.files(package)):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16] + ":"


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            yield entry
        elif entry.name != "__pycache__":
            yield from _files(entry)
