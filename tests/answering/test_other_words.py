"""Without annotations, quotes are found by words of another language, or of one meaning."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answering, NoAnswer, Related
from bot.japanese import Analyzer
from bot.session import Annotation
from bot.store import Store
from tests.corpora import MORI, SATO, arrivals, talk
from tests.harness.encoders import Subjects

SAID = (
    (SATO, "病院の予算を減らすつもりはない。", "価格は来年も変えません。", "湖の水は冷たい。"),
    (MORI, "農園では手で摘んでいます。", "去年は霜で木が枯れました。", "港に船が戻ってきました。"),
)


@pytest.fixture
async def answering(tmp_path: Path, analyzer: Analyzer) -> AsyncIterator[Answering]:
    async with Store.open(tmp_path / "talk.db") as store:
        await store.replace(arrivals(talk("farm", *SAID)), (), analyzer)
        yield Answering(store, analyzer)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("cutting the hospital budget", "病院の予算を減らすつもりはない。"),
        ("trees withered by frost", "去年は霜で木が枯れました。"),
        ("値段の変更は?", "価格は来年も変えません。"),
        ("クリニックの費用", "病院の予算を減らすつもりはない。"),
    ],
)
async def test_other_words_find_the_quote(answering: Answering, asked: str, text: str) -> None:
    outcome = await answering.ask(asked)

    assert outcome.matches[0].quote.text == text
    assert outcome.matches[0].spans == ()


async def test_what_other_words_find_is_no_sure_answer(answering: Answering) -> None:
    outcome = await answering.ask("値段の変更は?")

    assert isinstance(outcome, Related | NoAnswer)
    assert outcome.matches[0].by_meaning


async def test_words_that_no_quote_has_in_any_language_find_nothing(answering: Answering) -> None:
    assert isinstance(await answering.ask("Who invented the telephone?"), NoAnswer)


async def test_an_annotated_quote_needs_no_dictionary(tmp_path: Path, analyzer: Analyzer) -> None:
    annotations: Any = {
        (number, place): Annotation(phrases=("別の話",)) for number in (1, 2) for place in (1, 2, 3)
    }
    async with Store.open(tmp_path / "talk.db") as store:
        session = talk("farm", *SAID, annotations=annotations)
        await store.replace(arrivals(session), (), analyzer)
        outcome = await Answering(store, analyzer).ask("trees withered by frost")

    assert isinstance(outcome, NoAnswer)
    assert outcome.matches == ()


async def test_while_the_encoder_is_away_the_dictionary_is_asked(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    encoder = Subjects(("霜",), ("湖",))
    encoder.away = True
    async with Store.open(tmp_path / "talk.db") as store:
        await store.replace(arrivals(talk("farm", *SAID)), (), analyzer)
        without = await Answering(store, analyzer).ask("trees withered by frost")
        outcome = await Answering(store, analyzer, encoder).ask("trees withered by frost")

    assert outcome == without
    assert outcome.matches


async def test_of_a_large_corpus_what_the_words_found_is_looked_at(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    many = [(SATO, f"第{number}回の会議を開きました。") for number in range(1_000)]
    async with Store.open(tmp_path / "talk.db") as store:
        await store.replace(arrivals(talk("farm", *SAID, *many)), (), analyzer)
        outcome = await Answering(store, analyzer).ask("木が霜でだめになった値段")

    assert outcome.matches[0].quote.text == "去年は霜で木が枯れました。"
