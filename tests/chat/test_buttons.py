"""The buttons of an answer: what they show, to whom, and that they never die."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.chat.client import HatsugenBot
from bot.chat.custom_id import Browse, Found, ShortRef, encode, key_of
from bot.session import Session
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown

QUESTION = "COCOAは疫学調査に使えたのですか"


async def asked(world: Discord, member: Any, **options: Any) -> Any:
    result = await member.slash(world.channel, "ask", question=QUESTION, **options)
    return result.response


async def test_matches_are_paged_in_place(world: Discord, say: Reader, member: Any) -> None:
    message = await asked(world, member)
    first = shown(message)
    assert not first.is_enabled(say("button-previous-match"))

    await member.click(message, label=say("button-next-match"))

    second = shown(message)
    assert say("match-count", number=2, total=3) in second.text
    assert second.quoted != first.quoted
    assert second.texts[0] == first.texts[0]
    await member.click(message, label=say("button-previous-match"))
    assert shown(message).text == first.text


async def test_the_last_match_has_no_next_one(world: Discord, say: Reader, member: Any) -> None:
    message = await asked(world, member)

    for _ in range(2):
        await member.click(message, label=say("button-next-match"))

    assert say("match-count", number=3, total=3) in shown(message).text
    assert not shown(message).is_enabled(say("button-next-match"))


async def test_before_and_after_shows_the_conversation_with_the_quote_marked(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    message = await asked(world, member)
    quote = shown(message).quoted.replace("**", "")

    await member.click(message, label=say("button-context"))

    here = shown(message)
    assert say("passage-here", number=5, total=18) in here.text
    assert here.quoted.replace("**", "").replace("\n", "") == session.utterances[4].text
    mark = here.texts.index("-# " + say("passage-mark"))
    assert here.texts[mark + 1].replace("**", "") == f"> {quote}"
    assert here.texts[mark + 2] == "-# " + say("passage-mark-end")


async def test_the_conversation_is_stepped_through_and_left_again(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    message = await asked(world, member)
    first = shown(message).text
    await member.click(message, label=say("button-context"))

    await member.click(message, label=say("button-earlier"))
    earlier = shown(message)
    assert say("passage-before", number=4, total=18, distance=1) in earlier.text
    assert earlier.quoted == session.utterances[3].text

    await member.click(message, label=say("button-later"))
    await member.click(message, label=say("button-later"))
    later = shown(message)
    assert say("passage-after", number=6, total=18, distance=1) in later.text
    assert later.quoted.replace("\\", "") == session.utterances[5].text

    await member.click(message, label=say("button-back"))
    assert shown(message).text == first


async def test_the_conversation_ends_at_both_ends(world: Discord, say: Reader, member: Any) -> None:
    message = await asked(world, member)
    await member.click(message, label=say("button-context"))

    while shown(message).is_enabled(say("button-earlier")):
        await member.click(message, label=say("button-earlier"))
    assert say("passage-before", number=1, total=18, distance=4) in shown(message).text
    while shown(message).is_enabled(say("button-later")):
        await member.click(message, label=say("button-later"))
    assert say("passage-after", number=18, total=18, distance=13) in shown(message).text


async def test_sharing_shows_the_answer_to_everyone_under_the_members_name(
    world: Discord, say: Reader, member: Any
) -> None:
    other = world.member("other")
    message = await asked(world, member, private=True)
    private = shown(message)

    result = await member.click(message, label=say("button-share"))

    (public,) = world.channel.history(viewer=other)
    reply = shown(public)
    assert say("shared-by", member=member.mention) in reply.text
    assert reply.quoted == private.quoted
    assert say("button-share") not in reply.buttons
    assert not reply_notifies(world)
    assert not shown(message).is_enabled(say("button-shared"))
    assert result.acknowledged


def reply_notifies(world: Discord) -> Any:
    return any(
        (request.json or {}).get("allowed_mentions", {}).get("parse")
        for request in world.env.http_requests
        if isinstance(request.json, dict)
    )


async def test_a_shared_answer_keeps_its_name_when_its_owner_turns_the_page(
    world: Discord, say: Reader, member: Any
) -> None:
    message = await asked(world, member, private=True)
    await member.click(message, label=say("button-share"))
    public = world.messages[-1]

    await member.click(public, label=say("button-next-match"))

    assert say("shared-by", member=member.mention) in shown(world.messages[-1]).text
    assert say("match-count", number=2, total=3) in shown(world.messages[-1]).text


async def test_others_page_for_themselves_on_a_public_answer(
    world: Discord, say: Reader, member: Any
) -> None:
    other = world.member("other", "ja")
    message = await asked(world, member)
    before = shown(message).text

    result = await other.click(message, label=say("button-next-match"))

    assert shown(message).text == before
    assert result.ephemeral
    own = shown(result)
    assert "候補 2 / 3" in own.text
    await other.click(result.response, label="次の候補")
    assert "候補 3 / 3" in shown(result).text


async def test_buttons_work_after_a_restart(
    world: Discord, say: Reader, member: Any, make_bot: Callable[..., HatsugenBot]
) -> None:
    message = await asked(world, member)

    await world.env.restart_bot(make_bot())
    await member.click(message, label=say("button-next-match"))

    assert say("match-count", number=2, total=3) in shown(message).text


async def test_every_kind_of_button_works_after_a_restart(
    world: Discord, say: Reader, member: Any, make_bot: Callable[..., HatsugenBot]
) -> None:
    message = await asked(world, member, private=True)
    browsing = (await member.slash(world.channel, "quote", speaker="murai")).response
    refused = (await member.slash(world.channel, "ask", question="qwzx vbnk jhgf")).response

    await world.env.restart_bot(make_bot())

    await member.click(message, label=say("button-context"))
    assert say("passage-here", number=5, total=18) in shown(message).text
    await member.click(message, label=say("button-share"))
    assert say("shared-by", member=member.mention) in shown(world.messages[-1]).text
    await member.select(browsing, ["3"])
    assert say("quote-count", number=4, total=31) in shown(browsing).text
    topic, *_ = shown(refused).buttons
    await member.click(refused, label=topic)
    assert shown(refused).texts[0] == f"-# {topic}"
    assert shown(refused).quoted


async def test_a_button_of_a_record_that_is_gone_says_so(
    world: Discord, say: Reader, member: Any
) -> None:
    message = await asked(world, member)
    gone = encode(Found(member.id, refs=(ShortRef(key_of("gone"), 1, 1),)))
    world.rewrite_button(message, say("button-context"), f"h2:c:{gone}")

    result = await member.click(message, label=say("button-context"))

    assert result.ephemeral
    assert say("stale") in shown(result).text


@pytest.mark.parametrize("index", [1, 5, 99, 2**32 - 1, 2**64 - 1, -1, -9])
@pytest.mark.parametrize("of_speaker", [False, True])
async def test_a_button_beyond_the_quotes_that_it_carries_says_so(
    world: Discord, say: Reader, member: Any, session: Session, index: int, of_speaker: bool
) -> None:
    message = await asked(world, member)
    refs = (ShortRef.of(session.quotes[0].ref),)
    beyond = encode(Found(member.id, index, refs=refs, of_speaker=of_speaker))
    world.rewrite_button(message, say("button-next-match"), f"h2:n:{beyond}")

    result = await member.click(message, label=say("button-next-match"))

    assert result.ephemeral
    assert shown(result).text == say("stale")


@pytest.mark.parametrize("index", [54, 2**63, -1, -99])
async def test_a_button_beyond_what_a_speaker_said_says_so(
    world: Discord, say: Reader, member: Any, index: int
) -> None:
    message = (await member.slash(world.channel, "quote", speaker="hirai")).response
    beyond = encode(Browse(member.id, index, speaker=key_of("hirai")))
    world.rewrite_button(message, say("button-next-quote"), f"h2:n:{beyond}")

    result = await member.click(message, label=say("button-next-quote"))

    assert result.ephemeral
    assert shown(result).text == say("stale")


@pytest.mark.parametrize("at", [19, 2**63, 2**64 - 1, -1])
async def test_a_button_beyond_the_conversation_says_so(
    world: Discord, say: Reader, member: Any, session: Session, at: int
) -> None:
    message = await asked(world, member)
    refs = (ShortRef.of(session.quotes[0].ref),)
    beyond = encode(Found(member.id, at=at, refs=refs))
    world.rewrite_button(message, say("button-context"), f"h2:c:{beyond}")

    result = await member.click(message, label=say("button-context"))

    assert result.ephemeral
    assert shown(result).text == say("stale")


async def test_a_button_that_no_version_has_made_says_so(
    world: Discord, say: Reader, member: Any
) -> None:
    message = await asked(world, member)
    world.rewrite_button(message, say("button-context"), "h1:c:AAAA")

    result = await member.click(message, label=say("button-context"))

    assert say("stale") in shown(result).text


async def test_it_works_on_any_shard(make_bot: Callable[..., HatsugenBot], say: Reader) -> None:
    async with pretended(make_bot(shard_count=3)) as world:
        for shard in range(3):
            guild = world.env.create_guild(shard_id=shard)
            channel = guild.create_text_channel("general")
            member = world.member(f"member-{shard}", say.locale, guild=guild)

            result = await member.slash(channel, "ask", question=QUESTION)
            await member.click(result.response, label=say("button-next-match"))

            assert say("match-count", number=2, total=3) in shown(result).text
