"""The words of a corpus, and which of them somebody who misspelled one may have meant."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.japanese import Glossary, Word, comparison_key, fold
from bot.japanese.spelling import LATIN_WORD, is_kana_alone, loose_sound

# In letters: how long a word must be to be told with a slip, and with two.
_ONE_SLIP = 4
_TWO_SLIPS = 6
_LONGEST = 24
_MOST_BEGUN = 3
# In kana without voicing marks: a shorter word sounds like others.
_TELLING_SOUND = 4
_VOICING = re.compile("[\u3099\u309a]")
# The sign read "ga" or "ka" in names of places, which some write otherwise, or leave out.
_KE = re.compile("(?<=[\u4e00-\u9fff])[ヶケヵカ](?=[\u4e00-\u9fff])")
_OTHER_THAN_KE = ("が", "ヶ", "ケ", "ヵ", "カ", "")


class Vocabulary:
    """The words of quotes, of their phrases and of the glossary.

    ``latin`` are those in Latin letters, ``places`` those of places by what else they are called.
    ``corrected`` replaces what is none of them by what is.
    """

    def __init__(
        self,
        quotes: Iterable[Sequence[Word]],
        written_about: Iterable[str],
        glossary: Glossary,
    ) -> None:
        self._terms: dict[str, str] = {}
        self._sounds: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        self.places: dict[str, str] = {}
        texts = [fold(text) for text in (*written_about, *glossary.spellings)]
        self.latin: set[str] = set()
        for text in texts:
            self._add_latin(text)
        for spelling in sorted(glossary.spellings):
            self._terms.setdefault(comparison_key(spelling), spelling)
        for quote in quotes:
            self._add(quote)
        self._joined = {key: each for key, each in self._joined.items() if key not in self.latin}
        places = sorted(map(re.escape, self.places), key=len, reverse=True)
        self._place = re.compile("|".join(places))
        self._terms_by_start = _by_start(self._terms)
        self._latin_by_start = _by_start(self.latin)

    def _add(self, quote: Sequence[Word]) -> None:
        for spelled, sound in _compounds(quote):
            key = comparison_key(spelled)
            if len(key) >= _ONE_SLIP:
                self._terms.setdefault(key, spelled)
            if len(sound) >= _TELLING_SOUND:
                self._sounds.setdefault(_unvoiced(sound), spelled)
            self._add_latin(fold(spelled))
            for ke in _OTHER_THAN_KE if _KE.search(spelled) else ():
                self.places.setdefault(_KE.sub(ke, spelled), spelled)

    def _add_latin(self, text: str) -> None:
        words = LATIN_WORD.findall(text)
        self.latin.update(words)
        self._joined |= {f"{one}{other}": f"{one} {other}" for one, other in pairwise(words)}

    def with_places(self, asked: str) -> str:
        """Return folded text with places as quotes write them: 市ヶ谷 for 市が谷 or 市谷."""
        return self._place.sub(lambda found: self.places[found[0]], asked)

    def corrected(self, asked: str, *, whole: bool) -> str | None:
        """Return folded text as it may have been meant; None if all of it is known, or nothing is.

        ``whole`` tells that it may be one misspelled term as it stands.
        """
        letters = comparison_key(asked)
        latin = LATIN_WORD.findall(asked)
        known = bool(latin) and self.latin.issuperset(latin)
        if whole and not known and letters not in self._terms and len(letters) <= _LONGEST:
            meant = self._meant(letters)
            if meant is not None:
                return meant
        corrected = LATIN_WORD.sub(lambda found: self._latin_word(found[0]), asked)
        # Where a word is left that nobody knows, the others were hardly meant for known ones.
        known = self.latin.issuperset(LATIN_WORD.findall(corrected))
        return corrected if known and corrected != asked else None

    def begun(self, readings: Iterable[str], said: Collection[str] | None = None) -> list[str]:
        """Return a few words of quotes that begin as one of these readings sounds.

        With what was ``said``, they are words of that alone.
        """
        sounds = tuple(_unvoiced(loose_sound(each)) for each in readings)
        telling = tuple(sound for sound in sounds if len(sound) >= _TELLING_SOUND)
        begun = (spelled for sound, spelled in self._sounds.items() if sound.startswith(telling))
        if said is not None:
            begun = (spelled for spelled in begun if any(spelled in text for text in said))
        return sorted(begun, key=len)[:_MOST_BEGUN] if telling else []

    def _meant(self, letters: str) -> str | None:
        if is_kana_alone(letters):
            return self._sounds.get(_unvoiced(loose_sound(letters)))
        nearest = _nearest(letters, self._terms_by_start)
        return None if nearest is None else self._terms[nearest]

    def _latin_word(self, word: str) -> str:
        if word in self.latin or word.isdigit() or not word.isascii():
            return word
        return self._joined.get(word) or _nearest(word, self._latin_by_start) or word


def _by_start(words: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """Return words by their first letter, which nobody errs in, and their length."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in words:
        found.setdefault((word[:1], len(word)), []).append(word)
    return found


def _nearest(word: str, known: Mapping[tuple[str, int], list[str]]) -> str | None:
    """Return the known word, of those by their starts, that is a slip or two away from one."""
    if len(word) < _ONE_SLIP:
        return None
    slips = 1 if len(word) < _TWO_SLIPS else 2
    lengths = range(len(word) - slips, len(word) + slips + 1)
    alike = sorted(each for length in lengths for each in known.get((word[0], length), ()))
    found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
    return None if found is None else str(found[0])


def _compounds(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Yield the words of a quote and the nouns joined in it, as they are spelled and sound."""
    for first in range(len(words)):
        spelled = sound = ""
        for last in range(first, len(words)):
            word = words[last]
            joined = last == first or (word.noun and words[last - 1].noun)
            if not joined or word.start - words[max(first, last - 1)].end > 1:
                break
            spelled += (" " if spelled and word.letters.isascii() else "") + word.letters
            sound += word.reading
            if word.content:
                yield spelled, loose_sound(sound)


def _unvoiced(kana: str) -> str:
    return _VOICING.sub("", unicodedata.normalize("NFD", kana))
