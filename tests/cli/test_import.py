"""``hatsugen import``: from the file that people have to the first answer."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.transcript import read_session
from tests.cli.conftest import ROOT, Cli, matched
from tests.transcripts import MEMO, PATHS, TEAMS


@pytest.fixture
def written(fresh: Cli) -> Any:
    def write(name: str, content: str | bytes) -> Path:
        path = fresh.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("name", PATHS)
def test_from_a_file_to_its_first_answer(fresh: Cli, written: Any, name: str) -> None:
    content, question, speaker = PATHS[name]
    path = written(name, content)
    stem = path.stem

    assert fresh("import", path).code == 0
    assert fresh("check", f"{stem}.toml").code == 0
    assert fresh("load", f"{stem}.toml").code == 0
    best = fresh("ask", question, "--session", stem, "--json").json["matches"][0]
    session = read_session(fresh.folder / f"{stem}.toml")
    titles = {each.id: each.title for each in session.speakers}
    assert titles[best["speaker"]] == speaker


@pytest.mark.parametrize("name", PATHS)
def test_the_same_kinds_are_loaded_at_once(fresh: Cli, written: Any, name: str) -> None:
    content, question, _ = PATHS[name]
    path = written(name, content)

    assert fresh("load", path).code == 0
    assert fresh("ask", question, "--session", path.stem, "--json").json["matches"]


def test_what_cannot_be_loaded_without_questions_is_not(fresh: Cli, written: Any) -> None:
    path = written("doubt.txt", "中山「はい」\n岡本「ええ」\n\n「誰かの声」\n")
    result = fresh("load", path)
    assert result.code == 2
    assert "doubt.txt:4: 「誰かの声」: in quotation marks, but nobody is named for it" in result.err


def test_the_first_question_that_is_proposed_is_answered(fresh: Cli, written: Any) -> None:
    shown = fresh("import", written("memo.txt", MEMO)).out
    question = matched(re.search(r"hatsugen ask '([^']+)' --session memo", shown))
    assert fresh("load", "memo.toml").code == 0
    assert fresh("ask", question, "--session", "memo", "--json").json["outcome"] == "answer"


def test_what_was_understood_is_shown(fresh: Cli, written: Any) -> None:
    path = written("memo.txt", MEMO)
    result = fresh("import", path, "--speaker", "議長=chair", "--id", "board")
    assert result.code == 0
    assert f"{path}: read as text (name「…」)" in result.out
    assert re.search(r"議長 +chair +1 +始めます。", result.out)
    assert "8: 関連記事 (the end of the words)" in result.out
    assert "board.toml: 3 utterances, 4 quotes" in result.out
    assert "To be filled in by hand: title.en, started_at, venue" in result.out
    session = read_session(fresh.folder / "board.toml")
    assert [speaker.id for speaker in session.speakers] == ["chair", "書記"]
    assert session.utterances[0].note == "冒頭で"


def test_less_or_json_is_shown_when_asked_for(fresh: Cli, written: Any) -> None:
    path = written("memo.txt", MEMO)
    quiet = fresh("import", path, "--quiet", "-o", "one.toml")
    assert quiet.out == "one.toml: 3 utterances, 4 quotes\n"
    shown = fresh("import", path, "--json", "-o", "two.toml").json
    assert [(each["line"], each["speaker"]) for each in shown["utterances"]] == [
        (3, "議長"),
        (5, "書記"),
        (6, "書記"),
    ]
    assert [each["line"] for each in shown["skipped"]] == [1, 8]
    assert (shown["problems"], shown["file"]) == ([], "two.toml")


def test_several_files_go_into_a_folder(fresh: Cli, written: Any) -> None:
    one, two = written("one.txt", MEMO), written("two.vtt", TEAMS)
    bad = written("bad.txt", "中山氏は「はい」と述べた。\n")
    result = fresh("import", one, bad, two, "-o", "sessions")
    assert (result.code, "bad.txt: no utterances; reported speech" in result.err) == (2, True)
    assert sorted(path.name for path in Path("sessions").iterdir()) == ["one.toml", "two.toml"]


def test_a_session_file_can_be_shown_instead(fresh: Cli, written: Any) -> None:
    result = fresh("import", written("meeting.txt", MEMO), "--output", "-")
    assert result.out.startswith('id = "meeting"')
    assert not (fresh.folder / "meeting.toml").exists()


def test_the_kind_can_be_chosen(fresh: Cli, written: Any) -> None:
    path = written("table.txt", "speaker:text\n中山:はい\n岡本:ええ\n")
    assert "read as text" in fresh("import", path, "--as", "text", "-o", "one.toml").out
    assert fresh("import", path, "--as", "json").code == 2


def test_what_an_import_cannot_be_is_said(fresh: Cli, written: Any) -> None:
    memo = written("meeting.txt", MEMO)
    assert fresh("import", memo).code == 0
    again = fresh("import", memo)
    assert (again.code, "meeting.toml exists already" in again.err) == (2, True)
    pair = fresh("import", memo, "--speaker", "議長=", "--output", "other.toml")
    assert (pair.code, "expected NAME, NAME=ID" in pair.err) == (2, True)
    nobody = fresh("import", memo, "--speaker", "王=king", "--output", "other.toml")
    assert (nobody.code, "no speaker '王' in the file" in nobody.err) == (2, True)
    empty = written("empty.txt", "")
    nothing = fresh("import", empty)
    assert (nothing.code, f"{empty}: the file is empty" in nothing.err) == (2, True)
    both = fresh("import", memo, empty, "--id", "x")
    assert (both.code, "for a single transcript" in both.err) == (2, True)


def test_at_a_terminal_the_rest_is_asked(fresh: Cli, written: Any) -> None:
    pty = pytest.importorskip("pty")
    memo = written("meeting.txt", MEMO)
    answers = [
        "",
        "",
        "The board",
        "2024-05-01T19:00+09:00",
        "公民館",
        "minutes",
        "y",
        "書記のメモ",
        "By the clerk",
        "",
        "",
        "議長",
        "森",
        "Mori",
        "",
    ]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "import", str(memo)],
        cwd=fresh.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | fresh.env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:
        pass
    os.close(ours)
    assert process.wait(60) == 0, shown.decode()
    session = read_session(fresh.folder / "meeting.toml")
    assert (session.title.ja, session.title.en) == ("会議のメモ", "The board")
    assert session.started_at is not None
    assert session.started_at.isoformat() == "2024-05-01T19:00:00+09:00"
    assert session.venue is not None
    assert session.venue.ja == "公民館"
    assert (session.source.kind, session.source.complete) == ("minutes", True)
    assert session.source.description.en == "By the clerk"
    assert session.source.consent is not None
    assert session.source.consent.en == "All who speak agreed"
    assert session.speakers[0].role.ja == "議長"
    assert session.utterances[1].speaker.name.en == "Mori"
