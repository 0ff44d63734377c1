"""A question in which speakers are named: its words, and the titles beside a name."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.japanese import Word
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.spelling import aligned
from bot.japanese.titles import offices, title_at_end, title_at_start

# What is asked of somebody whose words are asked for.
_SAYS = re.compile(
    "言|い(?:った|って|いま)|話|述べ|語|発言|主張|答|説明|意見|考え|見解|指摘|提案|触れ|思"
    "|何と|なんと|こめんと|どう(?:お?思|見|考|感|受け)"
)
_AS_SUBJECT = re.compile(
    r"\s*(?:は|が|も|って|いわく|曰く|によ(?:ると|れば)"
    "|の(?:意見|考え|発言|見解|話|主張|回答|答え|説明|言葉))"
)

_OF = "の"
_BETWEEN = frozenset({_OF, " "})

# In letters, with what it is in charge of.
_LONGEST_OFFICE = 20
_MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class Titled:
    """A name with the titles beside it: from where to where, and which.

    ``apart`` tells that they only come before it and の is between: 会長の林.
    """

    start: int
    end: int
    titles: tuple[str, ...]
    apart: bool


class NamedText:
    """A folded question, and its words by where they begin and end.

    ``aligned`` is how its names are compared, letter by letter.
    """

    def __init__(self, folded: str, lexicon: NameLexicon) -> None:
        self.folded = folded
        self.aligned = aligned(folded)
        self._lexicon = lexicon

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        return self._lexicon.words(self.folded)

    @cached_property
    def _starting(self) -> dict[int, Word]:
        return {word.start: word for word in self._words}

    @cached_property
    def _ending(self) -> dict[int, Word]:
        return {word.end: word for word in self._words}

    @cached_property
    def _asks_for_words(self) -> bool:
        return _SAYS.search(self.aligned) is not None

    def after(self, place: int) -> Word | None:
        """Return the word that begins at a place."""
        return self._starting.get(place)

    def before(self, place: int) -> Word | None:
        """Return the word that ends at a place."""
        return self._ending.get(place)

    def within(self, start: int, end: int) -> list[Word]:
        """Return the words of a stretch; none when it cuts a word."""
        if start not in self._starting or end not in self._ending:
            return []
        return [word for word in self._words if start <= word.start and word.end <= end]

    def is_subject(self, end: int) -> bool:
        """Tell whether it asks for the words of whoever is named up to ``end``."""
        return self._asks_for_words and _AS_SUBJECT.match(self.aligned, end) is not None

    def titled(self, start: int, end: int) -> Titled:
        """Return a name together with the titles that stand beside it."""
        first, before = self._title_before(start)
        last, after = self._titles_after(start, end)
        apart = not after and self.aligned[start - 1 : start] == _OF
        return Titled(first, last, (*before, *after), apart)

    def _title_before(self, start: int) -> tuple[int, tuple[str, ...]]:
        last = start - (self.aligned[start - 1 : start] in _BETWEEN)
        title = title_at_end(self.aligned[:last])
        first = last - len(title)
        if not offices(title) or self.after(first) is None:
            return start, ()
        at = first
        while (word := self.before(at)) and _may_tell_charge(word) and last - at < _LONGEST_OFFICE:
            at = word.start
            if self._lexicon.is_office(self.folded[at:last]):
                first = at
        return first, (title,)

    def _titles_after(self, start: int, end: int) -> tuple[int, tuple[str, ...]]:
        titles = []
        last = end
        for _ in range(_MOST_TITLES):
            place = last + (self.aligned[last : last + 1] == " ")
            title = title_at_start(self.aligned, place)
            if not title or title.isascii():
                break
            titles.append(title)
            last = place + len(title)
        if not titles:
            last = self._office_after(start, end)
            titles = [self.aligned[end:last]]
        after = self.after(last)
        # 鈴木委員会 is no member.
        longer = after is not None and after.noun and len(after.letters) == 1
        if self.before(last) is None or (longer and offices(title_at_end(titles[-1]))):
            return end, ()
        return last, tuple(filter(None, titles))

    def _office_after(self, start: int, end: int) -> int:
        """Return where an office ends that begins, after a name, with what it is in charge of."""
        last = at = end
        while (word := self.after(at)) and _may_tell_charge(word) and at - end < _LONGEST_OFFICE:
            at = word.end
            if self._lexicon.is_office_of(self.folded[start:end], self.folded[end:at]):
                last = at
        return last


def _may_tell_charge(word: Word) -> bool:
    return word.noun and not word.person
