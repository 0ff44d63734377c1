"""Spellings of the same text brought together, and those that stand for the same thing found."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import TypeVar, TypeVarTuple

import jaconv
from ahocorasick_rs import AhoCorasick
from opencc import OpenCC

# Of the scripts of South and Southeast Asia. The marks of others are accents or strokes, or vowels
# that are left out as often as not.
_SCRIPTS_WITH_VOWEL_MARKS = range(0x0900, 0x1800)

# They choose among the shapes of the character before them, and say nothing by themselves.
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Shapes of kanji that live on in names and are no old forms, which OpenCC knows: pairs of a shape
# and the kanji in use.
_SHAPES = (
    "髙高 﨑崎 嵜崎 𠮷吉 濵浜 冨富 桒桑 嶋島 嶌島 邉辺 舘館 栁柳 桺柳 槗橋 𣘺橋 埜野 渕淵 渊淵"
    " 舩船 枩松 柗松 杦杉 圡土 㐂喜 靏鶴 靍鶴 薗園 苅刈 篭籠 簗梁 栢柏 楳梅 冝宜 禰祢 薮藪 穐秋"
    " 龝秋 釼剣 劔剣 銕鉄 鉃鉄 邨村 躰体 軆体 喆哲 暎映 昻昂 凉涼 煕熙 翆翠 頴穎 敎教 淸清 靑青"
    " 閒間 飮飲 塲場"
)
_IN_USE = str.maketrans({pair[0]: pair[1] for pair in _SHAPES.split()})
LARGE_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
"""The large form of each small kana."""
HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
"""The hiragana of each katakana."""

# Written either way in the same surname; elsewhere the two are different words.
_ALIKE_IN_NAMES = str.maketrans("斎之", "斉の")
_REPEATED = re.compile("(?<=(.))々")
_JOINING = re.compile("(?<=[一-鿿])[ゖけが](?=[一-鿿])")
LATIN_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]+")

_KANA_ALONE = re.compile("[ぁ-ゖァ-ヺー]+")
_VOICING_MARKS = {0x309B: 0x3099, 0x309C: 0x309A}
_V = re.compile("ゔ[あいえお]?")
_B = {"あ": "ば", "い": "び", "": "ぶ", "え": "べ", "お": "ぼ"}
_LENGTHENING = re.compile(
    "(?<=[おこごそぞとどのほぼぽもよろをうくぐすずつづぬふぶぷむゆる])う"
    "|(?<=[えけげせぜてでねへべぺめれ])[いえ]|(?<=[いきぎしじちぢにひびぴみり])い"
    "|(?<=[あかがさざただなはばぱまやらわ])あ|(?<=[おこごそぞとどのほぼぽもよろ])お"
)

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

# A character that no word key contains, so that a group never equals a word.
_MARK = "≡"


# Longer texts hardly ever come again, and a cache of them would know no bound in bytes.
LONGEST_KEPT = 48
MOST_KEPT = 2**14

_Texts = TypeVarTuple("_Texts")
_T = TypeVar("_T")


def kept_if_short(derive: Callable[[*_Texts], _T]) -> Callable[[*_Texts], _T]:
    """Keep what is derived from short texts, for a bounded number of them."""
    kept = lru_cache(maxsize=MOST_KEPT)(derive)

    @wraps(derive)
    def derived(*texts: *_Texts) -> _T:
        short = all(len(str(text)) <= LONGEST_KEPT for text in texts)
        return kept(*texts) if short else derive(*texts)

    return derived


@cache
def _no_letters() -> re.Pattern[str]:
    """Return a pattern for what is neither letter nor digit, nor a vowel written as a mark."""
    vowels = "".join(
        chr(code)
        for code in _SCRIPTS_WITH_VOWEL_MARKS
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}
    )
    return re.compile(rf"(?:[^\w{vowels}]|_)+")


@cache
def _old_to_new_kanji() -> OpenCC:
    return OpenCC("t2jp")


def fold(text: str) -> str:
    """Return ``text`` in compatibility form, lower case and the kanji in use today.

    Variation selectors are left out.
    """
    folded = encodable(unicodedata.normalize("NFKC", text.translate(_VOICING_MARKS)).lower())
    return folded if folded.isascii() else _in_use(_VARIATION_SELECTORS.sub("", folded))


def folded_start(text: str, size: int) -> str:
    """Return the first ``size`` letters of the folded text, without folding all of a longer one.

    A character unfolds to as many as eighteen letters.
    """
    return fold(text[:size])[:size]


def modern_kanji(text: str) -> str:
    """Return encodable ``text`` with old kanji replaced one for one: offsets still hold."""
    if text.isascii():
        return text
    converted = _in_use(text)
    return converted if len(converted) == len(text) else text


def _in_use(text: str) -> str:
    modern = str(_old_to_new_kanji().convert(text)).translate(_IN_USE)
    # The commonest surname of all that are written with either.
    return modern.replace("斉藤", "斎藤")


def shown_places(text: str) -> list[int] | None:
    """Return where each character of ``text`` but the variation selectors stands, and its length.

    None when there is no selector, and each stands where it is counted.
    """
    if text.isascii() or not _VARIATION_SELECTORS.search(text):
        return None
    return [
        *(at for at, _ in enumerate(text) if not _VARIATION_SELECTORS.match(text, at)),
        len(text),
    ]


def encodable(text: str) -> str:
    """Return ``text`` with question marks for lone surrogates, which no library accepts."""
    return text.encode("utf-8", "replace").decode("utf-8")


def aligned(folded: str) -> str:
    """Return folded text with the same spelling for what names write either way.

    Each character stays where it is.
    """
    hiragana = folded.translate(HIRAGANA)
    repeated = _REPEATED.sub(lambda found: found[1], hiragana)
    return _JOINING.sub("が", repeated).translate(_ALIKE_IN_NAMES)


@kept_if_short
def comparison_key(text: str) -> str:
    """Return the folded letters and digits of ``text``, without anything between them."""
    return _no_letters().sub("", fold(text))


@kept_if_short
def kana_key(reading: str) -> str:
    """Return a reading in hiragana without long-vowel marks, all kana large, and v as b."""
    kana = jaconv.kata2hira(comparison_key(reading)).translate(LARGE_KANA).replace("ー", "")
    return _V.sub(lambda found: _B[found[0][1:]], kana) if "ゔ" in kana else kana


@kept_if_short
def loose_sound(kana: str) -> str:
    """Return a reading in hiragana without what lengthens its vowels."""
    return _LENGTHENING.sub("", kana_key(kana))


def long_vowels(kana: str) -> str:
    """Return a sound in hiragana with a mark for each long vowel but the last, however written."""
    marked = jaconv.kata2hira(comparison_key(kana)).translate(LARGE_KANA)
    return _LENGTHENING.sub("ー", marked).rstrip("ー")


def is_kana_alone(letters: str) -> bool:
    """Tell whether letters are kana and nothing else."""
    return _KANA_ALONE.fullmatch(letters) is not None


def latin_words(folded: str) -> list[re.Match[str]]:
    """Return the words in Latin letters of a folded text, in order."""
    return list(LATIN_WORD.finditer(folded))


def romaji_key(latin: str) -> str:
    """Return the letters of a name in Latin script, the same in Hepburn and kunrei romaji.

    Long vowels are short, whichever way they are marked; words are joined.
    """
    return "".join(_shortest(word[0]) for word in latin_words(fold(latin)))


@kept_if_short
def _shortest(word: str) -> str:
    key = "".join(letter for letter in unicodedata.normalize("NFKD", word) if letter.isalnum())
    for pattern, short in _ROMAJI:
        key = pattern.sub(short, key)
    return key


@dataclass(frozen=True, slots=True)
class Mention:
    """A glossary group named at ``folded[start:end]`` of a folded text."""

    group: str
    start: int
    end: int


class Glossary:
    """Groups of spellings; the first of a group names it. ``spellings`` are all of them, folded."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[str, dict[str, None]] = {}
        for group in groups:
            name = self.mark(group[0])
            for spelling in group:
                # What has no letter stands for nothing, and would be found everywhere.
                if comparison_key(spelling):
                    self._groups.setdefault(fold(spelling), {})[name] = None
        self.spellings = frozenset(self._groups)
        self._spellings = list(self._groups)
        self._automaton = AhoCorasick(self._spellings) if self._spellings else None

    @staticmethod
    def mark(spelling: str) -> str:
        """Return the term that stands for the group which ``spelling`` names."""
        return _MARK + comparison_key(spelling)

    def groups_in(self, text: str) -> list[str]:
        """Return the groups that ``text`` names, in order; longer spellings win."""
        return [mention.group for mention in self.mentions(fold(text))]

    def all_groups_in(self, folded: str) -> frozenset[str]:
        """Return the groups that a folded text names, also by a part of a longer spelling."""
        return frozenset(
            group
            for _, _, index in self._standing(folded)
            for group in self._groups[self._spellings[index]]
        )

    def mentions(self, folded: str) -> list[Mention]:
        """Return where a folded text names a group; Latin spellings match whole words only."""
        standing = self._standing(folded)
        mentions: list[Mention] = []
        end_of_last = 0
        for start, minus_end, index in standing:
            if start >= end_of_last:
                end_of_last = -minus_end
                groups = self._groups[self._spellings[index]]
                mentions += [Mention(group, start, end_of_last) for group in groups]
        return mentions

    def _standing(self, folded: str) -> list[tuple[int, int, int]]:
        """Return all spellings in a folded text, from where to minus where, and which."""
        if self._automaton is None:
            return []
        return sorted(
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(
                folded, overlapping=True
            )
            if _stands_alone(folded, start, end)
        )


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (_is_latin(text[start]) and start > 0 and _is_latin(text[start - 1])) and not (
        _is_latin(text[end - 1])
        and end < len(text)
        and _is_latin(text[end])
        and not (text[end] == "s" and not _is_latin(text[end + 1 : end + 2]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
