"""Files made, checked, annotated and loaded at the command line."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Cli

FIRST = ROOT / "data" / "2021-02-09-digital-agency.toml"


@pytest.fixture
def session_file(fresh: Cli) -> Any:
    """A copy of the project's session, without its annotations."""
    return shutil.copy(FIRST, fresh.folder / "copy.toml")


def test_the_projects_own_files_have_no_problems(cli: Cli) -> None:
    result = cli("check")
    assert (result.code, result.out) == (0, "1 file, no problems.\n")


def test_all_problems_of_all_files_are_named(fresh: Cli, session_file: Any) -> None:
    text = session_file.read_text("utf-8").replace('speaker = "hirai"', 'speaker = "hiray"', 1)
    session_file.write_text(text.replace("title =", "titel =", 1), "utf-8")
    other = fresh.folder / "other.toml"
    other.write_text("id = [")
    result = fresh("check", session_file, other, fresh.folder / "none.toml")
    assert result.code == 1
    for message in ("'hiray'", "titel", "other.toml:1: not valid TOML", "none.toml: no such file"):
        assert message in result.out
    assert result.err.endswith(" problems.\n")


def test_a_folder_is_checked_with_annotations_that_have_lost_their_session(
    fresh: Cli, session_file: Any
) -> None:
    folder = fresh.folder / "data"
    folder.mkdir()
    session_file.rename(folder / "kept.toml")
    shutil.copy(folder / "kept.toml", folder / "gone.annotations.toml")
    result = fresh("check", "--data", folder)
    assert result.code == 1
    assert "gone.toml: no such file" in result.out


def test_a_folder_without_session_files_is_an_error(fresh: Cli) -> None:
    result = fresh("check", fresh.folder)
    assert (result.code, "no session files in this folder" in result.err) == (2, True)


def test_every_quote_of_the_project_is_annotated(cli: Cli) -> None:
    assert cli("annotate").out.endswith("0 of 85 quotes to be annotated\n")


def test_quotes_without_annotations_are_listed_and_can_be_filled_in(
    fresh: Cli, session_file: Any
) -> None:
    listed = fresh("annotate", session_file)
    assert listed.out.count("digital-agency-1:") == 85
    assert listed.out.endswith("85 of 85 quotes to be annotated\n")
    skeleton = fresh("annotate", session_file, "--skeleton").out
    assert skeleton.count("[[quotes]]") == 85
    beside = fresh.folder / "copy.annotations.toml"
    assert fresh("annotate", session_file, "--write").code == 0
    assert beside.read_text("utf-8").count("[[quotes]]") == 85
    assert fresh("check", session_file).code == 0
    again = fresh("annotate", session_file, "--write")
    assert (again.code, "exists already" in again.err) == (2, True)


def test_what_is_annotated_is_not_listed(fresh: Cli, session_file: Any) -> None:
    beside = fresh.folder / "copy.annotations.toml"
    annotations = FIRST.with_name("2021-02-09-digital-agency.annotations.toml").read_text("utf-8")
    head, *entries = annotations.split("[[quotes]]")
    beside.write_text("[[quotes]]".join([head, *entries[:-2]]), "utf-8")
    result = fresh("annotate", session_file)
    assert result.out.endswith("2 of 85 quotes to be annotated\n")
    assert fresh("annotate", session_file, "--skeleton").out.count("[[quotes]]") == 2


def test_json_lines_are_loaded_and_answer_questions(fresh: Cli) -> None:
    lines = fresh.folder / "talk.jsonl"
    texts = ["おはよう。", "予算は百億円です。本当です。"]
    lines.write_text("\n".join(json.dumps({"speaker": "A", "text": text}) for text in texts))
    loaded = fresh("load", lines)
    assert (loaded.code, loaded.out) == (0, "Loaded talk: 2 utterances, 3 quotes\n")
    assert fresh("load", lines).out == f"{lines}: unchanged\n"
    best = fresh("ask", "予算はいくら？", "--session", "talk", "--json").json["matches"][0]
    assert (best["utterance"], best["quote"], best["text"]) == (2, 1, "予算は百億円です。")


