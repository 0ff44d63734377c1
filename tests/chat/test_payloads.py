"""Every request as sent, held against Discord's own description of its API."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from bot.chat.access import sync
from bot.chat.client import HatsugenBot
from bot.session import Language
from tests.chat.conftest import Reader
from tests.harness import Discord, Fingerprint, pretended, shown
from tests.harness.limits import excesses
from tests.harness.openapi import PATH, problems

pytestmark = pytest.mark.skipif(
    not PATH.exists(), reason=f"Discord's API description is not at {PATH} (DISCORD_OPENAPI)"
)

QUESTION = "COCOAは疫学調査に使えたのですか"
NONSENSE = "qwzx vbnk jhgf"


async def everything(world: Discord, say: Reader, member: Any) -> None:
    """Let a member do all that can be done."""
    other = world.member("other", say.locale)
    for options in ({}, {"private": True}, {"speaker": "hirai"}):
        message = (await member.slash(world.channel, "ask", question=QUESTION, **options)).response
        # Whoever needs a translation sees it already.
        toggled = ["translate", "original"][:: -1 if say.language is Language.EN else 1]
        for label in ("next-match", "context", "earlier", "later", "back", *toggled):
            await member.click(message, label=say(f"button-{label}"))
        if not options:
            await other.click(message, label=say("button-next-match"))
    private = await member.slash(world.channel, "ask", question=QUESTION, private=True)
    await member.click(private.response, label=say("button-share"))
    refused = await member.slash(world.channel, "ask", question=NONSENSE)
    topic, *_ = shown(refused).buttons
    await member.click(refused.response, label=topic)
    for options in ({}, {"topic": "COCOA"}, {"topic": NONSENSE}, {"order": "random"}):
        await member.slash(world.channel, "quote", speaker="murai", **options)
    browsing = await member.slash(world.channel, "quote", speaker="hirai", private=True)
    await member.select(browsing.response, ["9"])
    about = await member.slash(world.channel, "session")
    await member.click(about.response, label=say("button-read"))
    await member.select(about.response, ["9"])
    for command in ("help", "privacy"):
        await member.slash(world.channel, command)
    await member.slash(world.channel, "ask", question=QUESTION, speaker="nobody")
    for option in ("question", "speaker"):
        await member.autocomplete(
            world.channel,
            "ask",
            option,
            "デジ",
            **({"question": "x"} if option == "speaker" else {}),
        )
    message = await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")
    await member.context_menu(world.channel, "Find related quotes", message)
    await member.send(world.channel, f"<@{world.bot_id}>")
    await member.send_dm(QUESTION)
    world.env.inject_error("POST", "/interactions/*/callback")
    await member.slash(world.channel, "help")
    assert len(world.errors) == 2


def assert_described(world: Discord) -> Any:
    requests = [request for request in world.env.http_requests if request.json is not None]
    wrong = [
        f"{request.method} {request.path}: {problem}"
        for request in requests
        for problem in problems(request.method, request.path, request.json)
    ]
    assert not wrong
    return requests


async def test_everything_sent_is_as_described(world: Discord, say: Reader, member: Any) -> None:
    await everything(world, say, member)

    requests = assert_described(world)
    kinds = {
        (request.method, request.json.get("type") if isinstance(request.json, dict) else None)
        for request in requests
    }
    assert {("POST", 4), ("POST", 7), ("POST", 8), ("PUT", None)} <= kinds
    bodies = [request.json for request in requests if isinstance(request.json, dict)]
    messages = [body.get("data") or body for body in bodies if body.get("type") not in (6, 8)]
    with_components = [message for message in messages if "components" in message]
    assert with_components
    for message in with_components:
        assert excesses(message["components"]) == []
    for message in messages:
        assert "recipient_id" in message or message["allowed_mentions"]["parse"] == []


async def test_late_answers_are_as_described(
    world: Discord, say: Reader, member: Any, late: None
) -> None:
    message = (await member.slash(world.channel, "ask", question=QUESTION)).response
    await member.click(message, label=say("button-next-match"))
    await member.slash(world.channel, "ask", question=NONSENSE)

    requests = assert_described(world)
    assert {5, 6} <= {
        request.json.get("type") for request in requests if isinstance(request.json, dict)
    }


async def test_registering_in_a_server_is_as_described(
    make_bot: Callable[..., HatsugenBot],
) -> None:
    async with pretended(make_bot(fingerprints=None)) as world:
        await sync(world.tree, Fingerprint(), world.guild.id)

        assert_described(world)


@pytest.mark.parametrize("fault", ["label", "custom_id", "type", "components"])
async def test_a_faulty_request_would_be_noticed(world: Discord, member: Any, fault: Any) -> None:
    await member.slash(world.channel, "ask", question=QUESTION)
    (request,) = world.requests("POST", "/callback")
    body = copy.deepcopy(request.json)
    row = next(part for part in body["data"]["components"] if part["type"] == 1)

    match fault:
        case "label":
            row["components"][0]["label"] = "x" * 81
        case "custom_id":
            row["components"][0]["custom_id"] = "x" * 101
        case "type":
            row["components"][0]["type"] = 99
        case "components":
            row["components"] = []

    assert problems(request.method, request.path, body)
