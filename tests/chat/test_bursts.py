"""More is asked at once than can be answered: in order, in time, or told so."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.answering import Answering, Outcome
from bot.chat.client import HatsugenBot
from bot.chat.responding import AT_ONCE, MOST_WAITING, Work
from bot.chat.sending import BusyError, ExpiredError, StoppingError
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Delegating

QUESTION = "COCOAは疫学調査に使えたのですか"
NOW = datetime(2026, 2, 9, tzinfo=UTC)
ENOUGH = 200
"""More than wait without being told so."""


class Held(Delegating):
    """Answers when it is let go on."""

    def __init__(self, answering: Answering) -> None:
        super().__init__(answering)
        self.released = asyncio.Event()

    async def ask(self, question: str, **options: Any) -> Outcome:
        await self.released.wait()
        outcome: Outcome = await self._answering.ask(question, **options)
        return outcome


@pytest.fixture
def held(answering: Answering) -> Held:
    return Held(answering)


@pytest_asyncio.fixture
async def world(make_bot: Callable[..., HatsugenBot], held: Held) -> AsyncIterator[Discord]:
    async with pretended(make_bot(answering=held)) as discord:
        yield discord


def bot_of(world: Discord) -> HatsugenBot:
    bot = world.env.bot
    assert isinstance(bot, HatsugenBot)
    return bot


async def until(true: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - anything at all may make it true
            await asyncio.sleep(0)


def keep_busy(work: Work, held: Held, count: int) -> list[asyncio.Task[bool]]:
    """Let answers be made that are ready when the other ones are let go on."""
    return [work.begin(held.released.wait()) for _ in range(count)]


async def test_answers_are_made_a_few_at_a_time_in_order_of_arrival() -> None:
    work, begun, release = Work(), list[int](), asyncio.Event()

    async def make(number: int) -> int:
        begun.append(number)
        await release.wait()
        return number

    tasks = [work.begin(make(number)) for number in range(50)]
    await until(lambda: begun)
    assert begun == list(range(AT_ONCE))

    release.set()
    assert await asyncio.gather(*tasks) == begun == list(range(50))


async def test_nobody_is_answered_before_those_who_have_to_be_told_to_wait() -> None:
    work, done = Work(), list[str]()
    told = asyncio.Event()

    async def tell() -> None:
        async with work.line:
            await told.wait()
            done.append("told")

    async def make() -> None:
        done.append("answered")

    telling = [asyncio.create_task(tell()) for _ in range(1000)]
    await until(work.line.locked)
    answer = work.begin(make())
    told.set()
    await asyncio.gather(answer, *telling)

    assert done.index("answered") > done.count("told") // 2


async def test_who_has_to_wait_behind_many_is_told_at_once(
    world: Discord, member: Any, held: Held
) -> None:
    others = keep_busy(bot_of(world).work, held, ENOUGH)
    asking = asyncio.create_task(member.slash(world.channel, "ask", question=QUESTION))
    await until(lambda: world.requests("POST", "/callback"))
    assert [request.json["type"] for request in world.requests("POST", "/callback")] == [5]

    held.released.set()
    assert shown(await asking).quoted
    await asyncio.gather(*others)


async def test_who_asks_beyond_all_bounds_is_told_to_try_again(
    world: Discord, member: Any, say: Reader, held: Held
) -> None:
    others = keep_busy(bot_of(world).work, held, AT_ONCE + MOST_WAITING)
    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert result.ephemeral
    assert shown(result).text == say("busy")
    assert [type(error) for error in world.errors] == [BusyError]
    held.released.set()
    await asyncio.gather(*others)


async def test_nobody_who_types_gets_in_the_way_of_answers(
    world: Discord, member: Any, held: Held
) -> None:
    assert await member.autocomplete(world.channel, "ask", "question", "COCOA")

    others = keep_busy(bot_of(world).work, held, ENOUGH)
    assert await member.autocomplete(world.channel, "ask", "question", "COCOA") == []
    held.released.set()
    await asyncio.gather(*others)
    assert await member.autocomplete(world.channel, "ask", "question", "COCOA")

    bot_of(world).work.stopping = True
    assert await member.autocomplete(world.channel, "ask", "question", "COCOA") == []


async def test_choices_are_left_to_whoever_takes_the_place_of_the_bot(
    world: Discord, member: Any
) -> None:
    work = bot_of(world).work
    work.stopping = work.has_successor = True
    await member.autocomplete(world.channel, "ask", "question", "COCOA")

    assert world.requests("POST", "/callback") == []


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=1), timedelta(hours=-1)], ids=str)
async def test_what_comes_too_late_is_not_begun_however_the_clock_is_set(ahead: timedelta) -> None:
    work, now = Work(), NOW + ahead
    work.admit(now)
    work.admit(now - timedelta(seconds=2))
    with pytest.raises(BusyError):
        work.admit(now - timedelta(seconds=2.7))
    with pytest.raises(ExpiredError):
        work.admit(now - timedelta(seconds=60))


@pytest.mark.parametrize("private", [False, True])
async def test_who_gets_no_answer_before_the_end_is_told(
    world: Discord,
    member: Any,
    say: Reader,
    caplog: pytest.LogCaptureFixture,
    private: bool,
) -> None:
    slash = member.slash(world.channel, "ask", question=QUESTION, private=private)
    asking = asyncio.create_task(slash)
    work = bot_of(world).work
    await until(lambda: work.under_way)
    await work.finish(patience=0, farewell=60)

    result = await asking
    assert result.ephemeral
    assert shown(result).text == say("stopping")
    assert [type(error) for error in world.errors] == [StoppingError]
    (line,) = (record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert re.findall(r"\d+", line) == ["1", "0"]


async def test_a_mention_that_gets_no_answer_before_the_end_is_told(
    world: Discord, member: Any, say: Reader
) -> None:
    bot = bot_of(world)
    assert bot.user is not None
    sending = asyncio.create_task(member.send(world.channel, f"<@{bot.user.id}> {QUESTION}"))
    await until(lambda: bot.work.under_way)
    await bot.work.finish(patience=0, farewell=60)
    await sending

    assert "再起動" in shown(member.user.dm_channel.last_message).text


@pytest.mark.parametrize("seconds", [0.2, 0.5])
async def test_a_cooldown_may_be_shorter_than_a_second(
    make_bot: Callable[..., HatsugenBot], seconds: float
) -> None:
    async with pretended(make_bot(cooldown_seconds=seconds)) as world:
        member = world.member("asker")
        for _ in range(3):
            result = await member.slash(world.channel, "ask", question=QUESTION)
            assert shown(result).quoted
            await world.env.advance_time(seconds + 0.1)
