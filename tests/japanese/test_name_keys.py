"""Spellings of one name meet, and those of two names do not."""

import pytest
from hypothesis import given

from bot.japanese import fold
from bot.japanese.romaji import is_kana, is_latin, romaji_of, sound_key, written_key
from bot.japanese.spelling import aligned, romaji_key
from tests.texts import any_text


@pytest.mark.parametrize(
    "spellings",
    [
        ("佐々木", "佐佐木", "佐 々 木"),
        ("斎藤", "斉藤", "齋藤", "齊藤"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("𠮷田", "吉田"),
        ("渡邊", "渡邉", "渡辺"),
        ("澤田", "沢田"),
        ("嶋田", "嶌田", "島田"),
        ("竜ヶ崎", "龍ケ崎", "竜が崎"),
        ("一ノ瀬", "一之瀬", "一の瀬"),
        ("辻", "辻\U000e0100"),
        ("ムライ", "むらい", "ﾑﾗｲ"),
    ],
)
def test_ways_of_writing_a_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({written_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("青木", "高木"), ("渡辺", "渡部"), ("太田", "大田"), ("坂本", "阪本"), ("安部", "阿部")],
)
def test_other_kanji_make_another_name(one: str, other: str) -> None:
    assert written_key(one) != written_key(other)


@pytest.mark.parametrize(
    "spellings",
    [
        ("さとう", "サトウ", "さとー", "サトオ"),
        ("けいこ", "けーこ", "ケエコ"),
        ("きょうじゅ", "キョージュ"),
        ("ひらい", "ひらぃ"),
        ("てづか", "てずか"),
        ("ヴァイス", "バイス"),
    ],
)
def test_ways_of_writing_a_sound_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({sound_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("おの", "おおの"), ("ゆき", "ゆうき"), ("かき", "かぎ")]
)
def test_a_long_vowel_and_a_voiced_one_are_heard(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


@pytest.mark.parametrize("text", ["佐藤", "Sato", "ー", "", "🎉"])
def test_what_is_not_kana_has_no_sound(text: str) -> None:
    assert sound_key(text) == ""


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("さとう", ("Sato", "Satō", "Satou", "Satoh", "SATOO")),
        ("いとう", ("Ito", "Itô", "Itoh")),
        ("おおの", ("Ono", "Ōno", "Ohno", "Oono")),
        ("しみず", ("Shimizu", "Simizu")),
        ("つちだ", ("Tsuchida", "Tutida")),
        ("ふじた", ("Fujita", "Huzita")),
        ("しょうじ", ("Shoji", "Syouzi", "Shōji")),
        ("じゅんいち", ("Junichi", "Jun'ichi", "Zyun-iti")),
        ("ほんま", ("Homma", "Honma")),
        ("はっとり", ("Hattori",)),
        ("まっちゃ", ("matcha", "maccha")),
    ],
)
def test_ways_of_romanising_share_a_key(kana: str, typed: tuple[str, ...]) -> None:
    assert {romaji_key(latin) for latin in typed} == {romaji_of(kana)}


def test_words_are_joined_as_they_stand() -> None:
    assert romaji_key("Hanako Sato") == romaji_key("Hanako") + romaji_key("Sato")
    assert romaji_key("Tom Brown") == romaji_key("tom") + romaji_key("brown")


@given(any_text)
def test_any_text_has_keys(text: str) -> None:
    folded = fold(text)

    assert len(aligned(folded)) == len(folded)
    assert written_key(written_key(text)) == written_key(text)
    assert sound_key(sound_key(text)) == sound_key(text)
    assert is_kana(sound_key(text)) or sound_key(text) == ""
    assert is_latin(romaji_key(text)) or romaji_key(text) == ""
