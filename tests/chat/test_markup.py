"""Foreign text is shown as text, by Discord's own rules and by CommonMark's."""

import re
import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.answering.outcome import Span
from bot.chat.markup import (
    Passage,
    escape,
    one_line,
    portioned,
    quotation,
    shortened,
    shortened_line,
    size,
    unescape,
    visible,
)

TRICKS = (
    "**bold**",
    "_it_",
    "~~no~~",
    "||spoiler||",
    "`code`",
    "```py\nx\n```",
    "# big",
    "-# small",
    "- item",
    "* item",
    "1. one",
    "2) two",
    "> quote",
    ">>> all",
    "[text](https://example.com)",
    "<https://example.com>",
    "https://example.com/a_b",
    "discord.gg/abc",
    "@everyone",
    "@here",
    "<@1>",
    "<@!1>",
    "<@&2>",
    "<#3>",
    "<:name:4>",
    "<a:name:4>",
    "<t:1612863000:R>",
    "</ask:5>",
    "<id:guide>",
    ":smile:",
    "\\*",
    "\\\\",
    "&amp;",
    "a\u202eb",
    "\u200b",
    "\u2067x",
    "שלום",
    "مرحبا",
    "\r\n# x",
    "\u2028# x",
    "\x85- x",
    "👨‍👩‍👧",
    "a\n\nb",
    "======",
)
foreign = st.lists(
    st.one_of(st.sampled_from(TRICKS), st.text(max_size=5), st.sampled_from(string.punctuation)),
    max_size=8,
).map("".join)

EMBEDDINGS, ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
DIRECTION_MARKS = f"\u061c\u200e\u200f\u202c\u2069{EMBEDDINGS}{ISOLATES}"

# What Discord makes something of, tried on a text from which escaped characters were taken away.
ACTIVE = re.compile(
    r"[*_~|`\[\]#<>@:&]"
    r"|^\s*(?:[-+=]|\d+[.)])"
    r"|[A-Za-z]\.[A-Za-z]",
    re.MULTILINE,
)


def without_escaped(text: str) -> str:
    return re.sub(r"\\[!-/:-@\[-`{-~]", "\ufffc", text)


@given(foreign)
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape(escape(text)) == text


@given(foreign)
def test_nothing_active_remains(text: str) -> None:
    assert not ACTIVE.search(without_escaped(escape(text)))


@given(foreign)
def test_an_independent_parser_sees_only_text(text: str) -> None:
    words = " ".join(text.split())

    tokens = MarkdownIt("commonmark").parse(one_line(text))

    paragraph = ["paragraph_open", "inline", "paragraph_close"]
    assert [token.type for token in tokens] == (paragraph if words else [])
    parts = [part for token in tokens for part in token.children or []]
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert "".join(part.content for part in parts) == visible(words)


@given(foreign)
def test_a_question_is_one_visible_line(text: str) -> None:
    line = one_line(text)

    assert "\n" not in line
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x1f]", line)


def test_invisible_characters_are_named_and_emoji_stay_whole() -> None:
    assert visible("a\u202eb\u200bc") == "a⟦U+202E⟧b⟦U+200B⟧c"
    assert visible("👨‍👩‍👧 ❤️‍🔥") == "👨‍👩‍👧 ❤️‍🔥"
    assert visible("a\u200db") == "a⟦U+200D⟧b"


@given(foreign)
def test_every_line_of_a_quotation_stays_in_it(text: str) -> None:
    shown = quotation(text)

    assert all(line.startswith("> ") for line in shown.splitlines())
    inside = "\n".join(line[2:] for line in shown.split("\n"))
    bare = re.sub("[\u2066-\u2069\u202a-\u202e]", "", unescape(inside))
    expected = re.sub("[\u2066-\u2069\u202a-\u202e]", "", text)
    assert "".join(bare.split()) == "".join(expected.split())


@given(st.one_of(foreign, st.text(f"a א{DIRECTION_MARKS}\n")))
@example("\u2069\u202e\u2067a")
@example("\u202e\u2067a\u202c")
def test_direction_marks_end_with_the_line(text: str) -> None:
    for line in quotation(text).split("\n"):
        assert left_open(line) == []


@pytest.mark.parametrize("mark", DIRECTION_MARKS)
def test_every_direction_mark_of_a_question_is_named(mark: str) -> None:
    assert visible(f"a{mark}b") == one_line(f"a{mark}b") == f"a⟦U+{ord(mark):04X}⟧b"


@pytest.mark.parametrize("mark", DIRECTION_MARKS)
def test_no_direction_mark_of_a_quotation_reaches_the_next_line(mark: str) -> None:
    first, second = quotation(f"a{mark}b\nc").split("\n")

    assert first.startswith(f"> \u2068a{mark}b")
    assert left_open(first) == []
    assert second == "> c"


