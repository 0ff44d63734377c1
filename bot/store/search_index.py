"""The searchable side of the corpus: which documents there are, and where terms occur."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

import aiosqlite

from bot.japanese import Family
from bot.store.rows import IN_ORDER_OF_SESSIONS

# A term found more often than this says little; what is found first stands for the rest.
_MOST_OCCURRENCES = 10_000

# SQLite joins no more than 500 selects.
_MOST_TERMS = 200


class Level(StrEnum):
    """What counts as a document."""

    QUOTE = "quote"
    UTTERANCE = "utterance"


@dataclass(frozen=True, slots=True)
class Documents:
    """Every document of the corpus, in order: by session, then as it was said.

    Keys ascend only within a session. ``speaker_keys`` has as many entries as ``utterance_keys``,
    ``utterance_of_quote`` (a key) and ``annotated`` (whether search phrases exist) as many as
    ``quote_keys``. Numbers are those by which a quote is referred to.
    """

    utterance_keys: list[int]
    utterance_numbers: list[int]
    utterance_lengths: list[int]
    session_keys: list[int]
    speaker_keys: list[int]
    quote_keys: list[int]
    quote_numbers: list[int]
    quote_lengths: list[int]
    utterance_of_quote: list[int]
    annotated: list[bool]


class Phrase(NamedTuple):
    """A search phrase and the reading by which it is compared."""

    text: str
    reading: str


class SearchTables:
    """What the database holds for searching: documents, the terms in them, search phrases."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def documents(self) -> Documents:
        """Return the layout of the corpus; some 100 bytes a quote."""
        # One statement, so that the layout is of one generation whoever writes meanwhile.
        quotes = list(
            await self._database.execute_fetchall(
                "SELECT quotes.key AS quote, quotes.number AS quote_number,"  # noqa: S608
                " quotes.length AS quote_length, utterances.key AS utterance,"
                " utterances.number AS utterance_number, utterances.length AS utterance_length,"
                " utterances.session, utterances.speaker,"
                " EXISTS (SELECT 1 FROM phrases WHERE phrases.quote = quotes.key) AS annotated"
                " FROM quotes"
                " JOIN utterances ON utterances.key = quotes.utterance"
                " JOIN sessions ON sessions.key = utterances.session"
                f" ORDER BY {IN_ORDER_OF_SESSIONS}, utterances.number, quotes.number"
            )
        )
        utterances = [next(group) for _, group in groupby(quotes, key=itemgetter("utterance"))]
        return Documents(
            utterance_keys=[row["utterance"] for row in utterances],
            utterance_numbers=[row["utterance_number"] for row in utterances],
            utterance_lengths=[row["utterance_length"] for row in utterances],
            session_keys=[row["session"] for row in utterances],
            speaker_keys=[row["speaker"] for row in utterances],
            quote_keys=[row["quote"] for row in quotes],
            quote_numbers=[row["quote_number"] for row in quotes],
            quote_lengths=[row["quote_length"] for row in quotes],
            utterance_of_quote=[row["utterance"] for row in quotes],
            annotated=[bool(row["annotated"]) for row in quotes],
        )

    async def occurrences(
        self, level: Level, family: Family, terms: Collection[str]
    ) -> dict[str, Counter[int]]:
        """Return for each term how often each document, by its key, has it."""
        one = (
            f"SELECT * FROM (SELECT term, doc FROM {level}_postings"  # noqa: S608
            f" WHERE term = ? AND col = '{family}' LIMIT {_MOST_OCCURRENCES})"
        )
        found: dict[str, Counter[int]] = {term: Counter() for term in terms}
        pending = iter(terms)
        while batch := list(islice(pending, _MOST_TERMS)):
            statement = " UNION ALL ".join([one] * len(batch))
            for term, document in await self._database.execute_fetchall(statement, batch):
                found[term][document] += 1
        return found

    async def all_terms(self, level: Level) -> list[tuple[int, dict[Family, str]]]:
        """Return each document's key and its terms, parted by spaces; for small corpora."""
        rows = await self._database.execute_fetchall(
            f"SELECT rowid, words, characters, readings FROM {level}_terms"  # noqa: S608
        )
        return [(key, dict(zip(Family, texts, strict=True))) for key, *texts in rows]

    async def phrases(self, quote_keys: Collection[int]) -> dict[int, tuple[Phrase, ...]]:
        """Return the search phrases of quotes, by the quotes' keys."""
        places = ", ".join("?" * len(quote_keys))
        phrases: dict[int, list[Phrase]] = {key: [] for key in quote_keys}
        for key, text, reading in await self._database.execute_fetchall(
            f"SELECT quote, text, reading FROM phrases WHERE quote IN ({places})"  # noqa: S608
            " ORDER BY quote, position",
            tuple(quote_keys),
        ):
            phrases[key].append(Phrase(text, reading))
        return {key: tuple(found) for key, found in phrases.items()}
