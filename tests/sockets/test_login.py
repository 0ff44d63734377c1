"""Discord does not let the bot in: one clear line and exit code 2, or another try if that helps."""

import re

import pytest

from tests.sockets.faults import UNAUTHORIZED, Endpoint, Fault, garbled, instead, unavailable
from tests.sockets.loopback import Loopback
from tests.sockets.process import Bot, Prepare, Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

CODES = {
    "4004": "token",
    "4010": "shard",
    "4011": "shard",
    "4012": "version",
    "4013": "intent",
    "4014": "intent",
}
"""What the line has to speak of, by the code with which the gateway refuses."""


def failing(endpoint: Endpoint, fault: Fault, times: int = 1) -> Prepare:
    def prepare(discord: Loopback) -> None:
        discord.rest.faults = {endpoint: [fault] * times}

    return prepare


def refusing(code: str) -> Prepare:
    def prepare(discord: Loopback) -> None:
        discord.gateway.refusal = int(code)

    return prepare


def nowhere(discord: Loopback) -> None:
    discord.rest.gateway_url = "ws://127.0.0.1:9/"


CASES = {
    "token": failing(Endpoint.LOGIN, instead(UNAUTHORIZED)),
    "broken login": failing(Endpoint.LOGIN, garbled, times=100),
    "broken application": failing(Endpoint.APPLICATION, garbled, times=100),
    "broken address": failing(Endpoint.GATEWAY, garbled, times=100),
    "broken commands": failing(Endpoint.SYNC, garbled, times=100),
    "login": failing(Endpoint.LOGIN, unavailable(503)),
    "commands": failing(Endpoint.SYNC, unavailable(503)),
    "address": failing(Endpoint.GATEWAY, unavailable(503)),
    "nowhere": nowhere,
} | {code: refusing(code) for code in CODES}


async def assert_ends_in_one_line(bot: Bot, pattern: str) -> None:
    assert await bot.ended() == 2
    [line] = bot.complaints
    assert line.startswith("Error: ")
    assert re.search(pattern, line, re.IGNORECASE), line


async def test_a_rejected_token(begun: dict[str, Serving]) -> None:
    await assert_ends_in_one_line(begun["token"].bot, "rejects the token")


@pytest.mark.parametrize("broken", ["login", "application", "address"])
async def test_broken_json(begun: dict[str, Serving], broken: str) -> None:
    await assert_ends_in_one_line(begun[f"broken {broken}"].bot, r"\bDiscord\b")


async def test_broken_json_when_the_commands_are_registered(begun: dict[str, Serving]) -> None:
    case = begun["broken commands"]
    await case.bot.until(lambda: case.discord.gateway.connections)
    [line] = case.bot.complaints
    assert "commands" in line


@pytest.mark.parametrize("interrupted", ["login", "commands", "address"])
async def test_an_interruption_passes(begun: dict[str, Serving], interrupted: str) -> None:
    case = begun[interrupted]
    endpoints = {"login": Endpoint.LOGIN, "commands": Endpoint.SYNC, "address": Endpoint.GATEWAY}
    await case.bot.until(lambda: case.discord.rest.requested(endpoints[interrupted]) == 2)
    await case.bot.until(lambda: case.discord.gateway.connections)
    await case.quiet()
    assert "Traceback" not in case.bot.stderr


@pytest.mark.parametrize("code", CODES)
async def test_a_gateway_that_refuses(begun: dict[str, Serving], code: str) -> None:
    bot = begun[code].bot
    await assert_ends_in_one_line(bot, CODES[code])
    assert not re.search("cannot be reached|WebSocket closed", bot.stderr)


async def test_a_gateway_that_cannot_be_reached(begun: dict[str, Serving]) -> None:
    bot = begun["nowhere"].bot
    await bot.until(lambda: bot.complaints or not bot.running)
    if bot.running:
        assert await bot.stop() == 0
    else:
        assert await bot.ended() == 2
    # A line for each attempt.
    assert [line for line in bot.complaints if not re.search("reach|connect", line)] == []
