"""The corpus as the ranking sees it: documents by position, and where terms occur in them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.documents import Documents, Floats, Integers
from bot.answering.question import Question
from bot.answering.weights import APART, Part, Statistics, Wanted, Weighed, Weights, counted
from bot.japanese import Analyzer, Family, Glossary
from bot.session import Quote
from bot.store import (
    COUNT_BITS,
    GRAMS,
    Level,
    Packed,
    Record,
    SearchIndex,
    Store,
)

# Enough for years of questions; past it the cache starts anew, and the old one stays with those who
# wait for what they miss of it.
_MOST_CACHED = 100_000

# A corpus of no more quotes than this is read at once, and each of them is scored.
_READ_AT_ONCE = 1_000

# Characters count in full while at least this share of a question is not hiragana: written in
# kana, a word shares its characters with many others, and its reading says all there is.
_OTHER_THAN_KANA = 0.3

_NO_ROWS = np.zeros(0, np.int64)

# How much each family counts of what a question asks for.
_COUNTS = {
    Level.QUOTE: {Family.WORDS: 0.38, Family.CHARACTERS: 0.24, Family.READINGS: 0.38},
    Level.UTTERANCE: {Family.CHARACTERS: 0.42, Family.READINGS: 0.32, Family.WORDS: 0.26},
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The search phrases of a quote and, in the same order, the readings to compare."""

    texts: tuple[str, ...]
    readings: tuple[str, ...]

    def nearest(self, reading: str) -> tuple[str, float] | None:
        """Return the phrase most like a question, by its reading, and how much, in [0, 1]."""
        found = process.extractOne(reading, self.readings, scorer=fuzz.ratio)
        return None if found is None else (self.texts[found[2]], found[1] / 100)


