"""One pass over the lines of a page: what is said, by whom, and what is left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.transcript.draft import SPACE, Notebook, Turn, joined
from bot.transcript.readers import furniture
from bot.transcript.readers.doubts import AMONG_SPEAKERS, Doubts
from bot.transcript.readers.heads import ASKING, Form, Head
from bot.transcript.readers.patterns import ENDS
from bot.transcript.readers.tables import is_roster, table_in, turns_of

_MOST_UNCLOSED = 20
_BULLET = re.compile(r"[-*+・>]\s")
_BRACKETS = {"『": re.compile("[『』]")}
_CORNERS = re.compile("[「」｢｣]")
_ASIDE = re.compile(r"(?:\s*[（(〔\[][^（）()〔〕\[\]]*[)）〕\]])+\s*")
# What a report tells of somebody's words: 「…」と述べた。
REPORTED = re.compile(
    r"[」』”\"]\s*(?:と|などと|とも)(?:述べ|話|語|言|いっ|いう|答え|指摘|説明|強調|訴え|呼び|コメント|発言|し)"
    r"|[,.?!][”\"]\s+(?:said|says|he |she |they |\w+ (?:said|says|added|told|asked|replied))"
)
_ALONE = (Form.LINE, Form.STAMP, Form.TAG_LINE)


@dataclass(slots=True)
class _Open:
    """The utterance that is being read."""

    line: int
    name: str
    form: Form
    start: float | None = None
    lines: list[str] = field(default_factory=list)


class Page:
    """One pass over the lines of a page.

    ``notebook`` holds what was found, ``forms`` how each utterance names its speaker, and
    ``unclear`` the lines of which it cannot be told who says what.
    """

    def __init__(self, lines: Sequence[str], evidence: Doubts) -> None:
        self._lines = [line.strip(SPACE) for line in lines]
        self._raw = lines
        self._evidence = evidence
        self._open: _Open | None = None
        self._speaker = ""
        self._unclosed = 0
        self.notebook = Notebook()
        self.forms: list[Form] = []
        self.unclear: list[tuple[int | None, str]] = []

    def read(self) -> None:
        """Read all lines, or as many as it takes to see that they cannot be read."""
        index = 0
        while index < len(self._lines) and len(self.unclear) < _MOST_UNCLOSED:
            index = self._step(index)
        self._close()
        if len(self.unclear) >= _MOST_UNCLOSED:
            self.unclear.append((None, "and perhaps more; only the first are named"))

    def _step(self, index: int) -> int:
        """Read what begins on a line; return the index of the next line to read."""
        line = self._lines[index]
        if not line:
            return index + 1
        if rows := table_in(self._raw, index):
            return self._table(rows)
        head = self._evidence.head(index)
        if head and head.form is Form.BRACKET:
            return self._bracket(index, head, line[len(line) - len(head.rest) :])
        if head and head.form is Form.AFTER:
            self._begin(index, head)
            self._close()
        elif head:
            self._begin(index, head)
        elif reason := self._reason(index):
            if furniture.ends_all(line):
                self._close()
                self._speaker = ""
            elif reason.startswith(furniture.HEADING):
                self._close()
            doubtful = "--speaker" in reason
            self.notebook.skip(index + 1, self._raw[index], reason, doubtful=doubtful)
        elif line[0] in "「｢" and (self._open is None or self._waits_for_bracket()):
            return self._bracket(index, None, line)
        else:
            self._continue(index)
        return index + 1

    def _reason(self, index: int) -> str | None:
        """Say why a line without a speaker is not a part of what is said."""
        said = self._open.lines if self._open else None
        reason = self._evidence.reason(index, self._raw[index], said, self.forms)
        return reason or (self._introduction(self._lines[index]) if said is None else None)

    def _introduction(self, line: str) -> str | None:
        if line[0] in "「｢":
            return None
        if name := self._evidence.name_on(line):
            return f"{name} may be a heading; --speaker {name} takes it for a speaker"
        where = "before the first speaker" if not self.forms else "outside of what anybody says"
        return where if not self._speaker else "outside of the quotation marks"

    def _begin(self, index: int, head: Head) -> None:
        self._close()
        self._open = _Open(index + 1, head.name, head.form, head.start)
        self._speaker = head.name
        self.forms.append(head.form)
        if head.rest:
            self._open.lines.append(head.rest)

    def _continue(self, index: int) -> None:
        """Add a line to the utterance that is open, unless it is somebody else's."""
        line, current = self._lines[index], self._open
        if current is None:
            self.notebook.skip(index + 1, line, "before the first speaker")
            return
        alone = current.form is Form.QUESTION and self._evidence.unnamed
        asked = current.form in ASKING or alone
        if asked and self._is_answer(index, current):
            self._close()
            # What follows a question without a name is the answer of whoever is asked.
            self._open = _Open(index + 1, "", Form.GAP)
            if line[0] in "「｢" and self._end(index, 1) == (index, len(line) - 1):
                line = line[1:-1]
        if _BULLET.match(line) and _BULLET.match(self._lines[current.line - 1]):
            line = line[1:].strip(SPACE)
        assert self._open is not None  # noqa: S101
        self._open.lines.append(line)

    def _is_answer(self, index: int, current: _Open) -> bool:
        if not self._lines[index - 1]:
            return True
        return bool(current.lines and ENDS.search(current.lines[-1])) and self._evidence.unnamed

    def _waits_for_bracket(self) -> bool:
        return self._open is not None and self._open.form in _ALONE and not self._open.lines

    def _bracket(self, index: int, head: Head | None, rest: str) -> int:
        """Read 「…」 that begins with ``rest``: of a named speaker, or of the one before."""
        waiting = self._open if head is None and self._waits_for_bracket() else None
        end = self._end(index, len(self._lines[index]) - len(rest) + 1)
        if end is None:
            return self._not_closed(index, named=bool(head or waiting or self._speaker))
        body, last, tail = self._spoken(index, len(self._lines[index]) - len(rest) + 1, end)
        if not self._lines[index].removesuffix(rest).rstrip(SPACE).endswith((":", "：")):
            tail = tail.strip("。．.、")
        aside = _ASIDE.fullmatch(tail)
        second = self._evidence.bracket_in(tail)
        if tail and not aside and second is None:
            return self._running(index, last, head)
        words = joined(body)
        if not words and head:
            self.unclear.append((index + 1, "nothing is said between 「 and 」; expected words"))
            return last + 1
        if head is None and waiting is None and not self._goes_on(index, words):
            reason = "in quotation marks, but nobody is named for it"
            return self._leave_out(index, last, reason, doubtful=True)
        if waiting is None:
            self._close()
        self._open = None
        name = head.name if head else waiting.name if waiting else self._speaker
        line = waiting.line if waiting else index + 1
        start = head.start if head else waiting.start if waiting else None
        self.notebook.turns.append(Turn(line, name, words, start=start))
        if aside:
            self.notebook.skip(last + 1, tail, "beside the words")
        self._speaker = name
        self.forms.append(Form.BRACKET)
        if second:
            self._lines[last] = tail
            return self._bracket(last, second, second.rest)
        return last + 1

    def _not_closed(self, index: int, *, named: bool) -> int:
        if not named:
            return self._leave_out(index, index, "before the first speaker")
        message = "「 is not closed before the next speaker or the end; expected a 」"
        self.unclear.append((index + 1, message))
        return index + 1

    def _spoken(self, index: int, start: int, end: tuple[int, int]) -> tuple[list[str], int, str]:
        """Return what is said from a column on, the line on which it ends, and what follows there.

        「…」 right after 」 belongs to it.
        """
        last, column = end
        body = self._body(index, start, last, column)
        while True:
            line = self._lines[last]
            tail = line[column + 1 :].strip(SPACE)
            begins = len(line) - len(tail) + 1
            more = self._end(last, begins) if tail[:1] in {"「", "｢"} else None
            if more is None:
                return body, last, tail
            body += self._body(last, begins, *more)
            last, column = more

    def _running(self, index: int, last: int, head: Head | None) -> int:
        """Take a line whose 「…」 is followed by more, as in running text."""
        line = self._lines[index]
        colon = self._evidence.head(index, without=Form.BRACKET)
        if colon and colon.rest and colon.form not in {Form.LINE, Form.AFTER}:
            self._begin(index, colon)
            return index + 1
        if self._open and (head is None or not self._evidence.is_often(head)):
            if self._evidence.may_name_another(index, self.forms):
                self._close()
                return self._leave_out(index, index, AMONG_SPEAKERS, doubtful=True)
            self._open.lines.append(line)
            return index + 1
        if head and self._evidence.is_often(head) and not REPORTED.search(line):
            message = f"more text after the 」 of {head.name}; expected the line to end there"
            self.unclear.append((index + 1, message))
        return self._leave_out(index, last, "running text that quotes")

    def _leave_out(self, first: int, last: int, reason: str, *, doubtful: bool = False) -> int:
        for at in range(first, last + 1):
            self.notebook.skip(at + 1, self._lines[at], reason, doubtful=doubtful)
        return last + 1

    def _goes_on(self, index: int, words: str) -> bool:
        """Tell whether 「…」 without a name is said by the speaker before."""
        if not self._speaker or not self.forms or self.forms[-1] is not Form.BRACKET:
            return False
        return bool(self._lines[index - 1]) or bool(re.search("[。？！?!]", words))

    def _end(self, index: int, column: int) -> tuple[int, int] | None:
        """Return line and column of the 」 that closes the 「 before a column."""
        if self._unclosed >= _MOST_UNCLOSED:
            return None
        depth = 1
        pattern = _BRACKETS.get(self._lines[index][column - 1], _CORNERS)
        for line in range(index, len(self._lines)):
            if line > index and self._is_new_speaker(line):
                break
            for bracket in pattern.finditer(self._lines[line], column):
                depth += 1 if bracket[0] in "「｢『" else -1
                if depth == 0:
                    return line, bracket.start()
            column = 0
        self._unclosed += 1
        return None

    def _is_new_speaker(self, index: int) -> bool:
        """Tell whether a paragraph begins here that names its speaker."""
        if self._lines[index - 1]:
            return False
        head = self._evidence.head(index)
        return head is not None and head.form is Form.BRACKET

    def _body(self, first: int, start: int, last: int, end: int) -> list[str]:
        if first == last:
            return [self._lines[first][start:end]]
        middle = self._lines[first + 1 : last]
        return [self._lines[first][start:], *middle, self._lines[last][:end]]

    def _table(self, rows: Mapping[int, list[str]]) -> int:
        self._close()
        if is_roster(next(iter(rows.values()))):
            for line, cells in rows.items():
                self.notebook.skip(line, " | ".join(filter(None, cells)), "a list of those present")
            return max(rows)
        turns_of(rows, self.notebook)
        self.forms.append(Form.TABLE)
        return max(rows)

    def _close(self) -> None:
        current, self._open = self._open, None
        if current is None:
            return
        words = joined(current.lines)
        if words:
            self.notebook.turns.append(Turn(current.line, current.name, words, start=current.start))
        else:
            self.notebook.skip(current.line, self._raw[current.line - 1], "a name without words")
