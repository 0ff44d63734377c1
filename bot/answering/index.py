"""The corpus as the ranking sees it: documents by position, and where terms occur in them."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.bm25 import Integers, Postings, PostingsTable, Weighing
from bot.answering.outcome import UnknownSessionError
from bot.japanese import Family, Glossary
from bot.session import Quote, QuoteRef, SessionSummary
from bot.store import Documents, Level, Record, Store

# Enough for years of questions; past it the cache starts anew, and the old one stays with those who
# wait for what they miss of it.
_MOST_CACHED = 100_000
# In letters: a longer term is no word that anybody asks for twice.
_LONGEST_CACHED = 48

# A corpus of no more quotes than this is read whole at once, so that no question waits for terms.
_READ_AT_ONCE = 1_000

# Of no more quotes, the words are known by which a misspelled one may be told.
_MOST_TEXTS = 1_000


Within = str | Collection[str]
"""A session or some, by id."""

SESSIONS_APART = 1_000
"""How far the places of the last and the first utterance of two sessions lie apart."""


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
    sessions, so that nothing is near what was said on another day. ``unknown_rarity`` is the
    inverse document frequency, in nats, of a term that no quote has. ``all_quotes`` are the texts
    of a small corpus, ``written_about`` what was written about them.
    """

    def __init__(
        self,
        store: Store,
        record: Record,
        documents: Documents,
    ) -> None:
        self.record = record
        self.glossary = Glossary(record.glossary)
        self._quote_keys = np.array(documents.quote_keys, np.int64)
        utterance_keys = np.array(documents.utterance_keys, np.int64)
        self._store = store
        self._keys = {Level.QUOTE: self._quote_keys, Level.UTTERANCE: utterance_keys}
        self._positions = {level: np.argsort(keys) for level, keys in self._keys.items()}
        self._sorted_keys = {
            level: keys[self._positions[level]] for level, keys in self._keys.items()
        }
        self.utterance_of_quote = self._position(
            Level.UTTERANCE, np.array(documents.utterance_of_quote, np.int64)
        )
        self._session_keys = np.array(documents.session_keys, np.int64)
        self._utterance_numbers = np.array(documents.utterance_numbers, np.int64)
        self._quote_numbers = np.array(documents.quote_numbers, np.int64)
        self._speaker_keys = np.array(documents.speaker_keys, np.int64)
        ordinals = np.cumsum(np.diff(self._session_keys, prepend=self._session_keys[:1]) != 0)
        self.utterance_places = np.arange(len(ordinals)) + ordinals * SESSIONS_APART
        self.bare = ~np.array(documents.annotated, np.bool_)
        self._weighing = {
            Level.QUOTE: Weighing(Level.QUOTE, documents.quote_lengths),
            Level.UTTERANCE: Weighing(Level.UTTERANCE, documents.utterance_lengths),
        }
        self._postings: dict[tuple[Level, Family], dict[str, Postings]] = {
            (level, family): {} for level in Level for family in Family
        }
        self._nowhere = {level: self._weigh(level, Counter()) for level in Level}
        self.unknown_rarity = self._nowhere[Level.QUOTE].rarity
        self._tables: dict[tuple[Level, Family], PostingsTable] = {}
        self._phrases: dict[int, Phrases] = {}
        self._quotes: dict[int, Quote] = {}
        self.all_quotes: tuple[str, ...] = ()
        self.written_about: tuple[str, ...] = ()

    @classmethod
    async def read(cls, store: Store) -> "Index":
        """Read the layout of the corpus as it stands; terms are read when first asked for."""
        while True:
            index = cls(store, await store.record(), await store.search.documents())
            if index.size(Level.QUOTE) <= _READ_AT_ONCE:
                await index._read_all()
            if 0 < index.size(Level.QUOTE) <= _MOST_TEXTS:
                await index._read_texts()
            if await index.is_current():
                return index

    async def is_current(self) -> bool:
        """Tell whether the corpus is still at this generation."""
        return await self._store.generation() == self.record.generation

    async def _read_all(self) -> None:
        for level in Level:
            documents = await self._store.search.all_terms(level)
            await asyncio.to_thread(self._tabulate, level, documents)
        everything = range(self.size(Level.QUOTE))
        await self.phrases(everything)
        await self.quotes(everything)

    async def _read_texts(self) -> None:
        keys = self._quote_keys.tolist()
        phrases = await self._store.search.phrases(keys, self.record.generation)
        quotes = (await self._store.quotes_by_key(keys, self.record) or {}).values()
        translations = (quote.translation for quote in quotes if quote.translation)
        about = (phrase.text for key in keys for phrase in phrases[key])
        self.all_quotes = tuple(quote.text for quote in quotes)
        self.written_about = (*about, *translations)

    def _tabulate(self, level: Level, documents: list[tuple[int, dict[Family, str]]]) -> None:
        for family in Family:
            numbers: dict[str, int] = {}
            occurrences = [
                (numbers.setdefault(term, len(numbers)), key, count)
                for key, texts in documents
                for term, count in Counter(texts[family].split()).items()
            ]
            self._tables[level, family] = self._table(level, numbers, occurrences)

    def _table(
        self, level: Level, numbers: dict[str, int], occurrences: list[tuple[int, int, int]]
    ) -> PostingsTable:
        terms, keys, counts = np.array(occurrences, np.int64).reshape(-1, 3).T
        known = self._knows(level, keys)
        documents = self._position(level, keys[known])
        return self._weighing[level].table(numbers, terms[known], documents, counts[known])

    def size(self, level: Level) -> int:
        """Return how many documents there are."""
        return len(self._keys[level])

    async def postings(self, level: Level, family: Family, terms: Sequence[str]) -> list[Postings]:
        """Return the postings of terms, read from the database where not known yet."""
        known = self._postings[level, family]
        missing = [term for term in terms if term not in known]
        if missing:
            if len(known) + len(missing) > _MOST_CACHED:
                known = self._postings[level, family] = {}
                missing = list(terms)
            found = await self._look_up(level, family, missing)
            known.update({term: found[term] for term in found if len(term) <= _LONGEST_CACHED})
            return [found.get(term) or known[term] for term in terms]
        return [known[term] for term in terms]

    async def _look_up(
        self, level: Level, family: Family, terms: Sequence[str]
    ) -> dict[str, Postings]:
        table = self._tables.get((level, family))
        if table is not None:
            return {term: _taken(table, term) or self._nowhere[level] for term in terms}
        found = await self._store.search.occurrences(level, family, terms)
        return {term: self._weigh(level, counts) for term, counts in found.items()}

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

    def position(self, ref: QuoteRef) -> int | None:
        """Return the position of the quote that is referred to; None where there is none."""
        session = self.record.session_keys.get(ref.session)
        utterance = _place(
            self._utterance_numbers, np.flatnonzero(self._session_keys == session), ref.utterance
        )
        if utterance is None:
            return None
        quotes = np.arange(*np.searchsorted(self.utterance_of_quote, [utterance, utterance + 1]))
        return _place(self._quote_numbers, quotes, ref.quote)

    def positions_of(self, quote_keys: Integers) -> Integers:
        """Return the positions of the quotes with these keys; -1 where there is none."""
        known = self._sorted_keys[Level.QUOTE]
        if not len(known):
            return np.full(len(quote_keys), -1)
        places = np.minimum(np.searchsorted(known, quote_keys), len(known) - 1)
        positions = self._positions[Level.QUOTE][places]
        return np.where(known[places] == quote_keys, positions, -1)

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

    def spoken_by(self, speaker_ids: Collection[str]) -> NDArray[np.bool_]:
        """Return for each quote whether one of these speakers said it."""
        speakers = self.record.speakers.items()
        keys = [key for key, speaker in speakers if speaker.id in speaker_ids]
        spoken: NDArray[np.bool_] = np.isin(self._speaker_keys, keys)
        return spoken[self.utterance_of_quote]

    def session(self, session_id: str) -> SessionSummary:
        """Return the session with an id. Raises UnknownSessionError when there is none."""
        sessions = self.record.sessions
        if session_id not in sessions:
            raise UnknownSessionError(session_id, tuple(sessions))
        return sessions[session_id]

    def within(self, sessions: Within) -> NDArray[np.bool_]:
        """Return for each quote whether it belongs to a session, or to one of some.

        Raises UnknownSessionError when there is none with an id.
        """
        ids = [sessions] if isinstance(sessions, str) else sessions
        keys = [self.record.session_keys[self.session(each).id] for each in ids]
        belongs: NDArray[np.bool_] = np.isin(self._session_keys, keys)
        return belongs[self.utterance_of_quote]

    def _position(self, level: Level, keys: Integers) -> Integers:
        return self._positions[level][np.searchsorted(self._sorted_keys[level], keys)]

    def _knows(self, level: Level, keys: Integers) -> NDArray[np.bool_]:
        # Documents that are not known were loaded meanwhile: ``quotes`` will notice.
        places: Integers = np.searchsorted(self._sorted_keys[level], keys)
        return places < self.size(level)

    def _weigh(self, level: Level, occurrences: Counter[int]) -> Postings:
        keys = np.fromiter(occurrences.keys(), np.int64, len(occurrences))
        counts = np.fromiter(occurrences.values(), np.int64, len(occurrences))
        known = self._knows(level, keys)
        return self._weighing[level].postings(self._position(level, keys[known]), counts[known])


def _place(numbers: Integers, places: Integers, number: int) -> int | None:
    """Return that one of ascending places at which a number stands."""
    found = np.searchsorted(numbers[places], number)
    if found == len(places) or numbers[places[found]] != number:
        return None
    return int(places[found])


def _taken(table: PostingsTable, term: str) -> Postings | None:
    """Take the postings of a term out of a table; None when it does not occur."""
    number = table.numbers.get(term)
    if number is None:
        return None
    span = slice(table.starts[number], table.starts[number + 1])
    return Postings(table.documents[span], table.weights[span], float(table.rarities[number]))
