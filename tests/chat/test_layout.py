"""How a reply reads on a phone: the quote large, little beside it, and no gaps."""

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.markup import unescape
from bot.chat.wording import wording
from bot.japanese import Analyzer
from bot.session import (
    Annotation,
    Bilingual,
    Language,
    Session,
    Source,
    SourceKind,
    Utterance,
    beside,
    leans,
)
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import SATO, load, person, talk
from tests.harness import Discord, Fingerprint, pretended, shown, walk
from tests.harness.limits import ROW

QUESTION = "COCOAは疫学調査に使えたのですか"


async def test_the_quote_comes_first_and_in_the_largest_print(
    world: Discord, say: Reader, member: Any
) -> None:
    reply = shown(await member.slash(world.channel, "ask", question=QUESTION))

    translated = [f"-# {say('translation-heading')}", *reply.texts[3:4]]
    asked, quote, *rest = reply.texts
    if rest[:2] == translated:
        del rest[:2]
    assert asked == f"-# {QUESTION}"
    assert quote.startswith("> ")
    assert all(line.startswith("-# ") for text in rest for line in text.split("\n"))
    # Who, where, and by which record; then which of the matches it is.
    assert sum(text.count("\n") + 1 for text in rest) <= 4


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ask", {"question": QUESTION, "private": True}),
        ("quote", {"speaker": "hirai", "private": True}),
        ("quote", {"speaker": "hirai", "topic": "COCOA", "private": True}),
    ],
)
async def test_buttons_stand_in_two_rows_at_most(
    world: Discord, say: Reader, member: Any, command: str, options: Any
) -> None:
    message = (await member.slash(world.channel, command, **options)).response

    for label in ("button-context", "button-later"):
        assert 0 < shown(message).button_rows <= 2
        await member.click(message, label=say(label))
    assert 0 < shown(message).button_rows <= 2


async def test_a_row_has_no_more_buttons_than_a_phone_has_room_for(
    tmp_path: Path, analyzer: Analyzer, say: Reader
) -> None:
    source = Source(
        SourceKind.MINUTES, True, Bilingual("議事録", "Minutes"), url="https://a.example"
    )
    session = talk(source=source, annotations={(1, 1): Annotation("Coffee turns bitter.")})
    await load(tmp_path / "talk.db", analyzer, session)
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            result = await member.slash(
                world.channel, "quote", speaker="sato", topic="珈琲豆", private=True
            )
            pages = [shown(result)]
            await member.click(result.response, label=say("button-context"))
            pages.append(shown(result))

    for page in pages:
        assert {say("button-share"), say("button-source")} <= {*page.buttons}
        parts = [each for each in walk(page.payload.components) if each["type"] == ROW]
        assert len(parts) == 2
        assert max(len(each["components"]) for each in parts) <= 3


@pytest.mark.parametrize("role", ["", "司会"])
async def test_what_a_record_does_not_tell_leaves_no_gap(
    tmp_path: Path, analyzer: Analyzer, say: Reader, role: str
) -> None:
    sato = person("佐藤研究員", role)
    session = talk(
        "talk", (sato, "珈琲豆は深く焙煎すると苦くなる。"), speakers=(sato,), started_at=None
    )
    await load(tmp_path / "talk.db", analyzer, session)
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
        async with pretended(bot) as world:
            member = world.member("asker", say.locale)
            answer = shown(await member.slash(world.channel, "quote", speaker="佐藤研究員"))
            about = shown(await member.slash(world.channel, "session"))
            (choice,) = await member.autocomplete(world.channel, "ask", "speaker", "佐藤")

    who = say("with-role", person="**佐藤研究員**", role=role) if role else "**佐藤研究員**"
    title = session.title.to(say.language)
    place = say("place-number", number=1)
    assert f"-# {who} · {title} · {place}\n" in answer.text
    assert f"- {who}\n" in about.text + "\n"
    described = say("choice-speaker", name="佐藤研究員", role=role)
    assert choice["name"] == (described if role else "佐藤研究員")
    for text in (answer.text, about.text):
        assert not re.search(
            r"[(（]\s*[)）]|·\s*·|・\s*(·|$)|,\s*(·|$)|[:：]\*\*\s*$", text, re.MULTILINE
        )


