"""/session at a glance: a picture of who spoke when and about what, where it can be drawn."""

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.sending import illustrate
from bot.japanese import Analyzer
from bot.session import Annotation, Bilingual, Language, Topic, Utterance
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import BEANS, MORI, SATO, talk
from tests.corpora import load as load_into
from tests.harness import Discord, Fingerprint, pretended, shown, walk


@pytest.fixture
def pictures() -> None:
    """Let pictures be drawn, which takes too long for tests of anything else."""


WATER = Topic("water", Bilingual("水の温度", "Temperature of the water"))


def gallery(result: Any) -> list[Any]:
    components = walk(result.response.components)
    return [item for each in components if each["type"] == 12 for item in each["items"]]


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


@pytest.mark.parametrize("name", ["Ⲡⲁⲩⲗⲟⲥ 𓀀", "$x^2$ \\frac{"])
async def test_a_name_that_no_font_has_leaves_the_picture_out_and_markup_is_text(
    tmp_path: Path, analyzer: Analyzer, name: str
) -> None:
    speaker = replace(SATO, name=Bilingual(name, name))
    session = talk(
        speakers=(speaker, MORI),
        utterances=(
            Utterance(1, speaker, ("深く焙煎する。", "苦くなる。"), None, 0.0),
            Utterance(2, MORI, ("手で摘む。",), None, 5.0),
        ),
        topics=(BEANS, WATER),
        annotations={(1, 1): Annotation(topics=("beans",)), (1, 2): Annotation(topics=("water",))},
    )
    await load_into(tmp_path / "talk.db", analyzer, session)
    async with Store.open(tmp_path / "talk.db") as store:
        bot = HatsugenBot(store, Answering(store, analyzer), fingerprints=Fingerprint())
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
