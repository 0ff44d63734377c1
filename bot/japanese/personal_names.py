"""Names as a record writes them, taken apart: family and given name, readings, titles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.romaji import is_kana, is_latin, written_key
from bot.japanese.spelling import (
    aligned,
    comparison_key,
    fold,
    folded_start,
    latin_words,
    romaji_key,
)
from bot.japanese.titles import cuts, is_title, offices, title_at_end, title_of
from bot.session import Speaker

_BRACKETS = re.compile(r"[(\[{【〔〈《「]([^)\]}】〕〉》」]*)[)\]}】〕〉》」]")
_BETWEEN = re.compile(r"[\s・,、/／=:;]+")
_JAPANESE = re.compile("[ぁ-ヿ一-鿿々\U00020000-\U0002ffff]")
# A change of script between family and given name: 平井たくや, つるの剛士.
_SCRIPTS = re.compile("([一-鿿々]+)([ぁ-ヿ]{2,})|([ぁ-ヿ]{2,})([一-鿿々]+)")

_HEAD = "長"
# What an office is in charge of begins like this: Minister of Finance.
_IN_CHARGE = (["of"], ["for"], ["in"])

# In letters: of a text that is read at all, of a name without spaces, of a given name.
_LONGEST = 100
_LONGEST_NAME = 20
_LONGEST_GIVEN = 3
_SHORT_NAME = 3
_MOST_READINGS = 4
_MOST_PARTS = 5

# What minutes call somebody whose name they do not know: 話者1, Speaker 2, 参加者A.
_NAMELESS = re.compile(
    "(?:話者|発言者|参加者|出席者|質問者|回答者|傍聴者?|会場|男性?|女性?|不明|匿名|質問|回答|問|答"
    "|speaker|participant|unknown|guest|audience|attendee|user|question|answer)?の?[a-z0-9]{0,3}"
)
_SHORTEST_SURNAME = 2


@dataclass(frozen=True, slots=True)
class NamePart:
    """A family or given name: as it is written, folded, and its readings in kana."""

    text: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A name taken apart.

    ``parts`` stand in the order in which they are written: none where only an office is named, one
    where nothing tells family from given name. ``titles`` are the keys of what stood beside them;
    ``certain`` tells that the dictionary knows both the family and the given name.
    """

    parts: tuple[NamePart, ...]
    titles: tuple[str, ...] = ()
    certain: bool = False

    def wholes(self) -> Iterator[tuple[NamePart, ...]]:
        """Yield the parts of the whole name, in each order in which people put them."""
        if self.parts:
            yield self.parts
        if len(self.parts) > 1:
            yield (self.parts[-1], *self.parts[:-1])
        if len(self.parts) > 2:  # noqa: PLR2004 - there is something in the middle
            yield (self.parts[0], self.parts[-1])

    def shorter(self) -> Iterator[tuple[NamePart, ...]]:
        """Yield what the person is called for short: the family name, the given name."""
        for size in range(1, len(self.parts)):
            for start in range(len(self.parts) - size + 1):
                parts = self.parts[start : start + size]
                if size > 1 or not _is_initial(parts[0].text):
                    yield parts


def _is_initial(text: str) -> bool:
    return len(text) == 1 and text.isascii()


