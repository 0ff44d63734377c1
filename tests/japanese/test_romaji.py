"""Japanese in Latin letters is told from English."""

import pytest
from hypothesis import given

from bot.japanese import fold, romaji_to_kana
from tests.texts import any_text


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("kasumigaseki", "かすみがせき"),
        ("ekigaku chousa", "えきがくちょうさ"),
        ("puraibashii", "ぷらいばしい"),
        ("gakkou ni iku", "がっこうにいく"),
        ("shinbun", "しんぶん"),
        ("tsuzuki", "つづき"),
        ("matcha", "まっちゃ"),
        ("ryokan", "りょかん"),
    ],
)
def test_romaji_is_read(typed: str, kana: str) -> None:
    assert (romaji_to_kana(typed) or "").translate({ord("づ"): "ず"}) == kana.replace("づ", "ず")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "no",
        "1430",
        "hello",
        "epidemiological survey",
        "kasumigaseki and the ministries",
        "what did he say",
        "デジタル庁",
        "kasumigaseki はどこ",
        "🎉",
    ],
)
def test_all_else_is_left_alone(typed: str) -> None:
    assert romaji_to_kana(typed) is None


@given(any_text)
def test_any_text_is_read_or_left(text: str) -> None:
    kana = romaji_to_kana(fold(text))

    assert kana is None or fold(text).isascii()
