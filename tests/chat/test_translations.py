"""Translations: beside the original for whoever needs them, labelled, and promised nowhere."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.markup import unescape
from bot.japanese import Analyzer
from bot.session import Annotation, Language, QuoteRef, Session
from bot.store import Store
from tests.chat.conftest import Reader
from tests.chat.test_buttons import asked
from tests.corpora import SATO, load, talk
from tests.harness import Discord, Fingerprint, pretended, shown
from tests.harness.limits import excesses

TRANSLATED = "cannot be used for epidemiological investigation"


def beginning_translated(say: Reader) -> bool:
    return bool(say.language is Language.EN)


async def test_a_translation_is_labelled_and_never_replaces_the_original(
    world: Discord, say: Reader, member: Any
) -> None:
    message = await asked(world, member)
    original = shown(message).quoted
    if beginning_translated(say):
        await member.click(message, label=say("button-original"))
    assert not shown(message).translated

    await member.click(message, label=say("button-translate"))

    translated = shown(message)
    assert f"-# {say('translation-heading')}" in translated.texts
    assert translated.quoted == original
    assert TRANSLATED in translated.translated
    await member.click(message, label=say("button-original"))
    assert shown(message).quoted == original
    assert not shown(message).translated


async def test_whoever_does_not_read_the_records_language_sees_translations_at_once(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    translated = beginning_translated(say)
    answer = await asked(world, member)
    browsed = (await member.slash(world.channel, "quote", speaker="hirai")).response
    assert bool(shown(browsed).translated) is translated
    assert bool(shown(answer).translated) is translated

    await member.click(answer, label=say("button-context"))
    await member.click(answer, label=say("button-earlier"))
    before = session.utterances[3]
    written = [
        session.annotation(QuoteRef("", 4, each)) for each in range(1, len(before.quotes) + 1)
    ]
    joined = " ".join(each.translation or "" for each in written)
    assert shown(answer).quoted == before.text
    assert unescape(shown(answer).translated) == (joined if translated else "")
    read = (await member.slash(world.channel, "session")).response
    await member.click(read, label=say("button-read"))
    assert bool(shown(read).translated) is translated


async def test_a_hidden_translation_stays_hidden_while_reading_on(
    world: Discord, member: Any, say: Reader
) -> None:
    message = await asked(world, member)
    if beginning_translated(say):
        await member.click(message, label=say("button-original"))

    for label in ("button-next-match", "button-context", "button-later", "button-back"):
        await member.click(message, label=say(label))
        assert not shown(message).translated
        assert say("button-translate") in shown(message).buttons


async def test_an_operator_can_leave_translations_to_those_who_ask_for_them(
    make_bot: Callable[..., HatsugenBot], say: Reader
) -> None:
    async with pretended(make_bot(translating=False)) as world:
        member = world.member("asker", say.locale)
        message = await asked(world, member)
        assert not shown(message).translated

        await member.click(message, label=say("button-translate"))

        assert TRANSLATED in shown(message).translated


async def test_where_there_is_no_translation_none_is_promised(
    tmp_path: Path, analyzer: Analyzer, say: Reader
) -> None:
    await load(tmp_path / "talk.db", analyzer, talk())
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            message = (await member.slash(world.channel, "quote", speaker="sato")).response
            for label in ("button-context", "button-later"):
                await member.click(message, label=say(label))
                reply = shown(message)
                offered = {say("button-translate"), say("button-original")}
                assert not offered & reply.buttons.keys()
                assert say("translation-heading") not in reply.text


async def test_every_word_of_a_long_translation_is_beside_its_original(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    quotes = [f"これは{number}番目の長い話で、{'とても' * 40}長いのです。" for number in range(12)]
    notes = {
        (1, number): Annotation(
            translation=None if number == 3 else f"Talk {number}. " + "long " * 60
        )
        for number in range(1, 13)
    }
    session = talk("long", (SATO, *quotes), annotations=notes)
    await load(tmp_path / "long.db", analyzer, session)
    read, translated = "", ""
    async with Store.open(tmp_path / "long.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
        async with pretended(bot) as world:
            member, label = world.member("asker"), "Read the conversation"
            message = (await member.slash(world.channel, "session")).response
            while not label.startswith("Next") or shown(message).is_enabled(label):
                await member.click(message, label=label)
                label = "Next part"
                assert excesses(message.components) == []
                read += shown(message).quoted
                translated += shown(message).translated + " "

    assert read == "".join(quotes)
    assert re.findall(r"Talk \d+|…", unescape(translated)) == [
        "…" if number == 3 else f"Talk {number}" for number in range(1, 13)
    ]
