"""The database in step with the session files, whatever happens to either of them."""

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answer
from bot.corpus import CorpusError, load
from bot.session import QuoteRef
from bot.store import Store, remove_database
from bot.transcript import check_files, session_files
from tests.places import SESSION, Place, texts_in, write_lines


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("first", "予算を決めた。")
    return place


async def test_the_files_are_stored_and_answer_questions(place: Place) -> None:
    async with place.open() as corpus:
        outcome = await corpus.answering.ask("予算を決めた")
    assert isinstance(outcome, Answer)
    assert outcome.matches[0].quote.text == "予算を決めた。"
    assert place.watched == [("Storing utterances", 1)]


async def test_files_that_did_not_change_are_passed_over(place: Place) -> None:
    await place.texts()
    async with place.open() as corpus:
        before = await corpus.store.generation()
    async with place.open() as corpus:
        assert await corpus.store.generation() == before
    assert len(place.watched) == 1


async def test_new_changed_and_vanished_files_are_followed(place: Place) -> None:
    gone = place.write("gone", "消える。")
    await place.texts()
    gone.unlink()
    place.write("first", "予算を減らした。")
    place.write("second", "増税はしない。")
    assert await place.texts() == {"first": "予算を減らした。", "second": "増税はしない。"}


async def test_a_changed_annotations_file_is_a_change(place: Place) -> None:
    path = place.write("first", "予算を決めた。")
    await place.texts()
    beside = path.with_name("first.annotations.toml")
    beside.write_text(
        '[[quotes]]\nat = "1.1"\ntext = "予算を決めた。"\n'
        'translation = "Agreed."\nphrases = ["お金"]\n'
    )
    async with place.open() as corpus:
        quote = await corpus.store.quote(QuoteRef("first", 1, 1))
    assert quote is not None
    assert quote.translation == "Agreed."


