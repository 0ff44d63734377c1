"""One bot spread over processes: each shard introduces itself when Discord takes it."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from filelock import AsyncFileLock

IDENTIFY_EVERY: Final = 5.0
"""Seconds between two shards of one group that introduce themselves."""


class IdentifyTurns:
    """Lets the processes of one bot that share a folder take turns with IDENTIFY.

    Discord takes one in 5 seconds from each group of shards: those whose ids leave the same
    remainder when they are divided by ``max_concurrency``, which it tells. A file for each group
    remembers, as the time of its last change, when that was.
    """

    def __init__(
        self,
        folder: Path,
        every: float | None = None,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._folder = folder
        self._every = IDENTIFY_EVERY if every is None else every
        self._clock = clock
        self._sleep = sleep

    async def take(self, group: int) -> None:
        """Wait until a shard of a group may introduce itself, and count that it does."""
        self._folder.mkdir(parents=True, exist_ok=True)
        taken = self._folder / f"identify-{group}"
        # Of whoever is killed meanwhile, the lock ends and the time stays.
        async with AsyncFileLock(f"{taken}.lock"):
            if taken.exists():
                since = self._clock() - taken.stat().st_mtime
                # A clock that was set back must not make it longer.
                await self._sleep(min(self._every, max(0.0, self._every - since)))
            taken.touch()
            os.utime(taken, (self._clock(), self._clock()))
