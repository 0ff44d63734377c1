"""Japanese typed in Latin letters."""

import re

import jaconv

_SYLLABLE = (
    r"(?:[kgsztdnhbpmr]y|sh|ch|ts|j|f|[kgsztdnhbpmrwyv])?[aiueo]"
    r"|n(?![aiueoy])'?"
    r"|([kgsztdpbcj])(?=\1)|t(?=ch)"
)
_WORD = re.compile(rf"(?:{_SYLLABLE})+")
_LATIN_WORD = re.compile(r"[a-z']+")
_SHORTEST_TELLING_WORD = 3


def romaji_to_kana(text: str) -> str | None:
    """Return lower-case ``text`` in hiragana if every word of it can be read as romaji.

    Text with letters of another script, or with a single word that no Japanese syllables spell,
    gives ``None``: it is English, or Japanese already.
    """
    words = _LATIN_WORD.findall(text)
    if not text.isascii() or not any(len(word) >= _SHORTEST_TELLING_WORD for word in words):
        return None
    if not all(_WORD.fullmatch(word) for word in words):
        return None
    return str(jaconv.alphabet2kana(text)).replace(" ", "")