def test_a_name_that_fits_two_asks_which_is_meant(fresh: Cli) -> None:
    lines = fresh.folder / "talk.jsonl"
    titles = ("山田太郎", "山田花子", "佐藤一郎")
    lines.write_text(
        "\n".join(json.dumps({"speaker": title, "text": "はい。"}) for title in titles)
    )
    assert fresh("load", lines).code == 0
    expected = "which one do you mean by '山田さん': 山田太郎 (山田太郎), 山田花子 (山田花子)"
    for command in (["ask", "x", "--speaker"], ["quote"]):
        result = fresh(*command, "山田さん")
        assert (result.code, result.out, result.err) == (2, "", f"Error: {expected}\n")
    line = json.dumps({"question": "x", "speaker": "山田さん"})
    assert fresh("ask", "--jsonl", stdin=line).lines == [{"error": expected, "line": 1}]
    assert fresh("quote", "花子さん", "--json").json["speaker"] == "山田花子"


def test_what_cannot_be_loaded_is_named_and_nothing_is_loaded(fresh: Cli) -> None:
    good, bad = fresh.folder / "good.jsonl", fresh.folder / "bad.jsonl"
    good.write_text('{"speaker": "A", "text": "x"}')
    bad.write_text('{"speaker": "A", "text": "x"}\n{"speaker": "A"}\n[]\n')
    result = fresh("load", good, bad, "none.toml", fresh.folder)
    assert result.code == 2
    for message in (":2: the key 'text'", ":3: not an object", "none.toml: no such file"):
        assert message in result.err
    assert "unknown session 'good'" in fresh("ask", "x", "--session", "good").err


def test_load_works_where_there_is_no_data_folder_content(fresh: Cli) -> None:
    (fresh.folder / "data").mkdir()
    lines = fresh.folder / "talk.jsonl"
    lines.write_text('{"speaker": "A", "text": "晴れです。"}')
    options = ["--data", fresh.folder / "data"]
    assert fresh("load", lines, *options).code == 0
    assert fresh("ask", "晴れ", "--json", *options).json["matches"][0]["session"] == "talk"


def test_a_loaded_session_is_removed(fresh: Cli) -> None:
    lines = fresh.folder / "talk.jsonl"
    lines.write_text('{"speaker": "A", "text": "晴れです。"}')
    fresh("load", lines)
    result = fresh("remove", "talk")
    assert (result.code, result.out) == (0, "Removed talk: 1 utterances, 1 quotes\n")
    assert "unknown session 'talk'" in fresh("ask", "晴れ", "--session", "talk").err
    again = fresh("remove", "talk", "digital-agency-1")
    assert again.code == 2
    assert "unknown session 'talk'; nothing can be removed" in again.err
    assert f"remove the file there, {FIRST}" in again.err


def test_a_session_of_the_same_name_needs_an_id_or_a_word(fresh: Cli) -> None:
    paths = [fresh.folder / name / "memo.jsonl" for name in ("a", "b")]
    for path, text in zip(paths, ("晴れ。", "雨。"), strict=True):
        path.parent.mkdir()
        path.write_text(json.dumps({"speaker": "A", "text": text}))
    assert "--id" in fresh("load", *paths).err
    assert fresh("load", *paths, "--id", "x").err == "Error: --id is for a single file\n"
    assert fresh("load", paths[0]).code == 0
    refused = fresh("load", paths[1])
    assert (refused.code, "--replace" in refused.err) == (2, True)
    assert fresh("load", paths[1], "--id", "memo-b").out.startswith("Loaded memo-b:")
    assert fresh("load", paths[1], "--replace").out.startswith("Loaded memo:")
    for session in ("memo", "memo-b"):
        found = fresh("ask", "雨", "--session", session, "--json").json["matches"]
        assert [each["text"] for each in found] == ["雨。"]


def falsified(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE quotes SET text = 'x'")


def without_quotes(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE quotes")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def junk(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1000)


def flipped(path: Path) -> None:
    content = path.read_bytes()
    word = "疫学調査".encode()
    path.write_bytes(content.replace(word, word[:-1] + bytes([word[-1] ^ 1])))


@pytest.mark.parametrize(
    "spoil", [falsified, without_quotes, halved, junk, flipped], ids=lambda spoil: spoil.__name__
)
def test_a_damaged_database_is_said_once_and_answers_all_the_same(
    fresh: Cli, spoil: Callable[[Path], None]
) -> None:
    question = ["ask", "COCOAは疫学調査に使えたのですか", "--json"]
    before = fresh(*question)
    spoil(Path(fresh.env["DATABASE_PATH"]))
    mended = fresh(*question)
    assert (mended.code, mended.out) == (0, before.out)
    assert "is set aside as hatsugen.db.unusable" in mended.err
    after = fresh(*question)
    assert (after.code, after.out, after.err) == (0, before.out, "")
