"""Sentences cut into what is compared: words, characters, readings."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import Stemmer
from sudachipy import Dictionary, Morpheme, Tokenizer

from bot.japanese.spelling import (
    LONGEST_KEPT,
    MOST_KEPT,
    comparison_key,
    encodable,
    kana_key,
    modern_kanji,
    shown_places,
)

_SIGNS = frozenset({"補助記号", "記号"})
_SPACE = "空白"
_FUNCTION = frozenset({"助詞", "助動詞"})
_DEPENDENT = frozenset({"接尾辞", "接頭辞", "代名詞", "連体詞", "接続詞", "感動詞"})
_HALF_DEPENDENT = "非自立可能"
_SPECIFIC = frozenset({"固有名詞", "数詞"})
_NOUN = "名詞"
_NOMINAL = frozenset({_NOUN, "接尾辞", "接頭辞", "形状詞"})
_PERSON = "人名"
_FAMILY = "姓"
_GIVEN = "名"
# What a word is that the dictionary takes for a sign, as it knows nothing of its script.
_UNKNOWN_NOUN = ("名詞", "普通名詞", "一般")
_LATIN = re.compile(r"[a-z]+")
_LATIN_STEM_LENGTH = 3
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd", "Nl"})
_SYMBOL_READING = "キゴウ"

# Sudachi refuses inputs of more than 49,149 bytes after its own normalisation, in which one
# character can become eighteen of three bytes each.
_CHUNK = 500


class Family(StrEnum):
    """The kinds of terms into which a text is cut."""

    WORDS = "words"
    CHARACTERS = "characters"
    READINGS = "readings"


class Word(NamedTuple):
    """A word at ``text[start:end]`` of the text analysed.

    ``key`` is its normalised form, ``letters`` its folded surface, ``reading`` its kana key,
    ``kind`` the first three levels of its part of speech. A ``content`` word says something by
    itself, other than particles and auxiliaries; a ``telling`` one also without those beside it.
    """

    start: int
    end: int
    key: str
    letters: str
    reading: str
    kind: tuple[str, str, str]
    content: bool
    telling: bool

    @property
    def specific(self) -> bool:
        """Whether it is a name or a number, which nothing else can stand for."""
        return self.kind[1] in _SPECIFIC

    @property
    def person(self) -> bool:
        """Whether it is taken for a person's name where it stands."""
        return self.kind[2] == _PERSON

    @property
    def noun(self) -> bool:
        """Whether it is a noun of any kind, or a part of one."""
        return self.kind[0] in _NOMINAL


class NameReadings(NamedTuple):
    """How a text is read as a name, in katakana; ``ordinary`` tells that it is a word as well."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    other: tuple[str, ...]
    ordinary: bool

    @property
    def known(self) -> bool:
        """Whether it is the name of a person at all."""
        return bool(self.family or self.given or self.other)


@dataclass(frozen=True)
class Analysis:
    """A text and its words, in order."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def letters(self) -> str:
        """The folded letters and digits of the text."""
        return "".join([word.letters for word in self.words])

    @cached_property
    def reading(self) -> str:
        """The reading of the text as one run of kana."""
        return "".join([word.reading for word in self.words])

    def character_grams(self, size: int) -> list[str]:
        """Return the n-grams of ``size`` letters, in order."""
        return _grams(self.letters, size)

    @cached_property
    def reading_grams(self) -> list[str]:
        """The 3-grams of the reading, in order."""
        return _grams(self.reading, 3)

    def reading_start(self, word: Word) -> int:
        """Return where the reading of one of its words begins in ``reading``."""
        return sum(len(each.reading) for each in self.words if each.start < word.start)

    def terms(self, family: Family) -> list[str]:
        """Return the terms of one family: words, 1- and 2-grams of letters, 3-grams of readings.

        Repetitions are kept.
        """
        match family:
            case Family.WORDS:
                return [word.key for word in self.words if word.content]
            case Family.CHARACTERS:
                return [*self.letters, *_grams(self.letters, 2)]
            case Family.READINGS:
                return self.reading_grams


