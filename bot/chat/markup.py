"""Foreign text shown as text: whatever it contains, Discord displays it and obeys none of it.

A backslash goes before every character with which Markdown, a mention, an emoji or a link could
begin. Discord and CommonMark both drop a backslash before ASCII punctuation.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from bot.answering.outcome import Span

_ALWAYS: Final = re.compile(r"[\\*_~|`<>\[\]@:#&]|\.(?=[A-Za-z])")
_AT_LINE_START: Final = re.compile(r"^[^\S\n]*(?:[-+=]|\d+[.)])", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_BREAK: Final = re.compile(r"\r(?=\n)|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_DIRECTION: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMBEDDING, _END_EMBEDDING = re.compile(r"[\u202a\u202b\u202d\u202e]"), "\u202c"
_ISOLATE, _END_ISOLATE = re.compile(r"[\u2066-\u2068]"), "\u2069"
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"


def size(text: str) -> int:
    """Return a text's length as Discord may count it, in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def escape(text: str) -> str:
    """Return text that Discord shows as ``text``; ``unescape`` gives it back."""
    return "".join(_letters(text, frozenset()))


def unescape(text: str) -> str:
    """Return what Discord shows for an escaped text."""
    return _ESCAPED.sub(r"\1", text)


def one_line(text: str) -> str:
    """Return foreign text escaped on a single line, with invisible characters made visible."""
    return escape(visible(" ".join(text.split())))


def visible(text: str) -> str:
    """Name the invisible characters of a text: controls, zero-width and direction marks.

    The joiner inside an emoji stays, as it is part of what is seen.
    """
    return "".join(
        f"⟦U+{ord(letter):04X}⟧" if _is_invisible(text, index) else letter
        for index, letter in enumerate(text)
    )


def _is_invisible(text: str, index: int) -> bool:
    letter = text[index]
    if letter == _JOINER:
        before, after = text[:index].rstrip(_EMOJI_STYLE)[-1:], text[index + 1 : index + 2]
        return not (_is_pictorial(before) and _is_pictorial(after))
    return letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def _is_pictorial(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter) in {"So", "Sk"}


def quotation(text: str, bold: Iterable[Span] = ()) -> str:
    """Return foreign text as a Markdown quotation with stretches of it in bold.

    Every line of it stays inside the quotation, and its direction marks end with the line.
    """
    text = _LINE_BREAK.sub(
        lambda found: " " if found[0] == "\r" and _before_newline(found) else "\n", text
    )
    marks = frozenset(_bold_edges(text, bold))
    lines = "".join(_letters(text, marks)).split("\n")
    return "\n".join(f"> {_isolated(line)}" for line in lines)


def _before_newline(found: re.Match[str]) -> bool:
    return found.string[found.end() : found.end() + 1] == "\n"


def _letters(text: str, marks: frozenset[int]) -> Iterator[str]:
    active = {found.start() for found in _ALWAYS.finditer(text)}
    active.update(found.end() - 1 for found in _AT_LINE_START.finditer(text))
    for index, letter in enumerate(text):
        if index in marks:
            yield "**"
        if index in active:
            yield "\\"
        yield letter
    if len(text) in marks:
        yield "**"


def _bold_edges(text: str, spans: Iterable[Span]) -> Iterator[int]:
    """Yield where ``**`` goes, in pairs that never touch each other.

    A bold stretch begins and ends with a letter or digit, and stays on one line: beside
    punctuation, Markdown reads ``**`` as bold only where a space is on its other side, and Japanese
    has none.
    """
    edges: list[int] = []
    for span in sorted(spans):
        for line in re.finditer(r"[^\n]+", text[span.start : span.end]):
            start, end = span.start + line.start(), span.start + line.end()
            while start < end and not _is_word(text[start]):
                start += 1
            while start < end and not _is_word(text[end - 1]):
                end -= 1
            if start >= end:
                continue
            if edges and start <= edges[-1]:
                edges[-1] = max(end, edges[-1])
            else:
                edges += (start, end)
    yield from edges


def _is_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LN"


def _isolated(line: str) -> str:
    """Keep the direction of a line from reaching what follows it."""
    if not _DIRECTION.search(line) and not any(
        unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in line
    ):
        return line
    embeddings = max(0, len(_EMBEDDING.findall(line)) - line.count(_END_EMBEDDING))
    isolates = max(0, len(_ISOLATE.findall(line)) - line.count(_END_ISOLATE))
    closing = _END_EMBEDDING * embeddings + _END_ISOLATE * isolates
    return f"{_FIRST_STRONG_ISOLATE}{line}{closing}{_END_ISOLATE}"
