"""When a shard may introduce itself to Discord."""

from pathlib import Path

import pytest

from bot.chat.shards import IDENTIFY_EVERY, IdentifyTurns


class Clock:
    """A clock that goes on where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Process:
    """A process of the bot: it shares the folder and the clock, and nothing else."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._clock = clock
        self._turns = IdentifyTurns(folder, clock=clock, sleep=clock.sleep)

    async def identify(self, shard: int, max_concurrency: int) -> float:
        """Return how long the shard was made to wait."""
        before = self._clock.now
        await self._turns.take(shard % max_concurrency)
        return self._clock.now - before


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_processes_take_turns_within_a_group(tmp_path: Path, clock: Clock) -> None:
    one, another = Process(tmp_path, clock), Process(tmp_path, clock)
    waited = [
        await one.identify(0, 1),
        await another.identify(1, 1),
        await one.identify(2, 1),
    ]
    assert waited == [0, IDENTIFY_EVERY, IDENTIFY_EVERY]


async def test_groups_do_not_wait_for_each_other(tmp_path: Path, clock: Clock) -> None:
    one, another = Process(tmp_path, clock), Process(tmp_path, clock)
    assert [await one.identify(0, 2), await another.identify(1, 2)] == [0, 0]
    assert await another.identify(3, 2) == IDENTIFY_EVERY


async def test_what_is_long_ago_is_not_waited_for_and_a_clock_set_back_not_twice(
    tmp_path: Path, clock: Clock
) -> None:
    process = Process(tmp_path, clock)
    await process.identify(0, 1)
    clock.now += 60
    assert await process.identify(0, 1) == 0
    clock.now -= 3600
    assert await process.identify(0, 1) == IDENTIFY_EVERY
