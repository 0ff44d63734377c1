"""What speaks against a quote: it is perhaps related then, and never an answer."""

from decimal import Decimal

import pytest

from bot.answering import Answer, Answering
from bot.japanese.figures import Figure, figures_in, with_plain_dates


@pytest.mark.parametrize(
    "typed",
    [
        # Other numbers and dates than were said.
        "法案8本が閣議決定",
        "600人体制のスタート",
        "10月1日にスタート",
        "デジタル庁のスタートは9月15日",
        "four things to expect from the Digital Agency",
        # The opposite of what was said.
        "フルスクラッチが得意な役所",
        "給料が安そう",
        # Statements that deny what was said, or say what was denied.
        "データが残る",
        "現場の声を聞いていた",
        # Nobody said such a name.
        "ドイツ",
        "NASA",
        "エストニアの組織について",
        # There is no sum, place or company in it.
        "共創プラットフォームの費用は？",
        "意見交換をした場所はどこ",
        "COCOAを受注した会社は",
        # Somebody else said it.
        "村井教授のApple Watch",
        "平井大臣が言った片道切符",
    ],
)
async def test_what_speaks_against_a_quote_keeps_it_from_answering(
    answering: Answering, typed: str
) -> None:
    assert not isinstance(await answering.ask(typed), Answer)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("法案六本が閣議決定", "6本"),
        ("Sept 1st, 2021", "9月1日"),
        ("九月一日", "9月1日"),
        ("2021/9/1のスタート", "9月1日"),
        ("五百人の体制", "500人"),
        ("一四三〇人の枠", "1430人"),
        ("1,430人の枠", "1430人"),
        ("フルスクラッチは得意ではない", "苦手"),
        ("データが残らない", "データも残らない"),
        ("現場の話は聞いていましたか？", "聞いていなかった"),
        ("オードリー・タン", "オードリー・タン"),
        ("村井教授の片道切符", "片道切符"),
        # A lone word asks for what was said of it, not for a sum.
        ("予算", "予算"),
        ("予算について何と言いましたか", "予算"),
    ],
)
async def test_nothing_speaks_against_what_was_said(
    answering: Answering, typed: str, word: str
) -> None:
    outcome = await answering.ask(typed)

    assert isinstance(outcome, Answer)
    assert word in outcome.matches[0].quote.text


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1,430人", [("1430", "人")]),
        ("千四百三十人", [("1430", "人")]),
        ("一四三〇人", [("1430", "人")]),
        ("2万5千円と1.5倍", [("25000", "円"), ("1.5", "倍")]),
        ("3千万円、1億2千5百万円、1万2,345人", [("3E7", "円"), ("1.25E8", "円"), ("12345", "人")]),
        ("1.5億円と1百件、万人", [("1.5E8", "円"), ("100", "件"), ("1E4", "人")]),
        ("一・五倍", [("1.5", "倍")]),
        ("6本の法案と三つの柱", [("6", "本"), ("3", "つ")]),
        ("sep 1, 2021", [("901", "日付")]),
        ("2021-09-01", [("901", "日付")]),
        ("五月十日", [("510", "日付")]),
        ("the 3rd of may", [("503", "日付")]),
        ("一緒に一気に、十分に", []),
        ("covid-19 と ipv6", []),
    ],
)
def test_numbers_are_read_in_any_writing(text: str, figures: list[tuple[str, str]]) -> None:
    expected = [Figure(Decimal(value), unit) for value, unit in figures]
    assert list(figures_in(text)) == expected


def test_dates_are_written_alike() -> None:
    assert with_plain_dates("sept 1 と 2021/9/1 と 九月一日") == "9月1日 と 9月1日 と 9月1日"
