"""Where a question names speakers, and whether it means them: 林さん, but not 森林 or 林業."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from bot.answering.latin_mentions import LatinFinder
from bot.answering.named_text import NamedText, Titled
from bot.answering.speaker_names import (
    Numbers,
    Place,
    SpeakerNames,
    Standing,
    role_fits,
    table_of,
    with_titles,
)
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.spelling import aligned, latin_words, romaji_key
from bot.japanese.titles import offices, titles_for

_KANA = re.compile("[ぁ-ゖー]")

# Shorter names in kana are words as well.
_TELLING_KANA = 3
_TELLING_NAME = 3

# Says that somebody teaches, heals or knows, and so may stand for most roles beside a workplace.
_TEACHER = "先生"
_OF = "の"


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """A speaker, by id, named at ``folded[start:end]`` of a folded text."""

    speaker: str
    start: int
    end: int


class MentionFinder:
    """Finds speakers in questions: those with these ``ids``, and the names of each."""

    def __init__(
        self, lexicon: NameLexicon, names: Sequence[SpeakerNames], ids: Sequence[str]
    ) -> None:
        self._lexicon = lexicon
        self._names = names
        self._ids = ids
        self._texts = table_of(each.texts for each in names)
        self._readings = table_of(each.readings for each in names)
        self._offices = _held_by_one(names)
        self._latin = LatinFinder(lexicon, names)
        held = frozenset(office for each in names for office in each.offices)
        self._roles = {title for title in titles_for(held) if len(title) > 1} | {_TEACHER}
        spelled = dict.fromkeys([*self._texts, *self._readings, *self._offices, *self._roles])
        self._patterns = [text for text in spelled if not text.isascii()]
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def find(self, folded: str) -> list[SpeakerMention]:
        """Return where a folded question names speakers, in order and apart; longer names win.

        A name that fits more than one is a mention of each, at the same place.
        """
        words = {romaji_key(word[0]) for word in latin_words(folded)}
        latin = self._latin.find(folded) if words & self._latin.beginnings else ()
        found: dict[tuple[int, int], Numbers] = {}
        for start, end, numbers in (*self._in_japanese(folded), *latin):
            known = found.get((start, end), ())
            found[start, end] = tuple(dict.fromkeys([*known, *numbers]))
        mentions: list[SpeakerMention] = []
        last = 0
        for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
            if start >= last:
                last = end
                mentions += [
                    SpeakerMention(self._ids[number], start, end) for number in found[start, end]
                ]
        return mentions

    def _in_japanese(self, folded: str) -> Iterator[Place]:
        if self._automaton is None:
            return
        matches = self._automaton.find_matches_as_indexes(aligned(folded), overlapping=True)
        if not matches:
            return
        text = NamedText(folded, self._lexicon)
        for index, start, end in matches:
            yield from self._meant(text, self._patterns[index], start, end)

    def _meant(self, text: NamedText, pattern: str, start: int, end: int) -> Iterator[Place]:
        titled = text.titled(start, end)
        found = self._texts.get(pattern, {})
        aliases = tuple(each for each in found if pattern in self._names[each].aliases)
        if aliases and _stands_alone(text.aligned, start, end):
            yield titled.start, titled.end, aliases
        elif found and self._is_name(text, start, end, titled, min(found.values())):
            yield (
                titled.start,
                titled.end,
                with_titles(tuple(found), titled.titles, self._names),
            )
        spoken = tuple(self._readings.get(pattern, ()))
        if spoken and self._is_reading(text, start, end, titled):
            yield titled.start, titled.end, with_titles(spoken, titled.titles, self._names)
        if pattern in self._offices and self._is_office(text, start, titled.end):
            yield start, titled.end, self._offices[pattern]
        if pattern in self._roles and text.is_subject(end):
            yield from self._in_role(text, pattern, start, end)

    def _in_role(self, text: NamedText, title: str, start: int, end: int) -> Iterator[Place]:
        """Yield who alone has a role like that: a title after a workplace or what it is for."""
        if not text.within(start, end):
            return
        before = text.before(start)
        word = text.before(before.start) if before and before.letters == _OF else before
        charge = []
        while word and word.noun:
            charge.append(word)
            word = text.before(word.start)
        if not charge or not any(offices(title) or each.specific for each in charge):
            return
        words = [each.reading for each in charge]
        found = [at for at, names in enumerate(self._names) if role_fits(names, words, title)]
        if len(found) == 1:
            yield charge[-1].start, end, tuple(found)

    def _is_name(
        self, text: NamedText, start: int, end: int, titled: Titled, standing: Standing
    ) -> bool:
        """Tell whether somebody is meant by what may be a word, or a part of one, as well."""
        words = text.within(start, end)
        before = text.before(titled.start)
        if not words or (before and (before.person or before.kind[0] == "接頭辞")):
            return False
        if titled.titles and not titled.apart:
            return True
        after = text.after(end)
        if after and after.noun:
            return False
        persons = [word.person for word in words]
        whole = standing is not Standing.SHORT and end - start >= _TELLING_NAME
        return all(persons) or (whole and any(persons)) or text.is_subject(end)

    def _is_reading(self, text: NamedText, start: int, end: int, titled: Titled) -> bool:
        """Tell whether kana are a name, and not the end of a longer word."""
        before = text.before(start)
        begins = not _KANA.match(text.aligned[start - 1 : start]) or (
            before is not None and not before.content
        )
        if not begins:
            return False
        telling = end - start >= _TELLING_KANA
        return titled.end > end or (telling and text.is_subject(end))

    def _is_office(self, text: NamedText, start: int, end: int) -> bool:
        """Tell whether whoever holds an office is meant, and not the office."""
        before = text.before(start)
        if not text.within(start, end) or (before and before.noun):
            return False
        return text.is_subject(end)


def _held_by_one(names: Sequence[SpeakerNames]) -> dict[str, Numbers]:
    """Return the offices, by their names in running text, that one speaker alone holds."""
    holders: dict[str, set[int]] = {}
    for number, each in enumerate(names):
        for title in titles_for(frozenset(each.offices)) | each.roles:
            if len(title) > 1 and not title.isascii():
                holders.setdefault(title, set()).add(number)
    return {title: tuple(found) for title, found in holders.items() if len(found) == 1}


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a name that begins or ends in Latin letters is no part of a longer word."""
    begins = not (_is_latin(text[start]) and _is_latin(text[start - 1 : start]))
    return begins and not (_is_latin(text[end - 1]) and _is_latin(text[end : end + 1]))


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
