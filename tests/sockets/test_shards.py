"""One bot over several processes: each answers its own servers, and nobody is answered twice."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from tests.sockets.asked import Asked
from tests.sockets.faults import Endpoint
from tests.sockets.loopback import Loopback, until
from tests.sockets.process import Bot, Launcher, launching

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"
RIGHT = "疫学調査には使えない"
SERVERS = 4


@pytest_asyncio.fixture(loop_scope="module")
async def wide() -> AsyncIterator[Loopback]:
    """A Discord with several servers."""
    async with Loopback(servers=SERVERS) as discord:
        yield discord
    assert discord.rest.unknown == []


@pytest_asyncio.fixture(loop_scope="module")
async def parts(wide: Loopback, database: Path, tmp_path: Path) -> AsyncIterator[Launcher]:
    """Starts parts of a bot."""
    async with launching(wide, database, tmp_path) as launcher:
        yield launcher


async def start_all(discord: Loopback, launcher: Launcher, count: int) -> list[Bot]:
    """Start a process for each shard, all at the same time."""
    bots = [
        await launcher.begin(SHARD_COUNT=str(count), SHARD_ID=f"hatsugen-{number}")
        for number in range(count)
    ]
    await asyncio.gather(
        *(bot.until(lambda: len(discord.gateway.connections) == count) for bot in bots)
    )
    return bots


async def settled(asked: Sequence[Asked]) -> None:
    await until(lambda: all(each.settled for each in asked))


@pytest.mark.parametrize("count", [2, 4])
async def test_each_answers_its_servers_and_nobody_twice(
    wide: Loopback, parts: Launcher, count: int
) -> None:
    bots = await start_all(wide, parts, count)
    guilds = list(wide.channels)
    assert sorted(wide.gateway.identified) == [(number, count) for number in range(count)]
    assert wide.rest.requested(Endpoint.SYNC) == 1

    # Each is held up in turn: it is asked in its own servers, and the others answer theirs.
    for number, held in enumerate(bots):
        held.gate.touch()
        mentions = [await wide.mention(QUESTION, guild=guild) for guild in guilds]
        asked = [await wide.ask(QUESTION, guild=guild) for guild in guilds]
        own = [index % count == number for index in range(SERVERS)]
        others = [each for each, mine in zip(mentions + asked, own + own, strict=True) if not mine]
        await settled(others)
        assert not any(each.answers for each, mine in zip(mentions, own, strict=True) if mine)
        held.gate.unlink()
        await settled(mentions + asked)
        assert [len(each.visible) for each in mentions + asked] == [1] * (2 * SERVERS)
        assert all(RIGHT in each.answers[0].quoted for each in mentions + asked)
    assert [await bot.stop() for bot in bots] == [0] * count
    assert [bot.complaints for bot in bots] == [[]] * count


async def test_one_is_killed_and_started_again_while_the_other_answers(
    wide: Loopback, parts: Launcher
) -> None:
    first, second = await start_all(wide, parts, 2)
    here, there = list(wide.channels)[:2]
    asked = await wide.ask(QUESTION, guild=there)
    await second.until(lambda: asked.settled)
    [answer] = asked.answers
    before = answer.quoted

    second.process.send_signal(signal.SIGKILL)
    assert await second.ended() == -signal.SIGKILL
    await until(lambda: len(wide.gateway.connections) == 1)
    meanwhile = await wide.mention(QUESTION, guild=here)
    await first.until(lambda: meanwhile.settled)

    again = await parts.start(SHARD_COUNT="2", SHARD_ID="1")
    pressed = await wide.press(answer, "Next", user=asked.user, guild=there)
    mention = await wide.mention(QUESTION, guild=there)
    await again.until(lambda: pressed.settled and mention.settled)
    assert answer.quoted != before
    assert len(meanwhile.visible) == len(mention.visible) == 1
    assert wide.gateway.identified.count((1, 2)) == 2
    assert wide.gateway.identified.count((0, 2)) == 1


async def test_a_button_works_whichever_process_gets_it(wide: Loopback, parts: Launcher) -> None:
    _, second = await start_all(wide, parts, 2)
    here, there = list(wide.channels)[:2]
    asked = await wide.ask(QUESTION, guild=here)
    await until(lambda: asked.settled)
    [answer] = asked.answers
    before = answer.quoted

    pressed = await wide.press(answer, "Next", user=asked.user, guild=there)
    await second.until(lambda: pressed.settled)
    assert pressed.answers == [answer]
    assert answer.quoted not in ("", before)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"SHARD_COUNT": "2", "SHARD_IDS": "0-1"}, "SHARD_IDS"),
        ({"SHARD_COUNT": "3", "SHARD_IDS": "2"}, "SHARD_COUNT"),
        ({}, "answer everything twice"),
    ],
    ids=["the same shard", "another count", "all shards"],
)
async def test_who_would_answer_the_same_servers_gives_way(
    wide: Loopback, parts: Launcher, settings: dict[str, str], told: str
) -> None:
    await parts.start(SHARD_COUNT="2", SHARD_ID="1")
    second = await parts.begin(**settings)
    assert await second.ended() == 2
    [line] = second.complaints
    assert line.startswith("Error: another `hatsugen run`")
    assert told in line
    assert wide.gateway.identified == [(1, 2)]


async def test_a_part_without_the_first_shard_registers_commands_only_when_told_to(
    wide: Loopback, parts: Launcher
) -> None:
    await parts.start(SHARD_COUNT="4", SHARD_IDS="1,2")
    assert wide.rest.requested(Endpoint.SYNC) == 0
    told = await parts.start(SHARD_COUNT="4", SHARD_ID="3", SYNC_COMMANDS="1")
    await told.until(lambda: wide.rest.requested(Endpoint.SYNC))
    assert wide.rest.requested(Endpoint.SYNC) == 1
    # The first one would, had the other not done so already.
    await parts.start(SHARD_COUNT="4", SHARD_ID="0", SYNC_COMMANDS="0")
    assert wide.rest.requested(Endpoint.SYNC) == 1
    await until(lambda: len(wide.gateway.identified) == 4)


@pytest.mark.parametrize("shares_state", [True, False], ids=["taking over", "side by side"])
async def test_a_newer_process_takes_the_place_of_one_and_every_question_is_answered_once(
    wide: Loopback, parts: Launcher, shares_state: bool
) -> None:
    shard = {"SHARD_COUNT": "2", "SHARD_ID": "0", "GIVE_WAY": "0.7"}
    older = await parts.start(**shard)
    asked: list[Asked] = []
    replaced = asyncio.Event()

    async def go_on_asking() -> None:
        while not replaced.is_set():
            asked.append(await wide.ask(QUESTION))
            asked.append(await wide.mention(QUESTION))
            await asyncio.sleep(0.1)

    asking = asyncio.create_task(go_on_asking())
    if shares_state:
        newer = await parts.begin("--take-over", **shard)
        assert await older.ended() == 0
    else:
        # As on another machine: whoever replaces it waits until the newer one is ready.
        newer = await parts.start(STATE_DIR=str(parts.folder / "another"), **shard)
        before = len(asked)
        await newer.until(lambda: len(asked) > before + 6)
        assert await older.stop() == 0
    replaced.set()
    await asking
    asked.append(await wide.ask(QUESTION))
    await newer.until(lambda: all(each.settled for each in asked))
    assert len(asked) > 20
    assert [len(each.visible) for each in asked] == [1] * len(asked)
    assert [each for each in asked if RIGHT not in each.answers[0].quoted] == []
    assert newer.complaints == []
    # Side by side, the older one cannot know that the newer one answers.
    assert len(older.complaints) <= (not shares_state)
