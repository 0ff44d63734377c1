"""/ask, from a member's side."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import ui

from bot.answering import AmbiguousSpeakerError, Answering, UnknownSpeakerError
from bot.chat.client import HatsugenBot
from bot.chat.markup import unescape
from bot.chat.service import Service, Shown
from bot.chat.wording import wording
from bot.japanese import Analyzer
from bot.session import Language, Session
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import load, person, talk
from tests.harness import Discord, Fingerprint, pretended, shown
from tests.harness.answerings import Doubting
from tests.harness.limits import units

QUESTION = "COCOAは疫学調査に使えたのですか"
QUOTED = "疫学調査には使えない"
NONSENSE = "qwzx vbnk jhgf"
# Beside the mention.
LONGEST_MESSAGE = 1_900


async def test_the_best_quote_is_shown_with_all_that_is_known_about_it(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    result = await member.slash(world.channel, "ask", question=QUESTION)

    reply = shown(result)
    assert reply.text.startswith(f"-# {QUESTION}")
    speaker = session.speakers[0]
    assert f"**{speaker.name.to(say.language)}**" in reply.text
    assert speaker.role.to(say.language)[:5] in reply.text
    assert session.title.to(say.language)[:5] in reply.text
    assert "2021" in reply.text
    assert say("place-number", number=5) in reply.text
    assert say("match-count", number=1, total=3) in reply.text
    assert say("source-kind", kind="memo") in reply.text
    assert not result.ephemeral

    await member.click(result.response, label=say("button-context"))
    around = shown(result).text
    told = (speaker.name, speaker.role, session.title, session.source.consent)
    assert all(each and each.to(say.language) in around for each in told)
    assert session.source.description.to(say.language)[:12] in around
    assert say("passage-here", number=5, total=18) in around


async def test_the_quote_is_byte_equal_but_for_the_bold_words(
    world: Discord, member: Any, session: Session
) -> None:
    reply = shown(await member.slash(world.channel, "ask", question=QUESTION))

    plain = unescape(reply.quoted.replace("**", ""))
    assert plain in {quote.text for quote in session.quotes}
    assert QUOTED in plain
    assert re.search(r"\*\*\w+\*\*", reply.quoted)


async def test_a_private_question_is_answered_privately(
    world: Discord, say: Reader, member: Any
) -> None:
    other = world.member("other")

    result = await member.slash(world.channel, "ask", question=QUESTION, private=True)

    assert result.ephemeral
    assert shown(result).is_enabled(say("button-share"))
    assert not world.channel.history(viewer=other)


async def test_a_public_answer_offers_no_sharing(world: Discord, say: Reader, member: Any) -> None:
    reply = shown(await member.slash(world.channel, "ask", question=QUESTION))

    assert say("button-share") not in reply.buttons


async def test_what_was_not_said_is_refused_privately(
    world: Discord, say: Reader, member: Any
) -> None:
    result = await member.slash(world.channel, "ask", question=NONSENSE)

    reply = shown(result)
    assert result.ephemeral
    assert say("no-answer") in reply.text
    assert not reply.quoted


async def test_a_weak_match_says_so_and_offers_topics_that_ask_again(
    make_bot: Callable[..., HatsugenBot], answering: Answering, say: Reader
) -> None:
    async with pretended(make_bot(answering=Doubting(answering))) as world:
        member = world.member("asker", say.locale)
        result = await member.slash(world.channel, "ask", question=QUESTION)

        reply = shown(result)
        assert say("related-heading") in reply.text
        assert reply.quoted
        topic = list(reply.buttons)[-1]
        await member.click(result.response, label=topic)
        assert shown(result).texts[0] == f"-# {topic}"


async def test_a_refusal_offers_topics_that_ask_again(
    world: Discord, say: Reader, member: Any
) -> None:
    result = await member.slash(world.channel, "ask", question=NONSENSE)
    topic, *_ = shown(result).buttons
    assert say("no-answer-topics") in shown(result).text

    await member.click(result.response, label=topic)

    reply = shown(result)
    assert reply.texts[0] == f"-# {topic}"
    assert reply.quoted
    assert result.response.ephemeral


async def test_every_topic_on_a_button_leads_to_an_answer(
    store: Store, answering: Answering, say: Reader, session: Session
) -> None:
    service = Service(store, answering)
    shown_by = Shown(1, say.language, asked=None, private=True, shared=False)

    for topic in session.topics:
        made = await service.ask_about(topic.id, 1, shown_by)
        texts = [
            each.content for each in made.view.walk_children() if isinstance(each, ui.TextDisplay)
        ]
        assert say("related-heading") not in texts, topic
        assert any(text.startswith("> ") for text in texts), topic


async def test_a_speaker_narrows_the_question(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    murai = session.speakers[1]

    result = await member.slash(world.channel, "ask", question="COCOAについて", speaker=murai.title)

    assert f"**{murai.name.to(say.language)}**" in shown(result).text


@pytest.mark.parametrize("command", ["ask", "quote"])
async def test_an_unknown_speaker_is_told_who_there_is(
    world: Discord, say: Reader, member: Any, session: Session, command: str
) -> None:
    options = {"question": QUESTION} if command == "ask" else {}

    result = await member.slash(world.channel, command, speaker="**Nobody** @everyone", **options)

    reply = shown(result)
    assert result.ephemeral
    assert "\\*\\*Nobody\\*\\* \\@everyone" in reply.text
    for speaker in session.speakers:
        assert speaker.name.to(say.language) in reply.text
    assert [type(error) for error in world.errors] == [UnknownSpeakerError]


@pytest.mark.parametrize("command", ["ask", "quote"])
async def test_a_name_that_fits_two_is_asked_about(
    tmp_path: Path, analyzer: Analyzer, fingerprint: Fingerprint, say: Reader, command: str
) -> None:
    people = tuple(map(person, ("山田太郎", "山田花子", "佐藤一郎")))
    session = talk("three", *((each, "はい。") for each in people), speakers=people)
    options = {"question": QUESTION} if command == "ask" else {}

    await load(tmp_path / "three.db", analyzer, session)

    async with Store.open(tmp_path / "three.db") as store:
        answering = Answering(store, analyzer)
        bot = HatsugenBot(store, answering, cooldown_seconds=0, fingerprints=fingerprint)
        async with pretended(bot) as discord:
            member = discord.member("asker", say.locale)
            result = await member.slash(discord.channel, command, speaker="山田さん", **options)
            assert [type(error) for error in discord.errors] == [AmbiguousSpeakerError]

    reply = shown(result)
    assert result.ephemeral
    assert say("ambiguous-speaker", name="山田さん") in reply.text
    assert [each.title in reply.text for each in people] == [True, True, False]


async def test_speakers_are_suggested_in_the_members_language(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    choices = await member.autocomplete(world.channel, "ask", "speaker", "", question=QUESTION)

    assert [choice["value"] for choice in choices] == [each.id for each in session.speakers]
    for choice, speaker in zip(choices, session.speakers, strict=True):
        assert choice["name"].startswith(speaker.name.to(say.language))


@pytest.mark.parametrize("typed", ["村井", "教授", "murai"])
async def test_speakers_are_found_however_they_are_called(
    world: Discord, member: Any, session: Session, typed: str
) -> None:
    choices = await member.autocomplete(world.channel, "quote", "speaker", typed)

    assert choices[0]["value"] == session.speakers[1].id


@pytest.mark.parametrize("typed", ["", "デジ", "COCOA", "x" * 200])
async def test_suggestions_keep_within_discords_limits(
    world: Discord, member: Any, caplog: pytest.LogCaptureFixture, typed: str
) -> None:
    choices = await member.autocomplete(world.channel, "ask", "question", typed)

    assert len(choices) <= 25
    assert all(0 < len(choice["name"]) <= 100 for choice in choices)
    assert all(0 < len(choice["value"]) <= 100 for choice in choices)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_topics_are_suggested_while_typing(world: Discord, member: Any) -> None:
    assert await member.autocomplete(world.channel, "ask", "question", "COCOA")


@pytest.mark.parametrize(
    "trick",
    [
        "**太い** _字_ `code` ||spoiler||",
        "<@1> <@&2> <#3> @everyone @here",
        "[COCOA](https://example.com) https://example.com",
        "<:smile:1> <a:x:2> <t:1612863000:R> </ask:1>",
        "# COCOA",
        "-# COCOA\n> COCOA\n- COCOA",
        "COCOA\u202eは\u200bどう",
        "```py\nCOCOA\n```",
    ],
)
async def test_a_question_is_shown_as_text(world: Discord, member: Any, trick: str) -> None:
    result = await member.slash(world.channel, "ask", question=f"{QUESTION} {trick}")

    heading = shown(result).texts[0].removeprefix("-# ")
    bare = re.sub(r"\\.", "", heading)
    assert not re.search(r"[*_`|<>@\[\]#:\n\u202e\u200b]", bare)
    assert result.response.message.mentions == []
    assert not result.response.message.mention_everyone


async def test_the_longest_question_is_answered_and_shortened_with_a_note(
    world: Discord,
) -> None:
    question = ((QUESTION + "*" * 600)[:600] * 10)[:LONGEST_MESSAGE]

    await world.member("asker").send(world.channel, f"<@{world.bot_id}> {question}")
    reply = shown(world.messages[-1])

    assert QUOTED in reply.quoted.replace("*", "")
    assert wording(Language.JA)("question-shortened") in reply.text
    assert sum(map(units, reply.texts)) <= 4000


async def test_the_longest_nonsense_is_refused_and_shortened_with_a_note(
    world: Discord,
) -> None:
    question = (NONSENSE * 500)[:LONGEST_MESSAGE]

    await world.member("asker").send(world.channel, f"<@{world.bot_id}> {question}")
    reply = shown(world.messages[-1])

    assert wording(Language.EN)("no-answer") in reply.text
    assert not reply.quoted
    assert wording(Language.EN)("question-shortened") in reply.text
    assert sum(map(units, reply.texts)) <= 4000


async def test_it_answers_in_direct_messages_too(world: Discord, say: Reader) -> None:
    user = world.user("reader", say.locale)

    result = await user.slash("ask", question=QUESTION)

    assert say("place-number", number=5) in shown(result).text


async def test_an_unknown_locale_is_answered_in_english(world: Discord) -> None:
    member = world.member("someone", "fr")

    reply = shown(await member.slash(world.channel, "ask", question=QUESTION))

    assert "Context" in reply.buttons


async def test_nobody_is_ever_notified(world: Discord, member: Any) -> None:
    await member.slash(world.channel, "ask", question=QUESTION)

    (request,) = world.requests("POST", "/callback")
    assert request.json["data"]["allowed_mentions"]["parse"] == []
    assert isinstance(world.env.bot.allowed_mentions, discord.AllowedMentions)
    assert world.env.bot.allowed_mentions.to_dict()["parse"] == []
