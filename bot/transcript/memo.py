"""A pasted memo: paragraphs of the form 話者「…」, with other people's page around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.transcript.encodings import decode, read_bytes
from bot.transcript.problems import Problem, TranscriptError, by_line

_SPACE = " \t\u3000\u200b\ufeff"
_LONGEST_NAME = 24
_EXPECTED = "expected paragraphs of the form 話者「…」"
_START = re.compile(
    rf"[{_SPACE}]*(?:[・●○■□◆◇*＊-][{_SPACE}]*)?(?P<name>[^「」｢｣『』、。，．,?？!！…:：]*?)[{_SPACE}]*(?P<colon>[:：]?)"
    rf"[{_SPACE}]*[「｢]"
)
# A particle after kanji or katakana, or a pointing word: running text that quotes something.
_RUNNING_TEXT = re.compile(
    r"[^\u3041-\u3096](?:は|が|を|に|で|と|も|の|へ|や|か|では|には|から|とは|より)$"
    r"|^(?:これ|それ|あれ|この|その|あの|ここ|そこ)"
)
_NOTE = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])+)[)）]")
_BRACKET = re.compile("[「」｢｣]")
_JOINS_NEXT_WORD = tuple("のをがはもと")


@dataclass(frozen=True, slots=True)
class Remark:
    """An utterance as the memo has it.

    ``lines`` are its first and last line; ``note`` is the occasion that the editor named in
    leading parentheses, stored without them.
    """

    lines: tuple[int, int]
    speaker: str
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo's utterances.

    ``heading`` is its first line, where that stands before them; ``passed_over`` are the lines
    that were taken for the page around them although they hold 「.
    """

    heading: str | None
    remarks: tuple[Remark, ...]
    passed_over: tuple[int, ...]


def read_memo(path: Path) -> Memo:
    """Read a memo in any usual Japanese encoding.

    Raises TranscriptError with every place where it is unclear what was said, or by whom.
    """
    text = decode(read_bytes(path), path)
    if not text.strip():
        raise TranscriptError([Problem(path, None, f"the file is empty; {_EXPECTED}")])
    return _Reader(path, text.split("\n")).read()


class _Reader:
    """One pass over the lines of a memo."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self._path = path
        self._lines = lines
        self._problems: list[Problem] = []
        self._passed_over: list[tuple[int, str | None]] = []

    def read(self) -> Memo:
        remarks = tuple(self._remarks())
        speakers = {remark.speaker for remark in remarks}
        for line, name in self._passed_over:
            if name in speakers:
                message = f"more text after the 」 of {name}; expected the line to end there"
                self._report(line, message)
        if not remarks and not self._problems:
            self._report(None, f"no utterances; {_EXPECTED}")
        if self._problems:
            raise TranscriptError(by_line(self._problems))
        before = (line.strip(_SPACE) for line in self._lines[: remarks[0].lines[0] - 1])
        passed_over = tuple(line for line, _ in self._passed_over)
        return Memo(next(filter(None, before), None), remarks, passed_over)

    def _report(self, line: int | None, message: str) -> None:
        self._problems.append(Problem(self._path, line, message))

    def _remarks(self) -> Iterator[Remark]:
        speaker = ""
        index = 0
        while index < len(self._lines):
            first = index
            index += 1
            start = _start(self._lines[first])
            if start is None:
                self._pass_over(first, None)
                continue
            name = start["name"].strip(_SPACE)
            end = self._end(first, start.end())
            if end is None:
                message = "「 is not closed before the next speaker or the end; expected a 」"
                self._report(first + 1, message)
                continue
            last, column = end
            if self._lines[last][column + 1 :].strip(_SPACE):
                self._pass_over(first, name or None)
                continue
            index = last + 1
            speaker = name or speaker
            text = _joined(self._body(first, start.end(), last, column))
            if not text:
                self._report(first + 1, "nothing is said between 「 and 」; expected words")
            elif not speaker:
                self._report(first + 1, f"nobody has been named yet; {_EXPECTED}")
            else:
                yield Remark((first + 1, last + 1), speaker, *_without_note(text))

    def _pass_over(self, index: int, name: str | None) -> None:
        if "「" in self._lines[index] or "｢" in self._lines[index]:
            self._passed_over.append((index + 1, name))

    def _end(self, index: int, column: int) -> tuple[int, int] | None:
        """Return line and column of the 」 that closes the 「 before a column."""
        depth = 1
        for line in range(index, len(self._lines)):
            if line > index and self._is_new_speaker(line):
                return None
            for bracket in _BRACKET.finditer(self._lines[line], column):
                depth += 1 if bracket[0] in "「｢" else -1
                if depth == 0:
                    return line, bracket.start()
            column = 0
        return None

    def _is_new_speaker(self, index: int) -> bool:
        """Tell whether a paragraph begins here that names its speaker."""
        start = _start(self._lines[index])
        new_paragraph = not self._lines[index - 1].strip(_SPACE)
        return bool(new_paragraph and start and start["name"].strip(_SPACE))

    def _body(self, first: int, start: int, last: int, end: int) -> list[str]:
        if first == last:
            return [self._lines[first][start:end]]
        middle = self._lines[first + 1 : last]
        return [self._lines[first][start:], *middle, self._lines[last][:end]]


def _start(line: str) -> re.Match[str] | None:
    """Match the beginning of an utterance: a name or nothing, and 「."""
    start = _START.match(line)
    if start is None:
        return None
    name = start["name"].strip(_SPACE)
    if name and (len(name) > _LONGEST_NAME or not re.search(r"\w", name)):
        return None
    if not start["colon"] and _RUNNING_TEXT.search(name):
        return None
    return start


def _joined(lines: list[str]) -> str:
    """Join the lines of an utterance; only between Latin words a space was lost."""
    text = ""
    for line in (line.strip(_SPACE) for line in lines):
        latin = text[-1:].isascii() and line[:1].isascii()
        text += " " * bool(text and line and latin) + line
    return text


def _without_note(text: str) -> tuple[str, str | None]:
    """Return the spoken words and the occasion; what belongs to the sentence stays in it."""
    note = _NOTE.match(text)
    if note is None or note[1].endswith(_JOINS_NEXT_WORD) or not note[1].strip(_SPACE):
        return text, None
    spoken = text[note.end() :].lstrip(_SPACE)
    return (spoken, note[1].strip(_SPACE)) if spoken else (text, None)
