"""/quote, from a member's side."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.chat.client import HatsugenBot
from bot.session import Session
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown


async def test_a_speakers_quotes_are_browsed_in_order(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    quotes = [quote for quote in session.quotes if quote.speaker.id == "murai"]

    result = await member.slash(world.channel, "quote", speaker="村井")
    for number, quote in enumerate(quotes, start=1):
        reply = shown(result)
        assert reply.quoted.replace("\\", "") == quote.text
        assert say("quote-count", number=number, total=len(quotes)) in reply.text
        if number < len(quotes):
            await member.click(result.response, label=say("button-next-quote"))
    assert not shown(result).is_enabled(say("button-next-quote"))


async def test_a_menu_jumps(world: Discord, say: Reader, member: Any, session: Session) -> None:
    quotes = [quote for quote in session.quotes if quote.speaker.id == "hirai"]
    result = await member.slash(world.channel, "quote", speaker="hirai")
    (menu,) = shown(result).menus
    assert len(menu["options"]) == 25

    await member.select(result.response, ["20"])

    assert shown(result).quoted.replace("\\", "") == quotes[20].text
    (menu,) = shown(result).menus
    assert [option["value"] for option in menu["options"] if option.get("default")] == ["20"]
    assert int(menu["options"][-1]["value"]) > 24


async def test_others_jump_for_themselves(world: Discord, say: Reader, member: Any) -> None:
    other = world.member("other")
    result = await member.slash(world.channel, "quote", speaker="hirai")
    before = shown(result).text

    jumped = await other.select(result.response, ["7"])

    assert jumped.ephemeral
    assert "Quote 8 of" in shown(jumped).text
    assert shown(result).text == before


async def test_a_topic_brings_the_nearest_quotes_first(
    world: Discord, say: Reader, member: Any
) -> None:
    result = await member.slash(world.channel, "quote", speaker="hirai", topic="COCOA")

    assert "COCOA" in shown(result).quoted
    assert "-# COCOA" in shown(result).text
    await member.click(result.response, label=say("button-next-quote"))
    assert "COCOA" in shown(result).quoted
    assert "-# COCOA" in shown(result).text


async def test_a_topic_nobody_touched_is_refused_privately(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    result = await member.slash(world.channel, "quote", speaker="hirai", topic="qwzx vbnk")

    name = session.speakers[0].name.to(say.language)
    assert result.ephemeral
    assert say("no-quotes", speaker=name, topic="qwzx vbnk") in shown(result).text


async def test_random_shows_any_quote_and_another(
    make_bot: Callable[..., HatsugenBot], say: Reader, session: Session
) -> None:
    picks = iter([30, 2])
    quotes = [quote for quote in session.quotes if quote.speaker.id == "hirai"]
    async with pretended(make_bot(pick=lambda _: next(picks))) as world:
        member = world.member("asker", say.locale)
        result = await member.slash(world.channel, "quote", speaker="hirai", order="random")
        assert shown(result).quoted.replace("\\", "") == quotes[30].text

        await member.click(result.response, label=say("button-random"))
        assert shown(result).quoted.replace("\\", "") == quotes[2].text


@pytest.mark.parametrize("pick", [0, 54, 84])
async def test_without_a_speaker_anyone_is_quoted_at_random(
    make_bot: Callable[..., HatsugenBot], say: Reader, session: Session, pick: int
) -> None:
    people = [
        quote for each in session.speakers for quote in session.quotes if quote.speaker == each
    ]
    totals: list[int] = []

    def picked(total: int) -> int:
        totals.append(total)
        return (pick + len(totals) - 1) % total

    async with pretended(make_bot(pick=picked)) as world:
        member = world.member("asker", say.locale)
        result = await member.slash(world.channel, "quote")
        first = shown(result)
        await member.click(result.response, label=say("button-random"))
        second = shown(result)
        await member.click(result.response, label=say("button-context"))
        await member.click(result.response, label=say("button-back"))

    assert totals == [len(session.quotes)] * 2
    assert first.quoted.replace("\\", "") == people[pick].text
    assert second.quoted.replace("\\", "") == people[(pick + 1) % len(people)].text
    assert people[pick].speaker.name.to(say.language) in first.text
    assert shown(result).text == second.text
    assert say("button-next-quote") not in first.buttons


async def test_a_topic_without_a_speaker_is_what_anyone_said_about_it(
    world: Discord, say: Reader, member: Any
) -> None:
    result = await member.slash(world.channel, "quote", topic="COCOA")

    assert "COCOA" in shown(result).quoted
    assert say("match-count", number=1, total=5) in shown(result).text


async def test_a_private_quote_can_be_shared(world: Discord, say: Reader, member: Any) -> None:
    result = await member.slash(world.channel, "quote", speaker="hirai", private=True)
    assert result.ephemeral

    await member.click(result.response, label=say("button-share"))

    assert say("shared-by", member=member.mention) in shown(world.messages[-1]).text


async def test_the_conversation_around_a_quote_is_reached_from_browsing(
    world: Discord, say: Reader, member: Any
) -> None:
    result = await member.slash(world.channel, "quote", speaker="hirai")
    first = shown(result).text

    await member.click(result.response, label=say("button-context"))
    assert say("passage-here", number=1, total=18) in shown(result).text
    await member.click(result.response, label=say("button-back"))

    assert shown(result).text == first


@pytest.mark.parametrize("typed", ["", "COCOA"])
async def test_topics_are_suggested(world: Discord, member: Any, typed: str) -> None:
    assert await member.autocomplete(world.channel, "quote", "topic", typed, speaker="hirai")
