"""Refused questions, kept for the operator."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.store.unanswered import DAYS_KEPT, UnansweredQuestions
from tests.cli.conftest import Cli

TODAY = date(2026, 3, 31)


@pytest.fixture
def path(fresh: Cli) -> Path:
    return fresh.folder / "state" / "unanswered.db"


@asynccontextmanager
async def opened(path: Path, day: Any = TODAY) -> AsyncIterator[Any]:
    async with UnansweredQuestions.open(path, lambda: day) as questions:
        yield questions


def keep(path: Path, *texts: Any) -> None:
    async def work() -> None:
        async with UnansweredQuestions.open(path) as questions:
            for text in texts:
                await questions.keep(text)

    asyncio.run(work())


def test_they_are_listed_most_frequent_first(fresh: Cli, path: Path) -> None:
    keep(path, "once", "予算は？", "ヨサン", "予算は?", "予算は？", "twice", "twice")
    result = fresh("unanswered", LOG_UNANSWERED="1")
    listed = [line.split()[::2] for line in result.out.splitlines()]
    assert listed == [["3", "予算は？"], ["2", "twice"], ["1", "once"], ["1", "ヨサン"]]
    assert (result.code, result.err) == (0, "")


def test_it_is_said_when_none_are_kept(fresh: Cli) -> None:
    result = fresh("unanswered")
    assert (result.code, result.out) == (0, "No refused questions.\n")
    assert "LOG_UNANSWERED is off" in result.err


async def test_they_go_after_thirty_days(path: Path) -> None:
    async with opened(path) as questions:
        await questions.keep("old")
    async with opened(path, TODAY + timedelta(days=DAYS_KEPT)) as questions:
        await questions.keep("new")
        assert [found.question for found in await questions.most_frequent()] == ["new", "old"]
    async with opened(path, TODAY + timedelta(days=DAYS_KEPT + 1)) as questions:
        assert [found.question for found in await questions.most_frequent()] == ["new"]
    assert b"old" not in path.read_bytes()


async def test_nothing_is_kept_but_the_question_and_the_day(path: Path) -> None:
    async with opened(path) as questions:
        await questions.keep("A question")
        [found] = await questions.most_frequent()
    assert (found.question, found.times, found.last) == ("A question", 1, TODAY)
    assert path.stat().st_size < 20_000


async def test_any_string_can_be_kept(path: Path) -> None:
    async with opened(path) as questions:
        for text in ("", "\0", "\ud800", "🎉", "'; DROP TABLE questions"):
            await questions.keep(text)
        assert len(await questions.most_frequent()) == 5


async def test_a_member_is_answered_even_when_nothing_can_be_kept(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(path) as questions:
        path.unlink()
        path.write_bytes(b"no database")
    async with opened(path.with_name("other.db")) as questions:
        await questions._database.execute("DROP TABLE questions")
        await questions.keep("text")
    assert "could not be kept" in caplog.text
    assert "text" not in caplog.text


def test_a_file_that_is_no_database_is_named_in_one_line(fresh: Cli, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database, and long enough to look like one" * 100)
    result = fresh("unanswered")
    assert result.code == 2
    assert "Error: the database failed" in result.err


def test_judged_answers_are_listed_with_how_often_they_were_not_what_was_asked(
    fresh: Cli, path: Path
) -> None:
    async def work() -> None:
        async with opened(path) as questions:
            for helpful in (False, True, False):
                await questions.judge("予算は？", "spring:1.1", helpful=helpful)
            await questions.judge("once", "spring:1.2", helpful=True)

    asyncio.run(work())
    found = asyncio.run(_judged(path))
    assert [(each.quote, each.not_asked, each.helped) for each in found] == [
        ("spring:1.1", 2, 1),
        ("spring:1.2", 0, 1),
    ]
    assert asyncio.run(_judged(path, TODAY + timedelta(days=DAYS_KEPT + 1))) == ()


def test_judged_answers_stand_below_the_refused_questions(fresh: Cli, path: Path) -> None:
    async def work() -> None:
        async with UnansweredQuestions.open(path) as questions:
            await questions.judge("予算は？", "spring:1.1", helpful=False)

    asyncio.run(work())
    lines = fresh("unanswered", LOG_UNANSWERED="1").out.splitlines()
    assert lines[0] == "No refused questions."
    assert lines[-1].split()[:2] + lines[-1].split()[3:] == ["1", "0", "spring:1.1", "予算は？"]


async def _judged(path: Path, day: Any = TODAY) -> Any:
    async with opened(path, day) as questions:
        return await questions.judged()
