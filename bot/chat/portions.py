"""Long texts in portions that fit into a message."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.answering.outcome import Span
from bot.chat.markup import one_line, quotation, size

_GOOD_BREAK: Final = re.compile(r"[。！？!?\n、,\s]")
_JOINING: Final = "\u200d\ufe0f"


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
    while size(line := one_line(plain[:length]) + "…") > limit:
        length -= max(1, (size(line) - limit) // 16)
    return line, True


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
    """Move a break back so that it splits no letter from its accents and no joined emoji."""
    at = end
    while 0 < at < len(text) and (
        unicodedata.combining(text[at]) or text[at] in _JOINING or text[at - 1] == _JOINING[0]
    ):
        at -= 1
    return at or end
