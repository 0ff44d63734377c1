"""What a running bot answers over the gateway and REST when nothing goes wrong."""

import tomllib
from typing import Any

import pytest

from tests.sockets.faults import Endpoint
from tests.sockets.process import ROOT, Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"


def spoken() -> list[str]:
    """What the record has, utterance by utterance."""
    [path] = [each for each in (ROOT / "data").glob("*.toml") if "annotations" not in each.name]
    record: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    return [each["text"] for each in record["utterances"]]


async def test_a_question_is_answered_once_and_with_a_quote_of_the_record(serving: Serving) -> None:
    asked = await serving.discord.ask(QUESTION)
    answer = await serving.answer(asked)
    await serving.quiet()
    assert "疫学調査には使えない" in answer.quoted
    assert any(answer.quoted in utterance for utterance in spoken())
    assert not answer.private
    assert asked.visible == [answer]


async def test_a_private_question_is_answered_for_the_member_alone(serving: Serving) -> None:
    answer = await serving.answer(await serving.discord.ask(QUESTION, private=True))
    assert "疫学調査には使えない" in answer.quoted
    assert answer.private


async def test_choices_are_offered_while_a_member_types(serving: Serving) -> None:
    typed = await serving.discord.type("ask", "speaker", "hirai")
    await serving.bot.until(lambda: typed.choices is not None)
    await serving.quiet()
    assert typed.choices
    assert typed.choices[0]["value"] == "hirai"
    assert typed.endpoints == [Endpoint.CALLBACK]


async def test_a_button_turns_the_page_in_place(serving: Serving) -> None:
    asked = await serving.discord.ask(QUESTION)
    answer = await serving.answer(asked)
    before = answer.quoted
    pressed = await serving.discord.press(answer, "Next", user=asked.user)
    assert await serving.answer(pressed) is answer
    await serving.quiet()
    assert answer.quoted
    assert answer.quoted != before
    assert pressed.visible == [answer]


async def test_somebody_else_gets_a_page_of_their_own(serving: Serving) -> None:
    answer = await serving.answer(await serving.discord.ask(QUESTION))
    before = answer.quoted
    copy = await serving.answer(await serving.discord.press(answer, "Next"))
    assert copy is not answer
    assert copy.private
    assert answer.quoted == before


async def test_a_mention_is_answered_once(serving: Serving) -> None:
    written = await serving.discord.mention(QUESTION)
    answer = await serving.answer(written)
    await serving.quiet()
    assert "疫学調査には使えない" in answer.quoted
    assert written.visible == [answer]


async def test_all_this_leaves_nothing_in_the_log(serving: Serving) -> None:
    await serving.answer(await serving.discord.ask(QUESTION))
    assert serving.bot.complaints == []
