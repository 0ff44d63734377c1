"""Sessions added to a corpus from files outside the data folder."""

import asyncio
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.changes import Stored, digest_of, repeated
from bot.corpus.corpus import Corpus, Watch, unwatched
from bot.corpus.opening import CorpusError
from bot.session import Session
from bot.store import Arrival, Origin, is_locked
from bot.transcript import Problem, TranscriptError, read_session


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of a session was stored."""

    session: str
    utterances: int
    quotes: int

    @classmethod
    def of(cls, session: Session) -> "Amount":
        """Measure a session, without making an object of each quote."""
        quotes = sum(len(utterance.quotes) for utterance in session.utterances)
        return cls(session.id, len(session.utterances), quotes)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading files; ``unchanged`` were stored already.

    It holds no session, for asyncio writes out a result in full, and a session may be large.
    """

    stored: tuple[Amount, ...]
    unchanged: tuple[Path, ...]


async def load(corpus: Corpus, paths: Iterable[Path], watch: Watch = unwatched) -> Loaded:
    """Store the sessions of files, all of them or none.

    Raises TranscriptError with everything that is wrong with the files, and CorpusError when
    another process does not let go of the database.
    """
    stored = await corpus.store.digests()
    arrivals: list[Arrival] = []
    unchanged: list[Path] = []
    problems: list[Problem] = []
    places: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        try:
            arrival = await _read(path, watch)
        except TranscriptError as error:
            problems += error.problems
            continue
        problems += repeated(places, arrival.session.id, path)
        if _is_stored(arrival, stored):
            unchanged.append(path)
            continue
        problems += _belongs_to_data_folder(arrival, stored, path)
        arrivals.append(arrival)
    if problems:
        raise TranscriptError(problems)
    await _store(corpus, arrivals, watch)
    return Loaded(tuple(Amount.of(arrival.session) for arrival in arrivals), tuple(unchanged))


async def _read(path: Path, watch: Watch) -> Arrival:
    size = await asyncio.to_thread(_size, path)
    with watch(f"Reading {path.name}", size) as progress:
        session = await asyncio.to_thread(read_session, path, progress)
    return Arrival(session, await asyncio.to_thread(digest_of, path), Origin.LOADED)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _is_stored(arrival: Arrival, stored: Stored) -> bool:
    known = stored.get(arrival.session.id)
    return known is not None and known[0] == arrival.digest


def _belongs_to_data_folder(arrival: Arrival, stored: Stored, path: Path) -> list[Problem]:
    known = stored.get(arrival.session.id)
    if known is None or known[1] != Origin.DATA_FOLDER:
        return []
    message = f"{arrival.session.id!r} comes from the data folder; expected a change there"
    return [Problem(path, "id", message)]


async def _store(corpus: Corpus, arrivals: list[Arrival], watch: Watch) -> None:
    if not arrivals:
        return
    total = sum(len(arrival.session.utterances) for arrival in arrivals)
    try:
        with watch("Storing utterances", total) as progress:
            await corpus.store.replace(arrivals, (), corpus.analyzer, progress)
    except sqlite3.OperationalError as error:
        if not is_locked(error):
            raise
        message = "another process is writing to the database; try again when it is done"
        raise CorpusError(message) from error
