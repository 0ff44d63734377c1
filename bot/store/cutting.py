"""Texts cut and counted, in processes of their own where they are many."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from multiprocessing import get_context, parent_process
from typing import NamedTuple

import numpy as np

from bot.japanese import Analyzer, Cut, Glossary
from bot.store.arrays import Array
from bot.store.postings import Level, Text, joined, name_of, tabulated

Groups = tuple[tuple[str, ...], ...]
"""The spellings of a glossary, by groups."""

# From so many utterances on, processes have cut them before they would be cut here.
_MANY = 5_000
_BATCH, _LARGE_BATCH = 200, 2_000
# Each takes some 130 MB.
_MOST_PROCESSES = 3

# A quote's own words count three times beside what was written about it.
_OWN_WORDS = 3


class Spoken(NamedTuple):
    """A quote to be cut, by the positions of it and of its utterance, and what is about it."""

    quote: int
    utterance: int
    note: str | None
    text: str
    about: list[str]


class Batch(NamedTuple):
    """What is made of a batch of whole utterances.

    ``arrays`` are their postings, by the names under which they stand in a file; ``lengths`` give
    positions of documents, perhaps several times, and what to add to their lengths.
    """

    arrays: dict[str, Array]
    lengths: dict[Level, tuple[Array, Array]]
    utterances: int


class Cutting:
    """Cuts batches of up to ``batch`` utterances, ``at_once`` of them at a time."""

    def __init__(self, analyzer: Analyzer, pool: ProcessPoolExecutor | None, *, many: bool) -> None:
        self._analyzer = analyzer
        self._pool = pool
        self.batch = _LARGE_BATCH if many else _BATCH
        self._turn = asyncio.Lock()
        self.at_once = _processors() + 1 if pool else 1

    async def cut(self, spoken: Sequence[Spoken], groups: Groups) -> Batch:
        """Cut a batch of whole utterances."""
        if self._pool is not None:
            loop = asyncio.get_running_loop()
            try:
                return await loop.run_in_executor(self._pool, _made_apart, spoken, groups)
            except (BrokenExecutor, OSError):
                # One was killed or not started, for want of memory perhaps: it goes on, if slower.
                self._pool = None
        async with self._turn:
            return await asyncio.to_thread(_made, spoken, self._analyzer, groups)


@asynccontextmanager
async def cutting(analyzer: Analyzer, utterances: int) -> AsyncIterator[Cutting]:
    """Make ready for cutting so many utterances, with processes that end when this is left."""
    many = utterances >= _MANY
    if not many or _processors() == 1:
        yield Cutting(analyzer, None, many=many)
        return
    try:
        # Started anew, for threads and locks of this process do not survive a fork.
        pool = ProcessPoolExecutor(_processors(), get_context("spawn"), _begin)
    except (OSError, NotImplementedError):
        # There is no shared memory by which they could be spoken to.
        yield Cutting(analyzer, None, many=many)
        return
    try:
        yield Cutting(analyzer, pool, many=many)
    except BaseException:
        # Nobody waits for what is being cut.
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    await asyncio.to_thread(pool.shutdown)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return min(len(affinity(0)) if affinity else os.cpu_count() or 1, _MOST_PROCESSES)


def _begin() -> None:
    """Let a process end with the one that started it, and leave interruptions to that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


@cache
def _own_analyzer() -> Analyzer:
    return Analyzer()


@lru_cache(maxsize=1)
def _glossary(groups: Groups) -> Glossary:
    return Glossary(groups)


def _made_apart(spoken: Sequence[Spoken], groups: Groups) -> Batch:
    return _made(spoken, _own_analyzer(), groups)


def _made(spoken: Iterable[Spoken], analyzer: Analyzer, groups: Groups) -> Batch:
    """Cut whole utterances, each text once, and count the terms of the documents they make."""
    glossary = _glossary(groups)
    texts: dict[Level, list[Text]] = {level: [] for level in Level}
    said: dict[int, list[Cut]] = {}
    notes: dict[int, str | None] = {}

    def cut_text(text: str) -> Cut:
        found = analyzer.cut(text)
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
    return Batch(
        {
            name_of(level, family, part): getattr(table, part)
            for level, of_level in texts.items()
            for family, table in tabulated(level, of_level).items()
            for part in table.__slots__
        },
        {
            level: (
                np.array([text.document for text in of_level], np.int64),
                np.array([text.length for text in of_level], np.int64),
            )
            for level, of_level in texts.items()
        },
        len(said),
    )
