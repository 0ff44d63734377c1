"""The corpus as the ranking sees it: documents by position, and where terms occur in them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.documents import Documents, Floats, Integers, Part, Statistics, Wanted, Weighed
from bot.answering.question import Question
from bot.japanese import Analyzer, Family, Glossary
from bot.session import Quote
from bot.store import (
    COUNT_BITS,
    GRAMS,
    MOST_COUNTED,
    Level,
    OpenTable,
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

_NOWHERE: Packed = np.zeros(0, np.uint32)


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
        sizes = self.statistics[Level.QUOTE].sizes
        self.unknown_rarities = _rarities(sizes, np.zeros(len(sizes), np.int64))
        self._tables = {
            (level, family): terms.table(level, family) for level in Level for family in Family
        }
        # Looked up one by one, the few terms of a question are found soonest.
        self._known = {
            key: _by_number(table) for key, table in self._tables.items() if self.is_small
        }
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
        found = {}
        for level, asked in _asked(question).items():
            if level is Level.UTTERANCE and not self.has_bare:
                continue
            parts: list[Part] = []
            postings: list[Packed] = []
            for family, weight, numbers in asked:
                if len(numbers):
                    terms = slice(len(postings), len(postings) + len(numbers))
                    parts.append(Part(family, weight, terms))
                    postings += self.postings(level, family, numbers)
            found[level] = Wanted(parts, postings)
        return found

    def postings(self, level: Level, family: Family, numbers: Sequence[int]) -> list[Packed]:
        """Return the postings of terms, by their numbers; none of those that occur nowhere."""
        if self.is_small:
            known = self._known[level, family]
            return [known.get(number, _NOWHERE) for number in numbers]
        table = self._tables[level, family]
        spans = table.spans(np.array(numbers, np.uint64))
        if table.check is not None:
            return [table.check(start, end) for start, end in spans]
        packed = table.packed
        return [packed[start:end] for start, end in spans]

    def rarities(self, level: Level, postings: Sequence[Packed], groups: Integers) -> Floats:
        """Return the inverse document frequencies of terms within groups; terms × groups."""
        statistics = self.statistics[level]
        if groups.any():
            bounds = (statistics.bounds[groups] << COUNT_BITS).astype(np.uint32)
            places = np.array([np.searchsorted(each, bounds) for each in postings], np.int64)
            places = places.reshape(-1, len(groups), 2)
            frequencies = places[:, :, 1] - places[:, :, 0]
        else:
            frequencies = np.array([len(each) for each in postings], np.int64).reshape(-1, 1)
        return _rarities(statistics.sizes[groups], frequencies)

    def weighed(
        self, level: Level, postings: Sequence[Packed], documents: Integers | None = None
    ) -> Weighed:
        """Return what terms weigh in some documents, which ascend, or in all of them."""
        statistics = self.statistics[level]
        if documents is None:
            documents = np.arange(len(statistics.groups))
            counts = _scattered(postings, len(documents))
        else:
            counts = _counted(postings, documents)
        if len(statistics.sizes) == 1 or not len(documents):
            groups, columns = np.zeros(1, np.int64), np.zeros(len(documents), np.int64)
        else:
            groups, columns = np.unique(statistics.groups[documents], return_inverse=True)
        rarities = self.rarities(level, postings, groups)
        weights = counts / (counts + statistics.half_saturated[documents])
        weights *= rarities if len(groups) == 1 else rarities[:, columns]
        return Weighed(documents, weights, rarities, columns)

    def have(self, postings: Sequence[Packed], documents: Integers) -> NDArray[np.bool_]:
        """Return which documents, in any order, have which terms; terms × documents."""
        wanted: list[int] = documents.ravel().tolist()
        distinct = sorted(set(wanted))
        has = _counted(postings, np.array(distinct, np.int64)) > 0
        ranks = {document: rank for rank, document in enumerate(distinct)}
        places = [ranks[document] for document in wanted]
        return has[:, places].reshape(len(postings), *documents.shape)

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


def _by_number(table: OpenTable) -> dict[int, Packed]:
    """Return the postings of all terms of a table by their numbers."""
    packed = table.packed if table.check is None else table.check(0, len(table.packed))
    spans = pairwise(table.starts.tolist())
    parts = (packed[start:end] for start, end in spans)
    return dict(zip(table.numbers.tolist(), parts, strict=True))


def _asked(question: Question) -> dict[Level, list[tuple[Family, float, list[int]]]]:
    """Return what a question asks for at each level: how much which terms of each family count."""
    words, *characters, readings = question.terms
    kana = min(1.0, (1 - question.kana_share) / _OTHER_THAN_KANA)
    return {
        Level.QUOTE: [
            (Family.WORDS, 0.38, words),
            (Family.CHARACTERS, 0.24 * kana, characters[GRAMS[Level.QUOTE] - 1]),
            (Family.READINGS, 0.38, readings),
        ],
        Level.UTTERANCE: [
            (Family.CHARACTERS, 0.42, characters[GRAMS[Level.UTTERANCE] - 1]),
            (Family.READINGS, 0.32, readings),
            (Family.WORDS, 0.26, words),
        ],
    }


def _rarities(sizes: Integers, frequencies: Integers) -> Floats:
    return np.asarray(np.log1p((sizes - frequencies + 0.5) / (frequencies + 0.5)), np.float64)


def _scattered(postings: Sequence[Packed], size: int) -> Floats:
    """Return how often terms occur in each of all documents; terms × documents."""
    counts = np.zeros((len(postings), size))
    if postings:
        packed = np.concatenate(postings)
        rows = np.repeat(np.arange(len(postings)), [len(each) for each in postings])
        counts[rows, packed >> COUNT_BITS] = packed & MOST_COUNTED
    return counts


def _counted(postings: Sequence[Packed], documents: Integers) -> Floats:
    """Return how often terms occur in some documents, which ascend; terms × documents."""
    found = np.zeros((len(postings), len(documents)), np.uint32)
    wanted = (documents << COUNT_BITS).astype(np.uint32)
    for row, packed in zip(found, postings, strict=True):
        if len(packed):
            packed.take(packed.searchsorted(wanted), out=row, mode="clip")
    counts = (found & MOST_COUNTED).astype(np.float64)
    counts[found >> COUNT_BITS != documents] = 0
    return counts
