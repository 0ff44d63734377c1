"""Japanese in kana and in Latin letters, and the keys under which spellings of a name meet."""

import re

import jaconv

from bot.japanese.spelling import (
    HIRAGANA,
    LARGE_KANA,
    LATIN_WORD,
    aligned,
    comparison_key,
    fold,
    kept_if_short,
    romaji_key,
)

KATAKANA = {hiragana: katakana for katakana, hiragana in HIRAGANA.items()}
"""The katakana of each hiragana."""

_KANA = re.compile("[ぁ-ゖー]+")
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

_SYLLABLE = (
    r"(?:[kgsztdnhbpmr]y|sh|ch|ts|j|f|[kgsztdnhbpmrwyv])?[aiueo]"
    r"|n(?![aiueoy])'?"
    r"|([kgsztdpbcj])(?=\1)|t(?=ch)"
)
_WORD = re.compile(rf"(?:{_SYLLABLE})+")
_LATIN_WORD = re.compile(r"[a-z']+")
_LONG_VOWELS = str.maketrans(
    {
        "ā": "aa",
        "ī": "ii",
        "ū": "uu",
        "ē": "ee",
        "ō": "ou",
        "â": "aa",
        "î": "ii",
        "û": "uu",
        "ê": "ee",
        "ô": "ou",
    }
)
_SHORTEST_TELLING_WORD = 3


def written_key(text: str) -> str:
    """Return the letters of a name, the same for every way of writing the same kanji or kana."""
    return aligned(comparison_key(text))


def is_kana(key: str) -> bool:
    """Tell whether a written key is kana alone."""
    return _KANA.fullmatch(key) is not None


def is_latin(key: str) -> bool:
    """Tell whether a written key is Latin letters and digits alone."""
    return LATIN_WORD.fullmatch(key) is not None


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


def romaji_of(kana: str) -> str:
    """Return the romaji key of a name in kana."""
    return romaji_key(hepburn(kana))


@kept_if_short
def hepburn(kana: str) -> str:
    """Return a name in kana in Latin letters, long vowels as they are in kana."""
    return str(jaconv.kana2alphabet(fold(kana).translate(HIRAGANA)))


def romaji_to_kana(text: str) -> str | None:
    """Return lower-case ``text`` in hiragana if every word of it can be read as romaji.

    Text with letters of another script, or with a single word that no Japanese syllables spell,
    gives ``None``: it is English, or Japanese already. Where long vowels are marked, it is Japanese
    whatever else is in it, and such words stay.
    """
    spelled = text.translate(_LONG_VOWELS)
    if spelled != text and spelled.isascii():
        words = [
            str(jaconv.alphabet2kana(word)) if _WORD.fullmatch(word) else word
            for word in _LATIN_WORD.findall(spelled)
        ]
        return "".join(words)
    words = _LATIN_WORD.findall(text)
    if not text.isascii() or not any(len(word) >= _SHORTEST_TELLING_WORD for word in words):
        return None
    if not all(_WORD.fullmatch(word) for word in words):
        return None
    return str(jaconv.alphabet2kana(text)).replace(" ", "")
