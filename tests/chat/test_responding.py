"""In time, not too often, and an orderly end."""

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import datetime
from math import ceil
from time import thread_time
from typing import Any

import pytest

from bot.answering import Answering
from bot.chat import responding
from bot.chat.client import HatsugenBot, ended_by_signals, run
from bot.chat.responding import DEFER_AFTER
from bot.chat.sending import StoppingError, TooFastError
from bot.session import Language
from bot.store import Store
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Watched

QUESTION = "COCOAは疫学調査に使えたのですか"
COOLDOWN = 10
JAPANESE = Reader("ja", Language.JA)


def notices(world: Discord, say: Reader, asked_at: datetime) -> set[str]:
    """What a member may be told who has asked since then: the seconds left meanwhile."""
    passed = (world.env.now() - asked_at).total_seconds()
    return {say("too-fast", seconds=left) for left in range(ceil(COOLDOWN - passed), COOLDOWN + 1)}


async def test_asking_again_at_once_is_held_off_privately_and_allowed_later(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    async with pretended(make_bot(cooldown_seconds=COOLDOWN)) as world:
        member, other = world.member("asker", say.locale), world.member("other", say.locale)
        asked_at = world.env.now()
        await member.slash(world.channel, "ask", question=QUESTION)

        held_off = await member.slash(world.channel, "quote", speaker="hirai")
        assert held_off.ephemeral
        assert shown(held_off).text in notices(world, say, asked_at)
        answered = await other.slash(world.channel, "ask", question=QUESTION)
        assert shown(answered).quoted

        await world.env.advance_time(COOLDOWN / 2)
        held_off = await member.slash(world.channel, "quote", speaker="hirai")
        assert shown(held_off).text in notices(world, say, asked_at)
        assert shown(held_off).text != say("too-fast", seconds=COOLDOWN)

        await world.env.advance_time(COOLDOWN / 2 + 1)
        answered = await member.slash(world.channel, "quote", speaker="hirai")
        assert shown(answered).quoted
        assert [type(error) for error in world.errors] == [TooFastError] * 2


async def test_the_cooldown_holds_for_mentions_and_its_notice_is_private(
    make_bot: Callable[..., HatsugenBot],
) -> None:
    async with pretended(make_bot(cooldown_seconds=COOLDOWN)) as world:
        member = world.member("asker")
        asked_at = world.env.now()
        for _ in range(3):
            await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

        assert len(world.messages) == 4
        assert len(member.user.dm_channel.history()) == 1
        notice = shown(member.user.dm_channel.last_message).text
        assert notice in notices(world, JAPANESE, asked_at)


async def test_sharing_and_turning_pages_are_not_held_off_by_the_question(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    async with pretended(make_bot(cooldown_seconds=COOLDOWN)) as world:
        member = world.member("asker", say.locale)
        asked_at = world.env.now()
        message = (
            await member.slash(world.channel, "ask", question=QUESTION, private=True)
        ).response

        await member.click(message, label=say("button-next-match"))
        assert say("match-count", number=2, total=3) in shown(message).text
        shared = await member.click(message, label=say("button-share"))
        assert shown(shared.followups[-1]).quoted

        await member.click(message, label=say("button-next-match"))
        held_off = await member.click(message, label=say("button-share"))
        assert shown(held_off).text in notices(world, say, asked_at)


def first_responses(world: Discord) -> Any:
    return [request.json["type"] for request in world.requests("POST", "/callback")]


def test_waiting_is_announced_before_discord_gives_up() -> None:
    assert DEFER_AFTER < 3


async def test_only_what_takes_long_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.responding.DEFER_AFTER", 0)
    loop = asyncio.get_running_loop()
    pending, done = loop.create_future(), loop.create_future()
    done.set_result(None)

    assert not await responding._soon(pending)
    assert await responding._soon(done)


async def test_a_late_answer_is_announced(
    world: Discord, say: Reader, member: Any, late: None
) -> None:
    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert first_responses(world) == [5]
    assert shown(result).quoted
    assert not result.ephemeral


async def test_a_late_private_answer_stays_private(
    world: Discord, say: Reader, member: Any, late: None
) -> None:
    result = await member.slash(world.channel, "ask", question=QUESTION, private=True)

    assert first_responses(world) == [5]
    assert result.ephemeral
    assert shown(result).is_enabled(say("button-share"))


async def test_a_late_refusal_of_a_public_question_is_private_all_the_same(
    world: Discord, say: Reader, member: Any, late: None
) -> None:
    other = world.member("other")

    result = await member.slash(world.channel, "ask", question="qwzx vbnk jhgf")

    assert first_responses(world) == [5]
    assert say("no-answer") in shown(result.followups[-1]).text
    assert result.followups[-1].ephemeral
    assert not world.channel.history(viewer=other)


async def test_late_pages_arrive_too(world: Discord, say: Reader, member: Any, late: None) -> None:
    other = world.member("other", say.locale)
    message = (await member.slash(world.channel, "ask", question=QUESTION)).response

    await member.click(message, label=say("button-next-match"))
    assert say("match-count", number=2, total=3) in shown(message).text
    result = await other.click(message, label=say("button-next-match"))
    assert say("match-count", number=3, total=3) in shown(result).text
    assert result.ephemeral
    assert first_responses(world) == [5, 6, 5]


@pytest.mark.parametrize("question", [QUESTION, "qwzx vbnk jhgf", "デジタル庁 " * 100])
async def test_the_event_loop_is_not_held_up(world: Discord, member: Any, question: str) -> None:
    answered = asyncio.create_task(member.slash(world.channel, "ask", question=question))
    # What the loop's own thread computes between two turns, whatever else the machine does.
    stretches = []
    while not answered.done():
        began = thread_time()
        await asyncio.sleep(0)
        stretches.append(thread_time() - began)
    await answered

    assert max(stretches) < DEFER_AFTER


async def test_what_is_being_answered_is_finished_and_nothing_new_begun(
    make_bot: Callable[..., HatsugenBot], answering: Answering, say: Reader
) -> None:
    watched = Watched(answering, lambda: setattr(bot.work, "stopping", True))
    bot: HatsugenBot = make_bot(answering=watched)
    async with pretended(bot) as world:
        member = world.member("asker", say.locale)

        answered = await member.slash(world.channel, "ask", question=QUESTION)
        refused = await member.slash(world.channel, "ask", question=QUESTION)
        pressed = await member.click(answered.response, label=say("button-next-match"))
        await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

        assert shown(answered).quoted
        for result in (refused, pressed):
            assert result.ephemeral
            assert shown(result).text == say("stopping")
        assert watched.begun == 1
        assert [type(error) for error in world.errors] == [StoppingError]


class Unconnected(HatsugenBot):
    """Connects to nothing, and stays until it is closed."""

    signal: signal.Signals

    async def start(self, token: Any, *, reconnect: Any = True) -> None:
        self.gone = asyncio.Event()
        os.kill(os.getpid(), self.signal)
        await self.gone.wait()

    async def close(self) -> None:
        self.stopping_at_close = self.work.stopping
        await super().close()
        self.gone.set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signals_end_it_in_order(store: Store, answering: Answering, number: Any) -> None:
    bot = Unconnected(store, answering)
    bot.signal = number

    async with asyncio.timeout(60):
        with ended_by_signals():
            await run(bot, "token")

    assert bot.is_closed()
    assert bot.work.stopping


async def test_closing_waits_for_an_answer_but_not_for_ever(
    store: Store, answering: Answering
) -> None:
    bot = HatsugenBot(store, answering)
    finished = []

    async def answer() -> None:
        async with bot.work:
            await asyncio.sleep(0)
            finished.append(True)

    task = asyncio.create_task(answer())
    await asyncio.sleep(0)
    await bot.work.finish()
    assert finished
    await task

    async with bot.work:
        await bot.work.finish(patience=0, farewell=0)
    assert bot.work.stopping
