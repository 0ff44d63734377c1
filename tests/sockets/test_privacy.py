"""However detailed the log is, it holds no words, ids or tokens of those whose requests fail."""

from collections.abc import Awaitable, Callable

import pytest

from tests.sockets.asked import Asked, walk
from tests.sockets.faults import (
    MISSING_PERMISSIONS,
    UNKNOWN_INTERACTION,
    Endpoint,
    Fault,
    cut,
    error,
    garbled,
    instead,
    limited,
)
from tests.sockets.payloads import TOKEN
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"LOG_LEVEL": "DEBUG", "COOLDOWN_SECONDS": "0"}
WORDS = "まるひのもじれつzqxj4711"
MALFORMED = error(400, 50035, "Invalid Form Body")

FAULTS: dict[str, Fault] = {
    "429": limited(),
    "bare 429": instead(error(429)),
    "malformed": instead(MALFORMED),
    "unknown": instead(UNKNOWN_INTERACTION),
    "forbidden": instead(MISSING_PERMISSIONS),
    "cut": cut,
    "garbled": garbled,
}


async def ask(serving: Serving, fault: Fault) -> Asked:
    return await serving.discord.ask(WORDS, faults={Endpoint.CALLBACK: fault})


async def quote(serving: Serving, fault: Fault) -> Asked:
    faults = {Endpoint.CALLBACK: fault}
    return await serving.discord.slash("quote", speaker=WORDS, topic=WORDS, faults=faults)


async def complete(serving: Serving, fault: Fault) -> Asked:
    return await serving.discord.type("ask", "question", WORDS, faults={Endpoint.CALLBACK: fault})


async def choose(serving: Serving, fault: Fault) -> Asked:
    faults = {Endpoint.CALLBACK: fault}
    return await serving.discord.choose("Find related quotes", WORDS, faults=faults)


async def mention(serving: Serving, fault: Fault) -> Asked:
    return await serving.discord.mention(WORDS, faults={Endpoint.REPLY: fault})


async def mention_and_write(serving: Serving, fault: Fault) -> Asked:
    """Neither in the channel nor directly can a member be reached."""
    faults = {Endpoint.REPLY: fault, Endpoint.DIRECT_CHANNEL: fault}
    return await serving.discord.mention(WORDS, faults=faults)


async def unknown_command(serving: Serving, fault: Fault) -> Asked:
    faults = {Endpoint.CALLBACK: fault}
    return await serving.discord.slash("gone", question=WORDS, faults=faults)


async def stale_button(serving: Serving, fault: Fault) -> Asked:
    answer = await serving.answer(await serving.discord.ask("デジタル庁"))
    for component in walk(answer.components):
        if component.get("label") == "Next":
            component["custom_id"] = component["custom_id"][:-4]
    faults = {Endpoint.CALLBACK: fault}
    return await serving.discord.press(answer, "Next", faults=faults)


ACTS: list[Callable[[Serving, Fault], Awaitable[Asked]]] = [
    ask,
    quote,
    complete,
    choose,
    mention,
    mention_and_write,
    unknown_command,
    stale_button,
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_what_fails_leaves_no_trace_of_anybody(
    serving: Serving, act: Callable[[Serving, Fault], Awaitable[Asked]]
) -> None:
    before = len(serving.bot.output)
    asked = {name: await act(serving, fault) for name, fault in FAULTS.items()}
    await serving.bot.until(lambda: all(each.requests for each in asked.values()))
    await serving.quiet()
    written = serving.bot.output[before:]
    kept = {"the bot's token": TOKEN, "words": WORDS}
    kept |= {
        "server": serving.discord.guild,
        "channel": serving.discord.channels[serving.discord.guild],
    }
    for name, each in asked.items():
        kept[f"{name}, member"] = each.user
        if each.token:
            kept[f"{name}, token"] = each.token
    assert [what for what, secret in kept.items() if secret in written] == []
