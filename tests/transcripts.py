"""Small files of the kinds that people have, each with a question and who answers it."""

import io
import json

import docx

MEMO = """\
会議のメモ

議長「(冒頭で)始めます。よろしいですか？」

書記「はい。」
「議事録を取ります。」

関連記事
"""
DIET = {
    "meetingRecord": [
        {
            "nameOfHouse": "参議院",
            "nameOfMeeting": "環境委員会",
            "issue": "第3号",
            "date": "2023-05-01",
            "speechRecord": [
                {"speaker": "会議録情報", "speech": "令和五年五月一日"},
                {"speaker": "中山健", "speech": "○委員長（中山健君）　開会いたします。"},
                {
                    "speaker": "岡本花",
                    "speech": "○参考人（岡本花君）　湖の水位は下がり続けております。",
                },
            ],
        }
    ]
}
TEAMS = """\
WEBVTT

a/1-0
00:00:01.000 --> 00:00:05.000
<v 中山 健>倉庫の鍵は守衛室に預けました。</v>

a/2-0
00:00:06.000 --> 00:00:09.000
<v 岡本 花>来週の予定を確認します。</v>

a/3-0
00:00:09.000 --> 00:00:12.000
<v 中山 健>水曜日は休みます。</v>
"""


def _document() -> bytes:
    document = docx.Document()
    for text in (
        "議事録",
        "中山：暖房は十一月に入れます。",
        "岡本：承知しました。",
        "中山：以上です。",
    ):
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


PATHS: dict[str, tuple[str | bytes, str, str]] = {
    "memo.txt": (MEMO, "議事録を取りますか", "書記"),
    "diet.json": (json.dumps(DIET, ensure_ascii=False), "湖の水位は下がっていますか", "岡本花"),
    "teams.vtt": (TEAMS, "倉庫の鍵は守衛室に預けたのですか", "中山 健"),
    "minutes.docx": (_document(), "暖房は十一月に入れるのですか", "中山"),
    "table.csv": (
        "発言者,発言\n中山,梨の収穫は九月に始まります。\n岡本,はい。\n".encode("cp932"),
        "梨の収穫はいつ始まりますか",
        "中山",
    ),
}
