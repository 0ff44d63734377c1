"""What is offered while somebody types."""

from pathlib import Path

import pytest

from bot.answering import Answering, NoAnswer, UnknownSpeakerError
from bot.japanese import Analyzer
from bot.session import Annotation, Bilingual, Language, Topic
from bot.store import Store
from tests.corpora import BEANS, MORI, SATO, load, talk


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ココア", "接触確認アプリCOCOA"),
        ("コロナアプリ", "接触確認アプリCOCOA"),
    ],
)
async def test_a_topic_is_offered_however_it_is_spelled(
    answering: Answering, typed: str, offered: str
) -> None:
    assert (await answering.suggest(typed, Language.JA))[0] == offered


@pytest.mark.parametrize(
    ("typed", "word"), [("しんでんず", "心電図"), ("katamichi", "片道"), ("せっけいず", "設計図")]
)
async def test_what_sounds_as_typed_is_offered(answering: Answering, typed: str, word: str) -> None:
    offered = await answering.suggest(typed, Language.JA)

    assert word in offered[0]


@pytest.mark.parametrize("typed", ["ゾウリムシ", "パンダの赤ちゃん", "zzzz"])
async def test_nothing_is_offered_rather_than_noise(answering: Answering, typed: str) -> None:
    assert await answering.suggest(typed, Language.JA) == ()


async def test_what_is_offered_is_of_the_sessions_asked(tmp_path: Path, analyzer: Analyzer) -> None:
    coffee = talk(speakers=(SATO, MORI), topics=(BEANS,))
    tea = talk(
        "tea",
        (SATO, "紅茶の葉は熱い湯で三分置く。"),
        speakers=(SATO,),
        topics=(Topic("leaves", Bilingual("茶葉", "Tea leaves")),),
        annotations={(1, 1): Annotation(phrases=("紅茶の淹れ方",))},
    )
    await load(tmp_path / "talks.db", analyzer, coffee, tea)

    async with Store.open(tmp_path / "talks.db") as store:
        answering = Answering(store, analyzer)
        for unsaid in ("富士山の標高", "こんにちは"):
            refused = await answering.ask(unsaid, session="tea")
            assert isinstance(refused, NoAnswer)
            assert [topic.id for topic in refused.topics] == ["leaves"]
        everywhere = await answering.suggest("", Language.JA)
        assert {"珈琲豆", "茶葉"} <= {*everywhere}
        assert await answering.suggest("珈琲", Language.JA, session="tea") == ()
        assert await answering.suggest("紅茶", Language.JA, session=["coffee"]) == ()
        assert "紅茶の淹れ方" in await answering.suggest("紅茶", Language.JA, session="tea")
        # By its sound alone.
        assert await answering.suggest("ちゅうしゅつ", Language.JA, session="coffee") == ("抽出",)
        assert await answering.suggest("ちゅうしゅつ", Language.JA, session="tea") == ()
        assert [each.id for each in await answering.find_speakers("", "tea")] == ["sato"]
        assert await answering.find_speakers("森", "tea") == ()
        with pytest.raises(UnknownSpeakerError) as caught:
            await answering.ask("紅茶", speaker="平井", session="tea")
        assert [each.id for each in caught.value.known] == ["sato"]
        assert await answering.suggest("紅茶", Language.JA, session=()) == ()
