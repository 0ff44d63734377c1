"""Rows of the database made into values of the domain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import groupby
from sqlite3 import Row
from typing import Any

from bot.session import (
    Bilingual,
    Quote,
    QuoteRef,
    SessionSummary,
    Source,
    SourceKind,
    Speaker,
    Topic,
    Utterance,
)
from bot.store.connection import DatabaseUnusableError

_DIGEST_BYTES = 16

# Ids of topics have no spaces.
QUOTE_COLUMNS = """
    quotes.key AS quote_key, quotes.number AS quote, quotes.text, quotes.translation, quotes.digest,
    utterances.key AS utterance_key, utterances.number AS utterance, utterances.place,
    utterances.note, utterances.start, utterances.quote_count,
    sessions.id AS session, utterances.speaker AS speaker_key,
    (SELECT group_concat(id, ' ') FROM (
        SELECT id FROM quote_topics JOIN topics ON topics.key = quote_topics.topic
        WHERE quote_topics.quote = quotes.key ORDER BY topics.key
    )) AS topics
"""

QUOTE_TABLES = """
    quotes JOIN utterances ON utterances.key = quotes.utterance
    JOIN sessions ON sessions.key = utterances.session
"""

# Times are stored with their zones, and compared as moments.
IN_ORDER_OF_SESSIONS = "julianday(sessions.started_at), sessions.id"


def digest_of(*values: object) -> bytes:
    """Return a digest of 16 bytes of numbers, texts, None, and tuples of them."""
    return blake2b(repr(values).encode(), digest_size=_DIGEST_BYTES).digest()


def speaker(row: Row, aliases: Iterable[str]) -> Speaker:
    """Return a speaker from a row of ``speakers``."""
    return Speaker(
        id=row["id"],
        title=row["title"],
        name=Bilingual(row["name_ja"], row["name_en"]),
        role=Bilingual(row["role_ja"], row["role_en"]),
        aliases=tuple(aliases),
    )


def topic(row: Row) -> Topic:
    """Return a topic from a row of ``topics``."""
    return Topic(row["id"], Bilingual(row["label_ja"], row["label_en"]))


def session(
    row: Row | Mapping[str, Any], speakers: Iterable[Speaker], topics: Iterable[Topic]
) -> SessionSummary:
    """Return a session from a row of ``sessions``."""
    return SessionSummary(
        id=row["id"],
        title=Bilingual(row["title_ja"], row["title_en"]),
        started_at=datetime.fromisoformat(row["started_at"]) if row["started_at"] else None,
        venue=Bilingual(row["venue_ja"], row["venue_en"]) if row["venue_ja"] else None,
        source=Source(
            kind=SourceKind(row["source_kind"]),
            complete=bool(row["source_complete"]),
            description=Bilingual(row["source_ja"], row["source_en"]),
            consent=Bilingual(row["consent_ja"], row["consent_en"]) if row["consent_ja"] else None,
            url=row["source_url"],
        ),
        speakers=tuple(speakers),
        topics=tuple(topics),
        utterance_count=row["utterance_count"],
        quote_count=row["quote_count"],
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a quote stands: keys of the database, and its utterance within the session.

    ``place`` counts the utterances from 1, ``quote_count`` is how many quotes this one has.
    """

    key: int
    utterance_key: int
    speaker_key: int
    place: int
    note: str | None
    start: float | None
    quote_count: int

    def digest(self, quote: Quote) -> bytes:
        """Return the digest of all that is known of a quote."""
        return digest_of(
            self.key,
            self.utterance_key,
            self.speaker_key,
            self.place,
            self.note,
            self.start,
            self.quote_count,
            quote.ref.session,
            quote.ref.utterance,
            quote.ref.quote,
            quote.text,
            quote.translation,
            quote.topics,
        )


def placed_quote(row: Row, speakers: Mapping[int, Speaker]) -> tuple[Placed, Quote]:
    """Return a quote, and where it stands, from a row of ``QUOTE_COLUMNS``; speakers by their key.

    Raises DatabaseUnusableError when it is not what was stored.
    """
    quote = Quote(
        QuoteRef(row["session"], row["utterance"], row["quote"]),
        speakers[row["speaker_key"]],
        row["text"],
        translation=row["translation"],
        topics=tuple(row["topics"].split(" ")) if row["topics"] else (),
        start=row["start"],
    )
    placed = Placed(
        row["quote_key"],
        row["utterance_key"],
        row["speaker_key"],
        row["place"],
        row["note"],
        row["start"],
        row["quote_count"],
    )
    if placed.digest(quote) != row["digest"]:
        raise DatabaseUnusableError("a quote is not as it was stored")
    return placed, quote


def quote(row: Row, speakers: Mapping[int, Speaker]) -> Quote:
    """Return a quote alone."""
    return placed_quote(row, speakers)[1]


def passage(
    found: Iterable[Row], speakers: Mapping[int, Speaker], start: int, limit: int, total: int
) -> tuple[Utterance, ...]:
    """Return the utterances that rows of ``QUOTE_COLUMNS``, in order, make up.

    ``start`` is the number from which on they were asked for, ``limit`` how many of them, ``total``
    how many the session has. Raises DatabaseUnusableError when any of them, or of their quotes, is
    missing or not what was stored.
    """
    quotes = [placed_quote(row, speakers) for row in found]
    groups = [list(group) for _, group in groupby(quotes, key=lambda each: each[0].place)]
    utterances = tuple(
        Utterance(
            group[0][1].ref.utterance,
            group[0][1].speaker,
            tuple(quote.text for _, quote in group),
            group[0][0].note,
            group[0][0].start,
            translations=tuple(quote.translation for _, quote in group),
        )
        for group in groups
    )
    whole = all(
        [quote.ref.quote for _, quote in group] == [*range(1, group[0][0].quote_count + 1)]
        for group in groups
    )
    places = [group[0][0].place for group in groups]
    numbers = [utterance.number for utterance in utterances]
    if not whole or not _is_unbroken(places, numbers, max(start, 1), limit, total):
        raise DatabaseUnusableError("a part of what was said is missing")
    return utterances


def _is_unbroken(
    places: Sequence[int], numbers: Sequence[int], start: int, limit: int, total: int
) -> bool:
    """Tell whether utterances follow one another from the start to the end that was asked for.

    Numbers are never lower than places, and the same as long as none was left out.
    """
    if not places:
        return start > total
    begins = numbers[0] == start or (numbers[0] > start and numbers[0] != places[0])
    follows = [*places] == [*range(places[0], places[0] + len(places))]
    ends = len(places) == limit or places[-1] == total
    return begins and follows and ends


def phrases_digest(quote_key: int, phrases: Iterable[tuple[str, str]]) -> bytes | None:
    """Return the digest of a quote's search phrases, texts and readings; None when it has none."""
    found = tuple(map(tuple, phrases))
    return digest_of(quote_key, found) if found else None
