"""A file is a sound database of this version, or is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.japanese import Analyzer
from bot.store import DatabaseUnusableError, Store, remove_database
from tests.corpora import load, read_all, talk


async def test_a_missing_database_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "corpus.db"

    async with Store.open(path) as store:
        assert (await store.record()).sessions == {}
        assert (await store.record()).people == ()

    assert path.is_file()


async def test_an_empty_file_becomes_a_database(tmp_path: Path, analyzer: Analyzer) -> None:
    path = tmp_path / "corpus.db"
    path.touch()

    await load(path, analyzer, talk())

    async with Store.open(path) as store:
        assert len((await store.record()).sessions) == 1


async def test_migrating_twice_changes_nothing(database_copy: Path) -> None:
    async with Store.open(database_copy) as store:
        known = await store.generation()
    async with Store.open(database_copy) as store:
        assert await store.generation() == known
        assert len((await store.record()).sessions) == 1


async def test_the_journal_lets_others_read(database_copy: Path) -> None:
    async with Store.open(database_copy):
        with closing(sqlite3.connect(database_copy)) as other:
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_database_leaves_one_file_behind(database_copy: Path) -> None:
    async with Store.open(database_copy):
        pass

    left = {each.name.partition("-index-")[0] for each in database_copy.parent.iterdir()}
    assert left == {database_copy.name}


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 4711")


def older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 1")


def garbage(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1_000)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:150])


def overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
    path.write_bytes(data)


def damaged_deep_inside(path: Path) -> None:
    data = path.read_bytes()
    start = len(data) // 4096 // 2 * 4096
    path.write_bytes(data[:start] + b"\xff" * 4096 + data[start + 4096 :])


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE sessions (cookie TEXT)")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


async def everything_in(path: Path) -> None:
    async with Store.open(path) as store:
        await read_all(store)


@pytest.mark.parametrize(
    "spoil",
    [
        newer,
        older,
        garbage,
        truncated,
        cut_short,
        overwritten,
        damaged_deep_inside,
        of_another_program,
        a_folder,
    ],
    ids=lambda spoil: spoil.__name__,
)
async def test_anything_else_is_refused(database_copy: Path, spoil: Any) -> None:
    spoil(database_copy)

    with pytest.raises(DatabaseUnusableError, match=r"\w"):
        await everything_in(database_copy)


async def test_a_newer_database_is_left_as_it_is(database_copy: Path) -> None:
    newer(database_copy)
    before = database_copy.read_bytes()

    with pytest.raises(DatabaseUnusableError, match="newer"):
        async with Store.open(database_copy):
            pytest.fail("was opened")

    assert database_copy.read_bytes() == before


async def test_a_table_that_went_missing_shows_when_it_is_needed(database_copy: Path) -> None:
    with closing(sqlite3.connect(database_copy)) as database:
        database.execute("DROP TABLE phrases")

    with pytest.raises(DatabaseUnusableError):
        async with Store.open(database_copy) as store:
            await read_all(store)


async def test_a_refused_database_can_be_removed_and_built_anew(
    database_copy: Path, analyzer: Analyzer
) -> None:
    garbage(database_copy)
    database_copy.with_name(database_copy.name + "-wal").write_bytes(b"old")
    database_copy.with_name(database_copy.name + "-shm").write_bytes(b"old")

    remove_database(database_copy)

    assert list(database_copy.parent.iterdir()) == []
    await load(database_copy, analyzer, talk())
    async with Store.open(database_copy) as store:
        assert list((await store.record()).sessions) == ["coffee"]


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    remove_database(tmp_path / "nothing.db")
