"""Spellings of the same thing, found in running text."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.japanese import Glossary, fold
from tests.texts import any_text

AGENCY = ("デジタル庁", "デジ庁", "Digital Agency")
DIGITAL = ("デジタル", "digital")
BILL = ("法案", "bill")
HOPE = ("期待", "hope")
HOPE_FOR = ("望むこと", "hope for")

GLOSSARY = Glossary([AGENCY, DIGITAL, BILL, HOPE, HOPE_FOR])


def groups(*named: Any) -> list[str]:
    return [Glossary.mark(group[0]) for group in named]


@pytest.mark.parametrize(
    "text",
    [
        "デジタル庁",
        "デジ庁",
        "ﾃﾞｼﾞ庁",
        "digital agency",
        "ＤＩＧＩＴＡＬ　ＡＧＥＮＣＹ",
        "新しいデジ庁の人",
    ],
)
def test_every_spelling_names_the_group(text: Any) -> None:
    assert GLOSSARY.groups_in(text) == groups(AGENCY)


def test_the_longest_spelling_wins() -> None:
    assert GLOSSARY.groups_in("デジタル庁とデジタル化") == groups(AGENCY, DIGITAL)


def test_groups_come_in_order_and_as_often_as_named() -> None:
    text = "bill, デジ庁, 法案"

    assert GLOSSARY.groups_in(text) == groups(BILL, AGENCY, BILL)


@pytest.mark.parametrize("text", ["bill", "a bill.", "(Bill)", "two bills", "bills!", "そのbillは"])
def test_a_latin_spelling_matches_a_whole_word_also_in_the_plural(text: Any) -> None:
    assert GLOSSARY.groups_in(text) == groups(BILL)


@pytest.mark.parametrize("text", ["billing", "waybill", "billss", "billsx", "bill2", "2bill"])
def test_a_latin_spelling_does_not_match_within_a_word(text: Any) -> None:
    assert GLOSSARY.groups_in(text) == []


def test_a_long_spelling_that_ends_within_a_word_leaves_the_short_one() -> None:
    assert GLOSSARY.groups_in("we hope for it") == groups(HOPE_FOR)
    assert GLOSSARY.groups_in("we hope formally") == groups(HOPE)


def test_one_spelling_may_name_two_groups() -> None:
    glossary = Glossary([("運用", "operation"), ("手術", "operation")])

    assert sorted(glossary.groups_in("an operation")) == sorted(groups(("運用",), ("手術",)))


@pytest.mark.parametrize("glossary", [Glossary([]), Glossary([("", "a")]), Glossary([("  ", "-")])])
def test_a_glossary_may_be_as_good_as_empty(glossary: Any) -> None:
    assert glossary.groups_in("法案 -  b") == []


@given(any_text)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    folded = fold(text)
    places = [(each.start, each.end) for each in GLOSSARY.mentions(folded)]

    assert all(0 <= start < end <= len(folded) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@given(any_text, any_text, st.sampled_from(["法案", "デジ庁"]))
def test_a_japanese_spelling_is_found_wherever_it_stands(
    before: Any, after: Any, spelling: Any
) -> None:
    text = f"{before}。{spelling}。{after}"

    assert set(GLOSSARY.groups_in(spelling)) <= set(GLOSSARY.groups_in(text))


spellings = any_text.map(lambda text: text[:40])


@given(st.lists(st.lists(spellings, min_size=1, max_size=3), max_size=4), any_text)
def test_any_text_may_be_a_spelling(listed: Any, text: str) -> None:
    found = Glossary(listed).groups_in(text)

    assert set(found) <= {Glossary.mark(group[0]) for group in listed}
