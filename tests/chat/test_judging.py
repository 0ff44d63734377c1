"""Whether an answer helped, where the operator keeps that."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.chat.client import HatsugenBot
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown
from tests.harness.limits import excesses

QUESTION = "COCOAは疫学調査に使えたのですか"
QUOTE = "digital-agency-1:5.3"
MENU = "Not what I asked"


class Judgements(list[Any]):
    """What is kept of answers that members judge."""

    async def keep(self, question: str) -> None:
        raise AssertionError(question)

    async def judge(self, question: str, quote: str, *, helpful: bool) -> None:
        self.append((question, quote, helpful))


@pytest.mark.parametrize("label", ["button-helpful", "button-not-asked"])
async def test_a_private_answer_is_judged_by_a_button(
    make_bot: Callable[..., HatsugenBot], say: Reader, label: str
) -> None:
    kept = Judgements()
    async with pretended(make_bot(unanswered=kept)) as world:
        member = world.member("asker", say.locale)
        asked = f"{QUESTION} <@{10**17}>"
        result = await member.slash(world.channel, "ask", question=asked, private=True)
        message = result.response
        assert shown(message).button_rows == 2
        assert excesses(message.components) == []
        await member.click(message, label=say(label))
        reply = shown(message)
        await member.click(message, label=say("button-next-match"))

    assert kept == [(QUESTION, QUOTE, label == "button-helpful")]
    assert f"-# {say('judged')}" in reply.texts
    assert say("button-helpful") not in reply.buttons
    assert say("button-helpful") in shown(message).buttons


async def test_a_public_answer_is_judged_in_its_menu_by_anybody(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    kept = Judgements()
    async with pretended(make_bot(unanswered=kept)) as world:
        await world.member("asker").slash(world.channel, "ask", question=QUESTION)
        answer = world.messages[-1]
        other = world.member("other", say.locale)
        result = await other.context_menu(world.channel, MENU, answer)
        again = await other.context_menu(world.channel, MENU, await other.send(world.channel, "x"))

    assert say("button-helpful") not in shown(answer).buttons
    assert kept == [(QUESTION, QUOTE, False)]
    assert result.ephemeral
    assert shown(result).text == say("judged")
    assert shown(again).text == say("not-my-answer")


async def test_what_somebody_else_wrote_is_never_kept(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    kept = Judgements()
    async with pretended(make_bot(unanswered=kept)) as world:
        member = world.member("asker", say.locale)
        message = await world.member("other").send(world.channel, QUESTION)
        result = await member.context_menu(world.channel, "Find related quotes", message)
        browsed = await member.slash(world.channel, "quote", speaker="hirai", private=True)

    for reply in (shown(result), shown(browsed)):
        assert reply.quoted
        assert say("button-not-asked") not in reply.buttons


async def test_nothing_is_judged_where_the_operator_keeps_nothing(
    world: Discord, say: Reader, member: Any
) -> None:
    result = await member.slash(world.channel, "ask", question=QUESTION, private=True)

    assert say("button-helpful") not in shown(result).buttons
    assert MENU not in {command.name for command in world.tree.get_commands()}
