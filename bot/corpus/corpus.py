"""The corpus that questions are answered from."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering import Answering
from bot.corpus.changes import CorpusError, Watch, follow, is_outdated, reindexed, unwatched
from bot.corpus.encoding import encode_texts
from bot.encoder import Encoder
from bot.japanese import Analyzer
from bot.store import (
    Arrival,
    DatabaseUnusableError,
    FileId,
    Store,
    copy_database,
    earlier_sessions,
    file_id,
    loaded_sessions,
    primary_code,
    remove_database,
)
from bot.transcript import session_files, source_files

_log = logging.getLogger(__name__)

_PATIENCE = 60.0
_PAUSE = 0.05
# Another process may spoil the first new one; what spoils the second is here to stay.
_MOST_REBUILDS = 2

# What is wrong with the disk or with permissions is not mended by building the database anew.
_SURROUNDINGS = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}

Look = tuple[tuple[str, int, int, int], ...]
"""The files of a data folder: name, inode, time of the last change, size."""

_FAILURES = (CorpusError, DatabaseUnusableError, OSError, sqlite3.Error)


@dataclass(frozen=True, slots=True)
class Corpus:
    """An opened corpus, and what answers questions about it."""

    store: Store
    analyzer: Analyzer
    answering: Answering
    data: Path
    database: Path
    encoder: Encoder | None = None

    async def keep_in_step(
        self, told: asyncio.Event, renewed: Callable[[], Awaitable[None]], every: float = 20.0
    ) -> None:
        """Take over what changes in the data folder, until cancelled.

        The folder is looked at ``every`` so many seconds, and taken over when it is as it was the
        last time, for somebody may still be writing; or at once, when this is ``told``. Of session
        files with problems nothing is taken over, and the log says why. ``renewed`` is called when
        the corpus is another one, whoever changed it.
        """
        generation = await self.store.generation()
        seen: Look | None = None
        taken: Look | None = None
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await told.wait()
            before, seen = seen, await asyncio.to_thread(_look, self.data)
            if told.is_set() or taken != seen == before:
                told.clear()
                taken = seen
                await self._follow()
            try:
                generation, before_that = await self.store.generation(), generation
                if generation != before_that:
                    await renewed()
            except _FAILURES as error:
                # The next question meets it too, and has it mended.
                _log.warning("The corpus could not be read: %s", error)

    async def _follow(self) -> None:
        try:
            # A connection of its own, for others see what is half written on the same one.
            async with Store.open(self.database) as store:
                await follow(store, self.analyzer, self.data, unwatched)
                if self.encoder is not None:
                    await encode_texts(store, self.encoder, unwatched)
        except _FAILURES as error:
            _log.error("The data folder could not be taken over: %s", error)


@asynccontextmanager
async def open_corpus(
    database: Path,
    data: Path,
    *,
    watch: Watch = unwatched,
    may_be_empty: bool = False,
    encoder: Encoder | None = None,
) -> AsyncIterator[Corpus]:
    """Open the database in step with the session files of the folder ``data``.

    With an ``encoder``, quotes are encoded that have not been yet.

    A database that cannot be used is set aside and built anew, now and whenever that shows. When a
    session file has problems, they are logged, and what was stored before stays in use as a whole.
    Raises CorpusError when there is nothing to use, or when the database cannot be opened for
    reasons outside of it.
    """
    analyzer = await asyncio.to_thread(Analyzer)
    upkeep = Upkeep(database, data, analyzer, watch, may_be_empty, encoder)
    await upkeep.begin()
    async with Store.open(database, upkeep.restore) as store:
        answering = Answering(store, analyzer, encoder)
        yield Corpus(store, analyzer, answering, data, database, encoder)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Keeps a database sound and in step with the session files of the folder ``data``."""

    database: Path
    data: Path
    analyzer: Analyzer
    watch: Watch
    may_be_empty: bool
    encoder: Encoder | None

    async def begin(self) -> None:
        """Make the database ready to be opened.

        Raises CorpusError when there is nothing to use, when building it anew does not help, or
        when another process does not let go of it.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        rebuilds = 0
        while True:
            file = file_id(self.database)
            try:
                return await self._bring_up()
            except DatabaseUnusableError as error:
                if rebuilds == _MOST_REBUILDS:
                    raise CorpusError(self._unusable(error)) from error
                rebuilds += 1
                await self._set_aside(error, file)
            except sqlite3.OperationalError as error:
                if loop.time() > until:
                    message = f"the database {self.database} cannot be opened: {error}"
                    raise CorpusError(message) from error
                await asyncio.sleep(_PAUSE)

    async def restore(self, error: DatabaseUnusableError, file: FileId | None) -> None:
        """Make the database sound again, in which something was wrong with a ``file``.

        Raises CorpusError as ``begin`` does.
        """
        await self._set_aside(error, file)
        await self.begin()

    async def _bring_up(self) -> None:
        async with Store.open(self.database) as store:
            await follow(store, self.analyzer, self.data, self.watch)
            if self.encoder is not None:
                await encode_texts(store, self.encoder, self.watch)
            stored = await store.stored()
            if not stored and not self.may_be_empty:
                message = f"nothing to answer from: no session files in {self.data}, none loaded"
                raise CorpusError(message)
            for session_id, session in stored.items():
                if is_outdated(session.digest):
                    _log.warning("The session %s is indexed by another version", session_id)

    async def _set_aside(self, error: DatabaseUnusableError, file: FileId | None) -> None:
        """Rename a database rather than delete it, for it may be somebody else's file."""
        if file_id(self.database) != file:
            # Another process has replaced it already.
            _log.warning("The database %s is opened again: %s", self.database, error)
            return
        if primary_code(error.__cause__) in _SURROUNDINGS or not self.database.is_file():
            raise CorpusError(self._unusable(error)) from error
        aside = self.database.with_name(self.database.name + ".unusable")
        if earlier := await asyncio.to_thread(earlier_sessions, self.database):
            await self._update(earlier, aside, file)
            return
        remove_database(aside)
        for suffix in ("-wal", ""):
            part = self.database.with_name(self.database.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
        remove_database(self.database)
        _log.warning(
            "The database %s cannot be used (%s). It is set aside as %s and built anew;"
            " what was added with `hatsugen load` has to be loaded again%s",
            self.database,
            error,
            aside.name,
            _listed(await asyncio.to_thread(loaded_sessions, aside)),
        )

    async def _update(self, earlier: Sequence[Arrival], aside: Path, file: FileId | None) -> None:
        """Put a database with the loaded sessions in the place of one of an earlier release.

        Whenever this is ended halfway, they are in one of the two.
        """
        new = self.database.with_name(f"{self.database.name}.{os.getpid()}.new")
        remove_database(new)
        arrivals = [replace(each, digest=reindexed(each.digest)) for each in earlier]
        try:
            async with Store.open(new) as store:
                await store.replace(arrivals, (), self.analyzer)
            if file_id(self.database) != file:
                return
            remove_database(aside)
            await asyncio.to_thread(copy_database, self.database, aside)
            for suffix in ("-wal", "-shm"):
                # What is journalled of the old one would be taken for the new one's.
                self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
            new.replace(self.database)
        finally:
            remove_database(new)
        _log.warning(
            "The database %s is of an earlier release. It is kept as %s and built anew;"
            " what was added with `hatsugen load` was taken over: %s.",
            self.database,
            aside.name,
            ", ".join(arrival.session.id for arrival in arrivals),
        )

    def _unusable(self, error: DatabaseUnusableError) -> str:
        return f"the database {self.database} cannot be used: {error}"


def _look(folder: Path) -> Look:
    """Return what changes whenever the files of a data folder do, without reading them."""
    found = []
    with suppress(OSError):
        for path in session_files(folder):
            for source in source_files(path):
                status = source.stat()
                changed = (status.st_ino, status.st_mtime_ns, status.st_size)
                found.append((source.name, *changed))
    return tuple(found)


def _listed(loaded: dict[str, str]) -> str:
    sessions = (f"{each} ({file})" if file else each for each, file in loaded.items())
    return f": {', '.join(sessions)}." if loaded else "."
