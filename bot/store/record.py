"""What is fixed within one generation of the corpus: its sessions, and who took part in them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain, groupby
from sqlite3 import Row
from typing import Any, NamedTuple

import aiosqlite

from bot.japanese.personal_names import is_same_person
from bot.session import Bilingual, SessionSummary, Speaker, Topic
from bot.store import rows
from bot.store.connection import DatabaseUnusableError


class Origin(StrEnum):
    """How a session came into the database."""

    DATA_FOLDER = "data folder"
    LOADED = "loaded"


class StoredSession(NamedTuple):
    """Where a stored session is from; ``digest`` tells whether its files changed since."""

    digest: str
    origin: Origin
    file: str


@dataclass(frozen=True)
class Record:
    """One generation of the corpus without its words.

    ``sessions`` and where they are from (``stored``), both by id, come in the order in which they
    took place. ``speakers`` and ``session_keys`` hold the keys of the database; a person has a key
    for each session. ``quote_counts`` are by session and person.

    Speakers of several sessions are one person, and have one id, where they bear the same id and
    their names agree. Where they do not, each id goes on with ``@`` and the person's first session.
    """

    generation: int
    sessions: dict[str, SessionSummary]
    stored: dict[str, StoredSession]
    session_keys: dict[str, int]
    speakers: dict[int, Speaker]
    quote_counts: Counter[tuple[str, str]]
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

    def count_quotes(self, speaker_id: str, session_id: str | None = None) -> int:
        """Return how many quotes of a person there are, in one session or in all."""
        ids = self.sessions if session_id is None else (session_id,)
        return sum(self.quote_counts[each, speaker_id] for each in ids)


async def read_generation(database: aiosqlite.Connection) -> int:
    """Return the number that changes whenever the corpus does."""
    return (await _corpus(database))[0]


async def read_record(database: aiosqlite.Connection) -> Record:
    """Read the record as it stands, whoever writes meanwhile.

    Raises DatabaseUnusableError when it is not what was stored.
    """
    while True:
        corpus = await _corpus(database)
        tables = await _read(database)
        if await _corpus(database) == corpus:
            break
    generation, digest = corpus
    if digest != (tables.digest if tables.sessions else None):
        raise DatabaseUnusableError("the record is not as it was stored")
    return tables.record(generation)


async def seal_record(database: aiosqlite.Connection) -> None:
    """Store the digest of the record, and a new generation."""
    tables = await _read(database)
    # Drawn at random, so that a database built anew is never taken for the one before it.
    await database.execute(
        "UPDATE corpus SET generation = random(), drawn = random(), record_digest = ?",
        (tables.digest if tables.sessions else None,),
    )


async def _corpus(database: aiosqlite.Connection) -> tuple[int, bytes | None]:
    found = await database.execute_fetchall("SELECT generation, record_digest FROM corpus")
    ((generation, digest),) = found
    return int(generation), digest


@dataclass(frozen=True)
class _Tables:
    """The rows that make the record, in a fixed order."""

    sessions: list[Row]
    speakers: list[Row]
    aliases: list[Row]
    topics: list[Row]
    glossary: list[Row]

    @property
    def digest(self) -> bytes:
        tables = (self.sessions, self.speakers, self.aliases, self.topics, self.glossary)
        return rows.digest_of(*(tuple(map(tuple, table)) for table in tables))

    def record(self, generation: int) -> Record:
        topics = _grouped(self.topics, "session")
        aliases = _grouped(self.aliases, "speaker")
        speakers = {
            row["key"]: rows.speaker(row, [each["alias"] for each in aliases.get(row["key"], ())])
            for row in self.speakers
        }
        ids = {row["key"]: row["id"] for row in self.sessions}
        persons = _person_ids(
            [(row["key"], ids[row["session"]], speakers[row["key"]]) for row in self.speakers]
        )
        speakers = {key: replace(each, id=persons[key]) for key, each in speakers.items()}
        of_session = _grouped(self.speakers, "session")
        return Record(
            generation,
            sessions={
                row["id"]: rows.session(
                    row,
                    [speakers[each["key"]] for each in of_session.get(row["key"], ())],
                    map(rows.topic, topics.get(row["key"], ())),
                )
                for row in self.sessions
            },
            stored={
                row["id"]: StoredSession(row["digest"], Origin(row["origin"]), row["file"])
                for row in self.sessions
            },
            session_keys={row["id"]: row["key"] for row in self.sessions},
            speakers=speakers,
            quote_counts=Counter(
                {
                    (ids[row["session"]], persons[row["key"]]): row["quote_count"]
                    for row in self.speakers
                }
            ),
            glossary=tuple(self._spellings()),
        )

    def _spellings(self) -> Iterator[tuple[str, ...]]:
        groups = groupby(self.glossary, key=lambda row: (row["session"], row["group"]))
        for _, group in groups:
            yield tuple(row["spelling"] for row in group)


async def _read(database: aiosqlite.Connection) -> _Tables:
    async def ordered(columns: str, table: str, order: str) -> list[Row]:
        statement = (
            f"SELECT {columns} FROM {table} JOIN sessions ON sessions.key = {table}.session"  # noqa: S608
            f" ORDER BY {rows.IN_ORDER_OF_SESSIONS}, {order}"
        )
        return list(await database.execute_fetchall(statement))

    return _Tables(
        sessions=list(
            await database.execute_fetchall(
                f"SELECT * FROM sessions ORDER BY {rows.IN_ORDER_OF_SESSIONS}"  # noqa: S608
            )
        ),
        speakers=await ordered("speakers.*", "speakers", "speakers.key"),
        aliases=list(
            await database.execute_fetchall("SELECT * FROM speaker_aliases ORDER BY speaker, alias")
        ),
        topics=await ordered("topics.*", "topics", "topics.key"),
        glossary=await ordered("glossary.*", "glossary", '"group", position'),
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
