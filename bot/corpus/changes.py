"""The database brought in step with a data folder: what is new there, changed or gone."""

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.japanese import Analyzer
from bot.store import (
    Arrival,
    CorpusChangedError,
    Origin,
    Progress,
    Store,
    StoredSession,
    is_locked,
)
from bot.transcript import (
    Problem,
    TranscriptError,
    is_named_after_file,
    read_session,
    session_files,
    source_files,
)

_log = logging.getLogger(__name__)

# Whatever reads and cuts texts: when one of these changes, so may the index.
_INDEXING = ("bot.japanese", "bot.store", "bot.transcript")
_DICTIONARY = "sudachidict-small"

Stored = Mapping[str, StoredSession]
"""The stored sessions by their ids."""

Watch = Callable[[str, int], AbstractContextManager[Progress]]
"""Shows a task: told its name and how much there is to do, and then each portion done."""


def unwatched(_task: str, _total: int) -> AbstractContextManager[Progress]:
    """Show nothing."""
    return nullcontext(lambda _done: None)


class CorpusError(Exception):
    """There is no corpus to work with; the message says why, in one or more lines."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Sessions to be stored, and the ids of those to be removed; or why nothing is."""

    arrivals: tuple[Arrival, ...] = ()
    departures: tuple[str, ...] = ()
    warning: str | None = None

    def __bool__(self) -> bool:
        return bool(self.arrivals or self.departures)


def changes_in(folder: Path, stored: Stored) -> Changes:
    """Return how a data folder differs from what of it is stored.

    A folder without any session file is taken for one that is not there at the moment.

    Raises TranscriptError with everything that is wrong with the files.
    """
    own = {
        session.digest: session_id
        for session_id, session in stored.items()
        if session.origin is Origin.DATA_FOLDER
    }
    files = session_files(folder)
    if not files and (own or not folder.is_dir()):
        if not stored:
            message = "no such folder; expected one with session files"
            raise TranscriptError([Problem(folder, None, message)])
        return Changes(warning=_stays(folder, own.values()))
    arrivals: list[Arrival] = []
    problems: list[Problem] = []
    places: dict[str, Path] = {}
    for path in files:
        try:
            digest = digest_of(path)
            session_id = own.get(digest)
            if session_id is None:
                session = read_session(path)
                arrivals.append(Arrival(session, digest, Origin.DATA_FOLDER, _storable(path.name)))
                session_id = session.id
        except TranscriptError as error:
            problems += error.problems
        else:
            problems += repeated(places, session_id, path)
    if problems:
        raise TranscriptError(problems)
    gone = tuple(session_id for session_id in own.values() if session_id not in places)
    return Changes(tuple(arrivals), gone)


def _stays(folder: Path, kept: Collection[str]) -> str:
    what = "no session files" if folder.is_dir() else "no such folder"
    which = f"; still stored: {', '.join(kept)}" if kept else ""
    return f"{folder}: {what}. What was stored before stays in use{which}."


def repeated(
    places: dict[str, Path], session_id: str, path: Path, expected: str = "expected another"
) -> list[Problem]:
    """Note where a session comes from; a problem when it comes from another file already."""
    first = places.setdefault(session_id, path)
    if first == path:
        return []
    return [Problem(path, "id", f"{session_id!r} is already the id of {first}; {expected}")]


def origin_of(path: Path) -> str:
    """Return where a loaded session is from: its file's whole path, as it can be stored."""
    return _storable(str(path.resolve()))


def _storable(name: str) -> str:
    # A file's name need not be UTF-8.
    return name.encode("utf-8", "backslashreplace").decode()


def digest_of(path: Path) -> str:
    """Return the digest of a session file together with the annotations beside it.

    The file's name counts where the session is named after it. Raises TranscriptError when a file
    cannot be read.
    """
    digests = [_storable(path.name)] if is_named_after_file(path) else []
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


def reindexed(digest: str) -> str:
    """Return the digest of a session that was indexed in another way, and is now as others are."""
    return _indexing() + digest.rpartition(":")[2]


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


async def follow(store: Store, analyzer: Analyzer, data: Path, watch: Watch) -> None:
    """Store what is new or changed in the data folder, and remove what is gone from it.

    When a session file has problems, they are logged, and what was stored before stays in use as a
    whole; raises CorpusError when that is nothing.
    """
    while True:
        generation = await store.generation()
        stored = await store.stored()
        changes = await _changes(data, stored)
        if not changes:
            return
        total = sum(len(arrival.session.utterances) for arrival in changes.arrivals)
        try:
            with watch("Storing utterances", total) as progress:
                await store.replace(
                    changes.arrivals,
                    changes.departures,
                    analyzer,
                    progress,
                    generation=generation,
                )
        except CorpusChangedError:
            _log.info("Another process has written to the database meanwhile")
        except sqlite3.OperationalError as error:
            if not is_locked(error):
                raise
            _log.warning("Another process is writing to the database; waiting for it.")
        else:
            _tell(changes, stored)
            if changes.departures:
                await store.erase()
            return


async def _changes(data: Path, stored: Stored) -> Changes:
    """Return what is to be done, and log what stands against it."""
    try:
        changes = await asyncio.to_thread(changes_in, data, stored)
    except TranscriptError as error:
        if not stored:
            raise CorpusError(str(error)) from error
        for problem in error.problems:
            _log.error("%s", problem)
        _log.error("The session files are not taken over; what was stored before is in use.")
        return Changes()
    if changes.warning:
        _log.warning("%s", changes.warning)
    return changes


def _tell(changes: Changes, stored: Stored) -> None:
    for arrival in changes.arrivals:
        session_id = arrival.session.id
        _log.info("Stored the session %s", session_id)
        if session_id in stored and stored[session_id].origin is Origin.LOADED:
            _log.warning("The data folder's session %s replaces the one loaded", session_id)
    for session_id in changes.departures:
        _log.warning("Removed the session %s, whose file is gone", session_id)
