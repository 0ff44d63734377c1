"""Numbers and dates in any writing: 1,430人, 千四百三十人, 9月1日, 2021-09-01, Sep 1."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_COUNTERS = (
    "法案|本|人|名|件|個|つ|回|割|倍|点|社|年|円|%|パーセント|歳|才|台|か所|カ所|箇所|ヶ月"
    "|か月|カ月|週間|項目"
    "|種類|都道府県|省庁|時間|時|分|日間|日|月"
)
_KANJI_NUMBER = "[〇一二三四五六七八九十百千万億兆]+"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_IN_ENGLISH = {
    word: value
    for value, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=2,
    )
}
DATE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})\s?[-/.年]\s?)?"
    rf"(?:(?P<month>\d{{1,2}}|{_KANJI_NUMBER})\s?月\s?(?P<day>\d{{1,2}}|{_KANJI_NUMBER})\s?日"
    r"|(?P<m>1[0-2]|0?[1-9])(?P<sign>[-/])(?P<d>3[01]|[12]\d|0?[1-9])(?![-/\d]))"
    rf"|\b{_MONTH.format('name')} (?P<n>\d{{1,2}})(?:st|nd|rd|th)?(?:,? \d{{4}})?(?!\d)"
    rf"|\b(?P<o>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format('after')}(?:,? \d{{4}})?\b"
)
"""A month and a day of it."""

_PLAIN = r"\d[\d,]*(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![a-z\d-])(?P<number>{_PLAIN}(?:\s?[百千万億兆](?:{_PLAIN}(?=\s?[百千万億兆]))?)*"
    rf"(?:(?<=[万億兆]){_PLAIN})?)\s?(?P<unit>{_COUNTERS})?(?![a-z])"
    rf"|(?<![一-鿿])"
    rf"(?!十分)(?P<kanji>{_KANJI_NUMBER}(?:[・.]{_KANJI_NUMBER})?)\s?(?P<counter>{_COUNTERS})"
    rf"|\b(?P<english>{'|'.join(_IN_ENGLISH)})\b"
)

COUNTED = frozenset({"日付", "月", "年", "%"})
"""Units of which none stands for another."""


class Figure(NamedTuple):
    """A number and what it counts; of a date, the month times 100 plus the day."""

    value: Decimal
    unit: str


def figures_in(folded: str) -> Iterator[Figure]:
    """Yield the numbers and dates in folded text; years, and a bare one, say too little."""
    rest = folded
    for found in DATE.finditer(folded):
        yield Figure(Decimal(month_of(found) * 100 + day_of(found)), "日付")
        rest = rest.replace(found[0], " ", 1)
    for found in _NUMBER.finditer(rest):
        if found["english"]:
            yield Figure(Decimal(_IN_ENGLISH[found["english"]]), "")
        elif found["kanji"]:
            value = _kanji_value(found["kanji"])
            if value != 1 or found["counter"] in COUNTED:
                yield Figure(value, _unit(found["counter"]))
        else:
            value = _mixed_value(found["number"])
            unit = _unit(found["unit"] or "")
            if unit != "年" and not (value == 1 and not unit):
                yield Figure(value, unit)


def with_plain_dates(folded: str) -> str:
    """Return folded text with every date written as 9月1日."""
    return DATE.sub(lambda found: f"{month_of(found)}月{day_of(found)}日", folded)


def month_of(date: re.Match[str]) -> int:
    """Return the month of a match of ``DATE``."""
    name = date["name"] or date["after"]
    if name:
        return _MONTHS.index(name[:3]) + 1
    return _value(date["month"] or date["m"])


def day_of(date: re.Match[str]) -> int:
    """Return the day of a match of ``DATE``."""
    return _value(date["day"] or date["d"] or date["n"] or date["o"])


def _value(written: str) -> int:
    return int(written) if written.isdigit() and written.isascii() else int(_kanji_value(written))


def _unit(counter: str) -> str:
    return "%" if counter == "パーセント" else counter


def _kanji_value(written: str) -> Decimal:
    whole, _, fraction = written.replace("・", ".").partition(".")
    value = _kanji_whole(whole)
    if fraction:
        digits = "".join(str(_DIGITS.get(digit, 0)) for digit in fraction)
        return Decimal(f"{value}.{digits}")
    return Decimal(value)


def _kanji_whole(written: str) -> int:
    if len(written) > 1 and all(digit in _DIGITS for digit in written):
        return int("".join(str(_DIGITS[digit]) for digit in written))
    return int(_sum(str(_DIGITS.get(sign, sign)) for sign in written))


def _mixed_value(written: str) -> Decimal:
    """Return the value of digits among which kanji stand for tens: 2万5千, 1.5億."""
    return _sum(re.findall(rf"{_PLAIN}|[百千万億兆]", written))


def _sum(signs: Iterable[str]) -> Decimal:
    total = part = digit = Decimal(0)
    for sign in signs:
        if sign in _TENS:
            part += (digit or 1) * _TENS[sign]
            digit = Decimal(0)
        elif sign in _LARGE:
            total += (part + digit or 1) * _LARGE[sign]
            part = digit = Decimal(0)
        else:
            digit = Decimal(sign.replace(",", ""))
    return total + part + digit
