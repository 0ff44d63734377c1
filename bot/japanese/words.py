"""What a text is cut into."""

from enum import StrEnum
from typing import NamedTuple

NOUN = "名詞"
"""The part of speech of nouns."""

PERSON = "人名"
"""That of the names of people."""

NUMERAL = "数詞"
"""That of numbers."""

_SPECIFIC = frozenset({"固有名詞", NUMERAL})

_NOMINAL = frozenset({NOUN, "接尾辞", "接頭辞", "形状詞"})


class Family(StrEnum):
    """The kinds of terms into which a text is cut."""

    WORDS = "words"
    CHARACTERS = "characters"
    READINGS = "readings"


class Word(NamedTuple):
    """A word at ``text[start:end]`` of the text analysed.

    ``key`` is its normalised form, ``letters`` its folded surface, ``reading`` its kana key,
    ``kind`` the first three levels of its part of speech. A ``content`` word says something by
    itself, other than particles and auxiliaries; a ``telling`` one also without those beside it.
    """

    start: int
    end: int
    key: str
    letters: str
    reading: str
    kind: tuple[str, str, str]
    content: bool
    telling: bool

    @property
    def specific(self) -> bool:
        """Whether it is a name or a number, which nothing else can stand for."""
        return self.kind[1] in _SPECIFIC

    @property
    def person(self) -> bool:
        """Whether it is taken for a person's name where it stands."""
        return self.kind[2] == PERSON

    @property
    def noun(self) -> bool:
        """Whether it is a noun of any kind, or a part of one."""
        return self.kind[0] in _NOMINAL


class Cut(NamedTuple):
    """What an index keeps of a text: its letters and reading, and the keys of its content words."""

    letters: str
    reading: str
    words: list[str]


class NameReadings(NamedTuple):
    """How a text is read as a name, in katakana; ``ordinary`` tells that it is a word as well."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    other: tuple[str, ...]
    ordinary: bool

    @property
    def known(self) -> bool:
        """Whether it is the name of a person at all."""
        return bool(self.family or self.given or self.other)
