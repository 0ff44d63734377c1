"""The command line as an operator uses it."""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, AnyStr

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass
class Result:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Cli:
    """Runs commands with settings of their own, in a folder of their own."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.folder = folder
        self.env = {
            "DATABASE_PATH": str(database),
            "DATA_DIR": str(ROOT / "data"),
            "STATE_DIR": str(folder / "state"),
            # Encoding a whole record takes longer than most tests.
            "ENCODER": "off",
        }

    def __call__(self, *args: Any, stdin: Any = None, **env: Any) -> Result:
        """Run a command in this process."""
        root = logging.getLogger()
        level, handlers = root.level, root.handlers[:]
        result = CliRunner().invoke(
            app, [str(arg) for arg in args], input=stdin, env=self.env | env
        )
        root.setLevel(level)
        root.handlers[:] = handlers
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    def start(self, *args: Any, **env: Any) -> Any:
        """Start a command as a process of its own: a ``Popen`` with three pipes of bytes."""
        known = {name: value for name, value in os.environ.items() if name.lower() not in FIELDS}
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *map(str, args)],
            cwd=self.folder,
            env=known | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | self.env | env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def process(self, *args: Any, stdin: Any = b"", **env: Any) -> Result:
        """Run a command as a process of its own."""
        with self.start(*args, **env) as process:
            out, err = process.communicate(stdin, timeout=120)
        return Result(process.returncode, out.decode(), err.decode())


def matched(found: re.Match[AnyStr] | None) -> AnyStr:
    """The first group of a pattern that has to be found."""
    assert found is not None
    return found[1]


FIELDS = set(Settings.model_fields)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory without .env, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the project's own session, built by the command line."""
    folder = tmp_path_factory.mktemp("built")
    cli = Cli(folder, folder / "hatsugen.db")
    assert cli("ask", "デジタル庁").code == 0
    return folder / "hatsugen.db"


@pytest.fixture
def cli(tmp_path: Path, built: Path) -> Cli:
    """The command line over the project's own session; for commands that change nothing."""
    return Cli(tmp_path, built)


@pytest.fixture
def fresh(tmp_path: Path, built: Path) -> Cli:
    """The command line over a database of its own, for commands that change it."""
    (tmp_path / "fresh").mkdir()
    return Cli(tmp_path, Path(shutil.copy(built, tmp_path / "fresh" / "hatsugen.db")))


@pytest.fixture
def bare(tmp_path: Path) -> Cli:
    """The command line over a database that is not there yet."""
    return Cli(tmp_path, tmp_path / "bare" / "hatsugen.db")
