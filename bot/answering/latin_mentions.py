"""Where a question names speakers in Latin letters: Ms. Johnson, Satō, what Alice said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.speaker_names import (
    Place,
    SpeakerNames,
    Standing,
    role_fits,
    table_of,
    with_titles,
)
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.spelling import aligned, latin_words, romaji_key
from bot.japanese.titles import is_title, offices, title_at_start, titles_for

_APART = re.compile(r"[\s.,'’\-]{1,2}")
_AS_SUBJECT = re.compile(r"\s*(?:は|が|も|って|の|によ(?:ると|れば))")

# After these words a name may stand without anything that marks it, since no other name does.
_BEFORE = re.compile(
    "did|does|do|has|have|had|will|would|could|can|should|was|were|is|are|by|per|from|to|of|about"
    "|and|or|that|when|if|what|how|why|where|which|who|on|with|for|than|as|but|so|because"
)
# Before or after these stands a name whose words are asked for.
_ASKING = re.compile("did|does|do|has|have|had|would|could|can|should|was|is|by|per")
_SAYING = re.compile(
    "(?:sa(?:y|id|ying)|th(?:ink|ought)|mention|talk|believe|argue|explain|propose|suggest|state"
    "|claim|answer|want|feel|felt|view|opinion)(?:s|d|ed)?|s|wa|ga|mo"
)
_ABOUT = re.compile("on|about")

_ARTICLE = "the"
_JOINING = frozenset(("of", "for", "at", "in", "and", "the"))
# These tell as often what somebody is: who is the minister.
_BEING = frozenset(("is", "was"))
_ACCORDING = ("according", "to")

_MOST_WORDS = 6
# A shorter name read out of kanji may be an English word: 武 is Take.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a folded text: where they start and end, themselves, and their romaji keys."""

    text: str
    places: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    keys: tuple[str, ...]

    def near(self, one: int, other: int) -> bool:
        """Tell whether two words in a row belong together, as far as the marks between tell."""
        between = self.text[self.places[one][1] : self.places[other][0]]
        return _APART.fullmatch(between) is not None

    def before(self, first: int) -> str:
        """Return the word before one; empty where it stands by itself."""
        return self.words[first - 1] if first and self.near(first - 1, first) else ""

    def after(self, last: int) -> str:
        """Return the word after one; empty where it stands by itself."""
        alone = last + 1 == len(self.words) or not self.near(last, last + 1)
        return "" if alone else self.words[last + 1]


class LatinFinder:
    """Finds the names of speakers in Latin letters, by the speakers' places in a list.

    ``beginnings`` are the romaji keys of words with which such a name may begin.
    """

    def __init__(self, lexicon: NameLexicon, names: Sequence[SpeakerNames]) -> None:
        self._lexicon = lexicon
        self._names = names
        self._table = table_of(each.latin for each in names)
        self.beginnings = {key[:end] for key in self._table for end in range(1, len(key) + 1)}
        held = frozenset(office for each in names for office in each.offices)
        self._role_words = {key for each in names for key in each.role_words}
        self.beginnings |= {key for key in titles_for(held) if key.isascii()}

    def find(self, folded: str) -> Iterator[Place]:
        """Yield where a folded question names speakers."""
        found = latin_words(folded)
        words = _Words(
            folded,
            tuple(match.span() for match in found),
            tuple(match[0] for match in found),
            tuple(romaji_key(match[0]) for match in found),
        )
        for first in range(len(found)):
            if words.words[first] == _ARTICLE:
                yield from self._in_role(words, first)
            key = ""
            for last in range(first, min(len(found), first + _MOST_WORDS)):
                if last > first and not words.near(last - 1, last):
                    break
                key += words.keys[last]
                if len(key) > 1 and key in self._table:
                    yield from self._meant(words, key, first, last)

    def _meant(self, words: _Words, key: str, first: int, last: int) -> Iterator[Place]:
        found = self._table[key]
        aliases = tuple(each for each in found if key in self._names[each].aliases)
        start, end, titles = _titled(words, first, last)
        if aliases:
            yield start, end, aliases
        elif titles or self._is_name(words, key, first, last):
            yield start, end, with_titles(tuple(found), titles, self._names)

    def _in_role(self, words: _Words, first: int) -> Iterator[Place]:
        """Yield who alone has the role that stands after an article: the minister for health."""
        last, keys = first, list[str]()
        while (after := words.after(last)) in _JOINING or (
            after and (romaji_key(after) in self._role_words or offices(romaji_key(after)))
        ):
            last += 1
            if after not in _JOINING:
                keys.append(romaji_key(after))
        title = next(filter(offices, keys), "")
        if not title or words.words[last] in _JOINING or self._goes_on(words, last):
            return
        before, after = words.before(first), words.after(last)
        asked = _ASKING.fullmatch(before) and before not in _BEING
        if not asked and not _SAYING.fullmatch(after) and words.words[:first][-2:] != _ACCORDING:
            return
        rest = [key for key in keys if key != title]
        found = [at for at, names in enumerate(self._names) if role_fits(names, rest, title)]
        if len(found) == 1:
            yield words.places[first][0], words.places[last][1], tuple(found)

    def _is_name(self, words: _Words, key: str, first: int, last: int) -> bool:
        """Tell whether somebody is meant by what may be a word, or a part of a name, as well."""
        before, after = words.before(first), words.after(last)
        if (before and not _BEFORE.fullmatch(before)) or self._goes_on(words, last):
            return False
        found = self._table[key]
        if last > first and Standing.SHORT not in found.values():
            return True
        if _ASKING.fullmatch(before) or _SAYING.fullmatch(after):
            return True
        if not first and _ABOUT.fullmatch(after):
            return True
        from_kanji = not any(key in self._names[each].phonetic for each in found)
        as_subject = _AS_SUBJECT.match(words.text, words.places[last][1])
        return as_subject is not None or (from_kanji and len(key) >= _TELLING)

    def _goes_on(self, words: _Words, last: int) -> bool:
        """Tell whether a longer name stands here, of somebody else: Alice, but not Alice Smith."""
        after = words.after(last)
        if not after or _SAYING.fullmatch(after) or _BEFORE.fullmatch(after):
            return False
        return self._lexicon.is_name(after) or (
            len(after) >= _TELLING and self._lexicon.is_name_in_romaji(romaji_key(after))
        )


def _titled(words: _Words, first: int, last: int) -> tuple[int, int, list[str]]:
    """Return from where to where a name and the titles beside it stand, and these titles."""
    titles = []
    while is_title(before := romaji_key(words.before(first))):
        titles.append(before)
        first -= 1
    while is_title(after := romaji_key(words.after(last))):
        titles.append(after)
        last += 1
    end = words.places[last][1]
    while title := title_at_start(aligned(words.text), end):
        titles.append(title)
        end += len(title)
    return words.places[first][0], end, titles
