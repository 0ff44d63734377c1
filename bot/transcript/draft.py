"""What a reader makes of a file: who said what on which line, and what it left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.session import SourceKind


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says in one go, as the file has it.

    ``line`` counts from 1: of a text its lines, of a document its paragraphs, of a table its rows,
    of JSON its entries. ``speaker`` is empty where the file names nobody; ``role`` is what stands
    beside the name. ``start`` and ``end`` are seconds from the beginning.
    """

    line: int
    speaker: str
    text: str
    role: str = ""
    note: str | None = None
    start: float | None = None
    end: float | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that was not taken over, and why not; a ``doubtful`` one may be somebody's words."""

    line: int
    text: str
    reason: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its reader understood it.

    ``reader`` says as what the file was read. ``captions`` tells that the turns are pieces as they
    were shown, to be joined; ``day`` is a date without a time.
    """

    reader: str
    kind: SourceKind
    turns: tuple[Turn, ...]
    skipped: tuple[Skipped, ...] = ()
    title: str | None = None
    started_at: datetime | None = None
    day: str | None = None
    captions: bool = False


class UnclearError(Exception):
    """A file does not tell what was said, or by whom: line numbers (or None) with the reasons."""

    def __init__(self, *reasons: tuple[int | None, str]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason for _, reason in reasons))


@dataclass(slots=True)
class Notebook:
    """Collects the turns and the lines left out while a file is read."""

    turns: list[Turn] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, line: int, text: str, reason: str, *, doubtful: bool = False) -> None:
        """Note a line that is not taken over; an empty one is not noted."""
        if text.strip():
            self.skipped.append(Skipped(line, text.strip(), reason, doubtful))

    def ordered(self) -> tuple[tuple[Turn, ...], tuple[Skipped, ...]]:
        """Return the turns as they were found, and what was left out by its lines."""
        return tuple(self.turns), tuple(sorted(self.skipped, key=lambda each: each.line))


SPACE = " \t\u3000\u00a0\u2002\u2003\u200b\ufeff"
"""What stands around words and is none of them: also that of pages on the web."""


def is_wide(text: str) -> bool:
    """Tell whether a letter is of a script that is written without spaces."""
    return bool(text) and ("\u3000" <= text <= "\u9fff" or "\uf900" <= text <= "\uffef")


def joined(lines: Iterable[str] | str) -> str:
    """Join lines, or those of a text; a space was lost only between words that need one."""
    text = ""
    lines = lines.split("\n") if isinstance(lines, str) else lines
    for line in (line.strip(SPACE) for line in lines):
        spaced = text and line and not is_wide(text[-1]) and not is_wide(line[0])
        text += " " * bool(spaced) + line
    return text
