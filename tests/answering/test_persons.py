"""A speaker is a person of a session: one in several only where the files say so."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering import AmbiguousSpeakerError, Answering, Aside, NoAnswer
from bot.japanese import Analyzer
from bot.session import Bilingual, Session, Speaker
from bot.store import Store
from tests.corpora import load, talk


def person(speaker_id: str, name: str, *aliases: str, title: str = "") -> Speaker:
    return Speaker(
        speaker_id, title or name, Bilingual(name, name), Bilingual("", ""), tuple(aliases)
    )


def meeting(session_id: str, title: str, speaker: Speaker, *quotes: str) -> Session:
    session = talk(session_id, (speaker, *quotes), speakers=(speaker,))
    return replace(session, title=Bilingual(title, title))


FIRST = meeting("m1", "第一回", person("tanaka", "田中一郎"), "水道の料金を上げます。")
SECOND = meeting("m2", "第二回", person("tanaka", "田中花子"), "図書館を夜まで開けます。")
CHAIRED = meeting("c1", "春の会", person("chair", "司会"), "会議を始めます。")
AGAIN = meeting("c2", "秋の会", person("chair", "司会"), "休憩にします。")
KNOWN = meeting("k1", "一月", person("hirai", "平井卓也", "平井さん"), "来年から始めます。")
BARE = meeting("k2", "二月", person("hirai", "平井卓也", title="平井大臣"), "費用は一億円です。")


@pytest_asyncio.fixture
async def answering(tmp_path: Path, analyzer: Analyzer) -> AsyncIterator[Answering]:
    path = tmp_path / "persons.db"
    await load(path, analyzer, FIRST, SECOND, CHAIRED, AGAIN, KNOWN, BARE)
    async with Store.open(path) as store:
        yield Answering(store, analyzer)


@pytest.mark.parametrize(
    ("name", "quote"),
    [("田中一郎", "水道の料金を上げます。"), ("田中花子", "図書館を夜まで開けます。")],
)
async def test_nobody_is_headed_with_the_name_of_another(
    answering: Answering, name: str, quote: str
) -> None:
    found = await answering.resolve_speaker(name)

    assert found.name.ja == name
    store = answering._store
    (said,) = await store.quotes_by_speaker(found.id)
    assert (said.text, said.speaker.name.ja) == (quote, name)
    assert await store.count_quotes(found.id) == 1


async def test_a_name_that_two_bear_is_asked_about(answering: Answering) -> None:
    for name in ("田中さん", "司会"):
        with pytest.raises(AmbiguousSpeakerError) as caught:
            await answering.resolve_speaker(name)
        assert len(caught.value.matching) == 2


async def test_those_who_bear_the_same_name_are_told_apart_by_session(
    answering: Answering,
) -> None:
    chairs = [each for each in await answering.find_speakers("司会") if each.session]

    assert [each.session and each.session.ja for each in chairs] == ["春の会", "秋の会"]
    assert len({each.id for each in chairs}) == 2


async def test_one_person_of_two_meetings_has_the_names_of_both(answering: Answering) -> None:
    for name in ("平井卓也", "平井大臣", "平井さん", "hirai"):
        found = await answering.resolve_speaker(name)
        assert found.id == "hirai"
        assert found.session is None
        assert len(await answering._store.quotes_by_speaker(found.id)) == 2


async def test_a_later_session_without_aliases_takes_none_away(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    path = tmp_path / "aliases.db"
    known = meeting("a1", "一月", person("hirai", "平井卓也", "デジタルの人"), "始めます。")
    await load(path, analyzer, known)
    await load(path, analyzer, meeting("a2", "二月", person("hirai", "平井卓也"), "終えます。"))

    async with Store.open(path) as store:
        (found,) = (await store.record()).people
        assert "デジタルの人" in found.aliases


async def test_in_a_session_a_name_means_who_speaks_there(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    first = meeting("m1", "第一回", person("chair", "議長"), "これより会議を開きます。")
    second = meeting("m2", "第二回", person("chair", "議長"), "本日はここまでです。")
    await load(tmp_path / "talks.db", analyzer, first, second)
    async with Store.open(tmp_path / "talks.db") as store:
        answering = Answering(store, analyzer)
        with pytest.raises(AmbiguousSpeakerError):
            await answering.resolve_speaker("議長")
        chair = await answering.resolve_speaker("議長", "m2")
        asked = await answering.ask("議長は何と言った", session="m2")
        named = await answering.ask("ここまで", speaker="議長", session=["m2"])

    (match,) = asked.matches
    assert match.quote.text == "本日はここまでです。"
    assert match.quote.speaker.id == chair.id
    assert named.matches[0].quote == match.quote


async def test_who_speaks_in_another_session_alone_is_told_to_have_said_nothing_in_this_one(
    answering: Answering,
) -> None:
    outcome = await answering.ask("田中一郎さんは何と言いましたか", session=["m2", "k1"])

    assert isinstance(outcome, NoAnswer)
    assert not isinstance(outcome, Aside)
    assert outcome.speaker
    assert outcome.speaker.name.ja == "田中一郎"
