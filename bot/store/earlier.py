"""Sessions in a database of an earlier release, read so that they can be stored anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Row
from typing import Final

from bot.session import Annotation, Session, Speaker, Utterance
from bot.store import rows
from bot.store.connection import examine
from bot.store.record import Origin
from bot.store.writing import Arrival

_SCHEMAS: Final = (1, 4)
"""Those of 0.1.0, and of the states since that had the terms in the database.

Their tables have the columns that are read here, but for those added since 0.1.0.
"""

_ADDED_SINCE: Final = {"consent_ja": None, "consent_en": None, "source_url": None, "start": None}


def earlier_sessions(path: Path) -> tuple[Arrival, ...]:
    """Return the loaded sessions of a sound database of an earlier release, to be stored anew.

    Their files are not known, and are empty. There are none in a database of another kind, or in
    one that is damaged.
    """
    try:
        if examine(path):
            return ()
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version not in _SCHEMAS:
                return ()
            return tuple(_arrivals(database))
    except (sqlite3.Error, LookupError, TypeError, ValueError):
        return ()


def _arrivals(database: sqlite3.Connection) -> Iterator[Arrival]:
    statement = "SELECT * FROM sessions WHERE origin = ? ORDER BY key"
    for row in database.execute(statement, (Origin.LOADED,)).fetchall():
        yield Arrival(_session(database, row), row["digest"], Origin.LOADED)


def _session(database: sqlite3.Connection, row: Row) -> Session:
    key = row["key"]
    speakers = {
        each["key"]: rows.speaker(each, _aliases(database, each["key"]))
        for each in _of_session(database, "speakers", key)
    }
    topics = [rows.topic(each) for each in _of_session(database, "topics", key)]
    found = rows.session(_ADDED_SINCE | dict(row), speakers.values(), topics)
    utterances, annotations = _utterances(database, key, speakers)
    session = Session(
        id=found.id,
        title=found.title,
        started_at=found.started_at,
        venue=found.venue,
        source=found.source,
        speakers=found.speakers,
        utterances=utterances,
        topics=found.topics,
        annotations=annotations,
        glossary=_glossary(database, key),
    )
    if (len(utterances), len(session.quotes)) != (found.utterance_count, found.quote_count):
        raise ValueError("utterances or quotes are missing")
    return session


def _utterances(
    database: sqlite3.Connection, session: int, speakers: dict[int, Speaker]
) -> tuple[tuple[Utterance, ...], dict[tuple[int, int], Annotation]]:
    utterances = []
    annotations = {}
    for row in _of_session(database, "utterances", session, order="number"):
        quotes = database.execute(
            "SELECT * FROM quotes WHERE utterance = ? ORDER BY number", (row["key"],)
        ).fetchall()
        texts = tuple(quote["text"] for quote in quotes)
        speaker = speakers[row["speaker"]]
        start = (_ADDED_SINCE | dict(row))["start"]
        utterances.append(Utterance(row["number"], speaker, texts, row["note"], start))
        for quote in quotes:
            annotation = _annotation(database, quote)
            if annotation != Annotation():
                annotations[row["number"], quote["number"]] = annotation
    return tuple(utterances), annotations


def _annotation(database: sqlite3.Connection, quote: Row) -> Annotation:
    def texts(statement: str) -> tuple[str, ...]:
        return tuple(text for (text,) in database.execute(statement, (quote["key"],)))

    return Annotation(
        translation=quote["translation"],
        phrases=texts("SELECT text FROM phrases WHERE quote = ? ORDER BY position"),
        topics=texts(
            "SELECT id FROM quote_topics JOIN topics ON topics.key = topic"
            " WHERE quote = ? ORDER BY topics.key"
        ),
    )


def _aliases(database: sqlite3.Connection, speaker: int) -> list[str]:
    statement = "SELECT alias FROM speaker_aliases WHERE speaker = ? ORDER BY alias"
    return [alias for (alias,) in database.execute(statement, (speaker,))]


def _glossary(database: sqlite3.Connection, session: int) -> tuple[tuple[str, ...], ...]:
    groups: dict[int, list[str]] = {}
    for row in _of_session(database, "glossary", session, order='"group", position'):
        groups.setdefault(row["group"], []).append(row["spelling"])
    return tuple(map(tuple, groups.values()))


def _of_session(
    database: sqlite3.Connection, table: str, session: int, order: str = "key"
) -> list[Row]:
    statement = f"SELECT * FROM {table} WHERE session = ? ORDER BY {order}"  # noqa: S608
    return database.execute(statement, (session,)).fetchall()
