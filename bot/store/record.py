"""What is fixed within one generation of the corpus: its sessions, and who took part in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby
from sqlite3 import Row
from typing import Any

import aiosqlite

from bot.japanese.personal_names import is_same_person
from bot.session import Bilingual, SessionSummary, Speaker, Topic
from bot.store import rows


@dataclass(frozen=True)
class Record:
    """One generation of the corpus without its words.

    ``sessions``, by id, come in the order in which they took place. ``speakers`` and
    ``session_keys`` hold the keys of the database; a person has a key for each session.

    Speakers of several sessions are one person, and have one id, where they bear the same id and
    their names agree. Where they do not, each id goes on with ``@`` and the person's first session.
    """

    generation: int
    sessions: dict[str, SessionSummary]
    session_keys: dict[str, int]
    speakers: dict[int, Speaker]
    glossary: tuple[tuple[str, ...], ...]

    @cached_property
    def people(self) -> tuple[Speaker, ...]:
        """All speakers, each person once: as the latest session has them, under all their names."""
        entries: dict[str, list[Speaker]] = {}
        for speaker in self.speakers.values():
            entries.setdefault(speaker.id, []).append(speaker)
        return tuple(map(self._person, entries.values()))

    def _person(self, entries: list[Speaker]) -> Speaker:
        *earlier, latest = entries
        names = [*latest.aliases]
        for entry in earlier:
            names += (*entry.aliases, entry.title, entry.name.ja, entry.name.en)
        return replace(
            latest,
            aliases=tuple(dict.fromkeys(names)),
            session=self._session_of(latest) if self._is_namesake(latest) else None,
        )

    @cached_property
    def _bearers(self) -> dict[str, set[str]]:
        """The ids of the persons who bear each name."""
        bearers: dict[str, set[str]] = {}
        for speaker in self.speakers.values():
            for name in (speaker.title, speaker.name.ja, speaker.name.en):
                bearers.setdefault(name, set()).add(speaker.id)
        return bearers

    def _is_namesake(self, person: Speaker) -> bool:
        """Tell whether somebody else bears the same name."""
        names = (person.title, person.name.ja, person.name.en)
        return any(len(self._bearers[name]) > 1 for name in names)

    def _session_of(self, person: Speaker) -> Bilingual | None:
        titles = [
            session.title
            for session in self.sessions.values()
            if any(speaker.id == person.id for speaker in session.speakers)
        ]
        return titles[-1] if titles else None

    def keys_of(self, speaker_id: str) -> list[int]:
        """Return the keys under which a person's words are stored."""
        return [key for key, speaker in self.speakers.items() if speaker.id == speaker_id]

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
    session_ids = {row["key"]: row["id"] for row in sessions}
    ids = _person_ids(
        [(row["key"], session_ids[row["session"]], by_key[row["key"]]) for row in speakers]
    )
    by_key = {key: replace(speaker, id=ids[key]) for key, speaker in by_key.items()}
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


def _person_ids(entries: list[tuple[int, str, Speaker]]) -> dict[int, str]:
    """Return the id of the person that each speaker is, by key; they come in order of sessions."""
    persons: dict[str, list[list[tuple[int, str, Speaker]]]] = {}
    for entry in entries:
        known = persons.setdefault(entry[2].id, [])
        fitting = [
            person for person in known if all(is_same_person(each[2], entry[2]) for each in person)
        ]
        if len(fitting) == 1:
            fitting[0].append(entry)
        else:
            known.append([entry])
    return {
        key: speaker_id if len(known) == 1 else f"{speaker_id}@{person[0][1]}"
        for speaker_id, known in persons.items()
        for person in known
        for key, _, _ in person
    }


def _grouped(found: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    return {key: list(group) for key, group in groupby(found, key=lambda row: row[column])}
