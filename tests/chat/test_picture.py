"""/session at a glance: a picture of who spoke when and about what, where it can be drawn."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.picture import Pictures
from bot.chat.sending import illustrate
from bot.chat.timeline import Timeline
from bot.chat.wording import wording
from bot.japanese import Analyzer
from bot.session import Annotation, Bilingual, Language, SessionSummary, Topic, Utterance
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import BEANS, MORI, SATO, person, talk
from tests.corpora import load as load_into
from tests.harness import Discord, Fingerprint, pretended, shown, walk

WATER = Topic("water", Bilingual("水の温度", "Temperature of the water"))
ROASTING = talk(
    utterances=(
        Utterance(1, SATO, ("深く焙煎する。", "苦くなる。"), None, 0.0),
        Utterance(2, MORI, ("手で摘む。",), None, 5.0),
    ),
    topics=(BEANS, WATER),
    annotations={(1, 1): Annotation(topics=("beans",)), (1, 2): Annotation(topics=("water",))},
)


def gallery(result: Any) -> list[Any]:
    components = walk(result.response.components)
    return [item for each in components if each["type"] == 12 for item in each["items"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures are kept."""
    return tmp_path / "pictures"


@pytest_asyncio.fixture
async def world(
    make_bot: Callable[..., HatsugenBot], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Discord]:
    """A Discord where pictures are drawn when they are asked for."""

    async def never(_: Any) -> None:
        pass

    monkeypatch.setattr("bot.chat.picture.Pictures.keep_drawn", never)
    async with pretended(make_bot(pictures=folder)) as discord:
        yield discord


async def test_it_shows_the_speakers_and_says_so_in_words(
    world: Discord, member: Any, say: Reader
) -> None:
    result = await member.slash(world.channel, "session")

    [item] = gallery(result)
    told = {
        "ja": ["平井卓也：11発言", "村井純：7発言", "法案と基本法", "全18発言"],
        "en": ["Takuya Hirai: 11 utterances", "Jun Murai: 7", "The bills", "18 utterances"],
    }[say.language]
    for words in told:
        assert words in item["description"]
    [attachment] = result.response.attachments
    assert attachment.filename == "session.png"
    # Reading on takes its place.
    await member.click(result.response, label=say("button-read"))
    assert gallery(result) == []
    assert result.response.attachments == []


async def test_who_has_read_on_by_then_is_not_called_back(
    world: Discord, member: Any, say: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Any] = []

    async def later(*args: Any) -> None:
        late.append(args)

    monkeypatch.setattr("bot.chat.commands.guide.illustrate", later)
    reading = await member.slash(world.channel, "session")
    await member.click(reading.response, label=say("button-read"))
    before = shown(reading).text
    staying = await member.slash(world.channel, "session")
    for args in late:
        await illustrate(*args)

    assert (gallery(reading), shown(reading).text) == ([], before)
    assert gallery(staying)


async def test_without_the_extra_everything_else_is_there(
    world: Discord, member: Any, say: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("bot.chat.picture.find_spec", lambda _: None)
    result = await member.slash(world.channel, "session")

    assert gallery(result) == []
    assert result.response.attachments == []
    assert say("session-line-speakers") in shown(result).text


def test_each_speaker_has_a_row_and_places_are_minutes() -> None:
    chair = person("議長")
    said = (
        *ROASTING.utterances[:1],
        Utterance(2, MORI, ("手で摘む。",), None, 60.0),
        Utterance(3, chair, ("はい。",), None, 150.0),
    )
    session = replace(ROASTING, speakers=(chair, MORI, SATO), utterances=said)
    summary = SessionSummary(
        *(session.id, session.title, session.started_at, session.venue, session.source),
        *(session.speakers, session.topics, len(said), len(session.quotes)),
    )
    about = [replace(each, topics=session.annotation(each.ref).topics) for each in session.quotes]
    timeline = Timeline(summary, said, about, wording(Language.JA))

    assert timeline.speakers == ["佐藤花子", "森一郎", "議長"]
    drawn = [(each.row, each.topic, round(each.start, 2)) for each in timeline.stretches]
    assert drawn == [(0, 0, 0.0), (0, 1, 0.58), (1, None, 1.0), (2, None, 2.5)]
    assert timeline.stretches[-2].end == 2.5
    assert timeline.ticks is None


async def drawn(folder: Path, *, but: Collection[Path] = ()) -> set[Path]:
    """Wait until there is a picture in each language, and no other ``but`` these."""
    async with asyncio.timeout(60):
        while len(found := {*folder.glob("*.png")}.difference(but)) < len(Language):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return found


async def test_it_is_drawn_ahead_for_each_record_and_once_for_all_processes(
    tmp_path: Path, analyzer: Analyzer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.picture._LOOK_EVERY", 0.01)
    path = tmp_path / "talk.db"
    await load_into(path, analyzer, ROASTING)
    async with Store.open(path) as store:
        drawing = asyncio.create_task(Pictures(store, folder).keep_drawn())
        earlier = await drawn(folder)
        await load_into(path, analyzer, replace(ROASTING, title=Bilingual("焙煎", "Roasting")))
        later = await drawn(folder, but=earlier)
        drawing.cancel()
        await asyncio.wait({drawing})

        monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
        answering = Answering(store, analyzer)
        bot = HatsugenBot(store, answering, fingerprints=Fingerprint(), pictures=folder)
        await bot.service.pictures.draw_all()
        async with pretended(bot) as world:
            told = await world.member("asker").slash(world.channel, "session")

    assert {*folder.glob("*.png")} == later
    [item] = gallery(told)
    assert "Roasting" in item["description"]
    [attachment] = told.response.attachments
    assert attachment.size in {path.stat().st_size for path in later}


@pytest.mark.parametrize("name", ["Ⲡⲁⲩⲗⲟⲥ 𓀀", "$x^2$ \\frac{"])
async def test_a_name_that_no_font_has_leaves_the_picture_out_and_markup_is_text(
    tmp_path: Path, analyzer: Analyzer, folder: Path, name: str
) -> None:
    speaker = replace(SATO, name=Bilingual(name, name))
    said = tuple(
        replace(each, speaker=speaker if each.speaker is SATO else each.speaker)
        for each in ROASTING.utterances
    )
    session = replace(ROASTING, speakers=(speaker, MORI), utterances=said)
    await load_into(tmp_path / "talk.db", analyzer, session)
    async with Store.open(tmp_path / "talk.db") as store:
        answering = Answering(store, analyzer)
        bot = HatsugenBot(store, answering, fingerprints=Fingerprint(), pictures=folder)
        async with pretended(bot) as world:
            reader = world.member("asker", "ja")
            result = await reader.slash(world.channel, "session")
            found = gallery(result)
            illustrated = await bot.service.illustrated(None, asker=1, language=Language.JA)
    if name.startswith("$"):
        assert name in found[0]["description"]
        assert illustrated is not None
        image = Image.open(io.BytesIO(illustrated[1]))
        assert image.format == "PNG"
        # Both topics are there, in their colours.
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or ()}
        assert {(0, 0x72, 0xB2), (0xE6, 0x9F, 0)} <= colours
    else:
        assert found == []
        assert illustrated is None
