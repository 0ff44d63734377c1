# A table of cases reads best with a case on each line.
# ruff: noqa: E501
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.session import Annotation, Bilingual, QuoteRef, SourceKind
from bot.transcript import (
    TranscriptError,
    check_files,
    joined_speakers,
    read_session,
    session_files,
    source_files,
    unannotated,
)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _problems(path: Path) -> list[str]:
    return [f"{problem.where}: {problem.message}" for problem in check_files([path])]


def test_reads_a_session(session_path: Path) -> None:
    session = read_session(session_path)
    sato, mori = session.speakers
    assert (session.id, session.title) == ("night", Bilingual(ja="夜の会", en="Night talk"))
    assert session.started_at == datetime.fromisoformat("2024-05-01T20:00:00+09:00")
    assert session.venue is None
    assert (session.source.kind, session.source.complete) == (SourceKind.MINUTES, True)
    assert session.source.description == Bilingual(ja="議事録", en="議事録")
    assert (sato.role.en, sato.aliases) == ("Chair", ("司会者",))
    assert (mori.name, mori.role) == (Bilingual(ja="森", en="森"), Bilingual(ja="", en=""))
    assert [(said.number, said.speaker, said.note, said.quotes) for said in session.utterances] == [
        (1, sato, "開会にあたり", ("こんばんは。", "始めます。")),
        (2, mori, None, ("月が出ました。", "「明るい。」と思う")),
    ]


def test_reads_the_annotations_beside_it(session_path: Path, annotations_path: Path) -> None:
    session = read_session(session_path)
    assert session.annotations == {
        (1, 1): Annotation(),
        (2, 1): Annotation("The moon has risen.", ("天体の出現", "moonrise"), ("sky",)),
    }
    assert session.glossary == (("月", "moon"), ("夜", "night", "よる"))
    assert [(topic.id, topic.label.en) for topic in session.topics] == [("sky", "The sky")]
    assert source_files(session_path) == (session_path, annotations_path)
    assert check_files([session_path, annotations_path]) == []


