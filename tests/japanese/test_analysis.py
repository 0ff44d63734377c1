"""Texts cut into words, without losing where they stand."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from hypothesis import example, given

from bot.japanese import Analyzer
from bot.session import Session
from tests.texts import any_text


def content(analysis: Any) -> list[str]:
    return [word.key for word in analysis.words if word.content]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("引越し", "引っ越し"),
        ("コミュニケーション", "ｺﾐｭﾆｹｰｼｮﾝ"),
        ("國會", "国会"),
        ("deliberations", "Deliberating"),
        ("ＣＯＣＯＡ", "cocoa"),
        ("食べた", "食べる"),
        ("サーバー", "サーバ"),
    ],
)
def test_spellings_and_forms_of_a_word_share_a_key(
    analyzer: Analyzer, one: Any, other: Any
) -> None:
    assert content(analyzer.analyze(one)) == content(analyzer.analyze(other)) != []


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("心電図", "しんでんず"),
        ("疫学調査", "エキガクチョウサ"),
        ("霞が関", "かすみがせき"),
        ("國會", "コッカイ"),
    ],
)
def test_kanji_and_kana_share_a_reading(analyzer: Analyzer, written: Any, spoken: Any) -> None:
    assert analyzer.analyze(written).reading == analyzer.analyze(spoken).reading != ""


def test_particles_and_punctuation_are_no_content(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze("「国会を、通す。」")

    assert content(analysis) == ["国会", "通す"]
    assert analysis.letters == "国会を通す"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("COCOA를 마시면 살이 찌나요?", ["cocoa", "를", "마시면", "살이", "찌나요"]),
        ("القَهْوة، جيد؟", ["القهوة", "جيد"]),
        ("हिन्दी में है।", ["हिन्दी", "में", "है"]),
        ("ไม่มี!", ["ไม่มี"]),
        ("Кофе – да.", ["кофе", "да"]),
        ("α波", ["α", "波"]),
    ],
)
def test_words_of_every_script_are_content(analyzer: Analyzer, text: str, words: list[str]) -> None:
    analysis = analyzer.analyze(text)

    assert content(analysis) == words
    assert analysis.letters == "".join(words)
    assert all(word.reading for word in analysis.words)


@pytest.mark.parametrize(
    "text", ["👨\u200d👩\u200d👧😀☕", "★○△♪→", "。、!?؟।", "ーー", "\ufe0f\u20e3"]
)
def test_emoji_and_signs_are_no_words(analyzer: Analyzer, text: str) -> None:
    assert analyzer.analyze(text).words == ()


def test_places_hold_in_the_text_as_written(analyzer: Analyzer) -> None:
    text = "👨‍👩‍👧は國會へ㍿とﾃﾞｼﾞﾀﾙで"

    places = {word.key: text[word.start : word.end] for word in analyzer.analyze(text).words}

    assert places["国会"] == "國會"
    assert places["株式"] == "㍿"
    assert places["デジタル"] == "ﾃﾞｼﾞﾀﾙ"


def test_places_hold_far_into_a_long_text(analyzer: Analyzer) -> None:
    text = "あ。" * 1_000 + "国会"

    last = analyzer.analyze(text).words[-1]

    assert text[last.start : last.end] == "国会"


def test_places_hold_around_the_shape_that_a_character_is_given(analyzer: Analyzer) -> None:
    text = "\ufe00髙橋は葛\U000e0100城の辻\U000e0101さんへ"

    words = analyzer.analyze(text).words
    places = {word.key: text[word.start : word.end] for word in words}

    assert places["葛城"] == "葛\U000e0100城"
    assert places["辻"] == "辻\U000e0101"
    assert places["高橋"] == "髙橋"


def test_a_dictionary_knows_names(analyzer: Analyzer) -> None:
    kono = analyzer.name_readings("河野")
    taro = analyzer.name_readings("太郎")

    assert (set(kono.family), kono.known) == ({"コウノ", "カワノ"}, True)
    assert ("タロウ" in taro.given, taro.ordinary) == (True, True)
    assert not analyzer.name_readings("総務").known
    assert not analyzer.name_readings("").known


def test_what_an_index_keeps_of_a_text(analyzer: Analyzer) -> None:
    assert analyzer.cut("国会を通す。") == ("国会を通す", "こつかいをとおす", ["国会", "通す"])
    assert analyzer.cut("「」。 🎉") == ("", "", [])


@given(any_text)
@example("一年に1回、十数年に一度、123,456人")
@example("葛\U000e0100飾\ud800學校 " * 200)
def test_texts_are_cut_as_they_are_analysed(analyzer: Analyzer, text: str) -> None:
    analysis = analyzer.analyze(text)
    content = [word.key for word in analysis.words if word.content]

    for _ in range(2):
        assert analyzer.cut(text) == (analysis.letters, analysis.reading, content)


def test_many_threads_read_alike(analyzer: Analyzer, real_session: Session) -> None:
    texts = [quote.text for quote in real_session.quotes]
    alone = [analyzer.analyze(text) for text in texts]
    together = Barrier(8)

    def read_all() -> Any:
        together.wait()
        return [analyzer.analyze(text) for text in texts]

    with ThreadPoolExecutor(together.parties) as pool:
        readings = [pool.submit(read_all) for _ in range(together.parties)]

    assert all(reading.result() == alone for reading in readings)


@given(any_text)
@example("\ud800學\udfff校")
@example("ﷺ" * 6_000)
@example("㍿" * 6_000)
@example("t" * 6_000)
def test_words_lie_in_the_text_in_order_and_apart(analyzer: Analyzer, text: str) -> None:
    analysis = analyzer.analyze(text)

    assert analysis.text == text
    assert all(0 <= word.start < word.end <= len(text) for word in analysis.words)
    assert all(one.end <= other.start for one, other in pairwise(analysis.words))


@given(any_text)
def test_terms_are_fit_for_an_index(analyzer: Analyzer, text: str) -> None:
    analyzer.name_readings(text)
    letters, reading, words = analyzer.cut(text)

    assert all(term.isalnum() for term in (*letters, *reading, *words))