@pytest.mark.parametrize("line", ["שלום", "مرحبا", "١٢٣", "a שלום b"])
def test_a_line_written_from_right_to_left_stands_for_itself(line: str) -> None:
    assert quotation(f"{line}\nc") == f"> \u2068{line}\u2069\n> c"


def left_open(line: str) -> list[str]:
    """The direction marks still in force at the end of a line, by the rules of Unicode (UAX 9)."""
    open_marks: list[str] = []
    for letter in line:
        if letter in EMBEDDINGS + ISOLATES:
            open_marks.append(letter)
        elif letter == "\u202c" and open_marks and open_marks[-1] in EMBEDDINGS:
            open_marks.pop()
        elif letter == "\u2069" and any(mark in ISOLATES for mark in open_marks):
            while open_marks.pop() not in ISOLATES:
                pass
    return open_marks


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("疫学調査には使えない", [(0, 4)], "> **疫学調査**には使えない"),
        ("今日は「DX」といった", [(3, 7)], "> 今日は「**DX**」といった"),
        ("あの「COCOA」。", [(2, 9)], "> あの「**COCOA**」。"),
        ("a_b", [(0, 3)], "> **a\\_b**"),
        ("*星*", [(0, 3)], "> \\***星**\\*"),
        ("デジタル庁", [(0, 4), (4, 5)], "> **デジタル庁**"),
        ("一\n二", [(0, 3)], "> **一**\n> **二**"),
        ("。、", [(0, 2)], "> 。、"),
    ],
)
def test_bold(text: Any, spans: Any, shown: Any) -> None:
    assert quotation(text, [Span(*span) for span in spans]) == shown


@given(st.text(alphabet="あア漢a1「」。・_ \n", min_size=1, max_size=20), st.data())
@example(text="「あ」い", data=None)
def test_bold_is_bold_by_the_strictest_rules(text: str, data: Any) -> None:
    spans = [Span(0, 3)]
    if data is not None:
        edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
        spans = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]

    tokens = [
        child
        for token in MarkdownIt("commonmark").parse(quotation(text, spans))
        for child in token.children or []
    ]

    assert "**" not in "".join(token.content for token in tokens if token.type == "text")
    bold = sum(token.type == "strong_open" for token in tokens)
    words = [
        span for span in spans if any(letter.isalnum() for letter in text[span.start : span.end])
    ]
    assert bool(bold) == bool(words)


@given(st.lists(foreign, min_size=1, max_size=4), st.integers(40, 400))
def test_portions_hold_everything_and_fit(texts: Any, budget: Any) -> None:
    passages = [Passage(text, marked=number == 1) for number, text in enumerate(texts)]

    pages = portioned(passages, budget)

    assert "".join(part.text for page in pages for part in page) == "".join(texts)
    assert all(sum(size(part.rendered) for part in page) <= budget for page in pages)
    assert all(pages) or len(pages) == 1


def test_a_portion_ends_with_a_sentence_where_it_can() -> None:
    pages = portioned([Passage("長い話です。" * 30)], 100)

    assert len(pages) > 1
    assert all(page[-1].text.endswith("。") for page in pages)


@given(foreign, st.integers(20, 100))
def test_shortening_says_so(text: str, limit: Any) -> None:
    line, was_shortened = shortened_line(text * 5, limit)

    assert size(line) <= limit
    assert line.endswith("…") or not was_shortened
    assert size(shortened(text, limit)) <= limit


# Letters of several code points each; none of them may be split.
LETTERS = {
    "か\u3099": "an accent",
    "e\u0301\u0323": "two accents",
    "कि": "a vowel sign",
    "👨‍👩‍👧": "a family",
    "❤️‍🔥": "a heart with a style and a joiner",
    "👍🏽": "a skin tone",
    "1️⃣": "a keycap",
    "🇯🇵": "a flag",
}


def is_whole(text: str, letter: str) -> bool:
    return text == letter * (len(text) // len(letter))


@pytest.mark.parametrize("letter", LETTERS, ids=LETTERS.values())
@pytest.mark.parametrize("limit", range(40, 60))
def test_no_letter_is_split_between_portions(letter: str, limit: int) -> None:
    pages = portioned([Passage(letter * 60)], limit)

    assert len(pages) > 1
    assert all(is_whole(part.text, letter) for page in pages for part in page)


@pytest.mark.parametrize("letter", LETTERS, ids=LETTERS.values())
@pytest.mark.parametrize("limit", range(20, 40))
def test_no_letter_is_split_by_shortening(letter: str, limit: int) -> None:
    line, was_shortened = shortened_line(letter * 60, limit)

    assert was_shortened
    for short in (shortened(letter * 60, limit), line):
        assert len(short) > 1
        assert short.endswith("…")
        assert is_whole(unescape(short[:-1]), letter)
