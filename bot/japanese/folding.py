"""Spellings of the same text brought together."""

import re
import unicodedata
from functools import cache, lru_cache

import jaconv
from opencc import OpenCC

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LARGE_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", "ー")


@cache
def _old_to_new_kanji() -> OpenCC:
    return OpenCC("t2jp")


def fold(text: str) -> str:
    """Return ``text`` in compatibility form, lower case and the kanji in use today."""
    folded = encodable(unicodedata.normalize("NFKC", text).lower())
    return folded if folded.isascii() else _old_to_new_kanji().convert(folded)


def modern_kanji(text: str) -> str:
    """Return encodable ``text`` with old kanji replaced one for one: offsets still hold."""
    if text.isascii():
        return text
    converted = _old_to_new_kanji().convert(text)
    return converted if len(converted) == len(text) else text


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
    return jaconv.kata2hira(comparison_key(reading)).translate(_LARGE_KANA)