class Index:
    """One generation of the corpus; build it with ``Index.read``.

    Documents are known by their position: quotes and utterances each counted from 0, in the order
    of sessions and of speech. ``utterance_places`` count the same way, but leave a gap between
    sessions; ``first_quotes`` are those with which utterances begin, and one past the last.
    ``unknown_rarities`` are the inverse document frequencies, in nats, of a term that no
    quote of a group has. A corpus that ``is_small`` is scored whole for every question; in
    a larger one, questions are searched for by ``turn``. ``all_quotes`` are the texts of a small
    corpus, ``written_about`` what was written about them.
    """

    def __init__(self, store: Store, record: Record, terms: SearchIndex) -> None:
        self.record = record
        self.glossary = Glossary(record.glossary)
        self._store = store
        self._quote_keys = terms.layout.quote_keys
        self.documents = Documents(record, terms.layout)
        self.utterance_of_quote = terms.layout.utterance_of_quote
        self.utterance_places = self.documents.utterance_places()
        ends = np.flatnonzero(np.diff(self.utterance_of_quote, append=-1))
        self.first_quotes = np.concatenate([np.zeros(1, np.int64), ends + 1])
        self.bare = terms.layout.annotated == 0
        self.has_bare = bool(self.bare.any())
        self.is_small = len(self.bare) <= _READ_AT_ONCE
        telling = self.documents.telling_sessions()
        self.statistics = {
            level: Statistics.of(level, terms.lengths[level], [each[place] for each in telling])
            for place, level in enumerate((Level.QUOTE, Level.UTTERANCE))
        }
        quotes = self.statistics[Level.QUOTE]
        groups = np.arange(len(quotes.sizes))
        self.unknown_rarities = quotes.rarities(groups, np.zeros_like(groups))
        self._tables = {
            (level, family): terms.table(level, family) for level in Level for family in Family
        }
        self._weights = {
            level: Weights.of(
                self.statistics[level], {each: self._tables[level, each] for each in families}
            )
            for level, families in _COUNTS.items()
            if self.is_small
        }
        words = self._tables[Level.QUOTE, Family.WORDS].numbers
        self._words = frozenset(words.tolist() if self.is_small else ())
        # Two at once would only wait for each other, and all else for both.
        self.turn = asyncio.Lock()
        self._phrases: dict[int, Phrases] = {}
        self._quotes: dict[int, Quote] = {}
        self.all_quotes: tuple[str, ...] = ()
        self.written_about: tuple[str, ...] = ()

    @classmethod
    async def read(cls, store: Store, analyzer: Analyzer) -> "Index":
        """Read the corpus as it stands; of a large one, quotes are read when first asked for."""
        while True:
            record = await store.record()
            index = await asyncio.to_thread(cls, store, record, await store.search.index(analyzer))
            if index.is_small:
                await index.read_texts()
            if await index.is_current():
                return index

    async def read_texts(self) -> None:
        """Read what the quotes say, and what was written about them, before it is asked for."""
        everything = range(self.size(Level.QUOTE))
        phrases = await self.phrases(everything)
        quotes = await self.quotes(everything) or ()
        about = (text for of_quote in phrases for text in of_quote.texts)
        translations = (quote.translation for quote in quotes if quote.translation)
        self.all_quotes = tuple(quote.text for quote in quotes)
        self.written_about = (*about, *translations)

    async def is_current(self) -> bool:
        """Tell whether the corpus is still at this generation."""
        return await self._store.generation() == self.record.generation

    def size(self, level: Level) -> int:
        """Return how many documents there are."""
        return len(self.statistics[level].groups)

    def wanted(self, question: Question) -> dict[Level, Wanted]:
        """Look up what a question asks for at each level that is needed.

        Only bare quotes are looked for by their utterances.
        """
        levels = Level if self.has_bare else (Level.QUOTE,)
        return {level: self._wanted(question, level) for level in levels}

    def _wanted(self, question: Question, level: Level) -> Wanted:
        words, *characters, readings = question.terms
        kana = min(1.0, (1 - question.kana_share) / _OTHER_THAN_KANA)
        asked = {
            Family.WORDS: words,
            Family.CHARACTERS: characters[GRAMS[level] - 1],
            Family.READINGS: readings,
        }
        parts: list[Part] = []
        numbers: list[int] = []
        for family, weight in _COUNTS[level].items():
            if asked[family]:
                terms = slice(len(numbers), len(numbers) + len(asked[family]))
                lowered = family is Family.CHARACTERS and level is Level.QUOTE
                parts.append(Part(family, weight * kana if lowered else weight, terms))
                numbers += asked[family]
        factors = np.array([part.weight for part in parts]).reshape(-1, 1)
        if self.is_small:
            return Wanted(parts, factors, [], self._rows(level, numbers, parts))
        postings = (self.postings(level, part.family, numbers[part.terms]) for part in parts)
        return Wanted(parts, factors, list(chain.from_iterable(postings)), _NO_ROWS)

    def _rows(self, level: Level, numbers: Sequence[int], parts: Iterable[Part]) -> Integers:
        known = self._weights[level].known
        wanted = np.array(numbers, np.uint64)
        for part in parts:
            wanted[part.terms] ^= APART[part.family]
        rows = known.searchsorted(wanted)
        return np.where(known[rows] == wanted, rows, len(known) - 1)

    def postings(self, level: Level, family: Family, numbers: Sequence[int]) -> list[Packed]:
        """Return the postings of terms, by their numbers; none of those that occur nowhere."""
        if self.is_small:
            weights = self._weights[level]
            rows = self._rows(level, numbers, [Part(family, 1.0, slice(len(numbers)))])
            stretches = zip(weights.starts[rows], weights.lengths[rows], strict=True)
            return [weights.packed[start : start + length] for start, length in stretches]
        table = self._tables[level, family]
        spans = table.spans(np.array(numbers, np.uint64))
        if table.check is not None:
            return [table.check(start, end) for start, end in spans]
        packed = table.packed
        return [packed[start:end] for start, end in spans]

    def lacks_words(self, numbers: Sequence[int]) -> list[bool]:
        """Tell of words, by their numbers, whether no quote has them."""
        if self.is_small:
            return [number not in self._words for number in numbers]
        return [not len(each) for each in self.postings(Level.QUOTE, Family.WORDS, numbers)]

    def heard(self, numbers: Sequence[int], quote: int, group: int) -> list[float]:
        """Return the rarities of 3-grams of readings within a group; 0 of what a quote lacks."""
        postings = self.postings(Level.QUOTE, Family.READINGS, numbers)
        rarities = self.statistics[Level.QUOTE].rarities_of(postings, np.array([group]))
        has = [quote in packed >> COUNT_BITS for packed in postings]
        heard: list[float] = (rarities[:, 0] * has).tolist()
        return heard

    def weighed(self, level: Level, wanted: Wanted, documents: Integers | None = None) -> Weighed:
        """Return what a question's parts weigh in some documents, which ascend.

        In a small corpus, it is all of them.
        """
        if documents is None:
            return self._weighed_in_all(self._weights[level], wanted)
        statistics = self.statistics[level]
        groups, columns = statistics.present(documents)
        rarities = statistics.rarities_of(wanted.postings, groups)
        counts = counted(wanted.postings, documents)
        weights = counts / (counts + statistics.half_saturated[documents])
        weights *= rarities if len(groups) == 1 else rarities[:, columns]
        return Weighed(documents, sums(wanted, weights), rarities, columns)

    def _weighed_in_all(self, weights: Weights, wanted: Wanted) -> Weighed:
        places = _places(weights, wanted.rows)
        shape = len(weights.families), len(weights.documents)
        cells, values = weights.cells[places], weights.values[places]
        matched = np.bincount(cells, values, shape[0] * shape[1]).reshape(shape)
        if len(wanted.parts) < len(weights.families):
            matched = matched[[weights.families.index(part.family) for part in wanted.parts]]
        rarities = weights.rarities[wanted.rows]
        return Weighed(weights.documents, matched * wanted.factors, rarities, weights.columns)

    def all_have(self, level: Level, wanted: Wanted) -> NDArray[np.bool_]:
        """Return which of all documents of a small corpus have which terms; terms × documents."""
        weights = self._weights[level]
        has = np.zeros((len(wanted.rows), len(weights.documents)), np.bool_)
        terms = np.repeat(np.arange(len(wanted.rows)), weights.lengths[wanted.rows])
        has[terms, weights.packed[_places(weights, wanted.rows)] >> COUNT_BITS] = True
        return has

    async def phrases(self, quotes: Sequence[int]) -> list[Phrases]:
        """Return the search phrases of the quotes at these positions."""
        known = self._phrases
        missing = [quote for quote in quotes if quote not in known]
        if missing:
            if len(known) + len(missing) > _MOST_CACHED:
                known = self._phrases = {}
                missing = list(quotes)
            keys = self._quote_keys[missing].tolist()
            found = await self._store.search.phrases(keys, self.record.generation)
            for quote, key in zip(missing, keys, strict=True):
                phrases = found[key]
                known[quote] = Phrases(
                    tuple(phrase.text for phrase in phrases),
                    tuple(phrase.reading for phrase in phrases),
                )
        return [known[quote] for quote in quotes]

    async def quotes(self, positions: Sequence[int]) -> list[Quote] | None:
        """Return the quotes at these positions; None when the corpus has changed meanwhile."""
        known = self._quotes
        missing = [position for position in positions if position not in known]
        if missing:
            if len(known) + len(missing) > _MOST_CACHED:
                known = self._quotes = {}
                missing = list(positions)
            keys = self._quote_keys[missing].tolist()
            quotes = await self._store.quotes_by_key(keys, self.record)
            if quotes is None:
                return None
            known.update(
                (position, quotes[key]) for position, key in zip(missing, keys, strict=True)
            )
        return [known[position] for position in positions]


def sums(wanted: Wanted, of_terms: Floats) -> Floats:
    """Return what terms, in rows, come to in each part of a question."""
    if not wanted.parts:
        return np.zeros((0, of_terms.shape[1]))
    starts = [part.terms.start for part in wanted.parts]
    return np.asarray(np.add.reduceat(of_terms, starts, axis=0) * wanted.factors, np.float64)


def _places(weights: Weights, rows: Integers) -> Integers:
    """Return where the postings of terms lie, one after the other."""
    lengths = weights.lengths[rows]
    ends = lengths.cumsum()
    count = int(ends[-1]) if len(ends) else 0
    places: Integers = np.repeat(weights.starts[rows] - ends + lengths, lengths)
    return places + np.arange(count)
