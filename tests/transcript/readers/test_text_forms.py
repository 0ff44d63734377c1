"""Plain text and Markdown, in every form in which people note who says what."""

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.transcript.readers.conftest import Read, refusal, said, skipped


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


FORMS = _read("text_forms.toml")
DOUBTFUL = _read("doubtful_forms.toml")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_understood(read: Read, name: str) -> None:
    form = FORMS[name]
    assert said(read(form["text"])) == [tuple(each) for each in form["said"]]


def _letters(*texts: str) -> Counter[str]:
    joined = unicodedata.normalize("NFKC", "".join(texts))
    return Counter(letter for letter in joined if letter.isalpha())


@pytest.mark.parametrize("text", [form["text"] for form in FORMS.values()])
def test_every_letter_is_taken_over_or_reported(read: Read, text: str) -> None:
    imported = read(text)
    session = imported.session
    names = "".join(
        (each.title + each.role.ja + "".join(each.aliases)) for each in session.speakers
    )
    words = [each.text + (each.note or "") for each in session.utterances]

    lost = _letters(text) - _letters(*words, *skipped(imported))
    assert set(lost) <= set(unicodedata.normalize("NFKC", names) + "From to Everyone AM PM")


def test_a_speech_is_its_speakers_when_they_are_named(read: Read) -> None:
    text = "開会のあいさつ\n\n皆さん、おはようございます。\n良い天気です。\n\n始めましょう。\n"
    imported = read(text, "talk.txt", "中山")
    assert said(imported) == [
        ("中山", "皆さん、おはようございます。良い天気です。"),
        ("中山", "始めましょう。"),
    ]
    assert imported.session.title.ja == "開会のあいさつ"
    assert "--speaker" in refusal(read, text)


def test_a_speech_with_times_has_them_apart_from_its_words(read: Read) -> None:
    text = "[00:00.000 --> 00:03.440]  花壇の話です\n[00:03.440 --> 00:05.800]  昔の話です。\n"
    imported = read(text, "talk.txt", "中山")
    assert said(imported) == [("中山", "花壇の話です昔の話です。")]
    assert imported.session.utterances[0].start == 0.0


def test_reported_speech_is_refused(read: Read) -> None:
    text = "中山氏は「球根は秋に植える」と述べた。\n岡本氏は「水は週に一度」と話した。\n"
    assert "reported speech" in refusal(read, text)


def test_headings_that_look_like_names_are_left_out_and_said(read: Read) -> None:
    text = (
        "テーマ「秋の庭」\n第２部「球根」\n\n司会「どうぞ」\n\n「これからの花壇」\n\n"
        "中山「はい」\nまとめ「終わり」\n"
    )
    imported = read(text)
    assert said(imported) == [("司会", "どうぞ"), ("中山", "はい")]
    assert skipped(imported) == [
        "テーマ「秋の庭」",
        "第２部「球根」",
        "「これからの花壇」",
        "まとめ「終わり」",
    ]


@pytest.mark.parametrize("form", DOUBTFUL)
def test_whoever_may_be_named_is_told_and_says_nothing_in_anothers_name(
    read: Read, form: str
) -> None:
    imported = read(DOUBTFUL[form])
    (doubtful,) = (each for each in imported.skipped if each.doubtful)
    assert "--speaker" in doubtful.reason
    assert {name for name, _ in said(imported)} <= {"中山", "岡本", "Anna", "東京都", "Q", "A"}
    assert not any("池です" in words for _, words in said(imported))
    name = re.split(r"[\[:：…】\u3000]", doubtful.text.removeprefix("0:04").strip("*- （）【"))[0]
    assert name in {name for name, _ in said(read(DOUBTFUL[form], "talk.txt", name))}


def test_a_list_within_words_is_no_dialogue(read: Read) -> None:
    text = "中山：花壇は二つです\n長さ：三メートル\n重さ：百キロ\n岡本：はい。\n中山：以上です。\n"
    assert said(read(text))[0] == ("中山", "花壇は二つです長さ：三メートル重さ：百キロ")


def test_lines_that_are_full_go_on_in_what_was_said(read: Read) -> None:
    text = (
        "中山：花壇の周りには古い石が並んでいて、それを一つずつ洗ってから置き\n"
        "直すのですが、そのときに私たちが気をつけていることは三つあります、石\n"
        "の色：これは白いものから順に並べていくと花がよく見えるということです。\n"
        "岡本：はい。\n中山：以上です。\n"
    )
    assert [name for name, _ in said(read(text))] == ["中山", "岡本", "中山"]
    assert not skipped(read(text))


def test_names_given_are_names_whatever_they_look_like(read: Read) -> None:
    text = "結果「五です」\n岡本「はい」\n"
    assert said(read(text)) == [("岡本", "はい")]
    assert said(read(text, "talk.txt", "結果")) == [("結果", "五です"), ("岡本", "はい")]


def test_spellings_that_are_named_are_joined(read: Read) -> None:
    text = "中山大臣「はい」\n岡本「ええ」\n中山さん「では」\n"
    imported = read(text, "talk.txt", "中山大臣,中山さん")
    assert [name for name, _ in said(imported)] == ["中山大臣", "岡本", "中山大臣"]
    assert "中山さん" in imported.session.speakers[0].aliases
    (doubt,) = read(text).doubts
    assert doubt.startswith("中山大臣 and 中山さん may be one person")


def test_roles_stand_apart_from_names(read: Read) -> None:
    text = (
        "中山太郎氏（みどり市 環境部長）「はい」\n議長（岡本花君）「どうぞ」\n森（司会）「では」\n"
    )
    speakers = read(text).session.speakers
    assert [(each.title, each.role.ja) for each in speakers] == [
        ("中山太郎氏", "みどり市 環境部長"),
        ("岡本花君", "議長"),
        ("森", "司会"),
    ]


def test_what_stands_in_front_belongs_to_the_words(read: Read) -> None:
    text = (
        "中山「(約)二割です」\n岡本「（株）緑です」\n"
        "中山「(1)土です。」\n岡本「(質問を受けて)水です」\n"
    )
    imported = read(text)
    assert [(each.text, each.note) for each in imported.session.utterances] == [
        ("(約)二割です", None),
        ("（株）緑です", None),
        ("(1)土です。", None),
        ("水です", "質問を受けて"),
    ]


def test_stage_directions_become_notes(read: Read) -> None:
    text = "中山「以上です。（拍手）」\n岡本「（笑）そうですか〔退席する者あり〕」\n"
    imported = read(text)
    assert [(each.text, each.note) for each in imported.session.utterances] == [
        ("以上です。", "拍手"),
        ("そうですか", "笑、退席する者あり"),
    ]


def test_title_and_date_are_learned_from_the_head(read: Read) -> None:
    imported = read("花壇の会\n日時：2024年5月1日 19:30〜\n\n中山：はい。\n岡本：ええ。\n")
    assert imported.session.title.ja == "花壇の会"
    started = imported.session.started_at
    assert started is not None
    assert started.isoformat() == "2024-05-01T19:30:00+09:00"
    assert (
        read("議事録\n令和六年十月四日\n○中山委員　はい。\n○岡本委員　ええ。\n").day == "2024-10-04"
    )
