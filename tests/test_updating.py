"""A database that release 0.1.0 made, used by this one: nothing that was loaded is lost.

``tests/store/hatsugen-0.1.0.db.gz.base64`` was made by that release: a session of the data folder
(``folder``), and two that were loaded, ``talk`` from a session file with annotations, and
``weather`` from JSON Lines.
"""

import base64
import gzip
import logging
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.corpus import load
from bot.session import QuoteRef
from bot.store import Origin
from tests.places import LINE, Place, write_lines

MADE_BY_010 = Path(__file__).parent / "store" / "hatsugen-0.1.0.db.gz.base64"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("folder", "会議を始めます。")
    place.database.parent.mkdir()
    place.database.write_bytes(gzip.decompress(base64.b64decode(MADE_BY_010.read_bytes())))
    return place


async def test_what_was_loaded_is_taken_over_whole(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = Path(shutil.copy(place.database, tmp_path / "old.db"))
    caplog.set_level(logging.WARNING)
    async with place.open() as corpus:
        record = await corpus.store.record()
        assert {name: stored.origin for name, stored in record.stored.items()} == {
            "talk": Origin.LOADED,
            "weather": Origin.LOADED,
            "folder": Origin.DATA_FOLDER,
        }
        talk = record.sessions["talk"]
        assert (talk.title.ja, talk.title.en) == ("珈琲の会", "The Coffee Talk")
        assert talk.started_at == datetime.fromisoformat("2020-05-01T18:30:00+09:00")
        assert talk.venue is not None
        assert talk.venue.en == "A café"
        assert [(each.id, each.title, each.aliases) for each in talk.speakers] == [
            ("mori", "森店長", ("もりさん",)),
            ("sato", "佐藤", ()),
        ]
        assert ("珈琲豆", "coffee beans") in record.glossary
        first, second = await corpus.store.utterances("talk", limit=10)
        assert first.quotes == ("珈琲豆は深く焙煎します。", "香りが立ちます。")
        assert (first.note, first.speaker.id) == ("開会", "mori")
        assert second.quotes == ("水は軟水がいいですね。",)
        quote = await corpus.store.quote(QuoteRef("talk", 1, 1))
        assert quote is not None
        assert (quote.translation, quote.topics) == ("I roast coffee beans dark.", ("beans",))
        outcome = await corpus.answering.ask("how are beans roasted")
        assert outcome.matches[0].quote == quote
        assert outcome.matches[0].reason == "how are beans roasted"
    assert "taken over: talk, weather." in caplog.text
    assert "indexed by another version" not in caplog.text
    aside = place.database.with_name("quotes.db.unusable")
    with closing(sqlite3.connect(aside)) as kept, closing(sqlite3.connect(old)) as before:
        for table in ("sessions", "utterances", "quotes", "phrases"):
            rows = f"SELECT * FROM {table}"  # noqa: S608
            assert kept.execute(rows).fetchall() == before.execute(rows).fetchall()
    names = [path.name for path in place.database.parent.iterdir() if "-index-" not in path.name]
    assert sorted(names) == ["quotes.db", "quotes.db.unusable"]


async def test_times_of_a_later_state_are_taken_over_too(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as database, database:
        database.execute("ALTER TABLE utterances ADD COLUMN start REAL")
        database.execute("UPDATE utterances SET start = 60 * number")
        database.execute("PRAGMA user_version = 4")

    async with place.open() as corpus:
        said = await corpus.store.utterances("talk", limit=10)
    assert [utterance.start for utterance in said] == [60, 120]


async def test_it_happens_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    before = await place.texts()
    caplog.clear()
    assert await place.texts() == before
    assert caplog.text == ""


async def test_a_file_of_the_data_folder_comes_before_what_was_loaded(place: Place) -> None:
    place.write("talk", "お茶にします。")
    assert (await place.texts())["talk"] == "お茶にします。"
    async with place.open() as corpus:
        assert (await corpus.store.stored())["talk"].origin is Origin.DATA_FOLDER


async def test_what_was_loaded_can_be_loaded_again(place: Place, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "elsewhere", "weather", LINE.replace("晴れた", "曇った"))
    async with place.open() as corpus:
        await load(corpus, [path])
    assert (await place.texts())["weather"] == "曇った。"


@pytest.mark.parametrize(
    "script",
    [
        "DELETE FROM quotes WHERE text LIKE '香り%'",
        "UPDATE utterances SET speaker = 999",
        "ALTER TABLE speakers RENAME TO people",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 3 WHERE name = 'quotes'",
    ],
)
async def test_what_is_not_whole_is_set_aside_and_named_instead(
    place: Place, caplog: pytest.LogCaptureFixture, script: str
) -> None:
    with closing(sqlite3.connect(place.database)) as database:
        database.executescript(script)
    caplog.set_level(logging.WARNING)
    assert set(await place.texts()) == {"folder"}
    assert "is set aside as quotes.db.unusable" in caplog.text
    assert "has to be loaded again: talk, weather." in caplog.text
