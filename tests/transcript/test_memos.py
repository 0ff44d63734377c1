from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.session import Bilingual, SourceKind
from bot.transcript import (
    TranscriptError,
    read_session,
    render_session,
    split_sentences,
    write_session,
)
from bot.transcript.importing import Imported, import_file
from bot.transcript.people import Chosen

MEMO = """\
月見の会のメモ

広告
昨夜、月見の会が開かれました。案内には「参加者は団子を持参」「雨天中止」とあり、それに従いました。
その中で「月は逃げない」
司会の方は「静かに」と言いました。

佐藤さん「こんばんは。今夜は「名月」です。『月』と書いて「つき」」
「では始めます。どうでしょう?」

森さん：「(雲の質問を受けて)雲は(少し)切れました。」
　山田 花子　「(団子の)味は良い。(笑)」\u3000
・森さん: ｢半角の｢括弧｣です。｣
森さん「長い話を
　二行に
「わけて」みた。It is
late. Good night.」
佐藤さん「（閉会にあたり）　ありがとう」
佐藤さん「(うなずく)」

関連記事
シェアする
:)
"""

EXPECTED = [
    ("佐藤さん", None, ("こんばんは。", "今夜は「名月」です。", "『月』と書いて「つき」")),
    ("佐藤さん", None, ("では始めます。", "どうでしょう?")),
    ("森さん", "雲の質問を受けて", ("雲は(少し)切れました。",)),
    ("山田 花子", "笑", ("(団子の)味は良い。",)),
    ("森さん", None, ("半角の｢括弧｣です。",)),
    ("森さん", None, ("長い話を二行に「わけて」みた。", "It is late. ", "Good night.")),
    ("佐藤さん", "閉会にあたり", ("ありがとう",)),
    ("佐藤さん", None, ("(うなずく)",)),
]


def _import(folder: Path, memo: str | bytes) -> Imported:
    path = folder / "Moon memo.txt"
    path.write_bytes(memo.encode() if isinstance(memo, str) else memo)
    return import_file(path)


def _said(imported: Imported) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(said.speaker.title, said.note, said.quotes) for said in imported.session.utterances]


def _problems(folder: Path, memo: str | bytes) -> list[str]:
    with pytest.raises(TranscriptError) as caught:
        _import(folder, memo)
    assert {problem.path.name for problem in caught.value.problems} == {"Moon memo.txt"}
    return [f"{problem.where}: {problem.message}" for problem in caught.value.problems]


def test_finds_the_utterances_within_the_page(tmp_path: Path) -> None:
    imported = _import(tmp_path, MEMO)
    assert _said(imported) == EXPECTED
    lines = MEMO.split("\n")
    page = [lines.index(line) + 1 for line in lines[:6] + lines[-5:] if line]
    assert [each.line for each in imported.skipped] == page


def test_makes_a_session_that_says_what_it_lacks(tmp_path: Path) -> None:
    imported = _import(tmp_path, MEMO)
    session = imported.session
    assert (session.id, session.title.ja) == ("moon-memo", "月見の会のメモ")
    assert (session.source.kind, session.source.complete) == (SourceKind.MEMO, False)
    assert [speaker.id for speaker in session.speakers] == ["佐藤さん", "森さん", "山田-花子"]
    assert imported.missing[:5] == (
        "title.en",
        "started_at",
        "venue",
        "speakers[1].name",
        "speakers[1].role",
    )


def test_the_written_session_can_be_read_at_once(tmp_path: Path) -> None:
    session = _import(tmp_path, MEMO).session
    write_session(session, tmp_path / "moon.toml")
    assert read_session(tmp_path / "moon.toml") == session


def test_what_was_left_open_can_be_filled_in(tmp_path: Path) -> None:
    rendered = render_session(_import(tmp_path, MEMO).session)
    filled = rendered.replace("# started_at", "started_at").replace("# venue", "venue")
    (tmp_path / "moon.toml").write_text(filled.replace("# role", "role"), encoding="utf-8")
    session = read_session(tmp_path / "moon.toml")
    assert session.started_at is not None
    assert session.venue == session.speakers[2].role == Bilingual(ja="…", en="…")


