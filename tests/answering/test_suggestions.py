"""What is offered while somebody types."""

import pytest

from bot.answering import Answering
from bot.session import Language


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
