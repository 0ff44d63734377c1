"""Whatever goes wrong, the member is told privately and the log has the same reference."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.wording import wording
from bot.session import Language
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Broken, BrokenError, Delegating

QUESTION = "COCOAは疫学調査に使えたのですか"
CALLBACK = "/interactions/*/callback"
FOLLOWUP = "/webhooks/*"
ORIGINAL = "/webhooks/*/messages/@original"
MESSAGES = "/channels/*/messages"


def reference_in(text: str) -> str:
    (reference,) = re.findall(r"`([0-9a-f]{8})`", text)
    return str(reference)


def assert_apologises(result: Any, say: Reader, caplog: pytest.LogCaptureFixture) -> None:
    reply = shown(result.followups[-1] if result.followups else result)
    reference = reference_in(reply.text)
    assert reply.text == say("error", reference=reference)
    assert (result.followups[-1] if result.followups else result.response).ephemeral
    assert_logged(caplog, reference)


def assert_logged(caplog: pytest.LogCaptureFixture, reference: str) -> None:
    assert f"Reference {reference}\n" in caplog.text
    assert "Traceback (most recent call last)" in caplog.text
    assert "COCOA" not in logged(caplog)


async def test_a_command_that_fails(
    make_bot: Callable[..., HatsugenBot],
    answering: Answering,
    say: Reader,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with pretended(make_bot(answering=Broken(answering))) as world:
        member = world.member("asker", say.locale)

        result = await member.slash(world.channel, "ask", question=QUESTION)

        assert_apologises(result, say, caplog)
        assert [type(error) for error in world.errors] == [BrokenError]
        assert re.search(r"^BrokenError$", caplog.text, re.MULTILINE)


async def test_neither_token_nor_question_reaches_the_log(
    make_bot: Callable[..., HatsugenBot], answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    async with pretended(make_bot(answering=Broken(answering))) as world:
        member = world.member("asker")
        result = await member.slash(world.channel, "ask", question=QUESTION, speaker="平井大臣")
        token = world.token_of(result)
        message = await member.send(world.channel, "ひみつの言葉について")
        await member.context_menu(world.channel, "Find related quotes", message)
        await member.send(world.channel, f"<@{world.bot_id}> ひみつの言葉について")

        assert world.errors
        everything = "".join(record.getMessage() for record in caplog.records)
        assert everything.count("Reference ") == 3
        for secret in (token, world.env.bot.http.token, QUESTION, "平井大臣", "ひみつの言葉"):
            assert secret
            assert secret not in everything


class TalkativeError(Exception):
    """What an answering raises that tells more than it should."""


class Talkative(Delegating):
    """Fails, and tells where a request went, as errors of libraries do."""

    def __init__(self, answering: Answering, tell: Callable[[], str | None]) -> None:
        super().__init__(answering)
        self._tell = tell

    async def ask(self, question: str, **_: Any) -> NoReturn:
        while (told := self._tell()) is None:  # noqa: ASYNC110 - Discord tells of no request
            await asyncio.sleep(0)
        raise TalkativeError(f"cannot reach {told}")


async def test_no_token_in_an_errors_text_reaches_the_log(
    make_bot: Callable[..., HatsugenBot],
    answering: Answering,
    late: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def announced() -> str | None:
        requests = world.requests("POST", "/callback")
        return requests[-1].path if requests else None

    async with pretended(make_bot(answering=Talkative(answering, announced))) as world:
        result = await world.member("asker").slash(world.channel, "ask", question=QUESTION)

        told, token = announced(), world.token_of(result)
        assert token in str(told)
        assert [type(error) for error in world.errors] == [TalkativeError]

    assert re.search(r"^TalkativeError$", caplog.text, re.MULTILINE)
    assert token not in logged(caplog)


@pytest.mark.parametrize("asked_by", ["command", "mention"])
async def test_the_bots_own_token_never_reaches_the_log(
    make_bot: Callable[..., HatsugenBot],
    answering: Answering,
    caplog: pytest.LogCaptureFixture,
    asked_by: str,
) -> None:
    bot = make_bot(answering=Talkative(answering, lambda: bot.http.token))
    async with pretended(bot) as world:
        member, token = world.member("asker"), bot.http.token
        assert token
        if asked_by == "command":
            await member.slash(world.channel, "ask", question=QUESTION)
            assert [type(error) for error in world.errors] == [TalkativeError]
        else:
            await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    assert re.search(r"^TalkativeError$", caplog.text, re.MULTILINE)
    assert token not in logged(caplog)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What the bot itself has logged."""
    return "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("bot")
    )


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ask", {"question": QUESTION}),
        ("ask", {"question": QUESTION, "private": True}),
        ("ask", {"question": "qwzx vbnk jhgf"}),
        ("quote", {"speaker": "hirai"}),
        ("quote", {"speaker": "hirai", "topic": "COCOA"}),
        ("session", {}),
        ("help", {}),
        ("privacy", {}),
    ],
)
async def test_a_reply_that_discord_refuses(
    world: Discord,
    say: Reader,
    member: Any,
    caplog: pytest.LogCaptureFixture,
    command: str,
    options: Any,
) -> None:
    world.env.inject_error("POST", CALLBACK)

    result = await member.slash(world.channel, command, **options)

    assert_apologises(result, say, caplog)
    assert len(world.errors) == 1


