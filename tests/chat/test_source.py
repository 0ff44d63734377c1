"""What is said of the source, and the way there."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.japanese import Analyzer
from bot.session import Bilingual, Source, SourceKind
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import load as load_into
from tests.corpora import talk
from tests.harness import Fingerprint, pretended, shown

ADDRESS = "https://example.org/minutes.html"
NOTES = Bilingual("自分のメモ。清書したものです。", "My own notes. A fair copy.")
AGREED = Bilingual("全員の同意", "all agreed")


FAIR = Bilingual("焙煎所の見習いが清書したメモ", "A memo that an apprentice wrote out")


@pytest.mark.parametrize(
    ("source", "line", "whole", "told"),
    [
        (
            Source(SourceKind.MEMO, complete=False, description=NOTES, consent=AGREED, url=ADDRESS),
            {
                "ja": "出典：自分のメモ（不完全） · 2022年3月4日",
                "en": "Source: memo (incomplete) · Mar 4, 2022",
            },
            {
                "ja": "出典：自分のメモ（不完全） · 全員の同意",
                "en": "Source: My own notes (incomplete) · all agreed",
            },
            {
                "ja": ["清書したものです。", "メモ", "全員の同意"],
                "en": ["A fair copy.", "memo", "all agreed"],
            },
        ),
        (
            Source(SourceKind.MINUTES, complete=True, description=NOTES),
            {
                "ja": "出典：自分のメモ · 2022年3月4日",
                "en": "Source: My own notes · Mar 4, 2022",
            },
            {"ja": "出典：自分のメモ", "en": "Source: My own notes"},
            {"ja": ["議事録"], "en": ["minutes"]},
        ),
        (
            Source(
                SourceKind.UNKNOWN,
                complete=False,
                description=Bilingual("ファイル a.b", "The file a.b"),
            ),
            {
                "ja": "出典：ファイル a\\.b（完全かは不明）",
                "en": "Source: The file a\\.b (words may be missing)",
            },
            {
                "ja": "出典：ファイル a\\.b（完全かは不明）",
                "en": "Source: The file a\\.b (words may be missing)",
            },
            {"ja": ["とは限りません"], "en": ["Perhaps not everything"]},
        ),
        (
            Source(SourceKind.MEMO, complete=False, description=FAIR, consent=AGREED),
            {
                "ja": "出典：メモ（不完全） · 2022年3月4日",
                "en": "Source: memo (incomplete) · Mar 4, 2022",
            },
            {
                "ja": "出典：焙煎所の見習いが清書したメモ（不完全） · 全員の同意",
                "en": "Source: A memo that an apprentice wrote out (incomplete) · all agreed",
            },
            {"ja": ["見習い", "全員の同意"], "en": ["apprentice", "all agreed"]},
        ),
    ],
)
async def test_the_source_is_what_the_record_says_and_one_press_away(
    tmp_path: Path,
    analyzer: Analyzer,
    say: Reader,
    source: Source,
    line: Any,
    whole: Any,
    told: Any,
) -> None:
    await load_into(tmp_path / "talk.db", analyzer, talk("talk", source=source))
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            quote = await member.slash(world.channel, "quote", speaker="sato")
            replies = [shown(quote)]
            await member.click(quote.response, label=say("button-context"))
            replies.append(shown(quote))
            replies.append(shown(await member.slash(world.channel, "session")))

    under_quote, around, about = replies
    assert f"-# {line[say.language]}" in under_quote.text.split("\n")
    assert f"-# {whole[say.language]}" in around.text.split("\n")
    for words in told[say.language]:
        assert words in about.text
    for reply in replies:
        button = reply.buttons.get(say("button-source"))
        assert (button and button["url"]) == source.url


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://www.youtube.com/watch?v=abc&t=3", "https://www.youtube.com/watch?v=abc&t=3754"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=3754"),
        ("https://vimeo.com/1234", "https://vimeo.com/1234#t=3754s"),
        ("https://example.org/talk.MP3", "https://example.org/talk.MP3#t=3754"),
        (ADDRESS, ADDRESS),
        (f"https://example.org/{'a' * 485}.mp3", f"https://example.org/{'a' * 485}.mp3"),
    ],
)
async def test_what_was_said_at_a_known_time_is_opened_there(
    tmp_path: Path, analyzer: Analyzer, say: Reader, url: str, opened: str
) -> None:
    source = Source(SourceKind.TRANSCRIPT, complete=True, description=NOTES, url=url)
    session = talk("talk", source=source)
    timed = replace(session.utterances[0], start=3754.5)
    await load_into(
        tmp_path / "talk.db",
        analyzer,
        replace(session, utterances=(timed, *session.utterances[1:])),
    )
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(
            store, Answering(store, analyzer), fingerprints=Fingerprint(), cooldown_seconds=0
        )
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            reply = await member.slash(world.channel, "quote", speaker="sato")
            quote = shown(reply)
            await member.click(reply.response, label=say("button-context"))
            around = shown(reply)
            untimed = shown(await member.slash(world.channel, "quote", speaker="mori"))

    for timed_reply in (quote, around):
        assert " · 1:02:34\n" in timed_reply.text
        assert timed_reply.buttons[say("button-source")]["url"] == opened
    assert untimed.buttons[say("button-source")]["url"] == url


SITE = "https://example.org/record"


@pytest.mark.parametrize("speaker", ["sato", "mori"])
async def test_answers_lead_to_where_it_was_said_in_the_pages_of_the_record(
    tmp_path: Path, analyzer: Analyzer, say: Reader, speaker: str
) -> None:
    source = Source(SourceKind.MEMO, complete=False, description=NOTES, url=ADDRESS)
    await load_into(tmp_path / "talk.db", analyzer, talk("talk", source=source))
    async with Store.open(tmp_path / "talk.db") as store:
        answering = Answering(store, analyzer)
        bot = HatsugenBot(store, answering, fingerprints=Fingerprint(), site=f"{SITE}/")
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            quote = await member.slash(world.channel, "quote", speaker=speaker, private=True)
            shown_quote = shown(quote)
            await member.click(quote.response, label=say("button-context"))
            shown_passage = shown(quote)

    page = f"{SITE}/{say.language}/sessions/talk.html"
    number = {"sato": 1, "mori": 2}[speaker]
    for reply, anchor in ((shown_quote, f"u{number}q1"), (shown_passage, f"u{number}")):
        assert reply.buttons[say("button-site")]["url"] == f"{page}#{anchor}"
        assert reply.buttons[say("button-source")]["url"] == ADDRESS
        assert reply.button_rows <= 2
