"""What of a data folder is stored as it is, told by digests; what is not yet, or not any more."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.store import Arrival, Origin
from bot.transcript import Problem, TranscriptError, read_session, session_files, source_files

# Whatever reads and cuts texts: when one of these changes, so may the index.
_INDEXING = ("bot.japanese", "bot.store", "bot.transcript")
_DICTIONARY = "sudachidict-small"

Stored = Mapping[str, tuple[str, str]]
"""Digest and origin of each stored session, by its id."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Sessions to be stored, and the ids of those to be removed."""

    arrivals: tuple[Arrival, ...]
    departures: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.arrivals or self.departures)


def changes_in(folder: Path, stored: Stored) -> Changes:
    """Return how a data folder differs from what of it is stored.

    Raises TranscriptError with everything that is wrong with the files.
    """
    if not folder.is_dir():
        message = "no such folder; expected one with session files"
        raise TranscriptError([Problem(folder, None, message)])
    own = {digest: key for key, (digest, origin) in stored.items() if origin == Origin.DATA_FOLDER}
    arrivals: list[Arrival] = []
    problems: list[Problem] = []
    places: dict[str, Path] = {}
    for path in session_files(folder):
        try:
            digest = digest_of(path)
            session_id = own.get(digest)
            if session_id is None:
                arrivals.append(Arrival(read_session(path), digest, Origin.DATA_FOLDER))
                session_id = arrivals[-1].session.id
        except TranscriptError as error:
            problems += error.problems
        else:
            problems += repeated(places, session_id, path)
    if problems:
        raise TranscriptError(problems)
    gone = tuple(session_id for session_id in own.values() if session_id not in places)
    return Changes(tuple(arrivals), gone)


def repeated(places: dict[str, Path], session_id: str, path: Path) -> list[Problem]:
    """Note where a session comes from; a problem when it comes from another file already."""
    first = places.setdefault(session_id, path)
    if first == path:
        return []
    return [Problem(path, "id", f"{session_id!r} is already the id of {first}; expected another")]


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
