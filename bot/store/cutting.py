"""Texts cut, counted and merged, in processes of their own where they are many."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import cache, lru_cache, partial
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from bot.japanese import Analyzer, Cut, Glossary
from bot.store.arrays import Array, ArraysWriter
from bot.store.postings import Level, Text, joined, name_of, tabulated

_ResultT = TypeVar("_ResultT")

Groups = tuple[tuple[str, ...], ...]
"""The spellings of a glossary, by groups."""

# From so many utterances on, processes have cut them before they would be cut here.
_MANY = 5_000
_BATCH, _LARGE_BATCH = 200, 2_000
# Each takes some 130 MB.
_MOST_PROCESSES = 3
# By how much they give way to whoever answers meanwhile.
_NICE = 5

# A quote's own words count three times beside what was written about it.
_OWN_WORDS = 3


class Spoken(NamedTuple):
    """A quote to be cut, by the positions of it and of its utterance, and what is about it."""

    quote: int
    utterance: int
    note: str | None
    text: str
    about: list[str]


Lengths = dict[Level, tuple[Array, Array]]
"""Positions of documents, perhaps several times, and what to add to their lengths."""


class Cutting:
    """Cuts batches of up to ``batch`` utterances, ``at_once`` of them at a time."""

    def __init__(self, analyzer: Analyzer, pool: ProcessPoolExecutor | None, *, many: bool) -> None:
        self._analyzer = analyzer
        self._pool = pool
        self.batch = _LARGE_BATCH if many else _BATCH
        self._turn = asyncio.Lock()
        self.at_once = _processors() + 1 if pool else 1

    async def cut(self, spoken: Sequence[Spoken], groups: Groups, run: Path) -> Lengths:
        """Cut a batch of whole utterances, and write its postings to the file ``run``."""
        return await self._apart(
            partial(_made_apart, spoken, groups, run),
            partial(_made, spoken, self._analyzer, groups, run),
        )

    async def work(self, work: Callable[..., None], *args: object) -> None:
        """Do something else that takes long."""
        await self._apart(partial(work, *args), partial(work, *args))

    async def _apart(self, apart: Callable[[], _ResultT], here: Callable[[], _ResultT]) -> _ResultT:
        if self._pool is not None:
            try:
                # Not by the loop, for it may start a process.
                future = await asyncio.to_thread(self._pool.submit, apart)
                return await asyncio.wrap_future(future)
            except (BrokenExecutor, OSError):
                # One was killed or not started, for want of memory perhaps: it goes on, if slower.
                self._pool = None
        async with self._turn:
            return await asyncio.to_thread(here)


@asynccontextmanager
async def cutting(analyzer: Analyzer, utterances: int) -> AsyncIterator[Cutting]:
    """Make ready for cutting so many utterances, with processes that end when this is left."""
    many = utterances >= _MANY
    if not many or _processors() == 1:
        yield Cutting(analyzer, None, many=many)
        return
    closed, open_end = Pipe(duplex=False)
    with closed, open_end:
        try:
            # Started anew, for threads and locks of this process do not survive a fork.
            pool = ProcessPoolExecutor(_processors(), get_context("spawn"), _begin, (closed,))
        except (OSError, NotImplementedError):
            # There is no shared memory by which they could be spoken to.
            yield Cutting(analyzer, None, many=many)
            return
        try:
            yield Cutting(analyzer, pool, many=many)
        except BaseException:
            # Nobody waits for what is being done.
            open_end.close()
            raise
        finally:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return min(len(affinity(0)) if affinity else os.cpu_count() or 1, _MOST_PROCESSES)


def _begin(closed: Connection) -> None:
    """Let a process end when the one that started it wants it or ends, and give way to others."""
    # Interruptions are left to that one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    threading.Thread(target=_end_when, args=(closed,), daemon=True).start()


def _end_when(closed: Connection) -> None:
    with suppress(EOFError, OSError):
        closed.recv()
    os._exit(1)


@cache
def _own_analyzer() -> Analyzer:
    return Analyzer()


@lru_cache(maxsize=1)
def _glossary(groups: Groups) -> Glossary:
    return Glossary(groups)


def _made_apart(spoken: Sequence[Spoken], groups: Groups, run: Path) -> Lengths:
    return _made(spoken, _own_analyzer(), groups, run)


def _made(spoken: Iterable[Spoken], analyzer: Analyzer, groups: Groups, run: Path) -> Lengths:
    """Cut whole utterances, each text once, and count the terms of the documents they make."""
    glossary = _glossary(groups)
    texts: dict[Level, list[Text]] = {level: [] for level in Level}
    said: dict[int, list[Cut]] = {}
    notes: dict[int, str | None] = {}

    def cut_text(text: str) -> Cut:
        found = analyzer.cut(text)
        if groups:
            found.words.extend(glossary.groups_in(text))
        return found

    for each in spoken:
        own = cut_text(each.text)
        texts[Level.QUOTE].append(Text(each.quote, own, _OWN_WORDS))
        texts[Level.QUOTE] += [Text(each.quote, cut_text(about), 1) for about in each.about]
        said.setdefault(each.utterance, []).append(own)
        notes[each.utterance] = each.note
    for utterance, cuts in said.items():
        texts[Level.UTTERANCE].append(Text(utterance, joined(cuts), 1))
        if note := notes[utterance]:
            texts[Level.UTTERANCE].append(Text(utterance, cut_text(note), 1))
    with ArraysWriter(run, lasting=False) as writer:
        for level, of_level in texts.items():
            for family, table in tabulated(level, of_level).items():
                for part in table.__slots__:
                    array = getattr(table, part)
                    writer.put(name_of(level, family, part), [array], array.dtype.str)
    return {
        level: (
            np.array([text.document for text in of_level], np.int64),
            np.array([text.length for text in of_level], np.int64),
        )
        for level, of_level in texts.items()
    }
