"""What is fixed within one generation of the corpus: its sessions, and who took part in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from sqlite3 import Row
from typing import Any

import aiosqlite

from bot.session import SessionSummary, Speaker, Topic
from bot.store import rows


@dataclass(frozen=True)
class Record:
    """One generation of the corpus without its words.

    ``sessions``, by id, come in the order in which they took place. ``speakers`` and
    ``session_keys`` hold the keys of the database; a person has a key for each session.
    """

    generation: int
    sessions: dict[str, SessionSummary]
    session_keys: dict[str, int]
    speakers: dict[int, Speaker]
    glossary: tuple[tuple[str, ...], ...]

    @cached_property
    def people(self) -> tuple[Speaker, ...]:
        """All speakers, each id once: as the latest session has them."""
        return tuple({speaker.id: speaker for speaker in self.speakers.values()}.values())

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of all sessions, each once."""
        topics = chain.from_iterable(session.topics for session in self.sessions.values())
        return tuple(dict.fromkeys(topics))


async def read_generation(database: aiosqlite.Connection) -> int:
    """Return the number that changes whenever the corpus does."""
    (row,) = await database.execute_fetchall("SELECT generation FROM corpus")
    return int(row[0])


async def read_record(database: aiosqlite.Connection) -> Record:
    """Read the record as it stands, whoever writes meanwhile."""
    while True:
        generation = await read_generation(database)
        record = await _read(database, generation)
        if await read_generation(database) == generation:
            return record


async def _read(database: aiosqlite.Connection, generation: int) -> Record:
    async def ordered(columns: str, table: str, order: str) -> list[Row]:
        statement = (
            f"SELECT {columns} FROM {table} JOIN sessions ON sessions.key = {table}.session"  # noqa: S608
            f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, {order}"
        )
        return list(await database.execute_fetchall(statement))

    sessions = list(
        await database.execute_fetchall(
            f"SELECT * FROM sessions ORDER BY {rows.IN_ORDER_OF_SESSIONS}"  # noqa: S608
        )
    )
    topics = _grouped(await ordered("topics.*", "topics", "topics.key"), "session")
    aliases = _grouped(
        await database.execute_fetchall("SELECT * FROM speaker_aliases ORDER BY speaker"), "speaker"
    )
    speakers = await ordered("speakers.*", "speakers", "speakers.key")
    by_key = {
        row["key"]: rows.speaker(row, [each["alias"] for each in aliases.get(row["key"], ())])
        for row in speakers
    }
    of_session = _grouped(speakers, "session")
    glossary = groupby(
        await ordered("glossary.*", "glossary", '"group", position'),
        key=lambda row: (row["session"], row["group"]),
    )
    return Record(
        generation,
        sessions={
            row["id"]: rows.session(
                row,
                [by_key[each["key"]] for each in of_session.get(row["key"], ())],
                map(rows.topic, topics.get(row["key"], ())),
            )
            for row in sessions
        },
        session_keys={row["id"]: row["key"] for row in sessions},
        speakers=by_key,
        glossary=tuple(tuple(row["spelling"] for row in group) for _, group in glossary),
    )


def _grouped(found: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    return {key: list(group) for key, group in groupby(found, key=lambda row: row[column])}
