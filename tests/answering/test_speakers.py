"""People found by whatever members call them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bot.answering import AmbiguousSpeakerError, Answering, UnknownSpeakerError
from bot.japanese import Analyzer
from bot.session import Session
from bot.store import Store
from tests.corpora import load, person, talk
from tests.texts import any_text

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("hirai", "hirai"),
        ("HIRAI", "hirai"),
        ("平井大臣", "hirai"),
        ("平井卓也", "hirai"),
        ("平井", "hirai"),
        ("大臣", "hirai"),
        ("Takuya Hirai", "hirai"),
        ("the minister", "hirai"),
        ("ひらい", "hirai"),
        ("ヒライ", "hirai"),
        ("ﾋﾗｲ ﾀｸﾔ", "hirai"),
        ("hirai takuya", "hirai"),
        ("hirai daijin", "hirai"),
        ("murai", "murai"),
        ("村井教授", "murai"),
        ("村井　純", "murai"),
        ("むらいせんせい", "murai"),
        ("Prof. Murai", "murai"),
        ("murai kyouju", "murai"),
        ("座長", "murai"),
        ("村丼教授", "murai"),
        ("平井大巨", "hirai"),
        ("Hirrai", "hirai"),
        ("Murei", "murai"),
        ("むらい きょうじゅ", "murai"),
        ("ムライキョージュ", "murai"),
    ],
)
async def test_a_speaker_is_found_under_any_name(
    answering: Answering, text: Any, speaker: Any
) -> None:
    assert (await answering.find_speakers(text))[0].id == speaker
    assert (await answering.resolve_speaker(text)).id == speaker


async def test_every_name_in_the_file_finds_its_speaker(
    answering: Answering, real_session: Session
) -> None:
    for speaker in real_session.speakers:
        for name in (speaker.id, speaker.title, speaker.name.ja, speaker.name.en, *speaker.aliases):
            assert (await answering.find_speakers(name))[0].id == speaker.id, name
            assert (await answering.resolve_speaker(name)).id == speaker.id, name


@pytest.mark.parametrize("text", ["", "  ", "「」"])
async def test_nothing_typed_finds_everybody_and_means_nobody(
    answering: Answering, text: Any
) -> None:
    assert {speaker.id for speaker in await answering.find_speakers(text)} == {"hirai", "murai"}
    with pytest.raises(UnknownSpeakerError):
        await answering.resolve_speaker(text)


@pytest.mark.parametrize(
    "text", ["岸田総理", "Kishida", "オードリー・タン", "ーーー", "xyzzy", "🎉"]
)
async def test_a_stranger_is_unknown_and_the_known_are_told(
    answering: Answering, text: Any
) -> None:
    with pytest.raises(UnknownSpeakerError) as caught:
        await answering.resolve_speaker(text)

    assert caught.value.text == text
    assert [speaker.id for speaker in caught.value.known] == ["hirai", "murai"]


async def test_a_name_begun_is_found_while_typing(answering: Answering) -> None:
    for typed in ("ひ", "平", "hi", "Tak"):
        assert (await answering.find_speakers(typed))[0].id == "hirai"
    for typed in ("む", "村", "mu", "Jun"):
        assert (await answering.find_speakers(typed))[0].id == "murai"


async def test_a_mark_is_no_name(tmp_path: Path, analyzer: Analyzer) -> None:
    session = talk()
    alone = talk("alone", *[(session.speakers[0], "一人です。")], speakers=session.speakers[:1])
    await load(tmp_path / "alone.db", analyzer, alone)

    async with Store.open(tmp_path / "alone.db") as store:
        answering = Answering(store, analyzer)
        assert (await answering.resolve_speaker("さとう")).id == "sato"
        with pytest.raises(UnknownSpeakerError):
            await answering.resolve_speaker("ー")


@given(any_text)
async def test_any_text_is_somebody_or_nobody(answering: Answering, text: str) -> None:
    found = await answering.find_speakers(text)

    try:
        meant = [await answering.resolve_speaker(text)]
    except UnknownSpeakerError:
        meant = []

    assert meant in ([], list(found[:1]))


async def test_who_fits_is_asked_of_the_member(tmp_path: Path, analyzer: Analyzer) -> None:
    both = (person("山田太郎"), person("山田花子"))
    session = talk("two", (both[0], "一人目です。"), (both[1], "二人目です。"), speakers=both)
    await load(tmp_path / "two.db", analyzer, session)

    async with Store.open(tmp_path / "two.db") as store:
        answering = Answering(store, analyzer)
        with pytest.raises(AmbiguousSpeakerError) as caught:
            await answering.resolve_speaker("山田さん")
        assert caught.value.matching == both
        assert (await answering.resolve_speaker("花子さん")) == both[1]
