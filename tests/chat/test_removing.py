"""Answers taken away again, by those who may, and messages that are not answered at all."""

from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.chat.access import MANAGING
from bot.chat.client import HatsugenBot
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown

MENU = "Remove this answer"
QUESTION = "COCOAは疫学調査に使えたのですか"
NONSENSE = "qwzx vbnk jhgf"


async def answered(world: Discord, member: Any, way: str) -> discord.Message:
    """An answer to a member, asked in one of the ways that there are."""
    match way:
        case "mention" | "refusal":
            question = NONSENSE if way == "refusal" else QUESTION
            await member.send(world.channel, f"<@{world.bot_id}> {question}")
        case "command":
            await member.slash(world.channel, "ask", question=QUESTION)
        case "share":
            private = await member.slash(world.channel, "ask", question=QUESTION, private=True)
            await member.click(private.response, label="Share")
    return world.messages[-1]


@pytest.mark.parametrize("way", ["command", "mention", "refusal", "share"])
async def test_an_answer_is_removed_by_who_asked_and_by_nobody_else(
    world: Discord, way: str
) -> None:
    member, other = world.member("asker"), world.member("other", "ja")
    answer = await answered(world, member, way)

    refused = await other.context_menu(world.channel, MENU, answer)
    assert answer in world.messages
    removed = await member.context_menu(world.channel, MENU, answer)

    assert answer not in world.messages
    assert "管理権限" in shown(refused).text
    assert shown(removed).text == "The answer is removed."
    assert refused.ephemeral
    assert removed.ephemeral


async def test_an_answer_is_removed_by_who_may_manage_messages(world: Discord, say: Reader) -> None:
    answer = await answered(world, world.member("asker"), "command")
    role = world.guild.create_role("moderators", permissions=MANAGING)
    moderator = world.member("moderator", say.locale, roles=[role])

    result = await moderator.context_menu(world.channel, MENU, answer)

    assert answer not in world.messages
    assert shown(result).text == say("removed")


async def test_what_is_no_answer_stays(world: Discord, say: Reader, member: Any) -> None:
    message = await member.send(world.channel, "hello")

    result = await member.context_menu(world.channel, MENU, message)

    assert message in world.messages
    assert shown(result).text == say("not-my-answer")


async def test_messages_can_be_left_unanswered(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    async with pretended(make_bot(answers_messages=False)) as world:
        member = world.member("asker", say.locale)
        await member.send(world.channel, f"<@{world.bot_id}> {QUESTION}")
        assert len(world.messages) == 1
        asked = await member.slash(world.channel, "ask", question=QUESTION)
        helped = await member.slash(world.channel, "help")

    assert shown(asked).quoted
    assert say("help-messages") not in shown(helped).text
    assert say("help-elsewhere") in shown(helped).text
