"""Everything that one speaker may be called, derived from what the record says of them.

Also with a slip that makes no other name: Murrai, but not 高木 for 青木.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice, permutations, product

from rapidfuzz.distance import OSA

from bot.japanese import comparison_key, fold
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.personal_names import NamePart, NameReader
from bot.japanese.romaji import hepburn, is_kana, is_latin, romaji_of, sound_key, written_key
from bot.japanese.spelling import aligned, latin_words, romaji_key
from bot.japanese.titles import offices, title_at_end, title_of
from bot.session import Speaker

_MOST_READINGS = 16
_ROLES = re.compile(r"[、,・/;；]")
_BETWEEN_PARTS = ("", " ", "・")

# In letters of a romaji key: how long a name must be to be told with a slip, and with two.
_ONE_SLIP = 5
_TWO_SLIPS = 9


class Standing(IntEnum):
    """How a name stands to the record, closest first."""

    RECORDED = 0
    WHOLE = 1
    SHORT = 2


Keys = dict[str, Standing]

Numbers = tuple[int, ...]
"""Speakers by their places in a list."""

Place = tuple[int, int, Numbers]
"""From where to where a text names which speakers."""

Table = dict[str, dict[int, Standing]]
"""For each key whose name it is, and how it stands to the record there."""


@dataclass(slots=True)
class SpeakerNames:
    """The keys of a speaker's names, each with how it stands to the record.

    ``written`` are written keys, ``sounds`` sound keys, ``latin`` romaji keys; ``phonetic`` are the
    romaji keys that the record itself writes in Latin letters, ``begun`` what a member types of a
    name in Latin letters. ``texts`` and ``readings`` are the names as they stand in running text,
    aligned; ``aliases`` are those of them, and of ``latin``, that were recorded for members.
    ``parts`` are family and given name for each reading, in Latin letters and as romaji keys.
    ``offices`` are the speaker's offices by number, ``roles`` by key; ``role_words`` are the words
    of the role, as romaji keys in Latin letters, and otherwise as sound keys. ``has_kanji`` tells
    that the record has more than the sound of a name.
    """

    written: Keys = field(default_factory=dict)
    sounds: Keys = field(default_factory=dict)
    latin: Keys = field(default_factory=dict)
    phonetic: Keys = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    texts: Keys = field(default_factory=dict)
    readings: Keys = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)
    parts: set[tuple[str, ...]] = field(default_factory=set)
    offices: set[int] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    has_kanji: bool = False


def names_of(speaker: Speaker, reader: NameReader, lexicon: NameLexicon) -> SpeakerNames:
    """Derive what a speaker is called."""
    names = SpeakerNames()
    own = tuple(dict.fromkeys((speaker.title, speaker.name.ja, speaker.name.en)))
    for alias in speaker.aliases:
        names.aliases |= {_running(alias), romaji_key(alias)} - {""}
    for text in own + speaker.aliases:
        _add_recorded(names, text)
        name = reader.read(text)
        # An alias may be anything, インターネットの父; a title or a name is a person's.
        if text in own or name.certain:
            _add_offices(names, name.titles)
            for parts in name.wholes():
                _add(names, parts, Standing.WHOLE)
                names.parts |= {*latin_keys(parts), *_typed(parts)}
            for parts in name.shorter():
                _add(names, parts, Standing.SHORT)
    for role in (speaker.role.ja, speaker.role.en):
        _add_offices(names, _ROLES.split(role))
        folded = fold(role)
        names.role_words |= {romaji_key(word[0]) for word in latin_words(folded)} - {""}
        names.role_words |= {word.reading for word in lexicon.words(folded) if word.noun} - {""}
    return names


def role_fits(names: SpeakerNames, words: Iterable[str], title: str) -> bool:
    """Tell whether somebody's role has all these words, and is what a title says."""
    held = offices(title)
    return (bool(held & names.offices) or not held) and names.role_words.issuperset(words)


def table_of(of_speakers: Iterable[Keys]) -> Table:
    """Return whose each key is, where the keys of speakers come in order."""
    table: Table = {}
    for number, keys in enumerate(of_speakers):
        for key, standing in keys.items():
            table.setdefault(key, {})[number] = standing
    return table


def with_titles(numbers: Numbers, titles: Iterable[str], names: Sequence[SpeakerNames]) -> Numbers:
    """Return those of some speakers who hold the offices named beside their name; all if none."""
    held = frozenset(office for title in titles for office in offices(title_at_end(title)))
    return tuple(each for each in numbers if held & names[each].offices) or numbers


