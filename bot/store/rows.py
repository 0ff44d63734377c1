"""Rows of the database made into values of the domain."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from sqlite3 import Row

from bot.session import (
    Bilingual,
    Quote,
    QuoteRef,
    SessionSummary,
    Source,
    SourceKind,
    Speaker,
    Topic,
)

# Ids of topics have no spaces.
QUOTE_COLUMNS = """
    quotes.text, quotes.number AS quote, quotes.translation, utterances.number AS utterance,
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


def session(row: Row, speakers: Iterable[Speaker], topics: Iterable[Topic]) -> SessionSummary:
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
        ),
        speakers=tuple(speakers),
        topics=tuple(topics),
        utterance_count=row["utterance_count"],
        quote_count=row["quote_count"],
    )


def quote(row: Row, speakers: Mapping[int, Speaker]) -> Quote:
    """Return a quote from a row of ``QUOTE_COLUMNS``; speakers by their key."""
    ref = QuoteRef(row["session"], row["utterance"], row["quote"])
    return Quote(
        ref,
        speakers[row["speaker_key"]],
        row["text"],
        translation=row["translation"],
        topics=tuple(row["topics"].split(" ")) if row["topics"] else (),
    )
