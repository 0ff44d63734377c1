"""What is kept: taken over, copied and brought back while a bot may run."""

import asyncio
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.store.unanswered import UnansweredQuestions
from tests.cli.conftest import Cli
from tests.places import Place, write_lines


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "place").mkdir()
    return Place(tmp_path / "place")


@pytest.fixture
def kept(tmp_path: Path, place: Place) -> Cli:
    """The command line over a place of the test's own."""
    cli = Cli(tmp_path, place.database)
    cli.env["DATA_DIR"] = str(place.data)
    return cli


def test_reload_tells_what_it_took_over(kept: Cli, place: Place) -> None:
    place.write("spring", "雨が降った。")
    place.write("summer", "晴れた。")
    assert kept("reload").out == "Stored spring.\nStored summer.\n"
    assert kept("reload").out == "Nothing has changed.\n"
    place.write("spring", "雪が降った。")
    (place.data / "summer.toml").unlink()
    assert kept("reload").out == "Stored spring.\nRemoved summer.\n"


def test_reload_refuses_a_bad_file_with_its_reason(kept: Cli, place: Place) -> None:
    place.write("spring", "雨が降った。")
    assert kept("reload").code == 0
    place.write("spring", "雪が降った。")
    (place.data / "summer.toml").write_text("title =")
    result = kept("reload")
    assert result.code == 1
    assert result.out == ""
    assert "summer.toml:1" in result.err
    assert "what was stored before is in use" in result.err
    assert "雨が降った。" in kept("quote", "chair").out


async def _keep(path: Path, question: str) -> None:
    async with UnansweredQuestions.open(path) as questions:
        await questions.keep(question)


@pytest.fixture
def full(kept: Cli, place: Place, tmp_path: Path) -> Cli:
    """All that is to be kept: a session of the data folder, a loaded one, a refused question."""
    place.write("spring", "雨が降った。")
    loaded = write_lines(tmp_path / "elsewhere", "weather")
    assert kept("load", loaded).code == 0
    asyncio.run(_keep(tmp_path / "state" / "unanswered.db", "いつ晴れますか"))
    (tmp_path / "state" / "commands").write_text("fingerprint")
    (tmp_path / "state" / "servers").mkdir()
    (tmp_path / "state" / "servers" / "7.json").write_text("{}")
    (tmp_path / ".env").write_text("DISCORD_TOKEN=very.secret.token\n")
    return kept


def elsewhere(cli: Cli) -> Cli:
    """The command line on another machine, where there is nothing yet."""
    folder = cli.folder / "another"
    (folder / "data").mkdir(parents=True)
    another = Cli(folder, folder / "store" / "hatsugen.db")
    another.env["DATA_DIR"] = str(folder / "data")
    return another


def test_a_backup_brings_everything_to_another_machine(full: Cli) -> None:
    file = full.folder / "backup.tar.gz"
    result = full("backup", file)
    assert result.code == 0, result.err
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in full.folder.glob("hatsugen-*")] == []

    another = elsewhere(full)
    restored = another("restore", file)
    assert (restored.code, restored.out.count(".before-restore")) == (0, 0)
    assert another("quote", "chair").out == full("quote", "chair").out
    assert "晴れた。" in another("quote", "A").out
    assert "いつ晴れますか" in another("unanswered", LOG_UNANSWERED="1").out
    assert (another.folder / "state" / "commands").read_text() == "fingerprint"
    assert (another.folder / "state" / "servers" / "7.json").read_text() == "{}"
    assert another("reload").out == "Nothing has changed.\n"
    assert not (another.folder / ".env").exists()
    with tarfile.open(file) as archive:
        assert {
            "manifest.json",
            "hatsugen.db",
            "unanswered.db",
            "commands",
            "data/spring.toml",
            "servers/7.json",
        } == {*archive.getnames()}


def test_what_others_have_just_written_is_in_the_backup(full: Cli) -> None:
    path = Path(full.env["DATABASE_PATH"])
    with closing(sqlite3.connect(path, isolation_level=None)) as busy:
        # It stands in the journal only, as somebody else reads.
        busy.execute("PRAGMA wal_autocheckpoint = 0")
        busy.execute("UPDATE sessions SET file = 'just written' WHERE id = 'weather'")
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("UPDATE sessions SET file = 'not yet' WHERE id = 'weather'")
        assert full("backup", full.folder / "backup.tar.gz").code == 0
        busy.execute("ROLLBACK")
    with tarfile.open(full.folder / "backup.tar.gz") as archive:
        database = archive.extractfile("hatsugen.db")
        assert database is not None
        copy = full.folder / "copy.db"
        copy.write_bytes(database.read())
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        row = copied.execute("SELECT file FROM sessions WHERE id = 'weather'").fetchone()
    assert row == ("just written",)


