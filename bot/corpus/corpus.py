"""The corpus that questions are answered from."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot.answering import Answering
from bot.corpus.changes import Changes, Stored, changes_in, is_outdated
from bot.corpus.opening import CorpusError, open_store
from bot.japanese import Analyzer
from bot.store import CorpusChangedError, Origin, Progress, Store, is_locked
from bot.transcript import TranscriptError

_log = logging.getLogger(__name__)

Watch = Callable[[str, int], AbstractContextManager[Progress]]
"""Shows a task: told its name and how much there is to do, and then each portion done."""


def unwatched(_task: str, _total: int) -> AbstractContextManager[Progress]:
    """Show nothing."""
    return nullcontext(lambda _done: None)


@dataclass(frozen=True, slots=True)
class Corpus:
    """An opened corpus, and what answers questions about it."""

    store: Store
    analyzer: Analyzer
    answering: Answering


@asynccontextmanager
async def open_corpus(
    database: Path, data: Path, *, watch: Watch = unwatched, may_be_empty: bool = False
) -> AsyncIterator[Corpus]:
    """Open the database in step with the session files of the folder ``data``.

    A database that cannot be used is set aside and built anew. When a session file has problems,
    they are logged, and what was stored before stays in use as a whole. Raises CorpusError when
    there is nothing to use, or when the database cannot be opened for reasons outside of it.
    """
    async with AsyncExitStack() as stack:
        analyzer = await asyncio.to_thread(Analyzer)
        store = await open_store(database, stack)
        await _follow(store, analyzer, data, watch)
        stored = await store.digests()
        if not stored and not may_be_empty:
            raise CorpusError(f"nothing to answer from: no session files in {data}, none loaded")
        for session_id, (digest, _) in stored.items():
            if is_outdated(digest):
                _log.warning("The session %s is indexed by another version", session_id)
        yield Corpus(store, analyzer, Answering(store, analyzer))


async def _follow(store: Store, analyzer: Analyzer, data: Path, watch: Watch) -> None:
    """Store what is new or changed in the data folder, and remove what is gone from it."""
    while True:
        generation = await store.generation()
        stored = await store.digests()
        try:
            changes = await asyncio.to_thread(changes_in, data, stored)
        except TranscriptError as error:
            if not stored:
                raise CorpusError(str(error)) from error
            for problem in error.problems:
                _log.error("%s", problem)
            _log.error("The session files are not taken over; what was stored before is in use.")
            return
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
            return


def _tell(changes: Changes, stored: Stored) -> None:
    for arrival in changes.arrivals:
        session_id = arrival.session.id
        _log.info("Stored the session %s", session_id)
        if session_id in stored and stored[session_id][1] == Origin.LOADED:
            _log.warning("The data folder's session %s replaces the one loaded", session_id)
    for session_id in changes.departures:
        _log.info("Removed the session %s, whose file is gone", session_id)