def test_lists_the_quotes_without_annotation(session_path: Path, annotations_path: Path) -> None:
    _replace(annotations_path, 'translation = "The moon has risen."', "")
    refs = [quote.ref for quote in unannotated(read_session(session_path))]
    assert refs == [QuoteRef("night", *at) for at in [(1, 1), (1, 2), (2, 1), (2, 2)]]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"sato"\nnote', '"saito"\nnote', ["23: utterances[1].speaker: unknown speaker 'saito'; expected one of 'sato', 'mori'"]),
        ('id = "mori"', 'id = "sato"', ["18: speakers[2].id: 'sato' is already the id of speakers[1]; expected another", "28: utterances[2].speaker: unknown speaker 'mori'; expected one of 'sato'"]),
        ('id = "night"', 'id = "Night Talk"', ["1: id: 'Night Talk' is no id; expected up to 40 small letters and digits joined by hyphens, such as 'night-talk'"]),
        ('id = "night"', 'id = 7', ["1: id: found 7; expected text in quotes"]),
        ('id = "night"', '', ["1: the key 'id' is missing"]),
        ('"こんばんは。始めます。"', '" 　"', ["25: utterances[1].text: is empty; expected text"]),
        ('en = "Chair"', 'en = ""', ["14: speakers[1].role.en: is empty; expected text"]),
        ('ja = "森"', '', ["20: speakers[2].name: says nothing; expected ja, en or both"]),
        ('T20:00:00+09:00', 'T20:00:00', ["3: started_at: found 2024-05-01 20:00:00; expected a date and time with its zone, such as 2021-02-09T18:30:00+09:00"]),
        ('2024-05-01T20:00:00+09:00', '2024-05-01', ["3: started_at: found 2024-05-01; expected a date and time with its zone, such as 2021-02-09T18:30:00+09:00"]),
        ('T20:00:00+09:00', 'T25:00:00+09:00', ["3: not valid TOML: "]),
        ('note =', 'notes =', ["24: utterances[1].notes: unknown key; did you mean 'note'?"]),
        ('aliases =', 'x =', ["15: speakers[1].x: unknown key; expected one of id, title, name, role, aliases"]),
        ('en = "Chair"', 'eng = "Chair"', ["14: speakers[1].role.eng: unknown key; did you mean 'en'?"]),
        ('"minutes"', '"hearsay"', ["6: source.kind: found 'hearsay'; expected 'memo', 'minutes', 'transcript' or 'unknown'"]),
        ('complete = true', 'complete = true\nurl = "javascript:alert(1)"', ["8: source.url: found 'javascript:alert(1)'; expected an address such as https://example.org/minutes.html"]),
        ('complete = true', 'complete = true\nurl = "https://"', ["8: source.url: found 'https://'; expected an address such as https://example.org/minutes.html"]),
        ('complete = true', 'complete = true\nurl = "https://[::1"', ["8: source.url: found 'https://[::1'; expected an address such as https://example.org/minutes.html"]),
        ('complete = true', f'complete = true\nurl = "https://example.org/{"a" * 500}"', ["8: source.url: is longer than 512 characters; expected a shorter address"]),
        ('complete = true', 'complete = "yes"', ["7: source.complete: found 'yes'; expected true or false"]),
        ('title = "佐藤さん"\n', '', ["10: speakers[1]: the key 'title' is missing"]),
        ('["司会者"]', '"司会者"', ["15: speakers[1].aliases: found '司会者'; expected a list in [ ]"]),
        ('{ ja = "森" }', '"森"', ["20: speakers[2].name: found '森'; expected a table"]),
        ('complete = true', 'complete = ', ["7: not valid TOML: invalid value"]),
        ('思う\\\n  """', "思う", ["33: not valid TOML: "]),
    ],
)  # fmt: skip
def test_says_what_is_wrong_and_where(
    session_path: Path, old: str, new: str, expected: list[str]
) -> None:
    _replace(session_path, old, new)
    found = _problems(session_path)
    assert len(found) == len(expected)
    for problem, beginning in zip(found, expected, strict=True):
        assert problem.startswith(beginning)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"2.1"', '"3.1"', "12: quotes[2].at: there is no quote '3.1'; expected an utterance from 1 to 2"),
        ('"2.1"', '"2.5"', "12: quotes[2].at: there is no quote '2.5'; expected 2.1 to 2.2"),
        ('"月が出ました。"', '"月が出た。"', "13: quotes[2].text: differs from quote 2.1; expected '月が出ました。'"),
        ('["sky"]', '["sky", "sea"]', "15: quotes[2].topics[2]: unknown topic 'sea'; expected one of 'sky'"),
        ('"moonrise"', '"moonrise", "Moonrise"', "16: quotes[2].phrases[3]: 'Moonrise' is already given at quotes[2].phrases[2]; expected once"),
        ('"moonrise"', '""', "16: quotes[2].phrases[2]: is empty; expected text"),
        ('"よる"', '"Moon"', "1: glossary[2][3]: 'Moon' is already given at glossary[1][2]; expected once"),
        ('"月", "moon"', '"月"', "1: glossary[1]: has 1 entries; expected 2 or more"),
        ('[[quotes]]\nat = "1.1"', '[[topics]]\nid = "sky"\nlabel = {ja="海"}\n[[quotes]]\nat = "1.1"', "8: topics[2].id: 'sky' is already given at topics[1].id; expected once"),
        ('translation', 'transaltion', "14: quotes[2].transaltion: unknown key; did you mean 'translation'?"),
    ],
)  # fmt: skip
def test_says_what_is_wrong_with_annotations(
    session_path: Path, annotations_path: Path, old: str, new: str, expected: str
) -> None:
    _replace(annotations_path, old, new)
    assert _problems(session_path) == [expected]


def test_the_same_quote_may_be_annotated_only_once(
    session_path: Path, annotations_path: Path
) -> None:
    _replace(annotations_path, '"1.1"\ntext = "こんばんは。"', '"2.1"\ntext = "月が出ました。"')
    expected = "12: quotes[2].at: '2.1' is already given at quotes[1].at; expected once"
    assert _problems(session_path) == [expected]


