"""What may have arrived is not taken back, what is too late is left, what is not permitted told."""

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.wording import wording
from bot.session import Language
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Broken

QUESTION = "COCOAは疫学調査に使えたのですか"
CALLBACK = "/interactions/*/callback"
FOLLOWUP = "/webhooks/*"
ORIGINAL = "/webhooks/*/messages/@original"
MESSAGES = "/channels/*/messages"


@pytest.mark.parametrize("code", [10062, 40060])
async def test_what_can_no_longer_be_answered_is_left_at_a_line(
    world: Discord, member: Any, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    caplog.set_level("INFO", "bot")
    world.env.inject_error("POST", CALLBACK, status=404, code=code)

    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert result.response is None
    assert not result.followups
    assert len(world.requests("POST", "/callback")) <= 1
    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    assert f"too late to answer (code {code})" in record.getMessage()
    assert "\n" not in record.getMessage()
    assert len(world.errors) == 1


@pytest.mark.parametrize("code", [50001, 50013])
async def test_a_missing_permission_is_told_as_such(
    world: Discord, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    member = world.member("asker")
    world.env.inject_error("POST", MESSAGES, status=403, code=code)

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    notice = shown(member.user.dm_channel.last_message).text
    assert notice == wording(Language.JA)["missing-permission"]
    assert len(world.messages) == 1
    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    assert f"not permitted to see or write in a channel (code {code})" in record.getMessage()


async def test_a_channel_that_refuses_is_not_tried_again(world: Discord) -> None:
    member = world.member("asker")
    world.env.inject_error("POST", MESSAGES, status=403, code=50013)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    assert len(world.messages) == 1


class Lossy:
    """Lets a request reach Discord, and loses what Discord answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, world: Discord) -> None:
        self._http = world.env.bot.http
        self._monkeypatch = monkeypatch

    def lose(self, method: str, ending: str) -> None:
        request = self._http.request

        async def losing(route: Any, **options: Any) -> Any:
            answer = await request(route, **options)
            if route.method == method and route.path.endswith(ending):
                raise aiohttp.ServerDisconnectedError
            return answer

        self._monkeypatch.setattr(self._http, "request", losing)


async def test_a_reply_to_a_mention_whose_receipt_is_lost_stands_alone(
    world: Discord, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    member = world.member("asker")
    Lossy(monkeypatch, world).lose("POST", "/messages")

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    assert len(world.messages) == 2
    assert shown(world.messages[-1]).quoted
    assert not member.user.dm_channel.history()
    assert caplog.text.count("Reference ") == 1


async def test_a_shared_answer_is_not_denied(world: Discord, say: Reader, member: Any) -> None:
    message = (await member.slash(world.channel, "ask", question=QUESTION, private=True)).response
    world.env.inject_error("PATCH", ORIGINAL)

    result = await member.click(message, label=say("button-share"))

    assert shown(world.messages[-1]).quoted
    private = [each for each in result.followups if each.ephemeral]
    assert not private


@pytest.mark.parametrize(("option", "filled"), [("question", {}), ("speaker", {"question": "x"})])
async def test_failing_suggestions_leave_the_member_without_any(
    make_bot: Callable[..., HatsugenBot],
    answering: Answering,
    caplog: pytest.LogCaptureFixture,
    option: Any,
    filled: Any,
) -> None:
    async with pretended(make_bot(answering=Broken(answering))) as world:
        member = world.member("asker")

        choices = await member.autocomplete(world.channel, "ask", option, "COCOA", **filled)

    assert choices == []
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "BrokenError" in record.getMessage()
    assert "COCOA" not in record.getMessage()