@pytest.mark.parametrize(
    ("name", "role", "title"),
    [
        ("佐藤研究員", "熱帯植物学研究所珈琲豆部門主任研究員", "令和四年度第三回珈琲豆焙煎懇談会"),
        ("Wolfgang Amadeus Hummel-Steinberger", "Chair", "The annual meeting of coffee roasters"),
        ("森", "Chief roaster of the *harbour* district", "第三回"),
        ("森", "", "令和四年度第三回珈琲豆焙煎懇談会及び講演会および試飲会"),
    ],
)
@pytest.mark.parametrize("start", [None, 4000.0])
async def test_who_said_it_takes_a_line_of_a_phone_and_is_told_in_full_around_the_quote(
    tmp_path: Path, analyzer: Analyzer, name: str, role: str, title: str, start: float | None
) -> None:
    speaker = person(name, role)
    said = Utterance(1, speaker, ("珈琲豆は深く焙煎すると苦くなる。",), start=start)
    session = talk(title=Bilingual(title, title), speakers=(speaker,), utterances=(said,))
    await load(tmp_path / "talk.db", analyzer, session)
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
        async with pretended(bot) as world:
            member = world.member("asker", "ja")
            result = await member.slash(world.channel, "quote", speaker=speaker.id)
            who, source = (unescape(line) for line in shown(result).texts[-1].split("\n"))
            await member.click(result.response, label=wording(Language.JA)["button-context"])

    line = who.removeprefix("-# ").replace("**", "")
    assert cell_len(line) <= 44
    assert line.startswith(name[:10])
    assert line.endswith("1:06:40" if start else "1番目")
    assert "…" in line
    assert cell_len(source.removeprefix("-# ")) <= 44
    in_full = unescape(shown(result).text)
    assert all(each in in_full for each in (name, role, title))


WHOLE = "珈琲豆は深く焙煎すると苦くなり、浅く焙煎すると酸味が残る。"
OTHER = "抽出の温度は九十度くらいが望ましいと思っています。"


@pytest.mark.parametrize(
    ("said", "number", "before"),
    [
        ((WHOLE, "そういうところに焙煎士の腕前が出ると思っています。"), 2, True),
        ((WHOLE, "焙煎士の好みや、その日の天気や湿度にとっては。"), 2, True),
        ((WHOLE, "好みの問題。"), 2, True),
        (("Deep roasting makes coffee taste bitter, I think.", "It depends."), 2, True),
        (("好みの問題。", WHOLE), 1, False),
        (("その通り。", WHOLE), 1, None),
        (("好みの問題。",), 1, None),
        ((WHOLE, OTHER), 2, None),
        ((WHOLE, "これからの焙煎士は温度と湿度を計測するべきです。"), 2, None),
        (("So.", "The library closes at eight in the evening."), 2, None),
    ],
)
async def test_what_leans_on_the_sentence_beside_it_is_shown_with_it(
    said: tuple[str, ...], number: int, *, before: bool | None
) -> None:
    utterance = Utterance(1, SATO, said)
    near = beside(utterance, number) if leans(said[number - 1]) else None

    assert (near and near.before) == before
    if near:
        assert near.text == said[number - 2 if before else number]


async def test_the_sentence_beside_a_fragment_stands_in_small_print(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    result = await member.slash(world.channel, "ask", question="霞が関にとっては")
    reply = shown(result)

    before = session.utterances[2].quotes[6]
    assert reply.texts[2] == "> **霞が関**にとっては。"
    assert reply.texts[1] == "-# " + say("said-before", words=before)
    translation = session.annotations[3, 7].translation
    is_translated = "-# " + say("said-before", words=translation) in reply.texts
    assert is_translated is (say.language is Language.EN)
