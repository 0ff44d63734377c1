"""Caches that overflow, and a corpus that changes, while questions are asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.japanese import Analyzer
from bot.session import Language, Quote, Session
from bot.store import Record, Store
from tests.corpora import BEANS, MORI, SATO, load, talk
from tests.harness.answerings import Delegating

COFFEE = talk(
    topics=(BEANS,), glossary=(("珈琲豆", "coffee beans"), ("焙煎", "roasting", "ロースト"))
)
TEA = talk(
    "tea",
    (MORI, "お茶の葉は蒸してから揉みます。", "デジタル庁の話も聞きました。"),
    (SATO, "焙じ茶も焙煎のうちです。"),
    glossary=(("お茶", "green tea"),),
)
QUESTIONS = (
    "COCOAはプライバシーに配慮していたか",
    "デジタル庁",
    "焙煎",
    "green tea",
    "coffee beans",
    "Why is healthcare difficult?",
    "ぬぬぬ",
    "人",
)


@pytest_asyncio.fixture
async def store(database_copy: Path) -> AsyncIterator[Store]:
    async with Store.open(database_copy) as opened:
        yield opened


@pytest.fixture
def answering(store: Store, analyzer: Analyzer) -> Answering:
    return Answering(store, analyzer)


async def answers(path: Path, analyzer: Analyzer, questions: Any = QUESTIONS) -> Any:
    async with Store.open(path) as store:
        answering = Answering(store, analyzer)
        return [await answering.ask(question, limit=10) for question in questions]


async def best(path: Path, analyzer: Analyzer, questions: Sequence[str]) -> Any:
    async with Store.open(path) as store:
        answering = Answering(store, analyzer)
        found = [await answering.considered(question) for question in questions]
        return [(each.ranking.positions[0], each.ranking.scores[0]) for each in found if each]


@pytest.fixture
def read_in_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let no corpus be read whole at once, and no cache hold more than some entries."""

    def read_in_parts(most_cached: int) -> None:
        monkeypatch.setattr("bot.answering.index._READ_AT_ONCE", 0)
        monkeypatch.setattr("bot.answering.index._MOST_CACHED", most_cached)

    return read_in_parts


@pytest.mark.parametrize("most_cached", [1, 20, 40])
async def test_full_caches_change_no_outcome(
    database_copy: Path,
    real_session: Session,
    analyzer: Analyzer,
    read_in_parts: Callable[[int], None],
    most_cached: int,
) -> None:
    questions = [*QUESTIONS, *(quote.text[:30] for quote in real_session.quotes[:40])]
    expected = await answers(database_copy, analyzer, questions)
    read_in_parts(most_cached)

    assert await answers(database_copy, analyzer, questions) == expected
    async with Store.open(database_copy) as store:
        answering = Answering(store, analyzer)
        asking = [answering.ask(question, limit=10) for question in questions * 2]
        assert await asyncio.gather(*asking) == expected * 2


async def test_neighbours_lend_to_quotes_of_a_large_corpus_what_they_lend_to_those_of_a_small_one(
    tmp_path: Path,
    real_session: Session,
    analyzer: Analyzer,
    read_in_parts: Callable[[int], None],
) -> None:
    path = tmp_path / "bare.db"
    annotations = real_session.annotations.values()
    phrases = [phrase for each in annotations for phrase in each.phrases][:600]
    await load(path, analyzer, talk("bare", *((SATO, phrase) for phrase in phrases)))
    questions = list(map("".join, pairwise(phrases[300:340])))
    expected = await best(path, analyzer, questions)
    read_in_parts(1_000)

    assert await best(path, analyzer, questions) == expected


@pytest.mark.parametrize("typed", ["は", "の", "?", "あ"])
async def test_a_single_letter_is_no_trouble_to_a_large_corpus(
    database_copy: Path, analyzer: Analyzer, read_in_parts: Callable[[int], None], typed: str
) -> None:
    async with Store.open(database_copy) as store:
        expected = await Answering(store, analyzer).suggest(typed, Language.JA)
    read_in_parts(1_000)

    async with Store.open(database_copy) as store:
        assert await Answering(store, analyzer).suggest(typed, Language.JA) == expected


class Interrupted(Delegating):
    """A store to which something happens just before its quotes are read, once."""

    def __init__(self, store: Store, happens: Callable[[], Awaitable[None]]) -> None:
        super().__init__(store)
        self._store = store
        self._happens: list[Callable[[], Awaitable[None]]] = [happens]

    async def quotes_by_key(
        self, quote_keys: Sequence[int], record: Record
    ) -> dict[int, Quote] | None:
        while self._happens:
            await self._happens.pop()()
        return await self._store.quotes_by_key(quote_keys, record)


@pytest.mark.parametrize("removed", [False, True])
async def test_a_corpus_that_changes_while_a_question_is_asked(
    database_copy: Path,
    tmp_path: Path,
    real_session: Session,
    analyzer: Analyzer,
    read_in_parts: Callable[[int], None],
    removed: bool,
) -> None:
    without = [real_session.id] if removed else []
    kept = [] if removed else [real_session]
    await load(tmp_path / "new.db", analyzer, COFFEE, TEA, *kept)
    read_in_parts(1_000)
    (expected,) = await answers(tmp_path / "new.db", analyzer, ["COCOAと焙煎"])

    async with Store.open(database_copy) as store:
        change = partial(load, database_copy, analyzer, COFFEE, TEA, without=without)
        answering = Answering(cast("Store", Interrupted(store, change)), analyzer)
        outcome = await answering.ask("COCOAと焙煎", limit=10)

    assert "coffee" in {match.quote.ref.session for match in outcome.matches}
    assert outcome == expected


@pytest.mark.parametrize("removed", [False, True])
async def test_a_corpus_that_changes_while_a_quote_is_opened(
    database_copy: Path,
    real_session: Session,
    analyzer: Analyzer,
    read_in_parts: Callable[[int], None],
    removed: bool,
) -> None:
    read_in_parts(1_000)
    quote = real_session.quotes[3]
    without = [real_session.id] if removed else []

    async with Store.open(database_copy) as store:
        change = partial(load, database_copy, analyzer, COFFEE, without=without)
        answering = Answering(cast("Store", Interrupted(store, change)), analyzer)
        match = await answering.match_at(quote.ref, "デジタル庁")

    assert (match and match.quote.text) == (None if removed else quote.text)
