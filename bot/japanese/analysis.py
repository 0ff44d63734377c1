"""Sentences cut into what is compared: words, characters, readings."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple, cast

import numpy as np
import Stemmer
from numpy.typing import NDArray
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
from bot.japanese.words import NOUN, NUMERAL, PERSON, Cut, NameReadings, Word

_SIGNS = frozenset({"補助記号", "記号"})
_SPACE = "空白"
_FUNCTION = frozenset({"助詞", "助動詞"})
_DEPENDENT = frozenset({"接尾辞", "接頭辞", "代名詞", "連体詞", "接続詞", "感動詞"})
_HALF_DEPENDENT = "非自立可能"
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

# From this number on, words are none of the dictionary, and share it with others of their kind.
# Numerals are normalised by what stands beside them.
_UNKNOWN_TO_DICTIONARY = 0xF000_0000

READING_GRAM = 3
"""The size of the n-grams of readings that are compared."""

# A character has 21 bits.
_CHARACTER = 21
_MOST_WORDS = 2**17

_Said = tuple[str, str, str, tuple[str, str, str], bool, bool]
_Known = dict[tuple[str, int], _Said]
_NOTHING: _Said = ("", "", "", ("", "", ""), False, False)

Numbers = NDArray[np.uint64]
"""Terms by the numbers that they are known by."""

# What a thread that cuts keeps of its morphemes; about 300 bytes each.
_MOST_MORPHEMES = 2**16


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

    def reading_start(self, word: Word) -> int:
        """Return where the reading of one of its words begins in ``reading``."""
        return sum(len(each.reading) for each in self.words if each.start < word.start)


def gram_numbers(text: str, size: int) -> Numbers:
    """Return the n-grams of ``size`` characters, in order, as numbers; 0 where one is broken.

    They are broken by zero characters.
    """
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    characters = characters.astype(np.uint64)
    count = max(len(characters) - size + 1, 0)
    grams = np.zeros(count, np.uint64)
    whole = np.ones(count, np.bool_)
    for place in range(size):
        part = characters[place : place + count]
        grams = grams << np.uint64(_CHARACTER) | part
        whole &= part != 0
    return np.where(whole, grams, np.uint64(0))


@lru_cache(maxsize=_MOST_WORDS)
def word_number(word: str) -> int:
    """Return a number for a word; that two words of a corpus share one is next to impossible."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def word_numbers(words: Sequence[str]) -> Numbers:
    """Return the numbers of words, in order."""
    # One by one, so that other threads get their turn.
    return np.array([word_number(word) for word in words], np.uint64)


def reading_numbers(reading: str) -> list[int]:
    """Return the 3-grams of a short reading, in order, as numbers."""
    kana = list(map(ord, reading))
    beginnings = [one << _CHARACTER | other for one, other in pairwise(kana)]
    return [pair << _CHARACTER | last for pair, last in zip(beginnings, kana[2:], strict=False)]


class TermNumbers(NamedTuple):
    """Terms of a text as numbers: words in order, the others each once."""

    words: list[int]
    characters: list[int]
    pairs: list[int]
    readings: list[int]


