"""Mentions, direct messages and the menu of a message."""

from typing import Any

import pytest

from bot.chat.wording import wording
from bot.session import Language
from tests.chat.conftest import Reader
from tests.harness import Discord, shown

JA, EN = wording(Language.JA), wording(Language.EN)
QUESTION = "COCOAは疫学調査に使えたのですか"


def mention(world: Discord) -> str:
    return f"<@{world.bot_id}>"


async def test_a_mention_with_a_question_is_answered(world: Discord) -> None:
    member = world.member("asker")

    await member.send(world.channel, f"{mention(world)} {QUESTION}")

    reply = world.messages[-1]
    assert shown(reply).text.startswith(f"-# {QUESTION}")
    assert reply.reference is not None
    (request,) = world.requests("POST", "/messages")
    assert request.json["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_a_mention_is_answered_in_the_language_it_is_written_in(world: Discord) -> None:
    member = world.member("asker")

    await member.send(world.channel, f"{mention(world)} {QUESTION}")
    assert JA("button-context") in shown(world.messages[-1]).buttons
    await member.send(world.channel, f"qwzx vbnk jhgf {mention(world)}")
    assert EN("no-answer") in shown(world.messages[-1]).text


async def test_a_mention_without_a_question_explains_itself(world: Discord) -> None:
    await world.member("asker").send(world.channel, mention(world))

    assert shown(world.messages[-1]).text == EN("introduction")


async def test_a_direct_message_is_answered(world: Discord) -> None:
    user = world.user("reader")

    await user.send_dm(QUESTION)

    assert JA("place-number", number=5) in shown(user.dm_channel.last_message).text


async def test_the_buttons_of_a_mention_reply_work_for_its_author_and_privately_for_others(
    world: Discord,
) -> None:
    asker, other = world.member("asker", "ja"), world.member("other", "ja")
    await asker.send(world.channel, f"{mention(world)} {QUESTION}")

    result = await other.click(world.messages[-1], label=JA("button-next-match"))
    assert result.ephemeral
    await asker.click(world.messages[-1], label=JA("button-next-match"))
    assert JA("match-count", number=2, total=3) in shown(world.messages[-1]).text


@pytest.mark.parametrize("content", [QUESTION, "@everyone", "hello", "<@123> COCOA"])
async def test_it_never_speaks_unasked(world: Discord, content: Any) -> None:
    await world.member("asker").send(world.channel, content)

    assert len(world.messages) == 1


async def test_it_never_answers_bots(world: Discord) -> None:
    await world.bot_member("robot").send(world.channel, f"{mention(world)} {QUESTION}")

    assert len(world.messages) == 1


async def test_it_never_answers_webhooks(world: Discord) -> None:
    await world.webhook("news").send(f"{mention(world)} {QUESTION}")

    (message,) = world.messages
    assert message.webhook_id
    assert not message.author.bot


async def test_a_reply_to_an_answer_is_not_a_question(world: Discord) -> None:
    member = world.member("asker")
    await member.send(world.channel, f"{mention(world)} {QUESTION}")

    await member.send(world.channel, "ありがとう", reply_to=world.messages[-1])

    assert len(world.messages) == 3


async def test_related_quotes_of_a_message_are_found_privately(
    world: Discord, say: Reader, member: Any
) -> None:
    other = world.member("other")
    message = await other.send(world.channel, QUESTION)

    result = await member.context_menu(world.channel, "Find related quotes", message)

    assert result.ephemeral
    assert "疫学調査" in shown(result).quoted
    assert shown(result).is_enabled(say("button-share"))


async def test_a_message_without_words_has_no_related_quotes(
    world: Discord, say: Reader, member: Any
) -> None:
    other = world.member("other")
    message = await other.send(world.channel, "", attachments=[("x.txt", b"x")])

    result = await member.context_menu(world.channel, "Find related quotes", message)

    assert result.ephemeral
    assert shown(result).text == say("empty-question")


@pytest.mark.parametrize("name", ["平井大臣", "Takuya Hirai"])
async def test_a_member_who_is_called_like_a_speaker_is_named_in_the_question(
    world: Discord, name: str
) -> None:
    asker = world.member("asker", "ja")
    named, other = world.member(name), world.member("平井さんの友人")

    question = f"{mention(world)} <@{named.id}> は接触確認アプリについて何と言った？"
    await asker.send(world.channel, question)
    answered = world.messages[-1]
    message = await asker.send(world.channel, f"<@{named.id}> は？ <@{other.id}>")
    related = await asker.context_menu(world.channel, "Find related quotes", message)

    assert shown(answered).texts[0] == f"-# {name} は接触確認アプリについて何と言った？"
    assert "**平井" in shown(answered).text
    assert JA("browse-heading", speaker="平井卓也") in shown(related).texts[0]
    assert str(named.id) not in shown(answered).text + shown(related).text
