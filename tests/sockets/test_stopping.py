"""A signal ends the bot whatever it does: with exit code 0, in time, and without a traceback."""

import asyncio
import signal
from contextlib import suppress

import pytest

from tests.sockets.faults import Endpoint, Held
from tests.sockets.gateway import State
from tests.sockets.loopback import Loopback
from tests.sockets.process import IN_TIME, Bot, Prepare, Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"
RIGHT = "疫学調査には使えない"
MEMBERS = 3

UNANSWERED = {
    "login": Endpoint.LOGIN,
    "application": Endpoint.APPLICATION,
    "commands": Endpoint.SYNC,
    "address": Endpoint.GATEWAY,
}
"""What the bot requests while it starts."""


def unanswered(endpoint: Endpoint) -> Prepare:
    def prepare(discord: Loopback) -> None:
        discord.rest.faults = {endpoint: [Held()]}

    return prepare


def unusable(state: State) -> Prepare:
    def prepare(discord: Loopback) -> None:
        discord.gateway.state = state

    return prepare


def usable(_: Loopback) -> None:
    """Leave everything as it should be."""


CASES: dict[str, Prepare] = {
    **{name: unanswered(endpoint) for name, endpoint in UNANSWERED.items()},
    "gateway away": unusable(State.AWAY),
    "gateway silent": unusable(State.SILENT),
    **dict.fromkeys(("outage away", "outage silent", "SIGTERM", "SIGINT"), usable),
    **dict.fromkeys(("slow replies", "finished", "told", "twice"), usable),
}


async def connected(case: Serving) -> tuple[Loopback, Bot]:
    await case.bot.until(lambda: case.discord.gateway.connections)
    return case.discord, case.bot


async def noticed(discord: Loopback, bot: Bot) -> None:
    """Wait until the bot has noticed a signal: it tells members to ask again later."""
    asked = [await discord.ask(QUESTION)]

    def refused() -> bool:
        return any("ask again" in message.text for each in asked for message in each.visible)

    while not refused():
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await bot.until(refused)
        asked.append(await discord.ask(QUESTION))


async def assert_stops(bot: Bot, number: signal.Signals = signal.SIGTERM) -> None:
    bot.process.send_signal(number)
    await assert_ends(bot)


async def assert_ends(bot: Bot) -> None:
    assert await bot.ended(IN_TIME) == 0
    assert "Traceback" not in bot.stderr


@pytest.mark.parametrize("name", UNANSWERED)
async def test_while_discord_does_not_answer(begun: dict[str, Serving], name: str) -> None:
    discord, bot = begun[name].discord, begun[name].bot
    await bot.until(lambda: UNANSWERED[name] in discord.rest.arrived)
    await assert_stops(bot)


@pytest.mark.parametrize("state", [State.AWAY, State.SILENT])
async def test_while_the_gateway_cannot_be_used(begun: dict[str, Serving], state: State) -> None:
    case = begun[f"gateway {state}"]
    await case.bot.until(lambda: case.discord.gateway.attempts)
    await assert_stops(case.bot)


@pytest.mark.parametrize("state", [State.AWAY, State.SILENT])
async def test_during_an_outage(begun: dict[str, Serving], state: State) -> None:
    discord, bot = await connected(begun[f"outage {state}"])
    before = discord.gateway.attempts
    discord.gateway.state = state
    discord.gateway.cut()
    await bot.until(lambda: discord.gateway.attempts > before)
    await assert_stops(bot)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
async def test_while_nobody_asks(begun: dict[str, Serving], name: str) -> None:
    _, bot = await connected(begun[name])
    await assert_stops(bot, signal.Signals[name])


async def test_while_discord_takes_its_time_with_answers(begun: dict[str, Serving]) -> None:
    discord, bot = await connected(begun["slow replies"])
    held = Held()
    # discord.py sends to a channel one message after the other.
    discord.rest.faults = {Endpoint.CALLBACK: [held] * MEMBERS, Endpoint.REPLY: [held]}
    asked = [await discord.ask(QUESTION) for _ in range(MEMBERS)]
    asked.append(await discord.mention(QUESTION))
    await bot.until(lambda: not any(discord.rest.faults.values()))
    bot.process.send_signal(signal.SIGTERM)
    await noticed(discord, bot)
    held.release()
    await assert_ends(bot)
    assert [[RIGHT in answer.quoted for answer in each.visible] for each in asked] == [
        [True]
    ] * len(asked)


async def test_answers_under_way_are_finished(begun: dict[str, Serving]) -> None:
    discord, bot = await connected(begun["finished"])
    bot.gate.touch()
    mentions = [await discord.mention(QUESTION) for _ in range(MEMBERS)]
    asked = [await discord.ask(QUESTION) for _ in range(MEMBERS)]
    await bot.until(lambda: all(each.visible for each in asked))
    bot.process.send_signal(signal.SIGTERM)
    await noticed(discord, bot)
    bot.gate.unlink()
    await assert_ends(bot)
    assert [[RIGHT in answer.quoted for answer in each.answers] for each in mentions + asked] == [
        [True]
    ] * (2 * MEMBERS)


async def test_those_whose_answers_take_too_long_are_told(begun: dict[str, Serving]) -> None:
    discord, bot = await connected(begun["told"])
    bot.gate.touch()
    mentions = [await discord.mention(QUESTION) for _ in range(MEMBERS)]
    asked = [await discord.ask(QUESTION) for _ in range(MEMBERS)]
    await bot.until(lambda: all(each.visible for each in asked))
    await assert_stops(bot)
    assert [len(each.visible) for each in mentions + asked] == [1] * (2 * MEMBERS)
    assert all("ask again" in answer.text for each in asked for answer in each.answers)
    assert all(each.settled for each in mentions + asked)


async def test_a_second_signal_waits_for_nobody(begun: dict[str, Serving]) -> None:
    discord, bot = await connected(begun["twice"])
    bot.gate.touch()
    asked = await discord.ask(QUESTION)
    await bot.until(lambda: asked.visible)
    bot.process.send_signal(signal.SIGTERM)
    await noticed(discord, bot)
    bot.process.send_signal(signal.SIGTERM)
    await bot.ended(IN_TIME)
    # Whoever had waited would have told the member something in the end.
    assert asked.answers == []
    assert "Traceback" not in bot.stderr
