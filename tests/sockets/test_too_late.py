"""Discord takes no answer any more: nothing more is tried, and the log has at most one line."""

from collections.abc import Awaitable, Callable

import pytest

from tests.sockets.asked import Asked
from tests.sockets.faults import (
    ACKNOWLEDGED,
    UNKNOWN_INTERACTION,
    Endpoint,
    Fault,
    done_but,
    instead,
)
from tests.sockets.loopback import Faults
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"COOLDOWN_SECONDS": "0"}
QUESTION = "COCOAは疫学調査に使えたのですか"

LATE = {
    "unknown": instead(UNKNOWN_INTERACTION),
    "answered elsewhere": instead(ACKNOWLEDGED),
}


async def ask(serving: Serving, faults: Faults) -> Asked:
    return await serving.discord.ask(QUESTION, faults=faults)


async def choose(serving: Serving, faults: Faults) -> Asked:
    return await serving.discord.choose("Find related quotes", QUESTION, faults=faults)


async def complete(serving: Serving, faults: Faults) -> Asked:
    return await serving.discord.type("ask", "question", "デジ", faults=faults)


async def turn(serving: Serving, faults: Faults) -> Asked:
    asked = await serving.discord.ask(QUESTION)
    answer = await serving.answer(asked)
    return await serving.discord.press(answer, "Next", user=asked.user, faults=faults)


async def share(serving: Serving, faults: Faults) -> Asked:
    asked = await serving.discord.ask(QUESTION, private=True)
    answer = await serving.answer(asked)
    return await serving.discord.press(answer, "Share", user=asked.user, faults=faults)


ACTS: list[Callable[[Serving, Faults], Awaitable[Asked]]] = [ask, choose, complete, turn, share]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("fault", LATE.values(), ids=LATE)
async def test_nothing_follows_what_discord_does_not_take(
    serving: Serving, act: Callable[[Serving, Faults], Awaitable[Asked]], fault: Fault
) -> None:
    asked = await act(serving, {Endpoint.CALLBACK: fault})
    await serving.bot.until(lambda: asked.requests)
    await serving.quiet()
    assert asked.endpoints == [Endpoint.CALLBACK]
    assert len(serving.remarked) <= 1, serving.remarked


@pytest.mark.parametrize("fault", LATE.values(), ids=LATE)
async def test_nothing_follows_a_wait_that_discord_does_not_take(
    serving: Serving, fault: Fault
) -> None:
    serving.bot.gate.touch()
    asked = await ask(serving, {Endpoint.CALLBACK: fault})
    await serving.bot.until(lambda: asked.requests)
    serving.bot.gate.unlink()
    await serving.quiet()
    assert asked.endpoints == [Endpoint.CALLBACK]
    assert len(serving.remarked) <= 1, serving.remarked


async def test_an_answer_that_stood_is_left_alone_where_the_second_try_is_refused(
    serving: Serving,
) -> None:
    asked = await ask(serving, {Endpoint.CALLBACK: done_but(502)})
    await serving.bot.until(lambda: len(asked.requests) >= 2)
    await serving.quiet()
    assert asked.endpoints == [Endpoint.CALLBACK] * 2
    assert "疫学調査には使えない" in (await serving.answer(asked)).quoted
    assert len(serving.remarked) <= 1, serving.remarked