def _grams(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


class Analyzer:
    """Cuts texts with Sudachi's small dictionary; may be used from any thread.

    It holds the words of UniDic, all short. The larger ones would hold compounds and names too, but
    find no more quotes, and take 80 MB more of memory.

    Loading the dictionary takes some 50 ms: build one instance, off the event loop.
    """

    def __init__(self) -> None:
        self._dictionary = Dictionary(dict="small")
        self._of_thread = threading.local()

    def analyze(self, text: str) -> Analysis:
        """Return the words of ``text``; any string is accepted."""
        places = shown_places(text)
        shown = text if places is None else "".join([text[place] for place in places[:-1]])
        words = tuple(_words(modern_kanji(encodable(shown)), self._tokenizer()))
        if places is not None:
            words = tuple(
                word._replace(start=places[word.start], end=places[word.end]) for word in words
            )
        return Analysis(text, words)

    def name_readings(self, text: str) -> NameReadings:
        """Return what the dictionary knows of a text as a name of a person."""
        readings: dict[str, dict[str, None]] = {_FAMILY: {}, _GIVEN: {}, "": {}}
        ordinary = False
        for entry in self._dictionary.lookup(encodable(text[:_CHUNK])):
            kind, _, detail, sort, *_ = entry.part_of_speech()
            if detail == _PERSON:
                readings[sort if sort in readings else ""][entry.reading_form()] = None
            else:
                ordinary |= kind == _NOUN
        family, given, other = (tuple(found) for found in readings.values())
        return NameReadings(family, given, other, ordinary)

    def _tokenizer(self) -> Tokenizer:
        # A tokenizer may not be shared between threads.
        tokenizer: Tokenizer | None = getattr(self._of_thread, "tokenizer", None)
        if tokenizer is None:
            tokenizer = self._of_thread.tokenizer = self._dictionary.tokenizer()
        return tokenizer


def _words(text: str, tokenizer: Tokenizer) -> Iterator[Word]:
    for offset in range(0, len(text), _CHUNK):
        for morpheme in tokenizer.tokenize(text[offset : offset + _CHUNK]):
            word = _word(morpheme, offset)
            if word is not None:
                yield word


def _word(morpheme: Morpheme, offset: int) -> Word | None:
    kind, detail, sort, *_ = morpheme.part_of_speech()
    surface = morpheme.surface()
    if kind in _SIGNS and _spells(surface):
        kind, detail, sort = _UNKNOWN_NOUN
    if kind in _SIGNS or kind == _SPACE:
        return None
    keys = _kept_keys if len(surface) <= LONGEST_KEPT else _keys
    letters, key, reading = keys(surface, morpheme.normalized_form(), morpheme.reading_form())
    if not letters:
        return None
    content = kind not in _FUNCTION
    return Word(
        offset + morpheme.begin(),
        offset + morpheme.end(),
        key,
        letters,
        reading,
        (kind, detail, sort),
        content=content,
        telling=content and kind not in _DEPENDENT and detail != _HALF_DEPENDENT,
    )


def _spells(surface: str) -> bool:
    """Tell whether there are letters in it, other than those that only lengthen or repeat."""
    return any(unicodedata.category(character) in _LETTERS for character in surface)


def stem(key: str) -> str:
    """Return the stem of an English word, by Porter2; any other key as it is."""
    if len(key) > _LATIN_STEM_LENGTH and _LATIN.fullmatch(key):
        return str(Stemmer.Stemmer("english").stemWord(key))
    return key


def _keys(surface: str, normalized: str, reading: str) -> tuple[str, str, str]:
    letters = comparison_key(surface)
    key = comparison_key(normalized) or letters
    key = stem(key)
    known = reading not in {"", _SYMBOL_READING}
    return letters, key, kana_key(reading if known else letters)


_kept_keys = lru_cache(maxsize=MOST_KEPT)(_keys)
