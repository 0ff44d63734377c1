import json
import tracemalloc
from pathlib import Path

import pytest

from bot.transcript import TranscriptError, check_files, read_session, split_sentences


def _write(path: Path, *lines: str | bytes) -> Path:
    path.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines))
    return path


def _said(speaker: object, text: object) -> str:
    return json.dumps({"speaker": speaker, "text": text}, ensure_ascii=False)


def test_a_time_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text('{"speaker": "A", "text": "B", "time": "1:02:03"}\n')
    assert read_session(path).utterances[0].start == 3723
    path.write_text('{"speaker": "A", "text": "B", "time": "noon"}\n')
    (problem,) = check_files([path])
    assert str(problem).endswith(
        ":1: time: 'noon' is no time; expected minutes and seconds, such as '12:34'"
    )


def test_a_line_is_an_utterance_numbered_as_the_line(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "Night Talk.jsonl",
        _said("森さん", "月が出た。星も。"),
        "",
        _said("Sato", "It rose. Look!"),
        _said("森さん", "はい"),
        "",
    )
    session = read_session(path)
    assert (session.id, session.title.ja) == ("night-talk", "Night Talk")
    assert [(speaker.id, speaker.title) for speaker in session.speakers] == [
        ("森さん", "森さん"),
        ("sato", "Sato"),
    ]
    assert [(said.number, said.speaker.id, said.quotes) for said in session.utterances] == [
        (1, "森さん", ("月が出た。", "星も。")),
        (3, "sato", ("It rose. ", "Look!")),
        (4, "森さん", ("はい",)),
    ]


def test_speakers_whose_names_look_alike_keep_their_own_ids(tmp_path: Path) -> None:
    names = ["Mori", "mori", "!!", "??", "長" * 100]
    session = read_session(_write(tmp_path / "a.jsonl", *(_said(name, "x") for name in names)))
    ids = [speaker.id for speaker in session.speakers]
    assert [speaker.title for speaker in session.speakers] == names
    assert len(set(ids)) == len(names)
    assert all(len(each) <= 40 for each in ids)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not valid JSON (Expecting property name enclosed in double quotes)"),
        ("[" * 100_000, "not valid JSON"),
        ("9" * 10_000, "not valid JSON"),
        ("[1]", "not an object"),
        (b'{"speaker": "\xff", "text": "a"}', "not UTF-8"),
        ('{"text": "a"}', "the key 'speaker' is missing"),
        ('{"speaker": "a"}', "the key 'text' is missing"),
        (_said("a", None), "text: found 'None'; expected text in quotes"),
        (_said(" ", "a"), "speaker: is empty; expected text"),
        (_said("a", "\n"), "text: is empty; expected text"),
        (r'{"speaker": "a", "text": "\ud83d"}', "text: half of a surrogate pair"),
    ],
)
def test_names_the_bad_line(tmp_path: Path, line: str | bytes, message: str) -> None:
    path = _write(tmp_path / "a.jsonl", _said("a", "b"), line, _said("a", "b"))
    (problem,) = check_files([path])
    assert (problem.path, problem.where) == (path, 2)
    assert problem.message.startswith(message)


def test_names_all_bad_lines_up_to_fifty(tmp_path: Path) -> None:
    problems = check_files([_write(tmp_path / "a.jsonl", *["?"] * 73)])
    assert [problem.where for problem in problems] == [*range(1, 51), None]
    assert problems[-1].message == "and 23 more bad lines"


def test_a_file_without_utterances_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="no utterances; expected"):
        read_session(_write(tmp_path / "a.jsonl", "", " "))


def test_a_byte_order_mark_and_windows_lines_change_nothing(tmp_path: Path) -> None:
    said = _said("a", "b。")
    path = _write(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + said.encode() + b"\r", said + "\r")
    assert [utterance.text for utterance in read_session(path).utterances] == ["b。", "b。"]


def test_tells_its_progress_in_bytes(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", *[_said("森", "月。")] * 5)
    seen: list[int] = []
    read_session(path, progress=seen.append)
    assert len(seen) == 5
    assert sum(seen) == path.stat().st_size


def test_a_long_file_is_read_within_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(10_000):
            file.write(
                _said(f"話者{number % 7}", f"{number}番目の発言です。" + "続きます。" * 8) + "\n"
            )
    tracemalloc.start()
    session = read_session(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(session.utterances) == 10_000
    assert session.utterances[-1].quotes == split_sentences(session.utterances[-1].text)
    assert peak < 10_000 * 400


def test_the_utterances_of_a_long_file_are_as_its_lines_say(tmp_path: Path) -> None:
    said = [(f"話者{number % 3}", f"{number}番目です。", "続きます。") for number in range(2_500)]
    path = _write(tmp_path / "long.jsonl", *(_said(name, "".join(text)) for name, *text in said))

    session = read_session(path)

    assert [(each.number, each.speaker.title, *each.quotes) for each in session.utterances] == [
        (number, *each) for number, each in enumerate(said, start=1)
    ]
    assert [session.utterances[place].number for place in (0, 999, 1000, -501, -1)] == [
        1,
        1000,
        1001,
        2000,
        2500,
    ]
    assert session.utterances[1998:2001] == tuple(session.utterances)[1998:2001]
    assert session == read_session(path)
    assert {id(each.speaker) for each in session.utterances} == set(map(id, session.speakers))
    with pytest.raises(IndexError):
        session.utterances[2500]
