"""Files that are damaged, endless or none at all are refused at once, with line and reason."""

import os
from pathlib import Path

import pytest

from bot.transcript import TranscriptError, read_session
from bot.transcript.importing import import_file


def _refusal(path: Path) -> str:
    with pytest.raises(TranscriptError) as caught:
        read_session(path)
    return str(caught.value.problems[0]).removeprefix(str(path))


@pytest.mark.parametrize("suffix", [".txt", ".toml", ".jsonl", ".json", ".vtt"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, suffix: str) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes in this file system")
    path = tmp_path / f"pipe{suffix}"
    os.mkfifo(path)
    assert _refusal(path) == ": cannot be read: not a file but a pipe, a socket or a device"


@pytest.mark.parametrize("suffix", [".txt", ".toml", ".jsonl"])
def test_a_link_to_itself_is_no_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"loop{suffix}"
    path.symlink_to(path)
    assert _refusal(path).startswith(": cannot be read: Too many levels")


@pytest.mark.parametrize("suffix", [".txt", ".toml", ".jsonl", ".csv"])
def test_one_endless_line_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"endless{suffix}"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert _refusal(path).startswith(":1: more than 4,000,000 bytes in a line")


def test_an_endless_line_is_refused_in_a_file_that_is_small_enough(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_bytes("中山：はい。\n".encode() + "岡本：ええ。".encode() * 1_000_000)
    assert _refusal(path).startswith(":2: more than 4,000,000 bytes in a line")


def test_an_endless_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_bytes(b"Mary: Hi.\n")
    os.truncate(path, 200_000_000)
    assert _refusal(path).startswith(": more than 64,000,000 bytes")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title = 1\n" + "a." * 200_000 + "a = 1", ":2: not a session file: a key of more parts"),
        ("[" + '"a".' * 200_000 + "a]", ":1: not a session file: a key of more parts"),
        ("x = " + "[" * 200_000, ": not a session file: arrays nested too deeply"),
        ("x = " + "{a=" * 200_000, ": not a session file: arrays nested too deeply"),
        ("x = " + "9" * 200_000, ": not valid TOML: Exceeds the limit"),
    ],
)
def test_a_bomb_of_toml_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "bomb.toml"
    path.write_text(text)
    assert _refusal(path).startswith(reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            "Mary: Hi.\nMary: It’s a café – “fine”.\n".encode("cp1252"),
            ":2: not readable; perhaps Windows-1252",
        ),
        (
            "Tanaka: Hai.\nﾀﾅｶ:ﾊｼﾞﾒﾏｽ｡\n".encode("cp932"),
            ":2: not readable; perhaps Shift_JIS in half-width kana",
        ),
        (
            "Mary: Hello there.\n" * 50 + "Sam: It\u2019s fine.\n",
            ":51: not readable; perhaps Windows-1252",
        ),
        ("ﾅｶﾔﾏ:ﾎﾝｼﾞﾂﾊ ﾊﾚﾃﾞｽ｡\n".encode("cp932"), ":1: not readable"),
        ("中山：はい。\n岡本：\0です。\n", ":2: not readable, as it holds a NUL byte"),
    ],
)
def test_bytes_that_are_no_text_are_refused(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    path = tmp_path / "talk.txt"
    if isinstance(content, str):
        content = content.encode("cp1252" if content.isascii() or "\u2019" in content else "utf-8")
    path.write_bytes(content)
    assert _refusal(path).startswith(reason)


def test_kana_of_half_width_among_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes("中山：本日はﾃﾞｰﾀの話です。\n岡本：はい。\n".encode("cp932"))
    assert import_file(path).session.utterances[0].text == "本日はﾃﾞｰﾀの話です。"


def test_time_grows_with_the_file_only(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("中山「はい\n" * 4_000 + "岡本「はい\n\n" * 4_000, "utf-8")
    with pytest.raises(TranscriptError) as caught:
        import_file(path)
    assert len(caught.value.problems) < 30
