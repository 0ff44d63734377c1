"""Many members at once: nobody is lost, nobody is answered twice, and the log stays short.

HATSUGEN_FLOOD says how many they are, and lets Discord take no first answer after three seconds.
Without it they are 300, or fewer where the machine is too busy to bring their questions in time.
"""

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import pytest

from tests.sockets.asked import Asked
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

GIVEN = os.environ.get("HATSUGEN_FLOOD")
DEADLINE = 3.0 if GIVEN else None
QUESTION = "COCOAは疫学調査に使えたのですか"
BUSY = re.compile("busy|try again|ask again", re.IGNORECASE)
LATE = 2.0
"""Seconds after which the bot may take a question for too old to be answered."""


async def burst(
    serving: Serving,
    ask: Callable[[int], Awaitable[list[Asked]]],
    done: Callable[[Asked], bool],
) -> list[Asked]:
    """Let many members ask at once; return what they asked, done or not."""
    members = int(GIVEN or 300)
    while members:
        began = time.monotonic()
        asked = await ask(members)
        with suppress(TimeoutError):
            async with asyncio.timeout(15):
                await serving.bot.until(partial(all_of, asked, done))
        if GIVEN or all_of(asked, done) or serving.discord.rest.last_arrival < began + LATE:
            return asked
        members //= 2
    pytest.fail("not even one question is answered")


def all_of(asked: list[Asked], done: Callable[[Asked], bool]) -> bool:
    return all(done(each) for each in asked)


def is_done(asked: Asked) -> bool:
    return asked.settled or asked.choices is not None


def is_answer(asked: Asked) -> bool:
    """Tell whether a member sees quotes, or alone that the bot has too much to do."""
    [message] = asked.visible
    return bool(message.quoted) or (message.private and bool(BUSY.search(message.text)))


async def test_everybody_is_answered_once(serving: Serving) -> None:
    discord = serving.discord
    page = await serving.answer(await discord.ask(QUESTION))

    async def ask(members: int) -> list[Asked]:
        asked = []
        for _ in range(0, members, 4):
            asked.append(await discord.ask(QUESTION))
            asked.append(await discord.press(page, "Next"))
            asked.append(await discord.mention(QUESTION))
            asked.append(await discord.type("ask", "question", "デジタル"))
        return asked

    asked = await burst(serving, ask, is_done)
    await serving.quiet()
    typed, answered = asked[3::4], [each for n, each in enumerate(asked) if n % 4 != 3]
    assert Counter(len(each.visible) for each in answered) == {1: len(answered)}
    assert all(is_answer(each) for each in answered)
    assert Counter(each.choices is not None for each in typed) == {True: len(typed)}
    assert Counter(len(each.requests) for each in typed) == {1: len(typed)}
    assert len(serving.remarked) < 200


async def test_everybody_waits_for_a_slow_answer_and_gets_it_once(serving: Serving) -> None:
    async def ask(members: int) -> list[Asked]:
        serving.bot.gate.touch()
        return [await serving.discord.ask(QUESTION) for _ in range(members)]

    asked = await burst(serving, ask, lambda each: bool(each.visible))
    serving.bot.gate.unlink()
    with suppress(TimeoutError):
        await serving.bot.until(lambda: all(each.settled for each in asked))
    await serving.quiet()
    assert Counter(len(each.visible) for each in asked) == {1: len(asked)}
    assert all(is_answer(each) for each in asked)
    assert len(serving.remarked) < 200