class NameReader:
    """Takes names apart with what a lexicon knows of family and given names."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon

    def read(self, text: str) -> PersonalName:
        """Return the parts of a name; whatever stands in brackets is none of them."""
        folded = folded_start(text, _LONGEST)
        outside = _BRACKETS.sub(" ", folded)
        if not _JAPANESE.search(folded):
            return self._latin([word[0] for word in latin_words(outside)])
        read = [self._without_titles(piece) for piece in _pieces(outside)]
        in_brackets = [
            self._without_titles(piece)
            for found in _BRACKETS.finditer(folded)
            for piece in _pieces(found[1])
        ]
        names = [name for name, _ in read if name] or [name for name, _ in in_brackets if name]
        # Beside a name may stand what the person belongs to: 総務課 山本.
        names = [name for name in names if not self._is_affiliation(name)] or names
        divided = [self._divided(name) for name in names]
        whole = [parts for parts in divided if len(parts) > 1]
        texts = whole[-1] if whole else tuple(names[-_MOST_PARTS:])
        parts = tuple(self._part(text, at, len(texts)) for at, text in enumerate(texts))
        titles = tuple(aligned(title) for _, titles in [*read, *in_brackets] for title in titles)
        return PersonalName(parts, titles, len(names) == 1 and self._is_certain(texts))

    def _latin(self, words: list[str]) -> PersonalName:
        """Return a name in Latin letters without the titles before and after it."""
        keys = [romaji_key(word) for word in words]
        ends = range(len(keys), 0, -1)
        before = next((end for end in ends if title_of(keys[:end], whole=True)), 0)
        if before and keys[before : before + 1] in _IN_CHARGE:
            return PersonalName((), (" ".join(words), *keys[:before]))
        end = len(words)
        while end - before > 1 and is_title(keys[end - 1]):
            end -= 1
        texts = words[before:end][:_MOST_PARTS]
        parts = tuple(self._part(text.capitalize(), at, 1) for at, text in enumerate(texts))
        titles = [title_of(keys[:before]), *keys[end:]]
        return PersonalName(parts, tuple(filter(None, titles)))

    def _without_titles(self, piece: str) -> tuple[str, list[str]]:
        """Return a name without what stands before and after it, and that; it may be nothing."""
        titles: list[str] = []
        while title := title_at_end(aligned(piece)):
            rest = piece.removesuffix(piece[-len(title) :])
            if not rest:
                return "", [piece, *titles]
            # 田代理 has no office, but 岡部長 has one.
            longer = title.endswith(_HEAD) and self._lexicon.readings(rest).family
            if self._is_certain(self._divided(piece)) and not longer:
                break
            titles.insert(0, piece[-len(title) :])
            piece = rest
        for end in range(1, len(piece)):
            name = piece[end:]
            if offices(aligned(piece[:end])) and (
                self._lexicon.is_name(name) or self._is_certain(self._divided(name))
            ):
                return name, [piece[:end], *titles]
        return self._without_charge(piece, titles)

    def _without_charge(self, piece: str, titles: list[str]) -> tuple[str, list[str]]:
        """Return a name without what an office after it is in charge of."""
        start = self._lexicon.name_length(piece)
        office = piece[start:] + "".join(titles[:1])
        if start < len(piece) and self._lexicon.is_office(office):
            return piece[:start], [office, *titles]
        if titles and offices(aligned(titles[0])) and self._lexicon.is_charge_only(piece):
            return "", [piece + titles[0], *titles]
        return piece, titles

    def _divided(self, name: str) -> tuple[str, ...]:
        """Return family and given name, as far as the dictionary or the script tells them apart."""
        if scripts := _SCRIPTS.fullmatch(name):
            return tuple(part for part in scripts.groups() if part)
        if self._lexicon.readings(name).family or not 1 < len(name) <= _LONGEST_NAME:
            return (name,)
        divisions = [(name[:at], name[at:]) for at in range(len(name) - 1, 0, -1)]
        likely = [pair for pair in divisions if self._lexicon.readings(pair[0]).family]
        known = [pair for pair in likely if self._lexicon.readings(pair[1]).given]
        if known:
            return known[0]
        words = self._lexicon.words(name)
        for family, given in likely:
            as_read = words[0].person and words[0].letters == family
            long_enough = len(name) > _SHORT_NAME and len(family) > 1
            ordinary = len(given) > _LONGEST_GIVEN or self._lexicon.readings(given).ordinary
            if (as_read or long_enough) and not ordinary:
                return family, given
        if len(words) > 1 and words[-1].person and len(words[-1].letters) > 1:
            return name[: words[-1].start], name[words[-1].start :]
        return (name,)

    def _is_certain(self, parts: tuple[str, ...]) -> bool:
        """Tell whether the dictionary knows a family and a given name, and not a title, in them."""
        return (
            len(parts) > 1
            and not is_title(parts[-1])
            and bool(
                self._lexicon.readings(parts[0]).family and self._lexicon.readings(parts[-1]).given
            )
        )

    def _is_affiliation(self, name: str) -> bool:
        key = written_key(name)
        return not (is_kana(key) or is_latin(key)) and self._lexicon.is_charge(name)

    def _part(self, text: str, place: int, count: int) -> NamePart:
        """Return a part with its readings: those of family names for the first of two."""
        key = written_key(text)
        if is_kana(key):
            return NamePart(text, (text,))
        found = self._lexicon.readings(text)
        likely = found.given if count > 1 and place == count - 1 else found.family
        readings = likely or found.family or found.given or found.other
        if not readings and not is_latin(key):
            readings = ("".join(word.reading for word in self._lexicon.words(text)),)
        return NamePart(fold(text), readings[:_MOST_READINGS])


def _pieces(folded: str) -> list[str]:
    return [key for piece in _BETWEEN.split(folded) if (key := comparison_key(piece))]


def is_same_person(one: Speaker, other: Speaker) -> bool:
    """Tell whether two speakers that bear the same id may be one person, by their names.

    They may not where their names disagree, nor where all that is known of them is a role that
    somebody else may have held (司会) or a number (話者1).
    """
    return any(
        _agree(name, another) for name in _personal_keys(one) for another in _personal_keys(other)
    )


def has_name(speaker: Speaker) -> bool:
    """Tell whether a speaker is known by a name of their own."""
    return bool(_personal_keys(speaker))


def _personal_keys(speaker: Speaker) -> set[str]:
    names = {written_key(name) for name in (speaker.name.ja, speaker.name.en)}
    keys = {cut.name for name in names for cut in (cuts(name)[-1],)}
    return {
        key for key in names | keys if key and not is_title(key) and not _NAMELESS.fullmatch(key)
    }


def _agree(name: str, other: str) -> bool:
    """Tell whether two names are equal, or one is the family name of the other."""
    shorter, longer = sorted((name, other), key=len)
    if len(shorter) < _SHORTEST_SURNAME:
        return shorter == longer
    return longer.startswith(shorter) or (is_latin(shorter) and longer.endswith(shorter))
