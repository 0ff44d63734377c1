"""Whatever happens to the database file, nothing is shown that was not stored, and no start fails.

HATSUGEN_FLIPS says how many bits are flipped, one at a time; 60 when it is not set.
"""

import asyncio
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import move
from typing import Any

import pytest

from bot.answering import Answering, Match
from bot.corpus import CorpusError, load, open_corpus
from bot.session import Language
from tests.corpora import read_all

FLIPS = int(os.environ.get("HATSUGEN_FLIPS", "60"))
DATA = Path(__file__).parents[1] / "data"
QUESTIONS = (
    "COCOAは疫学調査に使えたのですか",
    "Why is healthcare difficult?",
    "デジタル庁の役割は何ですか",
    "ぬぬぬ",
)

Shown = tuple[Any, ...]


def described(match: Match) -> Shown:
    quote = match.quote
    return quote, quote.translation, quote.topics, match.spans, match.reason, match.score


async def shown(answering: Answering) -> Shown:
    """What members see of a few questions, of the speakers and of what is suggested."""
    outcomes = [await answering.ask(question) for question in QUESTIONS]
    return (
        [(type(each), [described(match) for match in each.matches]) for each in outcomes],
        await answering.find_speakers(""),
        await answering.suggest("デジタル", Language.JA),
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Shown, Shown]:
    """A sound database, everything in it, and what members see of it."""
    path = tmp_path_factory.mktemp("sound") / "quotes.db"

    async def build() -> tuple[Shown, Shown]:
        async with open_corpus(path, DATA) as corpus:
            return await read_all(corpus.store), await shown(corpus.answering)

    return path, *asyncio.run(build())


@pytest.fixture
def database(sound: tuple[Path, Shown, Shown], tmp_path: Path) -> Path:
    """A sound database of the test's own, with its index."""
    for index in sound[0].parent.glob("quotes.db-index-*"):
        shutil.copy(index, tmp_path)
    return Path(shutil.copy(sound[0], tmp_path / "quotes.db"))


async def test_a_flipped_bit_changes_nothing_that_is_shown(
    tmp_path: Path, sound: tuple[Path, Shown, Shown]
) -> None:
    original, everything, seen = sound
    content = original.read_bytes()
    chance = random.Random(20210209)
    database = tmp_path / "quotes.db"
    noticed = 0
    for _ in range(FLIPS):
        place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        damaged = bytearray(content)
        damaged[place] ^= bit
        database.write_bytes(damaged)
        for _ in range(2):
            async with open_corpus(database, DATA) as corpus:
                assert await shown(corpus.answering) == seen, (place, bit)
                assert await read_all(corpus.store) == everything, (place, bit)
        aside = database.with_name("quotes.db.unusable")
        noticed += aside.exists()
        aside.unlink(missing_ok=True)
    assert noticed >= FLIPS // 4


