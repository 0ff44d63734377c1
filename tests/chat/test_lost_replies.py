"""What may have arrived is not taken back, what is too late is left, what is not permitted told."""

import re
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
from tests.harness.answerings import Broken, BrokenError

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


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        (50001, "see a channel"),
        (50013, "write in a channel"),
        (160002, "read the history of a channel, which replying takes"),
    ],
)
async def test_a_missing_permission_is_told_as_such(
    world: Discord, caplog: pytest.LogCaptureFixture, code: int, missing: str
) -> None:
    member = world.member("asker")
    world.env.inject_error("POST", MESSAGES, status=403, code=code)

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    notice = shown(member.user.dm_channel.last_message).text
    assert notice == wording(Language.JA)["missing-permission"]
    assert len(world.messages) == 1
    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    assert record.getMessage().endswith(f": not permitted to {missing} (code {code})")


async def test_a_channel_that_refuses_is_not_tried_again(world: Discord) -> None:
    member = world.member("asker")
    world.env.inject_error("POST", MESSAGES, status=403, code=50013)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    assert len(world.messages) == 1


async def test_who_takes_no_direct_messages_is_written_to_once(
    world: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    user = world.user("reader")
    world.env.inject_error("POST", MESSAGES, status=403, code=50007, times=None)

    await user.send_dm(QUESTION)

    assert len(world.requests("POST", "/messages")) == 1
    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    assert record.getMessage().endswith(
        ": not permitted to write to a member directly (code 50007)"
    )


GARBLED = pytest.mark.parametrize("garbled", [None, "<html>", {}], ids=["lost", "html", "empty"])


@GARBLED
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize("where", ["channel", "direct message"])
async def test_a_reply_whose_receipt_is_lost_stands_alone(
    world: Discord,
    caplog: pytest.LogCaptureFixture,
    garbled: Any,
    where: str,
    times: int,
) -> None:
    member, user = world.member("asker"), world.user("reader")
    world.lose_receipts("POST", "/messages", times=times, garbled=garbled)

    if where == "channel":
        await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")
        reply, others = world.messages[-1], member.user.dm_channel.history()
    else:
        await user.send_dm(QUESTION)
        *others, reply = user.dm_channel.history()
        others = others[1:]

    assert shown(reply).quoted
    assert not others
    assert len(world.requests("POST", "/messages")) == 1
    # What cannot be read has been answered, so that it is not sent again.
    recovered = garbled is None and times == 1
    assert caplog.text.count("Reference ") == (not recovered)


@GARBLED
async def test_an_answer_whose_receipt_is_lost_stands_alone(
    world: Discord, member: Any, caplog: pytest.LogCaptureFixture, garbled: Any
) -> None:
    world.lose_receipts("POST", "/callback", times=1, garbled=garbled)

    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert shown(result.response).quoted
    assert len(world.messages) == 1
    assert not result.followups
    assert len(set(references_in(caplog))) == 1
    assert len(world.errors) == 1


@GARBLED
async def test_a_late_answer_whose_receipt_is_lost_is_not_taken_back(
    world: Discord, member: Any, late: None, caplog: pytest.LogCaptureFixture, garbled: Any
) -> None:
    world.lose_receipts("PATCH", "/messages/@original", times=1, garbled=garbled)

    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert shown(world.messages[-1]).quoted
    assert len(world.messages) == 1
    assert not result.followups
    assert not world.requests("DELETE", "/messages/@original")
    assert len(set(references_in(caplog))) == 1
    assert len(world.errors) == 1


@GARBLED
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
async def test_a_lost_receipt_of_a_wait_leaves_nobody_waiting(
    world: Discord, member: Any, late: None, garbled: Any, times: int
) -> None:
    world.lose_receipts("POST", "/callback", times=times, garbled=garbled)

    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert shown(world.messages[-1]).quoted
    assert len(world.messages) == 1
    assert not result.followups


@GARBLED
@pytest.mark.parametrize("late_or_not", ["in time", "late"])
async def test_a_turned_page_whose_receipt_is_lost_stands_alone(
    world: Discord,
    say: Reader,
    member: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    garbled: Any,
    late_or_not: str,
) -> None:
    message = (await member.slash(world.channel, "ask", question=QUESTION)).response
    before = shown(message).quoted
    if late_or_not == "late":

        async def never(_: Any) -> bool:
            return False

        monkeypatch.setattr("bot.chat.responding._soon", never)
    world.lose_receipts("PATCH", "/messages/@original", times=1, garbled=garbled)
    world.lose_receipts("POST", "/callback", times=late_or_not != "late", garbled=garbled)

    result = await member.click(message, label=say("button-next-match"))

    assert shown(world.messages[-1]).quoted != before
    assert len(world.messages) == 1
    assert not result.followups
    assert len(set(references_in(caplog))) == 1


@GARBLED
async def test_a_shared_answer_whose_receipt_is_lost_is_not_denied(
    world: Discord, say: Reader, member: Any, garbled: Any
) -> None:
    message = (await member.slash(world.channel, "ask", question=QUESTION, private=True)).response
    world.lose_receipts("POST", "/{webhook_token}", times=1, garbled=garbled)

    result = await member.click(message, label=say("button-share"))

    assert len(world.messages) == 1
    assert shown(world.messages[-1]).quoted
    assert not [each for each in result.followups if each.ephemeral]


async def test_who_cannot_be_answered_in_private_is_told_so(
    world: Discord, say: Reader, member: Any, late: None
) -> None:
    world.env.inject_error("POST", FOLLOWUP)

    result = await member.slash(world.channel, "ask", question="qwzx vbnk jhgf")

    assert shown(result.followups[-1]).text.startswith(
        say("error", reference="").rpartition("``")[0]
    )
    assert not world.messages
    assert len(world.errors) == 1


@pytest.mark.parametrize("kind", [aiohttp.ServerDisconnectedError, RuntimeError, KeyError])
async def test_an_error_while_telling_of_one_goes_no_further(
    make_bot: Callable[..., HatsugenBot],
    answering: Answering,
    caplog: pytest.LogCaptureFixture,
    kind: type[Exception],
) -> None:
    async with pretended(make_bot(answering=Broken(answering))) as world:
        member, user = world.member("asker"), world.user("reader")
        world.break_requests(kind)

        await member.slash(world.channel, "ask", question=QUESTION)
        await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")
        await user.send_dm(QUESTION)

        assert [type(error) for error in world.errors] == [BrokenError]
    assert len(references_in(caplog)) == 6
    assert len(set(references_in(caplog))) == 3
    assert {record.name for record in caplog.records if record.levelname == "ERROR"} == {
        "bot.chat.errors"
    }


def references_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return re.findall(r"Reference ([0-9a-f]{8})\b", caplog.text)


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
