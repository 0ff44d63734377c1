"""Sessions from files outside the data folder: added to a corpus, and removed from it."""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.corpus.changes import (
    CorpusError,
    Stored,
    Watch,
    digest_of,
    origin_of,
    repeated,
    unwatched,
)
from bot.corpus.corpus import Corpus
from bot.corpus.encoding import encode_texts
from bot.session import Session, SessionSummary
from bot.store import Arrival, Origin, is_locked
from bot.transcript import Problem, TranscriptError, check_id, read_session, session_files


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of a session was stored, or removed."""

    session: str
    utterances: int
    quotes: int

    @classmethod
    def of(cls, session: Session) -> "Amount":
        """Measure a session, without making an object of each quote."""
        quotes = sum(len(utterance.quotes) for utterance in session.utterances)
        return cls(session.id, len(session.utterances), quotes)

    @classmethod
    def summed(cls, session: SessionSummary) -> "Amount":
        """Return the amount of a stored session."""
        return cls(session.id, session.utterance_count, session.quote_count)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading files; ``unchanged`` were stored already.

    It holds no session, for asyncio writes out a result in full, and a session may be large.
    """

    stored: tuple[Amount, ...]
    unchanged: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """What came of removing sessions; ``erased`` tells whether their words left the file too."""

    sessions: tuple[Amount, ...]
    erased: bool


async def load(
    corpus: Corpus,
    paths: Iterable[Path],
    watch: Watch = unwatched,
    *,
    session_id: str | None = None,
    replacing: bool = False,
) -> Loaded:
    """Store the sessions of files, all of them or none.

    ``session_id`` is for a single file, instead of the id that it has. A session that was loaded
    from another file stays, unless ``replacing``. Raises TranscriptError with everything that is
    wrong with the files, and CorpusError when another process does not let go of the database.
    """
    stored = await corpus.store.stored()
    arrivals: list[Arrival] = []
    unchanged: list[Path] = []
    problems: list[Problem] = []
    places: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        try:
            arrival = await _read(path, session_id, watch)
        except TranscriptError as error:
            problems += error.problems
            continue
        expected = "expected another, which --id gives to a file loaded by itself"
        problems += repeated(places, arrival.session.id, path, expected)
        if _is_stored(arrival, stored):
            unchanged.append(path)
            continue
        problems += _taken(arrival, stored, path, replacing=replacing)
        arrivals.append(arrival)
    if problems:
        raise TranscriptError(problems)
    await _store(corpus, arrivals, watch)
    return Loaded(tuple(Amount.of(arrival.session) for arrival in arrivals), tuple(unchanged))


async def remove(corpus: Corpus, session_ids: Sequence[str]) -> Removed:
    """Remove loaded sessions, all of them or none, and their words from the file.

    A session of the data folder goes with its file there, or here when there is no file left at
    all. Raises CorpusError with everything that speaks against it, or when another process does not
    let go of the database.
    """
    record = await corpus.store.record()
    removable = [
        session_id
        for session_id, stored in record.stored.items()
        if stored.origin is Origin.LOADED or not session_files(corpus.data)
    ]
    known = f"expected one of: {', '.join(removable)}" if removable else "nothing can be removed"
    refusals = [
        f"{session_id!r} comes from the data folder; remove the file there,"
        f" {corpus.data / record.stored[session_id].file}"
        if session_id in record.stored
        else f"unknown session {session_id!r}; {known}"
        for session_id in dict.fromkeys(session_ids)
        if session_id not in removable
    ]
    if refusals:
        raise CorpusError("\n".join(refusals))
    with _lock_explained():
        await corpus.store.replace((), session_ids, corpus.analyzer)
    amounts = (Amount.summed(record.sessions[each]) for each in dict.fromkeys(session_ids))
    return Removed(tuple(amounts), erased=await corpus.store.erase())


async def _read(path: Path, session_id: str | None, watch: Watch) -> Arrival:
    size = await asyncio.to_thread(_size, path)
    with watch(f"Reading {path.name}", size) as progress:
        session = await asyncio.to_thread(read_session, path, progress)
    if session_id is not None:
        try:
            session = replace(session, id=check_id(session_id))
        except ValueError as error:
            raise TranscriptError([Problem(path, None, str(error))]) from error
    digest = await asyncio.to_thread(digest_of, path)
    return Arrival(session, digest, Origin.LOADED, origin_of(path))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _is_stored(arrival: Arrival, stored: Stored) -> bool:
    known = stored.get(arrival.session.id)
    return known is not None and known.digest == arrival.digest


def _taken(arrival: Arrival, stored: Stored, path: Path, *, replacing: bool) -> list[Problem]:
    """Return what speaks against storing a session under its id."""
    session_id = arrival.session.id
    known = stored.get(session_id)
    if known is None:
        return []
    if known.origin is Origin.DATA_FOLDER:
        message = f"{session_id!r} comes from the data folder; expected a change there"
    elif known.file and known.file != arrival.file and not replacing:
        message = (
            f"{session_id!r} is loaded from {known.file} already;"
            " expected --replace, to put this file in its place, or another id, with --id"
        )
    else:
        return []
    return [Problem(path, "id", message)]


async def _store(corpus: Corpus, arrivals: list[Arrival], watch: Watch) -> None:
    if not arrivals:
        return
    total = sum(len(arrival.session.utterances) for arrival in arrivals)
    with _lock_explained(), watch("Storing utterances", total) as progress:
        await corpus.store.replace(arrivals, (), corpus.analyzer, progress)
    if corpus.encoder is not None:
        with _lock_explained():
            await encode_texts(corpus.store, corpus.encoder, watch)


@contextmanager
def _lock_explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if not is_locked(error):
            raise
        message = "another process is writing to the database; try again when it is done"
        raise CorpusError(message) from error
