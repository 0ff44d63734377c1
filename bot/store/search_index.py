"""The searchable side of the corpus: which documents there are, and where terms occur."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from bot.japanese import Family
from bot.store.connection import DatabaseUnusableError
from bot.store.database import OfDatabase, reading
from bot.store.rows import IN_ORDER_OF_SESSIONS, digest_of, phrases_digest

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


class SearchTables(OfDatabase):
    """What the database holds for searching: documents, the terms in them, search phrases."""

    @reading
    async def documents(self) -> Documents:
        """Return the layout of the corpus; some 100 bytes a quote."""
        # One statement, so that the layout is of one generation whoever writes meanwhile.
        found = await self._database.fetch(
            "SELECT quotes.key AS quote, quotes.number AS quote_number,"  # noqa: S608
            " quotes.length AS quote_length, utterances.key AS utterance,"
            " utterances.number AS utterance_number, utterances.length AS utterance_length,"
            " utterances.speaker, quotes.phrases_digest IS NOT NULL AS annotated,"
            " sessions.key AS session, sessions.layout_digest"
            " FROM sessions"
            " LEFT JOIN utterances ON utterances.session = sessions.key"
            " LEFT JOIN quotes ON quotes.utterance = utterances.key"
            f" ORDER BY {IN_ORDER_OF_SESSIONS}, utterances.number, quotes.number"
        )
        for (_, layout), rows in groupby(found, key=itemgetter("session", "layout_digest")):
            if layout_digest(row[:8] for row in rows if row["quote"] is not None) != layout:
                raise DatabaseUnusableError("quotes are missing, or not where they were stored")
        quotes = [row for row in found if row["quote"] is not None]
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

    @reading
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
            for term, document in await self._database.fetch(statement, *batch):
                found[term][document] += 1
        return found

    @reading
    async def all_terms(self, level: Level) -> list[tuple[int, dict[Family, str]]]:
        """Return each document's key and its terms, parted by spaces; for small corpora."""
        found = await self._database.fetch(
            f"SELECT key, words, characters, readings, terms_digest FROM {level}s"  # noqa: S608
            f" LEFT JOIN {level}_terms ON {level}_terms.rowid = key"
        )
        documents = []
        for key, *texts, digest in found:
            if digest_of(key, *texts) != digest:
                raise DatabaseUnusableError("terms are not as they were stored")
            documents.append((key, dict(zip(Family, texts, strict=True))))
        return documents

    @reading
    async def phrases(
        self, quote_keys: Collection[int], generation: int
    ) -> dict[int, tuple[Phrase, ...]]:
        """Return the search phrases of quotes, by the quotes' keys.

        There are none when the corpus is not at that ``generation`` any more.
        """
        places = ", ".join("?" * len(quote_keys))
        found = await self._database.fetch(
            "SELECT generation, quotes.key, quotes.phrases_digest, phrases.text, phrases.reading"  # noqa: S608
            f" FROM corpus LEFT JOIN quotes ON quotes.key IN ({places})"
            " LEFT JOIN phrases ON phrases.quote = quotes.key"
            " ORDER BY quotes.key, phrases.position",
            *quote_keys,
        )
        if found[0]["generation"] != generation:
            return dict.fromkeys(quote_keys, ())
        phrases: dict[int, tuple[Phrase, ...]] = {}
        for (key, digest), rows in groupby(found, key=itemgetter("key", "phrases_digest")):
            of_quote = [(row["text"], row["reading"]) for row in rows if row["text"] is not None]
            if phrases_digest(key, of_quote) != digest:
                raise DatabaseUnusableError("search phrases are not as they were stored")
            phrases[key] = tuple(Phrase(*phrase) for phrase in of_quote)
        return {key: phrases[key] for key in quote_keys}


def layout_digest(rows: Iterable[tuple[int, ...]]) -> bytes:
    """Return the digest of a session's part of the layout.

    ``rows`` are made of key, number and length of a quote, those of its utterance, the speaker's
    key, and whether there are search phrases.
    """
    return digest_of(*rows)
