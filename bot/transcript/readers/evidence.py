"""Which of the ways in which a page may name its speakers it really uses."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from bot.transcript.readers.heads import Form, Head, heads, is_question
from bot.transcript.readers.names import (
    is_bare_name,
    is_full,
    is_office,
    is_ordinary,
    is_personal,
    may_attend,
    names_only,
    plain,
)
from bot.transcript.readers.patterns import ENDS, LATIN, MARKS, SAYS
from bot.transcript.readers.seen import NEAR, OFTEN, Seen

UNMISTAKABLE = frozenset({Form.TAG, Form.TAG_LINE, Form.ROUND, Form.TAB})
"""Forms in which hardly anything else stands than a name."""

_CLEARER = UNMISTAKABLE | {Form.MARK, Form.BOLD, Form.STAMP, Form.LINE, Form.FLOOR, Form.DOTS}
# In hiragana, or with a picture in front of it.
_NICKNAME = re.compile(r"[ぁ-ゖー]+$|[^\w\s（(「【<＜・]")
_BEFORE_WORDS = frozenset({Form.TAG, Form.BOLD, Form.ROUND, Form.TAB, Form.DOTS})
_NUMBERED = re.compile(r"[0-9]+[.)]")
_MOSTLY = 0.5
_NEARLY_ALL = 0.8


class Evidence(Seen):
    """The heads of a page's lines, each decided by what the other lines show."""

    def __init__(self, lines: Sequence[str], names: Sequence[str]) -> None:
        super().__init__(lines)
        self._given = {plain(name) for name in names}
        self._decided: list[Head | None] = []
        self._named = False
        # In order, as what a line is may depend on those before it.
        for index in range(len(self._lines)):
            self._decided.append(self._decide(index, None))
            self._named = self._named or self._decided[-1] is not None

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

    def bracket_in(self, tail: str) -> Head | None:
        """Return the speaker who follows another on the same line, 「はい」 森「ええ」; or None."""
        return next(
            (head for head in heads(tail) if head.form is Form.BRACKET and is_personal(head.name)),
            None,
        )

    @cached_property
    def unnamed(self) -> bool:
        """Whether the page names nobody, and marks only what an interviewer asks."""
        return all(head is None or is_question(head) for head in self._decided)

    def _is_speaker(self, index: int, head: Head) -> bool:
        if head.key in self._given:
            return True
        if head.form in _BEFORE_WORDS and names_only(head.rest):
            return False
        if may_attend(head.name) and not self._speaks_too(index, head):
            return False
        return self._rules[head.form](index, head)

    def _speaks_too(self, index: int, head: Head) -> bool:
        """Tell whether words, and not the names of those present, stand after 参加者."""
        words = head.rest or self._next(index)
        again = self._named and self.is_often(head) and not is_bare_name(words)
        return bool(SAYS.search(words)) or again

    @cached_property
    def _rules(self) -> Mapping[Form, Callable[[int, Head], bool]]:
        return {
            Form.DASH: lambda _index, _head: True,
            Form.HYPHEN: lambda _index, _head: self._asks_by_hyphen,
            Form.ASKED: lambda _index, _head: self._asks_in_bold,
            Form.QUESTION: lambda _index, head: self._asks_or_answers(head),
            Form.FLOOR: lambda _index, head: self._is_on_the_floor(head),
            Form.BRACKET: lambda _index, head: self._is_before_bracket(head),
            Form.AFTER: lambda _index, head: (
                self._forms[Form.AFTER] >= OFTEN and is_personal(head.name)
            ),
            Form.MARK: self._is_marked,
            Form.TAG: self._is_tagged,
            Form.TAG_LINE: self._is_tagged_alone,
            Form.ROUND: lambda _index, head: (
                self._forms[Form.ROUND] >= OFTEN and is_personal(head.name)
            ),
            Form.BOLD: lambda index, head: (
                self._is_likely(head) or (self._is_bold_colon(index) and self._is_named(head))
            ),
            Form.COLON: self._is_before_colon,
            Form.TAB: lambda _index, head: self._is_likely(head),
            Form.GAP: self._is_before_gap,
            Form.DOTS: lambda _index, head: (
                self._forms[Form.DOTS] >= OFTEN
                and self._is_likely(head)
                and bool(SAYS.search(head.rest))
            ),
            Form.STAMP: lambda _index, head: (
                (self._forms[Form.STAMP] >= OFTEN or self._is_likely(head))
                and (self.is_often(head) or not is_ordinary(head.name))
            ),
            Form.LINE: self._is_alone,
        }

    def _asks_or_answers(self, head: Head) -> bool:
        # A: may be somebody's initial, where nobody is Q.
        named = not LATIN.fullmatch(head.key) and self.is_often(head)
        return self._asks_and_answers or named

    def _is_on_the_floor(self, head: Head) -> bool:
        capitals = re.search(r"[A-Z]{2}", head.name) is not None
        return capitals or self._forms[Form.FLOOR] >= OFTEN

    def _is_tagged(self, index: int, head: Head) -> bool:
        if not LATIN.fullmatch(head.name):
            says = self._forms[Form.TAG] > OFTEN and bool(MARKS.search(head.rest))
            return self._is_likely(head) or (says and self._is_named(head))
        timed = head.start is not None and self._forms[Form.TAG] >= OFTEN
        return timed or self.is_often(head) or self._is_set_apart(index, head)

    def _is_set_apart(self, index: int, head: Head) -> bool:
        """Tell whether a name in Latin letters stands in brackets that set apart speakers alone."""
        alike = self._forms[Form.TAG] > OFTEN or self._forms[Form.TAG_LINE] > OFTEN
        named = is_personal(head.name) and not is_ordinary(head.name)
        return self._lines[index].startswith("【") and alike and named

    def _is_tagged_alone(self, index: int, head: Head) -> bool:
        latin = LATIN.fullmatch(head.name)
        full = self._forms[Form.TAG_LINE] > OFTEN and is_full(head.name)
        full = full or self._is_set_apart(index, head)
        likely = self.is_often(head) or full if latin else self._is_likely(head)
        return likely and self._is_followed(index)

    def _is_marked(self, index: int, head: Head) -> bool:
        if not (head.rest or self._next(index)):
            return False
        # In a record that marks its speakers, whatever is marked and says something is one.
        says = self._has_marked and bool(MARKS.search(head.rest))
        return self._is_likely(head) or (says and self._is_named(head))

    def _is_before_gap(self, index: int, head: Head) -> bool:
        if self._has_marked or self._gaps < OFTEN or not self._is_likely(head):
            return False
        # A narrow space stands between any two words.
        wide = self._lines[index].removesuffix(head.rest).endswith(("\u3000", "  "))
        timed = head.start is not None and self._timed >= OFTEN
        narrow = not LATIN.fullmatch(head.name) and (timed or self.is_often(head))
        return wide or (narrow and is_personal(head.name))

    def _is_before_bracket(self, head: Head) -> bool:
        # In what is named in another way, 第一条「目的」 is a part of somebody's words.
        elsewhere = self._has_marked or self._forms[Form.FLOOR] or self._share >= _MOSTLY
        return self._is_likely(head) if elsewhere else self._is_named(head)

    def _is_before_colon(self, index: int, head: Head) -> bool:
        if not head.rest and not self._next(index):
            return False
        awaited = self._is_awaited(index) and not self.is_often(head)
        if awaited or self._only_introduces(index, head) or self._is_task(index, head):
            return False
        plain = self._is_plain(index)
        nearly_all = self._share >= _NEARLY_ALL and self._forms[Form.COLON] > OFTEN and not plain
        if LATIN.fullmatch(head.name):
            return self._is_in_latin(index, head, nearly_all=nearly_all)
        if head.name[-1].isdigit() and not (self.is_often(head) or is_personal(head.name)):
            return False
        if nearly_all and _NICKNAME.match(head.name):
            return True
        return self._is_likely(head) if plain and not nearly_all else self._is_named(head)

    def _is_in_latin(self, index: int, head: Head, *, nearly_all: bool) -> bool:
        """Tell whether words in Latin letters before a colon are somebody's name."""
        often = self.is_often(head)
        if is_ordinary(head.name) or (
            head.name[-1].isdigit() and not (often or is_office(head.name))
        ):
            return False
        personal = is_personal(head.name)
        mostly = self._share >= _MOSTLY
        if nearly_all or not personal:
            # A name in small letters is one where it is used again: anna.h
            used = head.name.islower() and often and mostly
            return personal or (nearly_all and " " not in head.name) or used
        timed = head.start is not None and self._forms[Form.COLON] >= OFTEN
        # MR. HALE: is written of nobody but speakers.
        capitals = head.name.isupper() and is_full(head.name)
        return timed or capitals or often or mostly or (self._begins(index) and is_full(head.name))

    def _is_awaited(self, index: int) -> bool:
        """Tell whether a speaker was named on the line before, whose words these are."""
        above = self._decided[index - 1] if index else None
        return above is not None and not above.rest

    def _begins(self, index: int) -> bool:
        """Tell whether a paragraph or a sentence may begin on a line of a page with colons."""
        before = self._lines[index - 1] if index else ""
        return self._forms[Form.COLON] > OFTEN and (not before or bool(ENDS.search(before)))

    def _is_plain(self, index: int) -> bool:
        """Tell whether speakers are named in a clearer way than before colons, up to a line."""
        return any(
            head is not None and head.form in _CLEARER
            for head in self._decided[max(0, index - NEAR) : index]
        )

    def _only_introduces(self, index: int, head: Head) -> bool:
        """Tell whether it stands in a list of those present: 司会：青木太郎."""
        if not head.rest:
            return names_only(self._next(index)) and not self._named
        if MARKS.search(head.rest) or self._goes_on(index):
            return False
        if any(self._decided[max(0, index - NEAR) : index]):
            return False
        said = index < self._last_said
        return said and (not self.is_often(head) or is_bare_name(head.rest))

    def _is_introduced(self, head: Head) -> bool:
        """Tell whether this only tells of whoever speaks by a part of the name: 青木 太郎."""
        parts = (head.key[:length] for length in range(1, len(head.key)))
        return any(part in self._before_words for part in parts)

    def _is_alone(self, index: int, head: Head) -> bool:
        line = self._lines[index]
        following = self._next(index)
        if not following or (line.startswith("#") and not self._is_likely(head)):
            return False
        if self._lines[index + 1][:1] in {"「", "｢"} and not MARKS.search(head.name):
            return not is_ordinary(head.name) and self._is_likely(head)
        if is_ordinary(head.name) or (_NUMBERED.match(line) and self._alone[head.key] < OFTEN):
            return False
        within = self._set_apart and not self._begins_apart(index)
        within = within or (self._in_bold_alone and not line.startswith(("*", "_")))
        if within or (self._alone[head.key] < OFTEN and self._is_introduced(head)):
            return False
        single = LATIN.fullmatch(head.name) and " " not in head.name and not is_office(head.name)
        if single and self._alone[head.key] < OFTEN:
            return head.start is not None and self._is_followed(index)
        timed = head.start is not None and self._is_likely(head)
        timed = timed or (index - 1 in self._before_names and is_personal(head.name))
        named = self._alone[head.key] >= OFTEN or is_personal(head.name)
        return (timed or (self._stand_alone and named)) and self._is_followed(index)