async def test_a_refused_reply_to_the_menu_of_a_message(
    world: Discord, say: Reader, member: Any, caplog: pytest.LogCaptureFixture
) -> None:
    message = await member.send(world.channel, QUESTION)
    world.env.inject_error("POST", CALLBACK)

    result = await member.context_menu(world.channel, "Find related quotes", message)

    assert_apologises(result, say, caplog)
    assert len(world.errors) == 1


@pytest.mark.parametrize("button", ["button-next-match", "button-context", "button-share"])
async def test_a_refused_press_on_a_button(
    world: Discord, say: Reader, member: Any, caplog: pytest.LogCaptureFixture, button: str
) -> None:
    message = (await member.slash(world.channel, "ask", question=QUESTION, private=True)).response
    before = shown(message).text
    world.env.inject_error("POST", CALLBACK)

    result = await member.click(message, label=say(button))

    assert_apologises(result, say, caplog)
    assert shown(message).text == before


async def test_a_refused_choice_in_a_menu(
    world: Discord, say: Reader, member: Any, caplog: pytest.LogCaptureFixture
) -> None:
    message = (await member.slash(world.channel, "quote", speaker="hirai")).response
    world.env.inject_error("POST", CALLBACK)

    result = await member.select(message, ["3"])

    assert_apologises(result, say, caplog)


async def test_a_refused_public_post_when_sharing(
    world: Discord, say: Reader, member: Any, caplog: pytest.LogCaptureFixture
) -> None:
    message = (await member.slash(world.channel, "ask", question=QUESTION, private=True)).response
    world.env.inject_error("POST", FOLLOWUP)

    result = await member.click(message, label=say("button-share"))

    assert_apologises(result, say, caplog)
    assert shown(message).is_enabled(say("button-share"))


async def test_a_refused_edit_of_a_late_answer(
    world: Discord, say: Reader, member: Any, caplog: pytest.LogCaptureFixture, late: None
) -> None:
    world.env.inject_error("PATCH", ORIGINAL)

    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert_apologises(result, say, caplog)
    assert not [message for message in world.messages if not message.flags.ephemeral]
    assert len(world.errors) == 1


async def test_a_refused_reply_to_a_mention_is_told_in_private(
    world: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    member = world.member("asker")
    world.env.inject_error("POST", MESSAGES)

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    assert len(world.messages) == 1
    notice = shown(member.user.dm_channel.last_message).text
    reference = reference_in(notice)
    assert notice == wording(Language.JA)("error", reference=reference)
    assert_logged(caplog, reference)


async def test_where_no_private_message_can_be_sent_the_reply_stands_in_the_channel(
    world: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    member = world.member("asker")
    world.env.inject_error("POST", MESSAGES)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)

    await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")

    assert_logged(caplog, reference_in(shown(world.messages[-1]).text))


async def test_a_failing_direct_message_is_answered_there(
    make_bot: Callable[..., HatsugenBot], answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    async with pretended(make_bot(answering=Broken(answering))) as world:
        user = world.user("reader")

        await user.send_dm("What about COCOA?")

        notice = shown(user.dm_channel.last_message).text
        assert notice == wording(Language.EN)("error", reference=reference_in(notice))


async def test_discord_failing_twice_is_logged_and_nothing_worse_happens(
    world: Discord, member: Any, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", CALLBACK, times=2)

    result = await member.slash(world.channel, "ask", question=QUESTION)

    assert result.response is None
    assert caplog.text.count("Reference ") == 2
    assert len(world.errors) == 1