def term_numbers(analysis: Analysis, words: Iterable[str]) -> TermNumbers:
    """Return the numbers of ``words``, and of all that is to be compared of a text beside them.

    Of a text as short as a question, this is sooner done than with arrays.
    """
    codes = list(map(ord, analysis.letters))
    pairs = [one << _CHARACTER | other for one, other in pairwise(codes)]
    readings = reading_numbers(analysis.reading)
    return TermNumbers(
        list(map(word_number, words)),
        *(list(dict.fromkeys(each)) for each in (codes, pairs, readings)),
    )


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
        tokenizer, known = self._tokenizer(), self._of_thread.morphemes
        places = shown_places(text)
        shown = text if places is None else "".join([text[place] for place in places[:-1]])
        words = tuple(_words(modern_kanji(encodable(shown)), tokenizer, known))
        if places is not None:
            words = tuple(
                word._replace(start=places[word.start], end=places[word.end]) for word in words
            )
        return Analysis(text, words)

    def cut(self, text: str) -> Cut:
        """Return what ``analyze`` would of ``text``, without where any of it stands; far sooner."""
        places = shown_places(text)
        shown = text if places is None else "".join([text[place] for place in places[:-1]])
        shown = modern_kanji(encodable(shown))
        tokenizer, known = self._tokenizer(), self._of_thread.morphemes
        letters: list[str] = []
        readings: list[str] = []
        words: list[str] = []
        for offset in range(0, len(shown), _CHUNK):
            morphemes = list(tokenizer.tokenize(shown[offset : offset + _CHUNK]))
            names = [(morpheme.surface(), morpheme.word_id()) for morpheme in morphemes]
            found = list(map(known.get, names))
            if None in found:
                pairs = zip(names, morphemes, strict=True)
                found = [known.get(name) or _kept(known, name, each) for name, each in pairs]
            said = cast("list[_Said]", found)
            letters += [each[1] for each in said]
            readings += [each[2] for each in said]
            words += [each[0] for each in said if each[4]]
        return Cut("".join(letters), "".join(readings), words)

    def name_readings(self, text: str) -> NameReadings:
        """Return what the dictionary knows of a text as a name of a person."""
        readings: dict[str, dict[str, None]] = {_FAMILY: {}, _GIVEN: {}, "": {}}
        ordinary = False
        for entry in self._dictionary.lookup(encodable(text[:_CHUNK])):
            kind, _, detail, sort, *_ = entry.part_of_speech()
            if detail == PERSON:
                readings[sort if sort in readings else ""][entry.reading_form()] = None
            else:
                ordinary |= kind == NOUN
        family, given, other = (tuple(found) for found in readings.values())
        return NameReadings(family, given, other, ordinary)

    def _tokenizer(self) -> Tokenizer:
        # A tokenizer may not be shared between threads.
        tokenizer: Tokenizer | None = getattr(self._of_thread, "tokenizer", None)
        if tokenizer is None:
            tokenizer = self._of_thread.tokenizer = self._dictionary.tokenizer()
            self._of_thread.morphemes = {}
        return tokenizer


def _words(text: str, tokenizer: Tokenizer, known: _Known) -> Iterator[Word]:
    for offset in range(0, len(text), _CHUNK):
        for morpheme in tokenizer.tokenize(text[offset : offset + _CHUNK]):
            name = (morpheme.surface(), morpheme.word_id())
            said = known.get(name) or _kept(known, name, morpheme)
            if said is not _NOTHING:
                yield Word(offset + morpheme.begin(), offset + morpheme.end(), *said)


def _kept(known: _Known, name: tuple[str, int], morpheme: Morpheme) -> _Said:
    """Return what a morpheme says, and keep that where it says so wherever it stands."""
    said = _said(morpheme)
    surface, number = name
    alike = number < _UNKNOWN_TO_DICTIONARY or said[3][1] != NUMERAL
    if alike and len(surface) <= LONGEST_KEPT:
        if len(known) == _MOST_MORPHEMES:
            known.clear()
        known[name] = said
    return said


def _said(morpheme: Morpheme) -> _Said:
    """Return key, letters, reading and kind of a word, whether it is content, and telling.

    Of what is none, it is nothing.
    """
    kind, detail, sort, *_ = morpheme.part_of_speech()
    surface = morpheme.surface()
    if kind in _SIGNS and _spells(surface):
        kind, detail, sort = _UNKNOWN_NOUN
    if kind in _SIGNS or kind == _SPACE:
        return _NOTHING
    keys = _kept_keys if len(surface) <= LONGEST_KEPT else _keys
    letters, key, reading = keys(surface, morpheme.normalized_form(), morpheme.reading_form())
    if not letters:
        return _NOTHING
    content = kind not in _FUNCTION
    telling = content and kind not in _DEPENDENT and detail != _HALF_DEPENDENT
    return key, letters, reading, (kind, detail, sort), content, telling


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
