"""Spellings of the same text brought together."""

import re
import unicodedata
from functools import cache, lru_cache

import jaconv
from opencc import OpenCC

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")

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


@cache
def _old_to_new_kanji() -> OpenCC:
    return OpenCC("t2jp")


def fold(text: str) -> str:
    """Return ``text`` in compatibility form, lower case and the kanji in use today.

    Variation selectors are left out.
    """
    folded = encodable(unicodedata.normalize("NFKC", text).lower())
    return folded if folded.isascii() else _in_use(_VARIATION_SELECTORS.sub("", folded))


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


@lru_cache(maxsize=2**16)
def comparison_key(text: str) -> str:
    """Return the folded letters and digits of ``text``, without anything between them."""
    return _NOT_ALPHANUMERIC.sub("", fold(text))


@lru_cache(maxsize=2**16)
def kana_key(reading: str) -> str:
    """Return a reading in hiragana without long-vowel marks and with all kana large."""
    return jaconv.kata2hira(comparison_key(reading)).translate(LARGE_KANA).replace("ー", "")
