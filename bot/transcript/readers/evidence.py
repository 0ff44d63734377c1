"""Which of the ways in which a page may name its speakers it really uses."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.transcript.readers.heads import SPACE, Form, Head, heads
from bot.transcript.readers.names import (
    is_bare_name,
    is_ordinary,
    is_personal,
    plain,
)

_MARKS = re.compile(r"[。．？！?!]|[.…]\s*$")
_LATIN = re.compile(r"[ -~À-ɏ’]+")
_ALONE = (Form.LINE, Form.STAMP, Form.TAG_LINE)
_SIGNS = "○〇◯◆◎●◇△▲"
_OFTEN = 2
_MOSTLY = 0.5
_NEARLY_ALL = 0.8
# In lines: how far before a name others have to be for it to stand among them.
_NEAR = 30
# In characters: a name stands at the beginning.
_LONGEST = 4_000


def _heads_of(line: str) -> Iterator[Head]:
    for head in heads(line[:_LONGEST]) if line else ():
        yield replace(head, rest=head.rest + line[_LONGEST:])


class Evidence:
    """The heads of a page's lines, each decided by what the other lines show."""

    def __init__(self, lines: Sequence[str], names: Sequence[str]) -> None:
        self._lines = [line.strip(SPACE) for line in lines]
        self._given = {plain(name) for name in names}
        self._found = [tuple(_heads_of(line)) for line in self._lines]
        self._counts: Counter[str] = Counter()
        for found in self._found:
            self._counts.update({head.key for head in found})
        self._forms = Counter(head.form for found in self._found for head in found)
        self._decided: list[Head | None] = []
        # In order, as what a line is may depend on those before it.
        for index in range(len(self._lines)):
            self._decided.append(self._decide(index, None))

    def head(self, index: int, *, without: Form | None = None) -> Head | None:
        """Return how the line names its speaker; None where it names none."""
        return self._decided[index] if without is None else self._decide(index, without)

    def _decide(self, index: int, without: Form | None) -> Head | None:
        return next(
            (
                head
                for head in self._found[index]
                if head.form is not without and self._is_speaker(index, head)
            ),
            None,
        )

    def is_in_doubt(self, index: int) -> bool:
        """Tell whether a line is marked as those of speakers are, without naming one."""
        marked = bool(self._lines[index]) and self._lines[index][0] in _SIGNS
        return marked and self._has_marked and self.head(index) is None

    def count(self, head: Head) -> int:
        """Return on how many lines the name stands where a speaker's would."""
        return self._counts[head.key]

    def doubt(self, line: str) -> str | None:
        """Return the name on a line that was not taken for a speaker, though it looks like one."""
        return next(
            (head.name for head in heads(line) if head.form in {Form.BRACKET, Form.COLON}), None
        )

    @cached_property
    def unnamed(self) -> bool:
        """Whether the page names nobody but by a dash before what an interviewer asks."""
        decided = (self.head(index) for index in range(len(self._lines)))
        return all(head is None or head.form is Form.DASH for head in decided)

    def _is_speaker(self, index: int, head: Head) -> bool:
        if head.key in self._given:
            return True
        return self._rules[head.form](index, head)

    @cached_property
    def _rules(self) -> Mapping[Form, Callable[[int, Head], bool]]:
        return {
            Form.DASH: lambda _index, _head: True,
            Form.QUESTION: lambda _index, head: self._asks_and_answers or self._is_often(head),
            Form.FLOOR: lambda _index, head: self._is_on_the_floor(head),
            Form.BRACKET: lambda _index, head: self._is_named(head),
            Form.MARK: self._is_marked,
            Form.TAG: lambda _index, head: self._is_tagged(head),
            Form.TAG_LINE: self._is_tagged_alone,
            Form.ROUND: lambda _index, head: (
                self._forms[Form.ROUND] >= _OFTEN and is_personal(head.name)
            ),
            Form.BOLD: lambda _index, head: self._is_likely(head),
            Form.COLON: self._is_before_colon,
            Form.TAB: lambda _index, head: self._is_likely(head),
            Form.GAP: self._is_before_gap,
            Form.STAMP: lambda _index, head: (
                (self._forms[Form.STAMP] >= _OFTEN or self._is_likely(head))
                and not is_ordinary(head.name)
            ),
            Form.LINE: self._is_alone,
        }

    def _is_often(self, head: Head) -> bool:
        return self.count(head) >= _OFTEN

    def _is_on_the_floor(self, head: Head) -> bool:
        capitals = re.search(r"[A-Z]{2}", head.name) is not None
        return capitals or self._forms[Form.FLOOR] >= _OFTEN

    def _is_tagged(self, head: Head) -> bool:
        if not _LATIN.fullmatch(head.name):
            return self._is_likely(head)
        timed = head.start is not None and self._forms[Form.TAG] >= _OFTEN
        return timed or self._is_often(head)

    def _is_tagged_alone(self, index: int, head: Head) -> bool:
        latin = _LATIN.fullmatch(head.name)
        likely = self._is_often(head) if latin else self._is_likely(head)
        return likely and self._is_followed(index)

    def _is_marked(self, index: int, head: Head) -> bool:
        if not (head.rest or self._next(index)):
            return False
        # In a record that marks its speakers, whatever is marked and says something is one.
        says = self._has_marked and bool(_MARKS.search(head.rest))
        return self._is_likely(head) or (says and self._is_named(head))

    def _is_likely(self, head: Head) -> bool:
        return is_personal(head.name) or (self._is_often(head) and not is_ordinary(head.name))

    def _is_named(self, head: Head) -> bool:
        return is_personal(head.name) or self._is_often(head) or not is_ordinary(head.name)

    def _is_before_gap(self, index: int, head: Head) -> bool:
        if self._has_marked or self._gaps < _OFTEN or not self._is_likely(head):
            return False
        # A narrow space stands between any two words.
        wide = self._lines[index].startswith(head.name + "\u3000")
        return wide or (self._is_often(head) and is_personal(head.name))

    def _is_before_colon(self, index: int, head: Head) -> bool:
        if not head.rest and not self._next(index):
            return False
        if self._only_introduces(index, head):
            return False
        plain_words = _LATIN.fullmatch(head.name) and (
            is_ordinary(head.name) or (" " in head.name and not is_personal(head.name))
        )
        if self._share >= _NEARLY_ALL and self._forms[Form.COLON] > _OFTEN:
            return not plain_words
        if _LATIN.fullmatch(head.name):
            likely = self._is_often(head) or (self._share >= _MOSTLY and is_personal(head.name))
            return likely and not is_ordinary(head.name) and not head.name.islower()
        return self._is_named(head)

    def _only_introduces(self, index: int, head: Head) -> bool:
        """Tell whether it stands in a list of those present: 司会：青木太郎."""
        if _MARKS.search(head.rest) or not head.rest or self._goes_on(index):
            return False
        if any(self._decided[max(0, index - _NEAR) : index]):
            return False
        said = index < self._last_said
        return said and (not self._is_often(head) or is_bare_name(head.rest))

    @cached_property
    def _last_said(self) -> int:
        """The last line on which a name and a sentence stand."""
        return max(
            (
                index
                for index, found in enumerate(self._found)
                if any(each.form not in _ALONE and _MARKS.search(each.rest) for each in found)
            ),
            default=-1,
        )

    def _goes_on(self, index: int) -> bool:
        """Tell whether the line is only the first of what is said."""
        following = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        return bool(following) and not re.match(r"[^:：]{1,24}[:：]", following)

    def _is_alone(self, index: int, head: Head) -> bool:
        line = self._lines[index]
        following = self._next(index)
        if not following or (line.startswith("#") and not self._is_likely(head)):
            return False
        if self._lines[index + 1][:1] in {"「", "｢"} and not _MARKS.search(head.name):
            return not is_ordinary(head.name) and self._is_likely(head)
        if is_ordinary(head.name):
            return False
        if head.start is not None and self._is_likely(head):
            return self._is_followed(index)
        named = self._alone[head.key] >= _OFTEN or is_personal(head.name)
        return self._stand_alone and named and self._is_followed(index)

    def _next(self, index: int) -> str:
        return next((line for line in self._lines[index + 1 : index + 4] if line), "")

    def _is_followed(self, index: int) -> bool:
        """Tell whether words follow, and not another name."""
        for at in range(index + 1, min(index + 4, len(self._lines))):
            if self._lines[at]:
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
        )

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
            (self._alone[head.key] >= _OFTEN and not _LATIN.fullmatch(head.name))
            or (self._alone[head.key] >= _OFTEN and is_personal(head.name))
            for _, head in alone
        )
        said = [
            head
            for index, head in alone
            if is_personal(head.name)
            and _MARKS.search(self._next(index))
            and (index == 0 or not self._lines[index - 1])
        ]
        return often or len(said) >= _OFTEN

    @cached_property
    def _asks_and_answers(self) -> bool:
        keys = {head.name for found in self._found for head in found if head.form is Form.QUESTION}
        asking = keys & {"Q", "QUESTION", "問", "質問", "Question"}
        return bool(asking) and bool(keys - asking)

    @cached_property
    def _has_marked(self) -> bool:
        return any(
            head.form is Form.MARK and is_personal(head.name)
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
    def _share(self) -> float:
        """How many of the lines, from the first to the last with one, have a colon after a name."""
        having = [
            index
            for index, found in enumerate(self._found)
            if any(head.form is Form.COLON for head in found)
        ]
        if len(having) < _OFTEN:
            return 0.0
        between = self._lines[having[0] : having[-1] + 1]
        return len(having) / sum(map(bool, between))
