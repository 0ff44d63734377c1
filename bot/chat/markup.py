"""Foreign text shown as text: whatever it contains, and however long it is.

Discord displays it and obeys none of it; what is too long for a message comes in pages.

A backslash goes before every character with which Markdown, a mention, an emoji or a link could
begin. Discord and CommonMark both drop a backslash before ASCII punctuation.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len, chop_cells

from bot.answering.outcome import Span

_ALWAYS: Final = re.compile(r"[\\*_~|`<>\[\]@:#&]|\.(?=[A-Za-z])")
_AT_LINE_START: Final = re.compile(r"^[^\S\n]*(?:[-+=]|\d+[.)])", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_BREAK: Final = re.compile(r"\r(?=\n)|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_DIRECTION: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS, _END_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _END_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_SKIN_TONES: Final = "🏻🏼🏽🏾🏿"
# A flag is a pair of letters: the second of one stands after an odd number of them.
_SECOND_OF_FLAG: Final = re.compile(r"(?<![🇦-🇿])(?:[🇦-🇿]{2})+$")
# In cells.
_WIDEST_LETTER: Final = 2
_GOOD_BREAK: Final = re.compile(r"[。！？!?\n、,\s]")


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
    line = f"{_FIRST_STRONG_ISOLATE}{line}"
    ends = [
        _END_ISOLATE if mark in _ISOLATES else _END_EMBEDDING for mark in reversed(_left_open(line))
    ]
    return line + "".join(ends)


def _left_open(line: str) -> list[str]:
    """Return the direction marks in force at the end of a line, as Unicode (UAX 9) reads them."""
    marks: list[str] = []
    for letter in line:
        if letter in _EMBEDDINGS or letter in _ISOLATES:
            marks.append(letter)
        elif letter == _END_EMBEDDING and marks and marks[-1] in _EMBEDDINGS:
            marks.pop()
        elif letter == _END_ISOLATE and any(mark in _ISOLATES for mark in marks):
            while marks.pop() not in _ISOLATES:
                pass
    return marks


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, with the spans inside it; ``marked`` when it is the quote itself."""

    text: str
    spans: tuple[Span, ...] = ()
    marked: bool = False

    @property
    def rendered(self) -> str:
        """The passage as a Markdown quotation."""
        return quotation(self.text, self.spans)


def shortened(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` UTF-16 units, ending in … where something is left out."""
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[:-1]
    return kept[: _between_letters(kept + text[len(kept)], len(kept))] + "…"


def shortened_line(text: str, limit: int) -> tuple[str, bool]:
    """Return foreign text on one escaped line of at most ``limit``, and whether it is shortened."""
    line = one_line(text)
    if size(line) <= limit:
        return line, False
    plain = " ".join(text.split())
    length = min(len(plain), limit)
    while size(line := one_line(plain[: _between_letters(plain, length)]) + "…") > limit:
        length -= max(1, (size(line) - limit) // 16)
    return line, True


def brief(text: str, limit: int) -> str:
    """Return a short foreign text on one escaped line of at most ``limit``."""
    return shortened_line(text, limit)[0]


def fitted(text: str, cells: int) -> str:
    """Return foreign text on one escaped line, so wide at most; a kanji takes two cells."""
    line = visible(" ".join(text.split()))
    if cell_len(line) <= cells:
        return escape(line)
    kept = chop_cells(line, max(cells - 1, _WIDEST_LETTER))[0]
    return escape(line[: _between_letters(line, len(kept))].rstrip(" ,")) + "…"


def portioned(passages: Iterable[Passage], budget: int) -> tuple[tuple[Passage, ...], ...]:
    """Spread passages over pages; rendered, each page takes at most ``budget`` UTF-16 units.

    A page always holds something, and the pages together hold everything, in order.
    """
    pages: list[list[Passage]] = [[]]
    left = budget
    for passage in passages:
        rest = passage
        while True:
            head, rest = _cut(rest, left)
            if head is None and pages[-1]:
                pages.append([])
                left = budget
                continue
            if head is not None:
                pages[-1].append(head)
                left -= size(head.rendered)
            if not rest.text:
                break
            pages.append([])
            left = budget
    return tuple(tuple(page) for page in pages)


def _cut(passage: Passage, budget: int) -> tuple[Passage | None, Passage]:
    """Split a passage into what fits into the budget, if anything does, and the rest."""
    if len(passage.text) <= budget and size(passage.rendered) <= budget:
        return passage, Passage("", (), passage.marked)
    end = min(len(passage.text), max(budget, 0))
    while end > 0 and (excess := size(_slice(passage, 0, end).rendered) - budget) > 0:
        end -= max(1, excess // 2)
    end = _between_letters(passage.text, _well_broken(passage.text, max(end, 0)))
    if end <= 0:
        return None, passage
    return _slice(passage, 0, end), _slice(passage, end, len(passage.text))


def _slice(passage: Passage, start: int, end: int) -> Passage:
    spans = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in passage.spans
        if span.start < end and span.end > start
    )
    return Passage(passage.text[start:end], spans, passage.marked)


def _well_broken(text: str, end: int) -> int:
    """Move a break back to the end of a sentence or phrase, if one is near."""
    breaks = [found.end() for found in _GOOD_BREAK.finditer(text, end * 2 // 3, end)]
    return breaks[-1] if breaks else end


def _between_letters(text: str, end: int) -> int:
    """Move a break back so that it splits no letter from its accents, and no emoji."""
    at = end
    while 0 < at < len(text) and _belong_together(text, at):
        at -= 1
    return at or end


def _belong_together(text: str, at: int) -> bool:
    """Whether what is before a place and what is after it are parts of one letter or emoji."""
    return (
        unicodedata.category(text[at])[0] == "M"
        or text[at] in _JOINER + _SKIN_TONES
        or text[at - 1] == _JOINER
        or _SECOND_OF_FLAG.search(text[: at + 1]) is not None
    )
