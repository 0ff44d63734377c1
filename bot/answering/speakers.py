"""Speakers found by what members call them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from bot.answering.mentions import MentionFinder
from bot.answering.outcome import AmbiguousSpeakerError, UnknownSpeakerError
from bot.answering.speaker_names import (
    Numbers,
    Standing,
    Table,
    is_misspelled,
    names_of,
    readings_of,
    table_of,
    with_titles,
)
from bot.japanese import Analyzer, comparison_key, folded_start
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.personal_names import NameReader
from bot.japanese.romaji import is_kana, is_latin, romaji_of, sound_key, written_key
from bot.japanese.spelling import aligned, latin_words, romaji_key
from bot.japanese.titles import Cut, cuts, offices, word_cuts
from bot.session import Speaker

# No name is longer, and no choice in Discord either.
_LONGEST = 100

# What looks like a kanji and is typed in its place; no two names differ by it.
_LOOKALIKES = str.maketrans("丼巨曰干未ロエニカタハトー", "井臣日千末口工二力夕八卜一")

_LONGEST_WRITTEN = 20
_MOST_CUTS = 20


class SpeakerDirectory:
    """The speakers of a corpus under all their names, in any script.

    ``mentions`` finds them in questions.
    """

    def __init__(self, analyzer: Analyzer, speakers: Iterable[Speaker]) -> None:
        self._speakers = tuple(speakers)
        self._lexicon = NameLexicon(analyzer)
        self._reader = NameReader(self._lexicon)
        self._names = [names_of(speaker, self._reader, self._lexicon) for speaker in self._speakers]
        self._ids = {speaker.id: number for number, speaker in enumerate(self._speakers)}
        self._written = table_of(names.written for names in self._names)
        self._sounds = table_of(names.sounds for names in self._names)
        self._latin = table_of(names.latin for names in self._names)
        self._phonetic = table_of(names.phonetic for names in self._names)
        self.mentions = MentionFinder(self._lexicon, self._names, list(self._ids))

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody."""
        return self._speakers

    def search(self, text: str) -> tuple[Speaker, ...]:
        """Return the speakers whom ``text`` may mean, likeliest first; all when it is empty."""
        folded = folded_start(text, _LONGEST)
        if not comparison_key(folded):
            return self._speakers
        return self._of(dict.fromkeys([*self._meant(text), *self._begun(folded)]))

    def resolve(self, text: str, among: Collection[str] = ()) -> Speaker:
        """Return the one speaker whom ``text`` means; of several, the one ``among`` some ids.

        Raises AmbiguousSpeakerError when it fits more than one, and UnknownSpeakerError when it
        fits nobody; both name who there is among them.
        """
        known = tuple(each for each in self._speakers if not among or each.id in among)
        meant = self._of(self._meant(text))
        meant = tuple(speaker for speaker in meant if speaker.id in among) or meant
        match meant:
            case (speaker,):
                return speaker
            case ():
                raise UnknownSpeakerError(text, known)
            case _:
                raise AmbiguousSpeakerError(text, meant, known)

    def _of(self, numbers: Iterable[int]) -> tuple[Speaker, ...]:
        return tuple(self._speakers[number] for number in numbers)

    def _meant(self, text: str) -> Numbers:
        if text in self._ids:
            return (self._ids[text],)
        folded = folded_start(text, _LONGEST)
        return (
            self._called(folded)
            or self._called(folded.translate(_LOOKALIKES))
            or self._misspelled(folded)
        )

    def _called(self, folded: str) -> Numbers:
        """Return who is called so, with titles or without, or who holds that office."""
        letters = comparison_key(folded)
        key = aligned(letters)
        if is_latin(key):
            words = list(word_cuts(_romaji_words(folded)))
            return _first(self._named_in_latin, words) or _first(self._in_office, words)
        options = tuple(dict.fromkeys([*cuts(key), *cuts(sound_key(key))]))[:_MOST_CUTS]
        return (
            _first(self._named, options)
            or _first(partial(self._beside_office, letters), options)
            or _first(self._read_as, options)
            or _first(self._in_office, options)
        )

    def _named(self, cut: Cut) -> Numbers:
        name = cut.name
        if is_latin(name):
            return self._fit(self._latin, romaji_key(name), cut.titles)
        return (
            self._fit(self._written, name, cut.titles)
            or self._fit(self._sounds, sound_key(name), cut.titles)
            or (self._fit(self._phonetic, romaji_of(name), cut.titles) if is_kana(name) else ())
        )

    def _named_in_latin(self, cut: Cut) -> Numbers:
        return self._fit(self._latin, cut.name, cut.titles)

    def _beside_office(self, letters: str, cut: Cut) -> Numbers:
        """Return whose name stands beside an office with what it is in charge of."""
        name = cut.name
        text = letters[cut.start : cut.start + len(name)]
        for at in range(len(name) - 1, 0, -1):
            office = text[at:]
            if name[:at] in self._written and self._lexicon.is_office_of(text[:at], office):
                return self._fit(self._written, name[:at], (*cut.titles, name[at:]))
        for at in range(1, len(name)):
            office = text[:at].removesuffix("の")
            if name[at:] in self._written and self._lexicon.is_office(office):
                return self._fit(self._written, name[at:], (*cut.titles, office))
        return ()

    def _read_as(self, cut: Cut) -> Numbers:
        """Return whose name, recorded only as it sounds, may be written like that."""
        if len(cut.name) > _LONGEST_WRITTEN or is_kana(cut.name) or is_latin(cut.name):
            return ()
        found = [
            number
            for parts in self._reader.read(cut.name).wholes()
            for spoken in map("".join, readings_of(parts))
            for number in (
                *self._fit(self._sounds, sound_key(spoken), cut.titles),
                *self._fit(self._phonetic, romaji_of(spoken), cut.titles),
            )
        ]
        return tuple(dict.fromkeys(each for each in found if not self._names[each].has_kanji))

    def _in_office(self, cut: Cut) -> Numbers:
        held = offices(cut.name)
        return tuple(
            number
            for number, names in enumerate(self._names)
            if held & names.offices or cut.name in names.roles
        )

    def _fit(self, table: Table, key: str, titles: tuple[str, ...]) -> Numbers:
        """Return who has a name: as the record has it if it may, and with these titles if any."""
        found = table.get(key, {})
        if titles:
            return with_titles(tuple(found), titles, self._names)
        recorded = tuple(each for each in found if found[each] is Standing.RECORDED)
        return recorded or tuple(found)

    def _misspelled(self, folded: str) -> Numbers:
        """Return whose name, in kana or romaji, is typed with a slip that makes no other name."""
        key = written_key(folded)
        words = [word[0] for word in latin_words(folded)]
        typed = {romaji_key(word): word for word in words}
        if is_latin(key):
            options = [*word_cuts(list(map(romaji_key, words))), *word_cuts(words)]
            asked = [cut.name for cut in options]
        else:
            asked = [romaji_of(cut.name) for cut in cuts(key) if is_kana(cut.name)]

        likely = dict.fromkeys(asked[:_MOST_CUTS])

        def is_other(key: str) -> bool:
            return self._lexicon.is_name_in_romaji(key) or self._lexicon.is_name(
                typed.get(key, key)
            )

        return tuple(
            number
            for number, names in enumerate(self._names)
            if any(is_misspelled(key, parts, is_other) for key in likely for parts in names.parts)
        )

    def _begun(self, folded: str) -> Iterator[int]:
        """Yield whose name, in any script, begins as it was typed."""
        key = written_key(folded)
        sound = sound_key(key)
        for number, names in enumerate(self._names):
            begun = [*names.written, *names.begun]
            if any(name.startswith(key) for name in begun) or (
                sound and any(name.startswith(sound) for name in names.sounds)
            ):
                yield number


def _first(look: Callable[[Cut], Numbers], options: Iterable[Cut]) -> Numbers:
    return next(filter(None, map(look, options)), ())


def _romaji_words(folded: str) -> list[str]:
    return [key for word in latin_words(folded) if (key := romaji_key(word[0]))]
