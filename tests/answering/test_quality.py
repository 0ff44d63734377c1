"""The figures of the project's own questions never fall: a ratchet."""

import asyncio
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answering
from bot.evaluation import Report, evaluate, read_questions
from bot.japanese import Analyzer
from bot.session import Session
from bot.store import Store

QUALITY = Path(__file__).parents[1] / "quality"
RECORDED = tomllib.loads((QUALITY / "recorded.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def report(real_database: Path, analyzer: Analyzer) -> Report:
    async def measure() -> Report:
        async with Store.open(real_database) as store:
            answering = Answering(store, analyzer)
            questions = await read_questions(QUALITY / "questions.tsv", store, answering)
            return await evaluate(answering, questions)

    return asyncio.run(measure())


@pytest.mark.parametrize("figure", ["hit_at_1", "hit_at_3", "shown"])
def test_answerable_questions_are_answered_as_well_as_ever(report: Any, figure: Any) -> None:
    assert getattr(report.answerable, figure) >= RECORDED[figure]


@pytest.mark.parametrize("kind", RECORDED["refused"])
def test_what_nobody_spoke_about_is_refused_as_often_as_ever(report: Any, kind: Any) -> None:
    assert report.kinds[kind].refused >= RECORDED["refused"][kind]


@pytest.mark.parametrize("kind", RECORDED["not_answered"])
def test_what_was_nearly_said_is_not_answered_outright(report: Any, kind: Any) -> None:
    assert 1 - report.kinds[kind].answered >= RECORDED["not_answered"][kind]


def test_every_quote_is_asked_about(report: Any, real_session: Session) -> None:
    questions = [result.question for result in report.results]
    assert len(questions) >= 200
    unasked = [
        str(quote.ref)
        for quote in real_session.quotes
        if not any(question.is_answered_by(quote) for question in questions)
    ]
    assert unasked == []
