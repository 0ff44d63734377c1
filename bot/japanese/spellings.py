"""Keys under which the spellings of a name meet: as it is written, as it sounds, in romaji."""

import re
import unicodedata
from functools import lru_cache

import jaconv

from bot.japanese.folding import LARGE_KANA, comparison_key, fold

# Written either way in the same surname; elsewhere the two are different words.
_ALIKE_IN_NAMES = str.maketrans("斎之", "斉の")
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
KATAKANA = {hiragana: katakana for katakana, hiragana in _HIRAGANA.items()}
"""The katakana of each hiragana."""

_REPEATED = re.compile("(?<=(.))々")
_JOINING = re.compile("(?<=[一-鿿])[ゖけが](?=[一-鿿])")

_KANA = re.compile("[ぁ-ゖー]+")
_LATIN = re.compile(r"[a-z0-9\u00c0-\u024f]+")
_VOWELS = {
    kana: vowel
    for vowel, row in (
        ("あ", "あかがさざただなはばぱまやらわ"),
        ("い", "いきぎしじちにひびぴみり"),
        ("う", "うくぐすずつぬふぶぷむゆる"),
        ("え", "えけげせぜてでねへべぺめれ"),
        ("お", "おこごそぞとどのほぼぽもよろ"),
    )
    for kana in row
}
_SAME_SOUND = str.maketrans("ぢづを", "じずお")
_V = re.compile("ゔ([あいえお])?")
_B = {"あ": "ば", "い": "び", "え": "べ", "お": "ぼ"}

# Everything becomes as short as the shortest way of writing it in Latin letters.
_ROMAJI = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        ("m(?=[bpm])", "n"),
        ("[tc](?=ch)", "t"),
        ("shi", "si"),
        ("sh", "sy"),
        ("chi", "ti"),
        ("ch", "ty"),
        ("tsu", "tu"),
        ("fu", "hu"),
        ("j(?=y)", "z"),
        ("ji|di", "zi"),
        ("dy|j", "zy"),
        ("dz?u", "zu"),
        ("(?<=[kgsztnhbpmr])iy(?=[aou])", "y"),
        ("oh(?![aeiouy])", "o"),
        ("(?<=o)u", ""),
        (r"([aeiou])\1+", r"\1"),
    )
)


def aligned(folded: str) -> str:
    """Return folded text with the same spelling for what names write either way.

    Each character stays where it is.
    """
    hiragana = folded.translate(_HIRAGANA)
    repeated = _REPEATED.sub(lambda found: found[1], hiragana)
    return _JOINING.sub("が", repeated).translate(_ALIKE_IN_NAMES)


def written_key(text: str) -> str:
    """Return the letters of a name, the same for every way of writing the same kanji or kana."""
    return aligned(comparison_key(text))


def is_kana(key: str) -> bool:
    """Tell whether a written key is kana alone."""
    return _KANA.fullmatch(key) is not None


def latin_words(folded: str) -> list[re.Match[str]]:
    """Return the words in Latin letters of a folded text, in order."""
    return list(_LATIN.finditer(folded))


def is_latin(key: str) -> bool:
    """Tell whether a written key is Latin letters and digits alone."""
    return _LATIN.fullmatch(key) is not None


def vowel_of(kana: str) -> str:
    """Return the vowel of a large hiragana; empty where it has none."""
    return _VOWELS.get(kana, "")


def sound_key(kana: str) -> str:
    """Return how a name in kana sounds, in hiragana with long vowels written out.

    Empty for what is not kana alone.
    """
    key = written_key(kana).translate(LARGE_KANA).translate(_SAME_SOUND)
    key = _V.sub(lambda found: _B.get(found[1], "ぶ"), key)
    if not is_kana(key):
        return ""
    sounds: list[str] = []
    for letter in key:
        vowel = vowel_of(sounds[-1]) if sounds else ""
        lengthens = letter == "ー" or (vowel, letter) in {("お", "う"), ("え", "い")}
        if not lengthens:
            sounds.append(letter)
        elif vowel:
            sounds.append(vowel)
    return "".join(sounds)


def romaji_key(latin: str) -> str:
    """Return the letters of a name in Latin script, the same in Hepburn and kunrei romaji.

    Long vowels are short, whichever way they are marked; words are joined.
    """
    return "".join(_shortest(word[0]) for word in latin_words(fold(latin)))


@lru_cache(maxsize=2**12)
def _shortest(word: str) -> str:
    key = "".join(letter for letter in unicodedata.normalize("NFKD", word) if letter.isalnum())
    for pattern, short in _ROMAJI:
        key = pattern.sub(short, key)
    return key


def romaji_of(kana: str) -> str:
    """Return the romaji key of a name in kana."""
    return romaji_key(hepburn(kana))


@lru_cache(maxsize=2**12)
def hepburn(kana: str) -> str:
    """Return a name in kana in Latin letters, long vowels as they are in kana."""
    return str(jaconv.kana2alphabet(fold(kana).translate(_HIRAGANA)))
