"""Settings as an operator gives them: in the environment, in .env, or not at all."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError, read_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without .env, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def example_settings() -> list[tuple[str, str]]:
    return re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)


def test_the_example_lists_every_setting_once_and_in_order() -> None:
    assert [name for name, _ in example_settings()] == NAMES


def test_the_example_as_it_stands_changes_nothing(elsewhere: Path) -> None:
    before = read_settings()
    (elsewhere / ".env").write_bytes(EXAMPLE.read_bytes())
    assert read_settings() == before


def test_the_example_uncommented_holds_the_defaults(elsewhere: Path) -> None:
    before = read_settings()
    lines = [f"{name}={value}" for name, value in example_settings()]
    (elsewhere / ".env").write_text("\n".join(lines))
    assert read_settings() == before


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / ".env").write_text("DATA_DIR=file\nDATABASE_PATH=file.db\nLOG_UNANSWERED=1\n")
    monkeypatch.setenv("DATA_DIR", "environment")
    monkeypatch.setenv("DATABASE_PATH", "environment.db")
    settings = read_settings(database_path=Path("given.db"), data_dir=None)
    assert settings.database_path == Path("given.db")
    assert settings.data_dir == Path("environment")
    assert settings.log_unanswered


def test_questions_are_sent_only_where_an_endpoint_is_set_and_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not read_settings().sends_questions
    monkeypatch.setenv("EMBEDDINGS_URL", "http://127.0.0.1:8000/v1")
    assert read_settings().sends_questions
    monkeypatch.setenv("ENCODER", "off")
    assert not read_settings().sends_questions
    monkeypatch.setenv("EMBEDDINGS_URL", "me:secret@example.com")
    with pytest.raises(SettingsError, match="EMBEDDINGS_URL: expected an address") as caught:
        read_settings()
    assert "secret" not in str(caught.value)


def test_paths_may_begin_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PATH", "~/quotes.db")
    assert read_settings().database_path == Path.home() / "quotes.db"


def test_the_data_of_the_checkout_are_the_default() -> None:
    assert read_settings().data_dir == EXAMPLE.parent / "data"


def test_every_bad_value_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("COOLDOWN_SECONDS", "-1")
    monkeypatch.setenv("LOG_UNANSWERED", "perhaps")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = str(caught.value)
    assert all(name in message for name in ("LOG_LEVEL", "COOLDOWN_SECONDS", "LOG_UNANSWERED"))
    assert "\n" not in message


def test_a_file_that_is_no_text_is_named(elsewhere: Path) -> None:
    (elsewhere / ".env").write_bytes("LOG_LEVEL=情報".encode("shift_jis"))
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings()


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", " very.secret.token ")
    settings = read_settings()
    assert "secret" not in repr(settings)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "very.secret.token"


@pytest.mark.parametrize("token", ["my secret", "トークン", "first\nsecond"])
def test_what_cannot_be_a_token_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, token: Any
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token)
    with pytest.raises(SettingsError, match="DISCORD_TOKEN: expected a token") as caught:
        read_settings()
    assert token not in str(caught.value)


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert read_settings().discord_token is None


def test_levels_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert read_settings().log_level == "DEBUG"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("DISCROD_TOKEN=secret", "DISCROD_TOKEN, which is no setting; did you mean DISCORD_TOKEN?"),
        ("cooldown_second=1", "COOLDOWN_SECOND, which is no setting; did you mean COOLDOWN_SEC"),
        ("PORT=80", "PORT, which is no setting; there are DISCORD_TOKEN, "),
    ],
)
def test_what_is_no_setting_is_named_with_the_one_that_was_perhaps_meant(
    elsewhere: Path, line: str, told: str
) -> None:
    (elsewhere / ".env").write_text(f"LOG_LEVEL=INFO\n{line}\n")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_variables_of_others_in_the_environment_are_nobodys_business(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCROD_TOKEN", "secret")
    assert read_settings().discord_token is None


def test_a_folder_instead_of_the_file_is_named(elsewhere: Path) -> None:
    (elsewhere / ".env").mkdir()
    with pytest.raises(SettingsError, match=r"\.env is a folder"):
        read_settings()


def test_the_home_of_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "~no-such-member/data")
    with pytest.raises(SettingsError, match="DATA_DIR: the home folder of ~no-such-member"):
        read_settings()


@pytest.mark.parametrize(
    ("given", "shards", "registers"),
    [
        ({}, None, True),
        ({"SHARD_COUNT": "4"}, None, True),
        ({"SHARD_COUNT": "8", "SHARD_IDS": "0, 5-7"}, (0, 5, 6, 7), True),
        ({"SHARD_COUNT": "8", "SHARD_IDS": "2,2"}, (2,), False),
        ({"SHARD_COUNT": "4", "SHARD_ID": "3"}, (3,), False),
        ({"SHARD_COUNT": "4", "SHARD_ID": "hatsugen-v2-0"}, (0,), True),
        ({"SHARD_COUNT": "4", "SHARD_ID": "0", "SYNC_COMMANDS": "0"}, (0,), False),
        ({"SHARD_COUNT": "4", "SHARD_ID": "1", "SYNC_COMMANDS": "1"}, (1,), True),
    ],
)
def test_the_shards_of_a_process_and_who_registers_the_commands(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], shards: Any, registers: Any
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.shards == shards
    assert settings.registers_commands is registers


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SHARD_IDS": "0"}, "SHARD_IDS: expected SHARD_COUNT"),
        ({"SHARD_ID": "0"}, "SHARD_ID: expected SHARD_COUNT"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "0-2"}, "SHARD_IDS: expected from 0 to 1"),
        ({"SHARD_COUNT": "2", "SHARD_ID": "pod-2"}, "SHARD_ID: expected from 0 to 1"),
        ({"SHARD_COUNT": "2", "SHARD_ID": "pod"}, "SHARD_ID: "),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "1-0"}, "SHARD_IDS: expected numbers"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "0;1"}, "SHARD_IDS: expected numbers"),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "0", "SHARD_ID": "1"}, "SHARD_ID: expected either"),
        ({"SHARD_COUNT": "0"}, "SHARD_COUNT: "),
    ],
)
def test_shards_that_cannot_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], told: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=told):
        read_settings()