def _running(text: str) -> str:
    """Return a name as it stands in running text, aligned; empty when it has no letter."""
    return aligned(fold(text)).strip() if comparison_key(text) else ""


def _note(keys: Keys, key: str, standing: Standing) -> None:
    if key:
        keys[key] = min(standing, keys.get(key, standing))


def _add_recorded(names: SpeakerNames, text: str) -> None:
    key = written_key(text)
    _note(names.written, key, Standing.RECORDED)
    _note(names.texts, _running(text), Standing.RECORDED)
    if is_kana(key):
        _note(names.sounds, sound_key(key), Standing.RECORDED)
        _note(names.latin, romaji_of(key), Standing.RECORDED)
    elif is_latin(key):
        _note(names.latin, romaji_key(text), Standing.RECORDED)
        names.begun.add(key)


def _add(names: SpeakerNames, parts: tuple[NamePart, ...], standing: Standing) -> None:
    """Add a name made of these parts, as it is written and as it sounds."""
    written = [written_key(part.text) for part in parts]
    key = "".join(written)
    _note(names.written, key, standing)
    names.has_kanji |= not all(is_kana(part) or is_latin(part) for part in written)
    for between in _BETWEEN_PARTS:
        _note(names.texts, between.join(aligned(part.text) for part in parts), standing)
    for readings in readings_of(parts):
        spoken = "".join(readings)
        _note(names.sounds, sound_key(spoken), standing)
        _note(names.readings, aligned(fold(spoken)), standing)
        names.begun.add(hepburn(spoken))
    for latin in latin_keys(parts):
        _note(names.latin, "".join(latin), standing)
        if all(map(is_latin, written)):
            _note(names.phonetic, "".join(latin), standing)
    if is_latin(key):
        names.begun.add(key)


def readings_of(parts: tuple[NamePart, ...]) -> Iterable[tuple[str, ...]]:
    """Yield the ways of reading the parts of a name, in kana."""
    return islice(product(*(part.readings for part in parts)), _MOST_READINGS)


def latin_keys(parts: tuple[NamePart, ...]) -> Iterable[tuple[str, ...]]:
    """Yield the romaji keys of parts, for each way of reading them."""
    keys = (
        [romaji_key(part.text)]
        if is_latin(written_key(part.text))
        else [romaji_of(reading) for reading in part.readings]
        for part in parts
    )
    return islice(product(*keys), _MOST_READINGS)


def _typed(parts: tuple[NamePart, ...]) -> Iterable[tuple[str, ...]]:
    """Yield the parts as somebody types them in Latin letters who does not shorten them."""
    yield tuple(part.text for part in parts)
    for readings in readings_of(parts):
        yield tuple(map(hepburn, readings))


def _add_offices(names: SpeakerNames, titles: Iterable[str]) -> None:
    for title in titles:
        key = written_key(title)
        words = [romaji_key(word[0]) for word in latin_words(fold(title))]
        latin = is_latin(key)
        names.offices |= offices(title_of(words) if latin else title_at_end(key))
        names.roles |= {"".join(words) if latin else key} - {""}


def is_misspelled(asked: str, parts: tuple[str, ...], is_other: Callable[[str], bool]) -> bool:
    """Tell whether a romaji key may be meant for a name, given by the keys of its parts.

    Either part may stand alone, and only one may be misspelled. ``is_other`` tells whether a key is
    a name by itself.
    """
    return any(_is_slip(slip, name) and not is_other(slip) for slip, name in _rests(asked, parts))


def _rests(asked: str, parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is to be compared: a name with each part, or with what a right part leaves."""
    yield from ((asked, part) for part in parts)
    for one, other in permutations(parts, 2):
        if asked.startswith(one):
            yield asked.removeprefix(one), other
        if asked.endswith(one):
            yield asked.removesuffix(one), other


def _is_slip(slip: str, name: str) -> bool:
    shorter = min(len(slip), len(name))
    allowed = (shorter >= _ONE_SLIP) + (shorter >= _TWO_SLIPS)
    # Nobody errs in the first letter.
    if slip[:1] != name[:1] or not 0 < OSA.distance(slip, name, score_cutoff=allowed) <= allowed:
        return False
    # Other consonants make another name; vowels, letters typed twice, and letters in another order
    # are the finger's fault.
    return _consonants(slip) == _consonants(name) or sorted(slip) == sorted(name)


def _consonants(key: str) -> str:
    return re.sub(r"[aeiou]|(.)(?=\1)", "", key)
