"""What of a data folder is not stored yet, or not any more in the folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.digests import digest_of
from bot.store import Arrival, Origin
from bot.transcript import Problem, TranscriptError, read_session, session_files

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
