"""What a dictionary tells of names and offices: which texts are one, and how they are read."""

from collections.abc import Sequence

from bot.japanese.analysis import Analyzer
from bot.japanese.romaji import KATAKANA, romaji_to_kana, vowel_of
from bot.japanese.spelling import aligned
from bot.japanese.titles import offices, title_at_end
from bot.japanese.words import NameReadings, Word

# What may stand before an office without being a word of its own.
_PREFIXES = frozenset("副元前現新両")
# These are offices only after what they are in charge of: 外相, 自治会長.
_TAILS = ("相", "長")
_PLACES = frozenset("都道府県市区町村郡州")
_AFFIXES = _PREFIXES | _PLACES | frozenset("国省庁党課部局室班係長総")

_SHORTEST_CHARGE = 2
_MOST_LONG_VOWELS = 3


class NameLexicon:
    """Knows names of persons, and tells offices from them."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def words(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text."""
        return self._analyzer.analyze(text).words

    def readings(self, text: str) -> NameReadings:
        """Return how a text is read as a name of a person."""
        return self._analyzer.name_readings(text)

    def is_name(self, text: str) -> bool:
        """Tell whether a text, in whatever kana or letters, is known as somebody's name."""
        spellings = (text, text.translate(KATAKANA), text.capitalize())
        return any(self.readings(spelling).known for spelling in spellings)

    def is_name_in_romaji(self, key: str) -> bool:
        """Tell whether a romaji key, which has no long vowels, may be that of a known name."""
        kana = romaji_to_kana(key) or ""
        long = [at for at, letter in enumerate(kana, start=1) if vowel_of(letter) in {"う", "お"}]
        spellings = [kana]
        for at in reversed(long[-_MOST_LONG_VOWELS:]):
            spellings += [f"{spelling[:at]}う{spelling[at:]}" for spelling in spellings]
        return any(self.is_name(spelling) for spelling in spellings)

    def is_office(self, letters: str) -> bool:
        """Tell whether letters are an office, alone or with what it is in charge of."""
        title = title_at_end(aligned(letters))
        if not offices(title):
            return letters.endswith(_TAILS) and self.is_charge(letters[:-1])
        charge = letters[: -len(title)]
        return not charge or charge in _PREFIXES or self.is_charge(charge)

    def is_office_of(self, name: str, letters: str) -> bool:
        """Tell whether letters right after a name are an office: 小池都知事, but not 福島県知事."""
        if letters[:1] in _PLACES and offices(aligned(letters[1:])):
            words = self.words(name + letters)
            return all(word.person for word in words if word.start < len(name))
        return self.is_office(letters)

    def is_charge(self, letters: str) -> bool:
        """Tell whether letters may be what an office is in charge of: デジタル改革担当."""
        if len(letters) < _SHORTEST_CHARGE or self.readings(letters).given:
            return False
        return _are_charge(self.words(letters))

    def is_charge_only(self, letters: str) -> bool:
        """Tell whether what stands before an office is no name: 総務課長, but 千葉市長."""
        named = self.readings(letters).family
        return letters in _PREFIXES or (not named and self.is_charge(letters))

    def name_length(self, letters: str) -> int:
        """Return how many letters of a name come before what an office is in charge of."""
        words = self.words(letters)
        count = next((at for at, word in enumerate(words) if not word.person), len(words))
        if not count and len(words) > 1 and self.readings(words[0].letters).family:
            # A family name may be that of a place too: 平井, but 福島県.
            count = int(words[1].letters not in _PLACES)
        in_charge = words[count:] if count else ()
        return in_charge[0].start if in_charge and _are_charge(in_charge) else len(letters)


def _are_charge(words: Sequence[Word]) -> bool:
    return all(
        word.noun and not word.person and (len(word.letters) > 1 or word.letters in _AFFIXES)
        for word in words
    )
