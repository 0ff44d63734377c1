"""Why a line that names nobody is perhaps none of the words of whoever spoke before."""

import re
from collections.abc import Collection, Sequence
from functools import cached_property

from bot.transcript.draft import is_wide
from bot.transcript.readers import furniture
from bot.transcript.readers.evidence import UNMISTAKABLE, Evidence
from bot.transcript.readers.heads import Form, Head, heads
from bot.transcript.readers.names import (
    LONGEST_NAME,
    is_act,
    is_full,
    is_heading_word,
    is_office,
    is_ordinary,
    is_personal,
    outside,
)
from bot.transcript.readers.patterns import BULLET, ENDS, LATIN, MARKS, TIME_ONLY
from bot.transcript.readers.seen import NEAR, OFTEN

_SIGNS = frozenset("○〇◯◆◎●◇△▲")
_WIDE = re.compile(r"[^\s。、「」]{1,12}(?: [^\s。、「」]{1,6})?(?:\u3000+|\s{2,})\S")
# In characters: longer is hardly a nickname, and hardly an item of a list.
_SHORT = 8
_ITEM = 12
_HEARD = re.compile(
    "applau|laugh|music|cross|inaud|recess|pause|cheer|silen|break|sigh|sing|noise|bell|off|end|video|audio",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[a-z]+[._][a-z0-9._]+")
_KANA = re.compile("[ァ-ヶー・ぁ-ゖ]+")
_IN_COLUMNS = frozenset({Form.STAMP, Form.TAB, Form.DOTS})
_OFFICIAL = frozenset({Form.MARK, Form.FLOOR})
# In columns: a line of running text, and how much shorter it may be than others that are full.
_NARROWEST = 40
_UNEVEN = 4

AMONG_SPEAKERS = f"{furniture.HEADING} among the speakers, or one; --speaker tells which"
"""Why a line was left out that perhaps names somebody, and says the words."""


def _columns(text: str) -> int:
    """Return how wide a text is shown: Japanese writing takes two columns a letter."""
    return len(text) + sum(map(is_wide, text))


def _is_item(head: Head) -> bool:
    """Tell whether a line says of a thing how it is, in few letters: 長さ：二メートル."""
    return is_ordinary(head.name) and len(head.rest) <= _ITEM and not MARKS.search(head.rest)


class Doubts(Evidence):
    """What a page shows of the lines between those that name speakers.

    Words in somebody else's name are worse than words left out: a line that may name a speaker ends
    what was said before, and is reported.
    """

    def reason(
        self, index: int, raw: str, said: Sequence[str] | None, forms: Collection[Form]
    ) -> str | None:
        """Say why a line is not a part of what is said; None where it is.

        ``said`` are the lines of the utterance before, None where nobody speaks, and ``forms`` how
        the speakers so far were named.
        """
        if said and self.may_name_another(index, forms):
            return AMONG_SPEAKERS
        reason = furniture.reason_for(raw, centred=bool(_OFFICIAL & set(forms)))
        if furniture.is_address(raw) and said and not ENDS.search(said[-1]):
            return None
        return reason or (self._heading(index, said, forms) if said else None)

    def name_on(self, line: str) -> str | None:
        """Return the name on a line that was not taken for a speaker, though it looks like one."""
        return next(
            (head.name for head in heads(line) if head.form in {Form.BRACKET, Form.COLON}), None
        )

    def _heading(self, index: int, said: Sequence[str], forms: Collection[Form]) -> str | None:
        """Say why a line after something said is a heading, or may be one."""
        line = self._lines[index]
        ended = bool(ENDS.search(said[-1]))
        if ended and (furniture.is_tasks(line) or furniture.is_signed(line)):
            return furniture.HEADING
        numbered = furniture.is_numbered(line) or is_heading_word(line)
        if ended and numbered and self._is_before_other(index):
            return furniture.HEADING
        if self._lines[index - 1] or not (furniture.is_heading(line) or _HANDLE.fullmatch(line)):
            return None
        if ended and (furniture.is_labelled(line) or self._is_before_other(index)):
            return f"{furniture.HEADING}, or part of the page around the words"
        if {Form.LINE, Form.STAMP} & set(forms) and (ended or self._may_name_alone(index)):
            return f"{furniture.HEADING}, or a name; --speaker tells which"
        return None

    def _is_before_other(self, index: int) -> bool:
        """Tell whether a speaker, or nothing, follows right after a line.

        Of headings that stand apart from the words, several may follow one another.
        """
        at = index + 1
        while not self._lines[index - 1] and at < len(self._lines) and self._is_numbered(at):
            at += 1
        return not any(self._lines[at : at + 1]) or self.head(at) is not None

    def _is_numbered(self, index: int) -> bool:
        return self.head(index) is None and furniture.is_numbered(self._lines[index])

    def may_name_another(self, index: int, forms: Collection[Form]) -> bool:
        """Tell whether a line is marked as those of speakers are, in ``forms``, without naming one.

        Its words are perhaps somebody else's than of whoever spoke before.
        """
        line = self._lines[index]
        if line[:1] in _SIGNS and self._has_marked:
            return True
        if self._may_begin(index) and self._looks_named(index, everywhere=Form.COLON in forms):
            return True
        if Form.BOLD in forms and self._is_bold_as_names_are(index):
            return True
        if Form.GAP in forms and _WIDE.match(line):
            return True
        timed = self._timed >= OFTEN and self._timed_so_far(index) and self._starts_with_time(index)
        return timed or self._is_after_time(index) or self._is_like_speakers(index, forms)

    def _is_bold_as_names_are(self, index: int) -> bool:
        """Tell whether a name in bold stands on its own line, or has a colon, as others here."""
        alone = self._first_in_bold < index
        return any(
            self._is_bold_colon(index) or (alone and head.form is Form.BOLD and not head.rest)
            for head in self._found[index]
        )

    def _is_like_speakers(self, index: int, forms: Collection[Form]) -> bool:
        """Tell whether a line names somebody in a form that hardly anything else has."""
        alike = (set(forms) | self._forms_shown) & (UNMISTAKABLE | _IN_COLUMNS)
        for head in self._found[index]:
            named = not LATIN.fullmatch(head.name) or is_full(head.name)
            if head.form not in alike:
                continue
            if head.form is not Form.TAG_LINE:
                if named or head.form in _IN_COLUMNS or self._lines[index].startswith("【"):
                    return True
            elif named or not _HEARD.match(head.name):
                known = self._is_named(head) or self._lines[index].startswith("【")
                before_words = self._is_right_before_words(index) and not is_act(head.name)
                if known or _KANA.fullmatch(head.name) or before_words:
                    return True
        return False

    @cached_property
    def _forms_shown(self) -> frozenset[Form]:
        """Every form in which those who speak may be named: (Q) is also in brackets on a line."""
        return frozenset(
            head.form
            for index, found in enumerate(self._found)
            for head in found
            if (speaker := self.head(index)) and head.key == speaker.key
        )

    def _is_after_time(self, index: int) -> bool:
        """Tell whether a line stands where others name speakers, right after a time."""
        short = len(self._lines[index]) <= LONGEST_NAME and not MARKS.search(self._lines[index])
        return short and self._follows_time(index) and self._named_after_times

    @cached_property
    def _named_after_times(self) -> bool:
        return any(
            self.head(index) is not None and self._follows_time(index)
            for index in range(len(self._lines))
        )

    def _follows_time(self, index: int) -> bool:
        return index > 0 and TIME_ONLY.match(self._lines[index - 1]) is not None

    def _timed_so_far(self, index: int) -> bool:
        before = (self.head(at) for at in range(max(0, index - NEAR), index))
        heads_before = [head for head in before if head is not None]
        return bool(heads_before) and all(head.start is not None for head in heads_before)

    def _may_begin(self, index: int) -> bool:
        """Tell whether a line is set as those that name speakers are: with room before it."""
        first = self._first_set.get(self._is_bulleted(index), index)
        return first < index and self._has_room(index)

    @cached_property
    def _first_set(self) -> dict[bool, int]:
        """The first lines that name speakers, with a bullet before the name and without."""
        found: dict[bool, int] = {}
        for index in range(len(self._lines)):
            if self.head(index) is not None:
                found.setdefault(self._is_bulleted(index), index)
        return found

    @cached_property
    def _first_in_bold(self) -> int:
        """The first line with a speaker's name in bold, and nothing else."""
        return next(
            (
                index
                for index in range(len(self._lines))
                if (head := self.head(index)) and head.form is Form.BOLD and not head.rest
            ),
            len(self._lines),
        )

    def _is_bulleted(self, index: int) -> bool:
        return BULLET.match(self._lines[index]) is not None

    def _has_room(self, index: int) -> bool:
        """Tell whether the line before ended because its words did, not because it was full."""
        before = self._lines[index - 1] if index else ""
        width = _columns(before)
        if width < _NARROWEST or ENDS.search(before):
            return True
        near = list(map(_columns, self._lines[max(0, index - NEAR) : index + NEAR]))
        full = sum(max(near) - each <= _UNEVEN for each in near)
        return max(near) - width > _UNEVEN or full <= OFTEN

    def _looks_named(self, index: int, *, everywhere: bool) -> bool:
        """Tell whether a name and a colon begin the line, or a full name where none else do."""
        return any(
            self._has_shape(head, everywhere=everywhere)
            and (bool(MARKS.search(head.rest)) or not self._is_listed(index, head))
            for head in self._found[index]
            if head.form is Form.COLON
        )

    def _has_shape(self, head: Head, *, everywhere: bool) -> bool:
        name = outside(head.name)
        counted = name[-1:].isdigit() and not is_office(head.name)
        if not LATIN.fullmatch(name):
            return everywhere and len(name) <= _SHORT and not counted
        if is_ordinary(head.name):
            return False
        if name.islower():
            # A name in small letters, where sentences begin with capitals: anna.h, spk_01
            short = len(name.split()) <= OFTEN and not re.search(r" \d+$", name)
            used = self.is_often(head) or re.search(r"[._\d]", name) or MARKS.search(head.rest)
            return everywhere and short and bool(used)
        return is_personal(head.name) and not counted and (everywhere or is_full(head.name))

    def _is_listed(self, index: int, head: Head) -> bool:
        """Tell whether no sentence follows, here and beside it: 長さ：二メートル, 重さ：百キロ."""
        beside = (at for at in (index - 1, index + 1) if 0 <= at < len(self._lines))
        others = (each for at in beside if self.head(at) is None for each in self._found[at])
        return _is_item(head) and any(each.form is Form.COLON and _is_item(each) for each in others)

    def _may_name_alone(self, index: int) -> bool:
        """Tell whether a line has the shape of a name and stands right before words."""
        named = any(head.form in {Form.LINE, Form.STAMP} for head in self._found[index])
        return named and self._is_right_before_words(index)

    def _is_right_before_words(self, index: int) -> bool:
        """Tell whether words stand on the next line, and no name."""
        return any(self._lines[index + 1 : index + 2]) and self._is_followed(index)