def test_ids_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text("森さん「はい」\nAnn Lee「Yes」\nAnn-Lee「No」", encoding="utf-8")
    session = import_file(
        path, session_id="night-1", speakers=[Chosen(("森さん",), "mori")]
    ).session
    ids = [speaker.id for speaker in session.speakers]
    assert (session.id, ids[0], len(set(ids))) == ("night-1", "mori", 3)


def test_ids_that_cannot_be_used_are_refused_together(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text("森さん「はい」\n林さん「はい」", encoding="utf-8")
    chosen = [
        Chosen((name,), id_) for name, id_ in (("森さん", "A B"), ("林さん", "x"), ("原さん", "x"))
    ]
    with pytest.raises(TranscriptError) as caught:
        import_file(path, session_id="", speakers=chosen)
    assert [problem.message.partition(";")[0] for problem in caught.value.problems] == [
        "'A B' is no id",
        "no speaker '原さん' in the file",
        "'x' is given to 林さん and to 原さん",
        "'' is no id",
    ]


@pytest.mark.parametrize("memo", [MEMO, "森さん「はい」", "平井大臣「ええ、そうです」\n"])
@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
        *("cp932", "shift_jis", "euc_jp", "iso2022_jp_ext"),
    ],
)
def test_reads_every_usual_encoding(tmp_path: Path, memo: str, encoding: str) -> None:
    assert _said(_import(tmp_path, memo.encode(encoding))) == _said(_import(tmp_path, memo))


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_any_computer_are_the_same(tmp_path: Path, newline: str) -> None:
    assert _said(_import(tmp_path, MEMO.replace("\n", newline))) == EXPECTED


@pytest.mark.parametrize(
    ("memo", "problems"),
    [
        ("", ["None: the file is empty"]),
        (b"\xef\xbb\xbf\r\n", ["None: the file is empty"]),
        ("何もない\n", ["None: no utterances; expected a form such as 話者「…」"]),
        ("題\n森さん「はい", ["2: 「 is not closed"]),
        ("森さん「昨日「月」を見た\n\n佐藤さん「はい」", ["1: 「 is not closed"]),
        ("森さん「「はい」\n佐藤さん「え」\n", ["1: 「 is not closed"]),
        ("森さん「はい」\n森さん「」", ["2: nothing is said"]),
        ("森さん「はい」\n森さん「え」です」", ["2: more text after the 」 of 森さん"]),
        ("森さん「\n\n佐藤さん「はい」\n\n佐藤さん「", ["1: 「 is not", "5: 「 is not"]),
        ("森さん「はい」\n".encode() + b"\xe6\x9c", ["2: not readable; expected text in UTF-8"]),
        (bytes(range(256)), ["1: not readable"]),
    ],
)
def test_refuses_what_is_unclear(tmp_path: Path, memo: str | bytes, problems: list[str]) -> None:
    found = _problems(tmp_path, memo)
    assert len(found) == len(problems)
    for problem, beginning in zip(found, problems, strict=True):
        assert problem.startswith(beginning)


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="no such file"):
        import_file(tmp_path / "missing.txt")


_PLAIN = st.text("今日は月が出たDX・ー。、?! ", min_size=1).map(str.strip).filter(bool)
_SPOKEN = st.lists(
    _PLAIN | _PLAIN.map("「{}」".format) | _PLAIN.map("『{}』".format), min_size=1
).map("".join)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["森さん", "佐藤教授", "Sato"]), _SPOKEN), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
)
def test_words_come_through_unchanged(
    said: list[tuple[str, str]], encoding: str, newline: str
) -> None:
    memo = newline.join(f"{name}「{text}」" for name, text in said)
    with TemporaryDirectory() as folder:
        imported = _import(Path(folder), memo.encode(encoding))
    assert _said(imported) == [(name, None, split_sentences(text)) for name, text in said]


@settings(deadline=None)
@given(st.binary() | st.text("森さん「」｢｣()：\n は。").map(str.encode))
def test_any_file_is_imported_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            said = _import(Path(folder), data).session.utterances
        except TranscriptError as error:
            said = ()
            reasons = error.problems
        else:
            reasons = ()
    assert bool(said) != bool(reasons)
    assert all(each.text.strip() for each in said)
