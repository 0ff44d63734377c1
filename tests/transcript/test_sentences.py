import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transcript import split_sentences

_PIECES = st.sampled_from(
    [*'「」『』()（）[]【】"“”。？?!！. \n　', "今日は", "と", "Go", "Mr", "a"]
)


@pytest.mark.parametrize(
    "sentences",
    [
        ["今日は歴史的な日。", "いよいよ始まる"],
        ["どうでした?", "はい！", "本当？", "ええ!", "そう"],
        ["本当ですか?!", "そんな。。", "まさか！？", "はい"],
        ["どうですか?", "OKです。", "よし"],
        ["「行こう。すぐに!」と言った。", "次"],
        ["官房長官が(最後に。)「『DX。』と!」といった。", "次"],
        ["【注。】〔注？〕《注！》（注。）[注。]“注。”である。", "次"],
        ["終わりです。」", "次の話"],
        ["半角も｡", "｢括弧｡｣も｡", "ある"],
        ["第１回。　", "第２回。\n", "第３回"],
        ["Apple Inc. の話。", "ver. 2.0 も"],
        ["It began in May. ", "Who came? ", "Everyone! ", "good. ", "Then 3.5 people left."],
        ["Mr. Hirai met Prof. J. Murai in the U.S. Senate. ", "They agreed, e.g. on No. 5."],
        ["No. ", "We left at 5 p.m. on Monday, etc. and so on. ", "End."],
        ['He said "Stop. Now." ', "Then he left. ", "(Nobody asked.) ", "Done."],
        ['"Really?" Hirai asked. ', "Yes."],
        ["Well... perhaps. ", "Or not... ", "Who knows"],
        ["https://example.org/?page=2 を見て。", "次"],
        ["予算です．", "次に三つ．", "１．はじめに３．５倍です．", "終わり"],
        ["以上です.", "予算とver.2とDr.鈴木の話です.", "終わり"],
        ["そうです。（拍手。歓声。）", "次の話です。〔退席する者あり〕", "終わり"],
        ["Good. [laughter] ", "Next."],
        ["Col. Smith met Rev. Jones on Jan. 5. ", "They left, cf. Sec. 3."],
        ["今日は土の話です\n", "次は水です\n", "終わり"],
        ["。"],
        ["  "],
    ],
)
def test_splits_after_the_end_of_a_sentence(sentences: list[str]) -> None:
    assert split_sentences("".join(sentences)) == tuple(sentences)


@pytest.mark.parametrize("lost", ["「", "」", "(", ")", "『「(", "」』", '"', "“"])
def test_a_bracket_without_partner_does_not_swallow_the_rest(lost: str) -> None:
    assert split_sentences(f"一{lost}つ。二つ。「三。」つ。四つ") == (
        f"一{lost}つ。",
        "二つ。",
        "「三。」つ。",
        "四つ",
    )


def test_an_empty_text_has_no_sentences() -> None:
    assert split_sentences("") == ()


def test_lines_that_are_only_wrapped_are_no_sentences() -> None:
    assert split_sentences("今日は土の\n話です。次は\n水です。") == (
        "今日は土の\n話です。",
        "次は\n水です。",
    )


@pytest.mark.parametrize(
    "text",
    [
        "今日は土の話をしますまず土はふかふかがいいですけれど水も大事なんですね" * 20,
        "and then we went to the shed and it was open so we took the spade " * 20,
        "土の話" * 300,
        "今日は土の話、" * 90,
    ],
)
def test_endless_speech_is_cut_where_a_clause_ends(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join(sentences) == text
    assert max(map(len, sentences)) <= 200
    assert len(sentences) < len(text) / 80


def test_clauses_end_with_what_ends_them() -> None:
    clauses = split_sentences("まず土はふかふかがいいですけれど水も大事なんですね" * 20)
    assert {clause[-2:] for clause in clauses} == {"すね"}


def test_a_long_sentence_with_a_mark_is_one() -> None:
    text = "土と、水と、" * 60 + "光です。"
    assert split_sentences(text) == (text,)


@given(st.text() | st.lists(_PIECES).map("".join))
def test_the_parts_joined_are_the_text(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join(sentences) == text
    assert all(sentences)


@given(st.lists(_PIECES.filter(lambda piece: piece != "\n"), max_size=60).map("".join))
def test_every_part_but_the_last_ends_with_a_mark(text: str) -> None:
    for sentence in split_sentences(text)[:-1]:
        assert set(sentence) & set("。．？?!！.")


@pytest.mark.parametrize(
    "text", ["「" * 50_000 + "）" * 50_000, "(「)」。" * 25_000, "." * 100_000]
)
def test_time_grows_with_the_length_only(text: str) -> None:
    started = time.process_time()
    split_sentences(text)
    assert time.process_time() - started < 2
