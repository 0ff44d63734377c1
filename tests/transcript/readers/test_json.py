"""JSON of records, of speech recognition and of chats."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.session import SourceKind
from tests.transcript.readers.conftest import Read, refusal, said, skipped

MEETING = {
    "issueID": "1",
    "nameOfHouse": "参議院",
    "nameOfMeeting": "環境委員会",
    "issue": "第3号",
    "date": "2023-05-01",
}
SPEECHES: list[dict[str, Any]] = [
    {
        "speechOrder": 0,
        "speaker": "会議録情報",
        "speech": "令和五年五月一日\r\n　本日の会議に付した案件",
    },
    {
        "speechOrder": 1,
        "speaker": "中山健",
        "speakerYomi": "なかやまけん",
        "speakerPosition": "委員長",
        "speech": "○委員長（中山健君）　開会します。\r\n　　　　〔委員長退席〕\r\n"
        "　質疑に入ります。",
    },
    {
        "speechOrder": 2,
        "speaker": "岡本花",
        "speakerRole": "参考人",
        "speech": "○参考人（岡本花君）　お答えします。",
    },
]
KNOWN: dict[str, Any] = json.loads(Path(__file__).with_name("records.json").read_text("utf-8"))


@pytest.mark.parametrize("name", KNOWN)
def test_known_kinds(read: Read, name: str) -> None:
    known = KNOWN[name]
    content = json.dumps(known["data"], ensure_ascii=False)
    assert said(read(content, "talk.json")) == [tuple(each) for each in known["said"]]


def test_the_record_of_the_diet_tells_readings_roles_and_the_day(read: Read) -> None:
    imported = read(json.dumps(KNOWN["meetings of the Diet"]["data"]), "talk.json")
    chair, witness = imported.session.speakers
    assert (chair.role.ja, chair.aliases, witness.role.ja) == (
        "委員長",
        ("なかやまけん",),
        "参考人",
    )
    assert imported.session.title.ja == "参議院 環境委員会 第3号"
    assert (imported.day, imported.session.source.kind) == ("2023-05-01", SourceKind.MINUTES)
    assert skipped(imported)[1] == "〔委員長退席〕"


def test_what_is_not_said_by_anybody_is_reported(read: Read) -> None:
    assert skipped(read(json.dumps(KNOWN["Discord"]["data"]), "talk.json")) == [
        "ping",
        "Pinned a message.",
    ]


def test_json_lines_of_another_shape(read: Read) -> None:
    text = '{"author": "Mary", "content": "Hi."}\n{"author": "Sam", "content": "Bye."}\n'
    assert said(read(text, "talk.ndjson")) == [("Mary", "Hi."), ("Sam", "Bye.")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"a": 1}, "JSON of no known kind (a)"),
        ([], "JSON of no known kind"),
        ({"status": "error", "audio_url": "u", "utterances": None}, "the transcript is error"),
        ({"numberOfRecords": 0}, "without speeches"),
        ({"results": {"channels": [{"alternatives": []}]}}, "Deepgram without words"),
        (
            {
                "speechRecord": [
                    {**MEETING, **SPEECHES[1]},
                    {**MEETING, **SPEECHES[1], "issueID": "2"},
                ]
            },
            "speeches of 2 meetings",
        ),
    ],
)
def test_unknown_json_is_refused_saying_why(read: Read, data: Any, reason: str) -> None:
    assert reason in refusal(read, json.dumps(data), "talk.json")


def test_broken_json_is_refused_with_its_line(read: Read) -> None:
    assert "talk.json:2: not valid JSON" in refusal(read, '{"a": 1,\n oh}', "talk.json")
    assert "nested too deeply" in refusal(read, "[" * 200_000, "talk.json")