async def test_a_file_with_problems_leaves_the_whole_stored_corpus_in_use(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    await place.texts()
    place.write("second", "増税はしない。")
    (place.data / "third.toml").write_text("id = [")
    assert await place.texts() == {"first": "予算を決めた。"}
    assert "third.toml:1: not valid TOML" in caplog.text


async def test_with_nothing_stored_problems_are_an_error_that_names_them_all(place: Place) -> None:
    place.write("second", "増税はしない。", session_id="first")
    (place.data / "third.toml").write_text("id = [")
    with pytest.raises(CorpusError) as caught:
        await place.texts()
    assert "third.toml:1: not valid TOML" in str(caught.value)
    assert "'first' is already the id of" in str(caught.value)


async def test_a_folder_that_is_not_there_removes_nothing(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    await place.texts()
    place.data.rename(place.data.with_name("elsewhere"))
    assert await place.texts() == {"first": "予算を決めた。"}
    assert "no such folder" in caplog.text


async def test_nothing_at_all_is_an_error_unless_something_is_about_to_be_loaded(
    place: Place,
) -> None:
    (place.data / "first.toml").unlink()
    with pytest.raises(CorpusError, match="nothing to answer from"):
        await place.texts()
    assert await place.texts(may_be_empty=True) == {}


@pytest.mark.parametrize("damage", ["text", "truncated", "overwritten", "empty"])
async def test_a_damaged_database_is_built_anew(
    place: Place, caplog: pytest.LogCaptureFixture, damage: Any
) -> None:
    for number in range(50):
        place.write(f"more{number}", "予算を決めた。" * 20)
    before = await place.texts()
    content = place.database.read_bytes()
    half = len(content) // 2
    damaged = {
        "text": b"no database",
        "truncated": content[:half],
        "overwritten": content[:4096] + b"\xa5" * (len(content) - 4096),
        "empty": b"",
    }[damage]
    place.database.write_bytes(damaged)
    with caplog.at_level(logging.WARNING):
        assert await place.texts() == before
    # An empty file is a database in which nothing is stored yet.
    assert ("built anew" in caplog.text) is bool(damaged)
    aside = place.database.with_name("quotes.db.unusable")
    assert (aside.read_bytes() if aside.exists() else b"") == damaged


@pytest.mark.parametrize(
    "script", ["PRAGMA user_version = 999", "DROP TABLE sessions", "DROP TABLE corpus"]
)
async def test_a_database_of_another_program_or_version_is_set_aside(
    place: Place, caplog: pytest.LogCaptureFixture, script: Any
) -> None:
    before = await place.texts()
    with sqlite3.connect(place.database) as database:
        database.execute(script)
    database.close()
    assert await place.texts() == before
    assert "is set aside as quotes.db.unusable" in caplog.text


async def test_a_database_of_an_older_schema_is_brought_up_to_date(place: Place) -> None:
    place.database.parent.mkdir()
    sqlite3.connect(place.database).close()
    assert await place.texts() == {"first": "予算を決めた。"}


async def test_what_cannot_be_a_database_is_refused_and_left_alone(place: Place) -> None:
    place.database.mkdir(parents=True)
    with pytest.raises(CorpusError, match="cannot be used"):
        await place.texts()
    assert place.database.is_dir()


async def test_the_data_folder_wins_over_what_was_loaded(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(SESSION.format(id="second", text="別の話。"), encoding="utf-8")
    async with place.open() as corpus:
        await load(corpus, [other])
    place.write("second", "増税はしない。")
    assert (await place.texts())["second"] == "増税はしない。"
    assert "replaces the one loaded" in caplog.text


async def test_sessions_indexed_by_another_version_are_built_anew_or_named(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(SESSION.format(id="second", text="別の話。"), encoding="utf-8")
    async with place.open() as corpus:
        await load(corpus, [other])
    monkeypatch.setattr("bot.corpus.changes._indexing", lambda: "changed:")
    async with place.open() as corpus:
        digests = await corpus.store.stored()
    assert digests["first"][0].startswith("changed:")
    assert "The session second is indexed by another version" in caplog.text


async def test_a_reader_sees_the_old_corpus_until_the_new_one_is_whole(
    place: Place, tmp_path: Path
) -> None:
    lines = tmp_path / "talk.jsonl"
    lines.write_text('{"speaker": "A", "text": "晴れた。"}\n' * 1000, encoding="utf-8")
    await place.texts()
    async with place.open() as corpus, Store.open(place.database) as reader:
        place.steps.clear()
        loading = asyncio.create_task(load(corpus, [lines], place.watch))
        while place.steps.count(200) < 2:
            assert await texts_in(reader) == {"first": "予算を決めた。"}
        assert not loading.done()
        await loading
        assert set(await reader.stored()) == {"first", "talk"}


async def test_many_may_start_at_once_on_a_database_that_is_not_there(place: Place) -> None:
    for _ in range(5):
        found = await asyncio.gather(*(place.texts() for _ in range(8)))
        assert found == [{"first": "予算を決めた。"}] * 8
        assert sum(place.steps) == 1
        place.steps.clear()
        # SQLite leaves its journal behind when the last two connections close at the same moment.
        left = {path.name.partition("-index-")[0] for path in place.database.parent.iterdir()}
        assert "quotes.db" in left <= {"quotes.db", "quotes.db-wal", "quotes.db-shm"}
        remove_database(place.database)


async def test_an_empty_data_folder_removes_nothing_and_is_said_once(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.write("second", "増税はしない。")
    before = await place.texts()
    for path in place.data.iterdir():
        path.unlink()

    assert await place.texts() == before
    (warning,) = caplog.records
    assert "no session files" in warning.getMessage()
    assert "still stored: first, second" in warning.getMessage()


async def test_of_several_files_those_that_are_gone_are_removed_and_named(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    gone = place.write("second", "増税はしない。")
    await place.texts()
    gone.unlink()

    assert await place.texts() == {"first": "予算を決めた。"}
    assert "Removed the session second, whose file is gone" in caplog.text


async def test_renamed_lines_are_a_session_of_the_new_name(place: Place) -> None:
    lines = write_lines(place.data, "old")
    assert set(await place.texts()) == {"first", "old"}
    lines.rename(lines.with_name("new.jsonl"))

    assert set(await place.texts()) == {"first", "new"}


async def test_copied_lines_are_two_sessions_for_the_check_and_for_the_start(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    write_lines(place.data, "one")
    await place.texts()
    write_lines(place.data, "two")

    assert check_files(session_files(place.data)) == []
    assert set(await place.texts()) == {"first", "one", "two"}
    assert caplog.text == ""


async def test_a_copied_session_file_is_a_problem_for_the_check_and_for_the_start(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    await place.texts()
    place.write("copy", "予算を決めた。", session_id="first")

    (problem,) = check_files(session_files(place.data))
    assert "'first' is already the id of" in problem.message
    await place.texts()
    assert "'first' is already the id of" in caplog.text
