"""What a dictionary calls Japanese words in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.japanese import Analyzer
from bot.japanese.english import HEADING, TABLE, english_for


def english(analyzer: Analyzer, text: str) -> set[str]:
    return {stem for word in analyzer.analyze(text).words for stem in english_for(word)}


@pytest.mark.parametrize(
    ("japanese", "asked"),
    [
        ("予算", "budgets"),
        ("病院", "hospital"),
        ("びょういん", "hospital"),
        ("学校", "schools"),
        ("削減", "reduction"),
        ("コロナウイルス", "coronavirus"),
        ("届け出る", "reporting"),
        ("届出る", "report"),
    ],
)
def test_words_of_both_languages_meet(analyzer: Analyzer, japanese: str, asked: str) -> None:
    assert english(analyzer, asked) <= english(analyzer, japanese)


def test_words_that_mean_the_same_meet(analyzer: Analyzer) -> None:
    assert english(analyzer, "値段") & english(analyzer, "価格")
    assert not english(analyzer, "値段") & english(analyzer, "病院")


@given(st.text(max_size=20))
def test_any_text_has_english_or_none(analyzer: Analyzer, text: str) -> None:
    for word in analyzer.analyze(text).words:
        assert all(found and not found.isspace() for found in english_for(word))


def test_a_word_that_no_dictionary_knows_has_none(analyzer: Analyzer) -> None:
    assert english(analyzer, "ゲポンヌ") == set()


def test_every_line_of_the_table_can_be_found(analyzer: Analyzer) -> None:
    content = TABLE.read_text("utf-8")
    assert content.startswith(HEADING)
    lines = [line.split("\t") for line in content.removeprefix(HEADING).splitlines()]
    keys = [key.encode() for key, _ in lines]
    assert keys == sorted(set(keys))
    (word,) = analyzer.analyze("霜").words
    for key, stems in (lines[0], *lines[:: len(lines) // 500], lines[-1]):
        assert english_for(word._replace(key=key, letters=key)) == set(stems.split())
