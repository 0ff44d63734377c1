"""Spellings of the same text meet."""

import tracemalloc
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given

from bot.japanese import comparison_key, fold, folded_start, kana_key
from bot.japanese.romaji import hepburn
from bot.japanese.spelling import romaji_key
from tests.texts import any_text

# In bytes; twenty thousand texts of sixty letters are more than two million.
MOST_KEPT_OF_LONG_TEXTS = 200_000


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＣＯＣＯＡ１２３", "cocoa123"),
        ("Github", "github"),
        ("ﾃﾞｼﾞﾀﾙ庁", "デジタル庁"),
        ("學會", "学会"),
        ("國會", "国会"),
        ("廣い區役所", "広い区役所"),
        ("㍿", "株式会社"),
        ("か\u3099くせい", "がくせい"),
        ("髙橋と山﨑と𠮷野", "高橋と山崎と吉野"),
        ("濵田、桒原、嶌村、渡邉、冨岡", "浜田、桑原、島村、渡辺、富岡"),
        ("齋藤、齊藤、斉藤", "斎藤、斎藤、斎藤"),
        ("辻\U000e0100さん❤\ufe0f", "辻さん❤"),
        ("一斉に", "一斉に"),
        ("a\0學", "a\0学"),
        ("", ""),
    ],
)
def test_folding(written: Any, folded: Any) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UI/UX", "ｕｉ・ＵＸ"),
        ("サービス・バイ・デザイン", "サービスバイデザイン"),
        ("「DX with サイバーセキュリティ」", "ＤＸ　with　ｻｲﾊﾞｰｾｷｭﾘﾃｨ"),
        ("a_b", "AB"),
    ],
)
def test_a_key_has_letters_and_digits_only(one: Any, other: Any) -> None:
    assert comparison_key(one) == comparison_key(other)
    assert comparison_key(one).isalnum()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバー", "サーバ"),
        ("サーバー", "さーば"),
        ("キャッシュ", "キヤツシユ"),
        ("きゃっしゅ", "ｷｬｯｼｭ"),
        ("シチュエーション", "しちゅえしょん"),
        ("ヶ", "け"),
    ],
)
def test_a_kana_key_knows_neither_script_nor_length_nor_size(one: Any, other: Any) -> None:
    assert kana_key(one) == kana_key(other) != ""


def test_what_differs_stays_different() -> None:
    assert kana_key("かき") != kana_key("かぎ")
    assert comparison_key("国会") != comparison_key("国外")


@pytest.mark.parametrize(("one", "other"), [("ไม้", "ไม่"), ("में", "मैं"), ("កា", "កី")])
def test_vowels_and_tones_written_as_marks_tell_words_apart(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("قَهْوَة", "قهوة"), ("c\u0336o\u0336coa", "cocoa"), ("है।", "है")]
)
def test_marks_that_are_left_out_as_well_tell_nothing(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@given(any_text)
@example("\ud800國\udfff")
@example("ﷺ" * 6_000)
@example("ไม่มี ก\u20e3")
def test_any_text_has_a_key(text: str) -> None:
    key = comparison_key(text)

    assert all(letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"} for letter in key)
    assert "ー" not in kana_key(text)


@given(any_text)
def test_case_and_width_never_matter(text: str) -> None:
    assert comparison_key(text) == comparison_key(fold(text))


@pytest.mark.parametrize("size", [1, 18, 100])
def test_only_what_is_needed_of_a_long_text_is_folded(size: int) -> None:
    start = folded_start("ﷺ" * 6_000, size)

    assert start == fold("ﷺ" * size)[:size]
    assert len(start) == size
    assert folded_start("㍿" * size + "國", size) == ("株式会社" * size)[:size]


@pytest.mark.parametrize("derive", [comparison_key, kana_key, romaji_key, hepburn])
def test_what_is_derived_from_long_texts_is_not_kept(derive: Callable[[str], str]) -> None:
    derive("warmed up")
    tracemalloc.start()
    try:
        for number in range(20_000):
            derive(f"{number:060}")
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size < MOST_KEPT_OF_LONG_TEXTS
