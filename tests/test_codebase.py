"""The conventions of the house that neither the linter nor the import contracts hold."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_MODULE = 300

# Opening a file for reading is how a module is loaded; all else at import is a surprise.
IMPORTING = """
import sys

def watch(event, args):
    written = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if written or event.startswith(("sqlite3.", "socket.connect", "socket.bind", "subprocess.")):
        raise RuntimeError(f"{event} {args} at import")

import importlib, logging
for library in ("discord", "aiosqlite", "numpy", "sudachipy", "opencc", "rapidfuzz", "typer"):
    importlib.import_module(library)
handlers = list(logging.getLogger().handlers)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
assert logging.getLogger().handlers == handlers, "logging was set up at import"
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[Any]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
                yield from (f"{module}.{alias.name}" for alias in node.names)


def importing(paths: Any, *packages: Any) -> Any:
    return [
        name_of(path)
        for path in paths
        if any(
            name == each or name.startswith(f"{each}.")
            for name in imports(path)
            for each in packages
        )
    ]


def test_there_is_something_to_hold() -> None:
    assert len(PROGRAM) > 30
    assert Path(__file__) in TESTS
    assert "bot/store/database.py" in importing(PROGRAM, "aiosqlite")


@pytest.mark.parametrize("path", [*PROGRAM, *TESTS], ids=name_of)
def test_a_module_says_one_thing(path: Any) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_only_the_chat_room_imports_discord() -> None:
    elsewhere = [path for path in PROGRAM if "bot/chat/" not in name_of(path)]

    assert not importing(elsewhere, "discord")


def test_only_the_store_talks_to_the_database() -> None:
    elsewhere = [path for path in PROGRAM if "bot/store/" not in name_of(path)]

    assert importing(elsewhere, "aiosqlite") == []
    statements = re.compile(r"\b(?:SELECT .* FROM|INSERT INTO|DELETE FROM|PRAGMA)\b")
    assert [name_of(path) for path in elsewhere if statements.search(path.read_text("utf-8"))] == []


def test_nothing_happens_at_import() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in PROGRAM
        if path.name != "__main__.py"
    ]

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORTING, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_no_more_is_asked_of_discord_than_needed() -> None:
    wide = re.compile(
        r"Intents\.all\(|members\s*=\s*True|message_content\s*=\s*True|presences\s*=\s*True"
    )

    assert [name_of(path) for path in PROGRAM if wide.search(path.read_text("utf-8"))] == []


def test_nothing_is_mocked() -> None:
    assert importing(TESTS, "unittest.mock", "mock", "pytest_mock") == []


@pytest.mark.parametrize("path", [*PROGRAM, *TESTS], ids=name_of)
def test_no_module_knows_the_machine_it_was_written_on(path: Any) -> None:
    assert not re.search(r"""["'/](?:home|root|Users)/\w""", path.read_text("utf-8"))
