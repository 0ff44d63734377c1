"""Dialogues made up, in every form: the words are their speaker's, refused, or reported."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.transcript import TranscriptError
from bot.transcript.importing import import_file

Turns = Sequence[tuple[str, Sequence[str]]]

_JAPANESE = re.split(
    ",",
    "青木,木村さん,森 三郎,小川課長,みどり市長,司会,事務局,高橋委員,李,記者,ジョン・スミス,東海新聞"
    ",Ａ氏,環境省,林（市役所）,佐々木先生,聞き手,議長,谷様,原田君,参加者,ユーカリ,ゆっきー,ぴよ丸,九条,東京都",
)
_ENGLISH = re.split(
    ",",
    "Anna Hart,Ben Ruiz,MR. HALE,Dr. Oakes,Moderator,Speaker 3,Jean-Luc Petit,María José"
    ",Unknown Speaker,Liam O'Neil,Host,Alice,spk_1,SPEAKER_00,Łukasz,anna.h,Page,van der Berg",
)
_SAID = """\
{n}番目の橋は三月に完成します。
比は{n}：1です。
「命の橋{n}」と呼ばれています。
時刻は10:{n}です。
結論：橋{n}は要ります。
はい、橋{n}です。
橋{n}は（約）三割です。
資料{n}は https://example.com/a:b です。
なぜ橋{n}なのですか？
（笑）橋{n}です。
森さんの言う橋{n}です。
・橋{n}と地図。
第{n}条の話です。
橋{n}……長いですね。
そうですね{n}
昨日は橋{n}に行って
""".splitlines()
_TOLD = """\
Bridge {n} opens in March.
Two things: bridge {n} and the map.
At 10:{n} we begin.
He said, "bridge {n} is old."
Is bridge {n} safe?
Note: bridge {n} is narrow.
See https://example.com/b/{n}:1 for more.
Mr. Hale built bridge {n}.
- Bridge {n}, I think.
Bridge {n}: that is its name.
and then bridge {n}
""".splitlines()


@st.composite
def _turns(draw: st.DrawFn, names: Sequence[str], sentences: Sequence[str]) -> Turns:
    people = draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
    order = draw(st.lists(st.sampled_from(people), min_size=2, max_size=9))
    number = 10
    turns = []
    for name in order:
        said = []
        for pattern in draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=4)):
            number += 1
            said.append(pattern.format(n=number))
        turns.append((name, said))
    return turns


def _lines(head: str, between: str, after: str = "\n") -> Callable[[Turns], str]:
    """Return a form of ``head`` and paragraphs, with ``between`` before further ones."""
    return lambda turns: after.join(
        head.format(name=name, words=between.join(said)) + "\n" for name, said in turns
    )


def _vtt(line: str) -> Callable[[Turns], str]:
    def render(turns: Turns) -> str:
        cues, second = ["WEBVTT\n"], 0
        for name, said in turns:
            for words in said:
                moment = f"00:{second // 60:02}:{second % 60:02}"
                shown = line.format(name=name, words=words)
                cues.append(f"{moment}.000 --> {moment}.900\n{shown}\n")
                second += 1
        return "\n".join(cues)

    return render


def _table(turns: Turns) -> str:
    file = io.StringIO()
    csv.writer(file).writerows([("speaker", "text"), *((n, "\n".join(s)) for n, s in turns)])
    return file.getvalue()


def _json(turns: Turns) -> str:
    entries = [{"speaker": name, "text": " ".join(said)} for name, said in turns]
    return json.dumps({"segments": entries})


FORMS = {
    "brackets": _lines("{name}「{words}」", ""),
    "brackets of paragraphs": _lines("{name}「{words}」", "\n"),
    "colon": _lines("{name}：{words}", "", ""),
    "narrow colon": _lines("{name}: {words}", " "),
    "colon and paragraphs": _lines("{name}：{words}", "\n\n"),
    "colon and lines": _lines("{name}: {words}", "\n", ""),
    "mark": _lines("○{name}　{words}", "\n　", ""),
    "tag": _lines("【{name}】{words}", "\n", ""),
    "tag on a line": _lines("【{name}】\n{words}", "\n"),
    "round on a line": _lines("（{name}）\n　{words}", "\n　", ""),
    "bold": _lines("**{name}:** {words}", "\n\n"),
    "bold on a line": _lines("**{name}**\n\n{words}", "\n\n"),
    "line": _lines("{name}\n{words}", "\n"),
    "time after": _lines("{name}  0:00\n{words}", "\n"),
    "time before": _lines("[00:00:10] {name}: {words}", "\n", ""),
    "time on the line before": _lines("00:00:10\n{name}\n{words}", "\n"),
    "gap": _lines("{name}　　{words}", "\n　", ""),
    "tab": _lines("{name}\t{words}", "\n\t", ""),
    "dots": _lines("{name}・・・{words}", "\n", ""),
    "bullets": _lines("- {name}：{words}", "\n  ", ""),
    "numbers": _lines("1. {name}：{words}", "\n", ""),
    "voices": _vtt("<v {name}>{words}</v>"),
    "captions": _vtt("{name}: {words}"),
    "table": _table,
    "JSON": _json,
}
_SUFFIX = {"table": ".csv", "JSON": ".json", "voices": ".vtt", "captions": ".vtt"}


def _bare(text: str) -> str:
    return re.sub(r"[\s・]|^- |（笑）", "", text)


def _of_one(name: str, other: str) -> bool:
    one, two = (re.sub(r"\s", "", re.sub("（.*", "", each)) for each in (name, other))
    return one in two or two in one or other in {"話者不明", "Unknown speaker"}


def _check(form: str, turns: Turns) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"talk{_SUFFIX.get(form, '.txt')}"
        path.write_text(FORMS[form](turns), "utf-8")
        try:
            imported = import_file(path)
        except TranscriptError:
            return "refused"
    said = [(each.speaker.title, _bare(each.text)) for each in imported.session.utterances]
    left_out = _bare("".join(each.text for each in imported.skipped))
    for name, sentences in turns:
        for words in map(_bare, sentences):
            speakers = [speaker for speaker, text in said if words.strip("-") in text]
            assert speakers or words.strip("-") in left_out, (words, said)
            assert all(_of_one(name, each) for each in speakers), (name, words, said)
    return "taken"


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=settings().max_examples // 5)
@given(turns=st.one_of(_turns(_JAPANESE, _SAID), _turns(_ENGLISH, _TOLD)))
def test_no_words_are_lost_or_given_to_another(form: str, turns: Turns) -> None:
    _check(form, turns)
