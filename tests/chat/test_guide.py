"""/session, /help and /privacy."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.wording import wording
from bot.japanese import Analyzer
from bot.session import Bilingual, Language, Session
from bot.store import Store
from tests.chat.conftest import Reader
from tests.harness import Discord, Fingerprint, pretended, shown
from tests.harness.answerings import Refusing


async def test_a_session_is_described(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    result = await member.slash(world.channel, "session")

    reply = shown(result)
    assert result.ephemeral
    assert session.title.to(say.language) in reply.text
    assert session.venue is not None
    assert session.venue.to(say.language) in reply.text
    assert say("session-size", utterances=18, quotes=85) in reply.text
    assert say("session-incomplete") in reply.text
    assert say("session-how") in reply.text
    for speaker in session.speakers:
        assert speaker.role.to(say.language) in reply.text


async def test_the_whole_conversation_is_read_in_order(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    notes = {each.number: say("passage-note", note=each.note or "") for each in session.utterances}
    noted = {each.number for each in session.utterances if each.note}
    assert noted
    result = await member.slash(world.channel, "session")
    await member.click(result.response, label=say("button-read"))

    for utterance in session.utterances:
        reply = shown(result)
        assert reply.quoted.replace("\\", "") == utterance.text
        assert say("passage-position", number=utterance.number, total=18) in reply.text
        assert (notes[utterance.number] in reply.text) is (utterance.number in noted)
        if utterance.number < 18:
            await member.click(result.response, label=say("button-later"))
    assert not shown(result).is_enabled(say("button-later"))


async def test_a_menu_jumps_to_any_utterance(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    result = await member.slash(world.channel, "session")
    await member.click(result.response, label=say("button-read"))

    await member.select(result.response, ["12"])

    assert shown(result).quoted.replace("\\", "") == session.utterances[11].text


async def test_a_session_is_chosen_by_its_id_which_is_suggested(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    (choice,) = await member.autocomplete(world.channel, "session", "session", "digital")
    assert choice["name"] == session.title.to(say.language)

    result = await member.slash(world.channel, "session", session=choice["value"])

    assert session.title.to(say.language) in shown(result).text


async def test_an_unknown_session_is_refused(world: Discord, say: Reader, member: Any) -> None:
    result = await member.slash(world.channel, "session", session="none")

    assert shown(result).text == say("unknown-session")


@pytest.mark.parametrize(
    "typed",
    [
        "第１回",
        "ﾃﾞｼﾞﾀﾙ庁勉強会",
        "first DIGITAL",
        "2021-02-09",
        "2021/2/9",
        "２０２１年２月９日",
        "9 February",
        "Feb 9",
        "COCOA",
        "digital-agency-1",
    ],
)
async def test_a_session_is_found_by_title_topic_and_date_in_any_width(
    world: Discord, say: Reader, member: Any, session: Session, typed: str
) -> None:
    choices = await member.autocomplete(world.channel, "session", "session", typed)
    described = await member.slash(world.channel, "session", session=typed)
    asked = await member.slash(world.channel, "ask", question="COCOA", session=typed)

    assert [choice["value"] for choice in choices] == [session.id]
    assert f"### {session.title.to(say.language)}" in shown(described).text
    assert "COCOA" in shown(asked).quoted


async def test_help_names_every_command(world: Discord, say: Reader, member: Any) -> None:
    result = await member.slash(world.channel, "help")

    assert result.ephemeral
    for command in ("ask", "quote", "session", "daily", "configure", "privacy"):
        assert "/" + say(f"command-{command}") in shown(result).text


async def test_privacy_says_that_nothing_is_kept(world: Discord, say: Reader, member: Any) -> None:
    result = await member.slash(world.channel, "privacy")

    assert result.ephemeral
    assert say("privacy-nothing") in shown(result).text
    assert say("privacy-memory") in shown(result).text
    assert say("privacy-daily") in shown(result).text


class Kept(list[str]):
    """What is kept of refused questions."""

    async def keep(self, question: str) -> None:
        self.append(question)

    async def judge(self, question: str, quote: str, *, helpful: bool) -> None:
        self.append(f"{question} {quote} {helpful}")


async def test_refused_questions_are_kept_only_where_switched_on_and_privacy_says_so(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    kept = Kept()
    async with pretended(make_bot(unanswered=kept)) as world:
        member = world.member("asker", say.locale)
        await member.slash(world.channel, "ask", question="qwzx vbnk jhgf")
        await member.slash(world.channel, "ask", question="COCOAは疫学調査に使えたのですか")
        result = await member.slash(world.channel, "privacy")

    assert kept == ["qwzx vbnk jhgf"]
    assert say("privacy-unanswered") in shown(result).text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("qwzx <@123456789012345678> vbnk", ["qwzx vbnk"]),
        ("qwzx <#123456789012345678> <:jhgf:123456789012345678>", ["qwzx"]),
        ("qwzx 12345678901234567 vbnk", ["qwzx vbnk"]),
        ("qwzx 2022", ["qwzx 2022"]),
        ("<@!123456789012345678>", []),
    ],
)
async def test_no_id_in_a_question_is_kept(
    make_bot: Callable[..., HatsugenBot], question: str, words: list[str]
) -> None:
    kept = Kept()
    async with pretended(make_bot(unanswered=kept)) as world:
        await world.member("asker").slash(world.channel, "ask", question=question)

    assert kept == words


async def test_a_topic_on_a_button_is_never_kept(
    make_bot: Callable[..., HatsugenBot], answering: Answering
) -> None:
    kept = Kept()
    async with pretended(make_bot(answering=Refusing(answering), unanswered=kept)) as world:
        member = world.member("asker")
        result = await member.slash(world.channel, "ask", question="qwzx vbnk jhgf")
        topic = next(iter(shown(result).buttons))

        again = await member.click(result.response, label=topic)

        assert wording(Language.EN)["no-answer"] in shown(again).text
    assert kept == ["qwzx vbnk jhgf"]


@pytest.mark.parametrize("sends", [True, False])
async def test_privacy_tells_where_questions_are_sent_elsewhere(
    make_bot: Callable[..., HatsugenBot], say: Reader, sends: bool
) -> None:
    async with pretended(make_bot(sends_questions=sends)) as world:
        result = await world.member("asker", say.locale).slash(world.channel, "privacy")

    assert (say("privacy-sent") in shown(result).text) is sends


async def test_without_a_choice_the_latest_session_is_described(
    session: Session, load: Any, analyzer: Analyzer, say: Reader
) -> None:
    assert session.started_at is not None
    earlier = replace(session, id="earlier", started_at=session.started_at - timedelta(days=1))
    earlier = replace(earlier, title=Bilingual("前の回", "The one before"))
    async with Store.open(await asyncio.to_thread(load, session, earlier)) as store:
        bot = HatsugenBot(
            store, Answering(store, analyzer), cooldown_seconds=0, fingerprints=Fingerprint()
        )
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            latest = await member.slash(world.channel, "session")
            named = await member.slash(world.channel, "session", session="earlier")
            either = await member.slash(world.channel, "session", session="2021")
            unclear = await member.slash(world.channel, "ask", question="COCOA", session="2021")
            within = await member.slash(
                world.channel, "ask", question="COCOA", session=earlier.title.to(say.language)
            )
            nowhere = await member.slash(world.channel, "ask", question="COCOA", session="1868")

    for reply in (shown(either), shown(unclear)):
        assert say("ambiguous-session", name="2021") in reply.text
        assert earlier.title.to(say.language) in reply.text
    assert f" · {earlier.title.to(say.language)[:3]}" in shown(within).text
    assert f" · {session.title.to(say.language)[:3]}" not in shown(within).text
    assert shown(nowhere).text == say("unknown-session")
    assert f"### {session.title.to(say.language)}" in shown(latest).text
    assert f"### {earlier.title.to(say.language)}" in shown(named).text


async def test_the_words_of_a_message_are_never_kept(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    kept = Kept()
    async with pretended(make_bot(unanswered=kept)) as world:
        member, other = world.member("asker", say.locale), world.member("other")
        message = await other.send(world.channel, "qwzx vbnk jhgf")

        result = await member.context_menu(world.channel, "Find related quotes", message)

        assert say("no-answer") in shown(result).text
    assert kept == []