def test_no_file_is_written_over_unless_this_is_wanted(full: Cli) -> None:
    file = full.folder / "backup.tar.gz"
    file.write_text("mine")
    result = full("backup", file)
    assert result.code == 2
    assert "--replace" in result.err
    assert file.read_text() == "mine"
    assert full("backup", file, "--replace").code == 0
    assert tarfile.is_tarfile(file)


def test_restoring_keeps_what_was_there(full: Cli, place: Place) -> None:
    file = full.folder / "backup.tar.gz"
    assert full("backup", file).code == 0
    place.write("spring", "雪が降った。")
    place.write("summer", "暑かった。")
    assert full("remove", "weather").code == 0
    restored = full("restore", file)
    assert (restored.code, restored.out.count(".before-restore")) == (0, 1)
    assert "雨が降った。" in full("quote", "chair@spring").out
    assert "晴れた。" in full("quote", "A").out
    assert "雪が降った。" in (place.data / "spring.toml.before-restore").read_text("utf-8")
    assert (place.data / "summer.toml").exists()
    aside = place.database.with_name("quotes.db.before-restore")
    with closing(sqlite3.connect(aside)) as before:
        assert before.execute("SELECT id FROM sessions ORDER BY id").fetchall() == [
            ("spring",),
            ("summer",),
        ]


def test_nothing_is_restored_while_a_bot_runs(full: Cli, place: Place) -> None:
    file = full.folder / "backup.tar.gz"
    assert full("backup", file).code == 0
    place.write("spring", "雪が降った。")
    for name in ("running.lock", "running-1-of-4.lock"):
        with FileLock(full.folder / "state" / name):
            result = full("restore", file)
        assert result.code == 2
        assert result.err.startswith("Error: another `hatsugen run`")
    assert "雪が降った。" in (place.data / "spring.toml").read_text("utf-8")


def rewritten(file: Path, change: Callable[[dict[str, bytes]], Any]) -> None:
    """Change what a backup holds."""
    with tarfile.open(file) as archive:
        held = {name: archive.extractfile(name).read() for name in archive.getnames()}  # type: ignore[union-attr]
    change(held)
    with tarfile.open(file, "w:gz") as archive:
        for name, content in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def listing(name: str) -> Callable[[dict[str, bytes]], Any]:
    """Let a backup list a file of another name."""

    def change(held: dict[str, bytes]) -> None:
        manifest = json.loads(held["manifest.json"])
        manifest["sha256"][name] = manifest["sha256"].pop("commands")
        held[name] = held.pop("commands")
        held["manifest.json"] = json.dumps(manifest).encode()

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.update({"data/spring.toml": b"changed"}),
        lambda held: held.pop("hatsugen.db"),
        lambda held: held.pop("manifest.json"),
        lambda held: held.update({"manifest.json": b'{"format": 2}'}),
        lambda held: held.update({"manifest.json": b"[]"}),
        listing("data/../../stolen"),
        listing("/stolen"),
        listing("data/"),
        listing("other"),
    ],
    ids=[
        "changed",
        "missing",
        "unlisted",
        "newer",
        "strange",
        "above",
        "absolute",
        "empty",
        "other",
    ],
)
def test_a_backup_that_is_not_sound_changes_nothing(
    full: Cli, place: Place, change: Callable[[dict[str, bytes]], Any]
) -> None:
    file = full.folder / "backup.tar.gz"
    assert full("backup", file).code == 0
    rewritten(file, change)
    place.write("spring", "雪が降った。")
    before = place.database.read_bytes()
    result = full("restore", file)
    assert result.code == 2
    assert result.err.startswith("Error: ")
    assert "Traceback" not in result.err
    assert place.database.read_bytes() == before
    assert "雪が降った。" in (place.data / "spring.toml").read_text("utf-8")
    assert list(full.folder.rglob("stolen")) == []


def test_what_is_no_backup_is_said_in_one_line(full: Cli) -> None:
    file = full.folder / "backup.tar.gz"
    assert full("backup", file).code == 0
    whole = file.read_bytes()
    for content in (b"", b"no backup", whole[: len(whole) // 2]):
        file.write_bytes(content)
        result = full("restore", file)
        assert result.code == 2
        assert "backup" in result.err
        assert result.err.count("\n") == 1
