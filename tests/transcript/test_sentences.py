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


@given(st.text() | st.lists(_PIECES).map("".join))
def test_the_parts_joined_are_the_text(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join(sentences) == text
    assert all(sentences)


@given(st.lists(_PIECES).map("".join))
def test_every_part_but_the_last_ends_with_a_mark(text: str) -> None:
    for sentence in split_sentences(text)[:-1]:
        assert set(sentence) & set("。？?!！.")


@pytest.mark.parametrize(
    "text", ["「" * 50_000 + "）" * 50_000, "(「)」。" * 25_000, "." * 100_000]
)
def test_time_grows_with_the_length_only(text: str) -> None:
    started = time.process_time()
    split_sentences(text)
    assert time.process_time() - started < 2
