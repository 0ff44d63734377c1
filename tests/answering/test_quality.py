"""The figures of the project's own questions never fall: a ratchet."""

import asyncio
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answering
from bot.corpus.changes import unwatched
from bot.corpus.encoding import encode_texts
from bot.encoder import BuiltInEncoder, Encoder
from bot.evaluation import Report, evaluate, read_questions
from bot.japanese import Analyzer
from bot.session import Session
from bot.store import Store
from tests.corpora import load

QUALITY = Path(__file__).parents[1] / "quality"
RECORDED = tomllib.loads((QUALITY / "recorded.toml").read_text("utf-8"))


async def measured(database: Path, analyzer: Analyzer, encoder: Encoder | None = None) -> Report:
    async with Store.open(database) as store:
        if encoder is not None:
            await encode_texts(store, encoder, unwatched)
        answering = Answering(store, analyzer, encoder)
        questions = await read_questions(QUALITY / "questions.tsv", store, answering)
        return await evaluate(answering, questions)


@pytest.fixture(scope="module")
def by_words(real_database: Path, analyzer: Analyzer) -> Report:
    return asyncio.run(measured(real_database, analyzer))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return BuiltInEncoder()


@pytest.fixture(scope="module")
def by_meaning(
    real_session: Session,
    analyzer: Analyzer,
    encoder: Encoder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Report:
    path = tmp_path_factory.mktemp("annotated") / "record.db"
    asyncio.run(load(path, analyzer, real_session))
    return asyncio.run(measured(path, analyzer, encoder))


@pytest.fixture(scope="module")
def bare(
    real_session: Session,
    analyzer: Analyzer,
    encoder: Encoder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Report:
    """The report of the record as it would be without its annotations."""
    path = tmp_path_factory.mktemp("bare") / "record.db"
    without = replace(real_session, annotations={}, glossary=(), topics=())
    asyncio.run(load(path, analyzer, without))
    return asyncio.run(measured(path, analyzer, encoder))


@pytest.fixture(params=["by_words", "by_meaning"])
def report(request: pytest.FixtureRequest) -> Any:
    """The report of the record, without an encoder and with the one that comes along."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("figure", ["hit_at_1", "hit_at_3", "shown"])
def test_answerable_questions_are_answered_as_well_as_ever(report: Any, figure: Any) -> None:
    assert getattr(report.answerable, figure) >= RECORDED[figure]


@pytest.mark.parametrize("kind", RECORDED["refused"])
def test_what_nobody_spoke_about_is_refused_as_often_as_ever(report: Any, kind: Any) -> None:
    assert report.kinds[kind].refused >= RECORDED["refused"][kind]


@pytest.mark.parametrize("kind", RECORDED["not_answered"])
def test_what_was_nearly_said_is_not_answered_outright(report: Any, kind: Any) -> None:
    assert 1 - report.kinds[kind].answered >= RECORDED["not_answered"][kind]


@pytest.mark.parametrize("figure", ["hit_at_1", "hit_at_3", "shown"])
def test_a_record_without_annotations_answers_as_well_as_ever(bare: Any, figure: Any) -> None:
    assert getattr(bare.answerable, figure) >= RECORDED["bare"][figure]


@pytest.mark.parametrize("kind", RECORDED["bare"]["refused"])
def test_a_record_without_annotations_refuses_as_often_as_ever(bare: Any, kind: Any) -> None:
    assert bare.kinds[kind].refused >= RECORDED["bare"]["refused"][kind]


def test_every_quote_is_asked_about(report: Any, real_session: Session) -> None:
    questions = [result.question for result in report.results]
    assert len(questions) >= 200
    unasked = [
        str(quote.ref)
        for quote in real_session.quotes
        if not any(question.is_answered_by(quote) for question in questions)
    ]
    assert unasked == []