CHANGES = {
    "another text": "UPDATE quotes SET text = replace(text, 'COCOA', 'ココア')",
    "another translation": "UPDATE quotes SET translation = 'No.' WHERE key = 20",
    "no translation": "UPDATE quotes SET translation = NULL",
    "another speaker": "UPDATE utterances SET speaker = 3 - speaker",
    "another number": "UPDATE utterances SET number = number + 100",
    "another note": "UPDATE utterances SET note = 'laughing'",
    "another time": "UPDATE utterances SET start = 7",
    "another name": "UPDATE speakers SET name_en = 'Nobody'",
    "another alias": "UPDATE speaker_aliases SET alias = alias || '?'",
    "another title": "UPDATE sessions SET title_ja = title_en",
    "another topic": "UPDATE topics SET label_ja = label_en",
    "no topics of quotes": "DELETE FROM quote_topics",
    "another phrase": "UPDATE phrases SET text = 'x'",
    "no phrases": "DELETE FROM phrases",
    "another glossary": "DELETE FROM glossary",
    "no such speaker": "DELETE FROM speakers WHERE key = 1",
    "no utterance": "DELETE FROM utterances WHERE key = 7",
    "no quote": "DELETE FROM quotes WHERE key = 30",
    "no last quote": "DELETE FROM quotes WHERE key = (SELECT max(key) FROM quotes)",
    "no generation": "DELETE FROM corpus",
    "no date": "UPDATE sessions SET started_at = 'one day'",
    "a number as text": "UPDATE quotes SET text = 5",
    "no table": "DROP TABLE phrases",
    "bytes that are no text": "UPDATE quotes SET text = CAST(x'ff' AS TEXT) WHERE key = 9",
    "a title of no text": "UPDATE sessions SET title_en = CAST(x'e3' AS TEXT)",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_rows_that_are_not_what_was_stored_are_not_shown(
    database: Path, sound: tuple[Path, Shown, Shown], change: str
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(change)

    async with open_corpus(database, DATA) as corpus:
        assert await shown(corpus.answering) == sound[2]
        assert await read_all(corpus.store) == sound[1]
    assert database.with_name("quotes.db.unusable").exists()


def emptied(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate()


def halved(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def filled_with_junk(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"This is no database. " * (size // 21))


def replaced_by_junk(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"This is no database. " * 1000)
    other.replace(path)


def replaced_by_another(path: Path) -> None:
    other = path.with_name("other")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE sessions (cookie TEXT)")
    other.replace(path)


def renamed(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def deleted(path: Path) -> None:
    path.unlink()


def deleted_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


SPOILING = (
    emptied,
    halved,
    filled_with_junk,
    replaced_by_junk,
    replaced_by_another,
    renamed,
    deleted,
    deleted_with_its_folder,
)


@pytest.mark.parametrize("spoil", SPOILING, ids=lambda spoil: spoil.__name__)
@pytest.mark.parametrize("asked_before", [True, False], ids=["warm", "cold"])
async def test_what_happens_to_the_file_while_it_is_in_use_shows_in_no_answer(
    tmp_path: Path,
    sound: tuple[Path, Shown, Shown],
    spoil: Callable[[Path], None],
    asked_before: bool,
) -> None:
    (tmp_path / "store").mkdir()
    database = Path(shutil.copy(sound[0], tmp_path / "store" / "quotes.db"))
    async with open_corpus(database, DATA) as corpus:
        if asked_before:
            await shown(corpus.answering)
        spoil(database)
        assert await shown(corpus.answering) == sound[2]
        assert await read_all(corpus.store) == sound[1]

    async with open_corpus(database, DATA) as corpus:
        assert await shown(corpus.answering) == sound[2]
        assert await read_all(corpus.store) == sound[1]


async def test_many_questions_at_once_restore_the_file_once(
    database: Path, sound: tuple[Path, Shown, Shown], caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE quotes SET text = 'x'")

    async with open_corpus(database, DATA) as corpus:
        found = await asyncio.gather(
            *(shown(corpus.answering) for _ in range(5)),
            *(corpus.store.quotes_by_speaker("hirai") for _ in range(5)),
        )

    assert found[:5] == [sound[2]] * 5
    assert len({quote.text for quotes in found[5:] for quote in quotes}) > 1
    assert caplog.text.count("is set aside") == 1


def test_an_untouched_database_is_left_as_it_is(database: Path) -> None:
    before = database.read_bytes()

    async def use() -> None:
        async with open_corpus(database, DATA) as corpus:
            await shown(corpus.answering)
            await read_all(corpus.store)

    asyncio.run(use())

    assert database.read_bytes() == before
    names = sorted(each.name for each in database.parent.iterdir())
    assert names[0] == database.name
    assert [name.partition("-index-")[0] for name in names[1:]] == [database.name]


async def test_what_was_loaded_is_named_when_it_is_lost(
    database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = tmp_path / "talk.jsonl"
    lines.write_text('{"speaker": "A", "text": "晴れた。"}\n', encoding="utf-8")
    async with open_corpus(database, DATA) as corpus:
        await load(corpus, [lines])
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE speakers SET title = 'x'")

    async with open_corpus(database, DATA) as corpus:
        assert set(await corpus.store.stored()) == {"digital-agency-1"}

    assert f"has to be loaded again: talk ({lines})" in caplog.text


async def test_without_anything_to_build_from_nothing_is_said_to_be_unsaid(
    database: Path, tmp_path: Path, sound: tuple[Path, Shown, Shown]
) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    async with open_corpus(database, data) as corpus:
        await shown(corpus.answering)
        move(data, tmp_path / "elsewhere")
        deleted(database)
        for _ in range(2):
            with pytest.raises(CorpusError, match="no such folder"):
                await corpus.answering.ask("デジタル庁")
        move(tmp_path / "elsewhere", data)
        assert await shown(corpus.answering) == sound[2]