def test_reports_everything_at_once(session_path: Path, annotations_path: Path) -> None:
    _replace(session_path, "T20:00:00+09:00", "T20:00:00")
    _replace(session_path, 'speaker = "mori"', 'speaker = "moori"')
    _replace(session_path, "note =", "notes =")
    _replace(session_path, '{ ja = "森" }', "{}")
    _replace(annotations_path, '["sky"]', '["sea"]')
    problems = check_files([session_path])
    assert [(problem.path, problem.where) for problem in problems] == [
        (session_path, 3),
        (session_path, 20),
        (session_path, 24),
        (session_path, 28),
        (annotations_path, 15),
    ]
    with pytest.raises(TranscriptError) as caught:
        read_session(session_path)
    assert caught.value.problems == tuple(problems)
    assert str(caught.value).splitlines()[0].startswith(f"{session_path}:3: started_at: ")


def test_ids_are_unique_across_files(session_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "other.toml"
    copy.write_bytes(session_path.read_bytes())
    lines = tmp_path / "Night.jsonl"
    lines.write_text('{"speaker": "a", "text": "b"}')
    problems = check_files([session_path, copy, lines])
    assert [str(problem) for problem in problems] == [
        f"{path}:id: 'night' is already the id of {session_path}; expected another"
        for path in (copy, lines)
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.toml", "no such file"),
        ("missing.jsonl", "no such file"),
        ("stray.annotations.toml", "no such file"),
        ("folder.toml", "this is a folder; expected a file"),
        ("folder.jsonl", "this is a folder; expected a file"),
        ("memo.txt", "no such file"),
    ],
)
def test_refuses_what_is_no_session_file(tmp_path: Path, name: str, message: str) -> None:
    for folder in ("folder.toml", "folder.jsonl"):
        (tmp_path / folder).mkdir()
    (tmp_path / "stray.annotations.toml").touch()
    (problem,) = check_files([tmp_path / name])
    assert problem.message.startswith(message)


def test_refuses_an_annotations_file_as_a_session(annotations_path: Path) -> None:
    with pytest.raises(TranscriptError, match=re.escape("expected the session file beside it")):
        read_session(annotations_path)


def test_names_the_line_that_is_not_utf_8(session_path: Path) -> None:
    session_path.write_bytes(session_path.read_bytes().replace("議事録".encode(), b"\xff\xfe"))
    assert _problems(session_path) == ["8: not UTF-8; expected UTF-8 text"]


def test_a_byte_order_mark_and_windows_lines_change_nothing(session_path: Path) -> None:
    plain = read_session(session_path)
    data = session_path.read_bytes().replace(b"\n", b"\r\n")
    session_path.write_bytes(b"\xef\xbb\xbf" + data)
    assert read_session(session_path) == plain


def test_lists_the_session_files_of_a_folder(session_path: Path, annotations_path: Path) -> None:
    folder = session_path.parent
    (folder / "a.jsonl").touch()
    (folder / "notes.txt").touch()
    assert annotations_path.exists()
    assert session_files(folder) == (folder / "a.jsonl", session_path)
    assert session_files(folder / "missing") == ()


MEETING = """\
id = "{id}"
title = {{ja = "会議"}}
source = {{kind = "minutes", complete = true, description = {{ja = "議事録"}}}}
[[speakers]]
id = "tanaka"
title = "{name}"
name = {{ja = "{name}"}}
[[utterances]]
speaker = "tanaka"
text = "始めます。"
"""


def test_files_that_disagree_about_a_person_are_refused(tmp_path: Path) -> None:
    for number, name in enumerate(("田中一郎", "田中花子"), start=1):
        (tmp_path / f"m{number}.toml").write_text(MEETING.format(id=f"m{number}", name=name))

    (problem,) = check_files(session_files(tmp_path))

    assert problem.path == tmp_path / "m2.toml"
    assert "'tanaka' is 田中花子 here and 田中一郎 in" in problem.message


@pytest.mark.parametrize(("name", "joined"), [("田中一郎", True), ("司会", False)])
def test_it_is_told_who_is_one_person_in_several_files(
    tmp_path: Path, name: str, *, joined: bool
) -> None:
    for number in (1, 2):
        (tmp_path / f"m{number}.toml").write_text(MEETING.format(id=f"m{number}", name=name))
    paths = session_files(tmp_path)

    assert check_files(paths) == []
    assert joined_speakers(paths) == ((("tanaka", paths),) if joined else ())
