"""What a page's lines look like, all of them taken together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from bot.transcript.draft import SPACE
from bot.transcript.readers.furniture import is_machine_made, is_tasks
from bot.transcript.readers.heads import ASKS, Form, Head, heads, timed_before_words
from bot.transcript.readers.names import is_ordinary, is_personal, may_attend
from bot.transcript.readers.patterns import (
    BULLET,
    COLON_IN_BOLD,
    LATIN,
    LEADING_TIME,
    MARKS,
    TIME_ONLY,
)

_ASKS = re.compile(
    r"[?？][」』）)]?$|か。?$|(?:ください|下さい|ましょう|お願いします|伺います)。?$"
)
OFTEN = 2
# In lines: how far before a name others have to be for it to stand among them.
NEAR = 30
_ALONE = (Form.LINE, Form.STAMP, Form.TAG_LINE)
_NAMED = frozenset({Form.COLON, Form.GAP, Form.BRACKET, Form.LINE, Form.BOLD})
# In characters: a name stands at the beginning.
_LONGEST = 4_000
# What pages on the web have in place of the wide space beside Japanese writing.
_PAGE_SPACE = re.compile(
    "(?<=[\u3001-\u9fff\uff01-\uffef])[\u00a0\u2002\u2003]+|[\u00a0\u2002\u2003]+(?=[\u3001-\u9fff])"
)


def _spaced(line: str) -> str:
    return _PAGE_SPACE.sub(lambda found: "\u3000" * len(found[0]), line)


def _heads_of(line: str) -> Iterator[Head]:
    shown = _spaced(line)
    for head in heads(shown[:_LONGEST]) if line else ():
        rest = head.rest + shown[_LONGEST:]
        yield replace(head, rest=line[-len(rest) :] if rest and shown.endswith(rest) else rest)


def _without_times(found: Iterable[tuple[Head, ...]]) -> list[tuple[Head, ...]]:
    """Return heads without (12:34) before their words, where that is usual on the page."""
    lines = list(found)
    named = [heads_here for heads_here in lines if any(head.rest for head in heads_here)]
    timed = sum(any(timed_before_words(head) != head for head in each) for each in named)
    if timed < OFTEN or 2 * timed < len(named):
        return lines
    return [tuple(map(timed_before_words, each)) for each in lines]


class Seen:
    """The lines of a page, with every way in which each may name a speaker."""

    def __init__(self, lines: Sequence[str]) -> None:
        stripped = [line.strip(SPACE) for line in lines]
        self._lines = list(map(_spaced, stripped))
        self._found = _without_times(
            () if is_machine_made(line) else tuple(_heads_of(line)) for line in stripped
        )
        self._counts: Counter[str] = Counter()
        for found in self._found:
            self._counts.update({head.key for head in found})
        self._forms = Counter(head.form for found in self._found for head in found)

    def is_often(self, head: Head) -> bool:
        """Tell whether the name stands where a speaker's would on more than one line."""
        return self._counts[head.key] >= OFTEN

    def _is_likely(self, head: Head) -> bool:
        return is_personal(head.name) or (self.is_often(head) and not is_ordinary(head.name))

    def _is_named(self, head: Head) -> bool:
        return is_personal(head.name) or self.is_often(head) or not is_ordinary(head.name)

    @cached_property
    def _asks_by_hyphen(self) -> bool:
        """Whether each line after a hyphen is a question that a named person answers."""
        asking = [
            index
            for index, found in enumerate(self._found)
            if any(head.form is Form.HYPHEN for head in found)
        ]
        questions = sum(bool(_ASKS.search(self._lines[index])) for index in asking)
        often = len(asking) >= OFTEN and 2 * questions >= len(asking)
        return often and all(map(self._is_answered, asking))

    @cached_property
    def _asks_in_bold(self) -> bool:
        """Whether sentences in bold are questions, and names are not."""
        asking = [head.rest for found in self._found for head in found if head.form is Form.ASKED]
        questions = sum(bool(_ASKS.search(rest)) for rest in asking)
        often = questions >= OFTEN and 2 * questions >= len(asking)
        return often and not any(map(COLON_IN_BOLD.search, self._lines))

    def _is_answered(self, index: int) -> bool:
        named = _NAMED & {head.form for head in self._found[index] if is_personal(head.name)}
        following = next(
            (at for at in range(index + 1, len(self._lines)) if self._lines[at]), index
        )
        answers = (head for head in self._found[following] if is_personal(head.name))
        return not named and bool(_NAMED & {head.form for head in answers})

    @cached_property
    def _last_said(self) -> int:
        """The last line on which a name and a sentence stand."""
        return max(
            (
                index
                for index, found in enumerate(self._found)
                if any(
                    MARKS.search(self._next(index) if each.form in _ALONE else each.rest)
                    for each in found
                    if each.form not in _ALONE or is_personal(each.name)
                )
            ),
            default=-1,
        )

    def _next(self, index: int) -> str:
        return next((line for line in self._lines[index + 1 : index + 4] if line), "")

    def _is_followed(self, index: int) -> bool:
        """Tell whether words follow, and not another name."""
        for at in range(index + 1, min(index + 4, len(self._lines))):
            if MARKS.search(self._lines[at]):
                return True
            if self._lines[at]:
                if at == index + 1 and self._set_apart:
                    return True
                forms = {each.form for each in self._found[at] if is_personal(each.name)}
                return not forms & {Form.LINE, Form.MARK, Form.TAG_LINE, Form.BRACKET}
        return False

    @cached_property
    def _alone(self) -> Counter[str]:
        """How often each name stands on a line of its own with words after it."""
        return Counter(
            head.key
            for index, found in enumerate(self._found)
            for head in found
            if head.form is Form.LINE and self._next(index)
            if not is_machine_made(self._next(index))
        )

    @cached_property
    def _set_apart(self) -> bool:
        """Whether those who are often named on lines of their own are so after an empty line."""
        often = [
            index
            for index, found in enumerate(self._found)
            for head in found
            if head.form is Form.LINE and self._alone[head.key] >= OFTEN
            if not is_ordinary(head.name)
        ]
        return len(often) >= OFTEN and all(map(self._begins_apart, often))

    @cached_property
    def _in_bold_alone(self) -> bool:
        """Whether names stand on lines of their own in bold."""
        alone = [
            head
            for found in self._found
            for head in found
            if head.form is Form.BOLD and not head.rest and self._is_likely(head)
        ]
        return len(alone) > OFTEN

    def _begins_apart(self, index: int) -> bool:
        before = self._lines[index - 1] if index else ""
        return not before or TIME_ONLY.match(before) is not None

    @cached_property
    def _before_words(self) -> frozenset[str]:
        """The names that stand more than once on one line with a sentence."""
        counts = Counter(
            key
            for found in self._found
            for key in {head.key for head in found if MARKS.search(head.rest)}
        )
        return frozenset(key for key, count in counts.items() if count >= OFTEN)

    @cached_property
    def _before_names(self) -> frozenset[int]:
        """The times on lines of their own right after which somebody is named, if that is usual."""
        found = frozenset(
            index - 1
            for index, heads_here in enumerate(self._found)
            if index
            and TIME_ONLY.match(self._lines[index - 1])
            and any(head.form is Form.LINE and is_personal(head.name) for head in heads_here)
        )
        return found if len(found) >= OFTEN else frozenset()

    @cached_property
    def _stand_alone(self) -> bool:
        """Whether speakers are named on lines of their own."""
        alone = [
            (index, head)
            for index, found in enumerate(self._found)
            for head in found
            if head.form is Form.LINE and self._is_followed(index) and not is_ordinary(head.name)
        ]
        often = any(
            (self._alone[head.key] >= OFTEN and not LATIN.fullmatch(head.name))
            or (self._alone[head.key] >= OFTEN and is_personal(head.name))
            for _, head in alone
        )
        said = [
            head
            for index, head in alone
            if is_personal(head.name)
            and (" " in head.name or not LATIN.fullmatch(head.name))
            and MARKS.search(self._next(index))
            and (index == 0 or not self._lines[index - 1])
        ]
        return often or len(said) >= OFTEN

    @cached_property
    def _asks_and_answers(self) -> bool:
        keys = {head.key for found in self._found for head in found if head.form is Form.QUESTION}
        asking = keys & ASKS
        lines = [
            self._lines[index]
            for index, found in enumerate(self._found)
            if any(head.form is Form.QUESTION for head in found)
        ]
        asked = sum(bool(_ASKS.search(line)) for line in lines)
        alone = len(lines) >= OFTEN and 2 * asked >= len(lines)
        return bool(asking) and (bool(keys - asking) or alone)

    @cached_property
    def _has_marked(self) -> bool:
        return any(
            head.form is Form.MARK
            and is_personal(head.name)
            and not (may_attend(head.name) and not head.rest)
            for found in self._found
            for head in found
        )

    @cached_property
    def _gaps(self) -> int:
        return sum(
            head.form is Form.GAP and self._is_likely(head)
            for found in self._found
            for head in found
        )

    @cached_property
    def _timed(self) -> int:
        """How many lines begin with a time, and words after it."""
        return sum(map(self._starts_with_time, range(len(self._lines))))

    def _starts_with_time(self, index: int) -> bool:
        time = LEADING_TIME.match(self._lines[index])
        return time is not None and len(self._lines[index]) > time.end()

    @cached_property
    def _share(self) -> float:
        """How many of the lines, from the first to the last with one, have a colon after a name."""
        having = [
            index
            for index, found in enumerate(self._found)
            if any(head.form is Form.COLON for head in found)
        ]
        if len(having) < OFTEN:
            return 0.0
        between = self._lines[having[0] : having[-1] + 1]
        return len(having) / sum(map(bool, between))

    def _is_bold_colon(self, index: int) -> bool:
        found = COLON_IN_BOLD.search(self._lines[index])
        return found is not None and self._forms[Form.BOLD] > OFTEN

    def _goes_on(self, index: int) -> bool:
        """Tell whether the line is only the first of what is said."""
        following = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        return bool(following) and not re.match(r"[^:：]{1,24}(?::(?!//)|：)", following)

    def _is_task(self, index: int, head: Head) -> bool:
        """Tell whether it stands in a list of what somebody is to do: ・青木：表を作る."""
        if MARKS.search(head.rest):
            return False
        for line in reversed(self._lines[max(0, index - NEAR) : index]):
            if is_tasks(line) or (line and not BULLET.match(line)):
                return is_tasks(line)
        return False
