"""A corpus of which not everything is read at once."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answer, Answering
from bot.answering.candidates import MOST_CUT
from bot.answering.confidence import consider
from bot.japanese import Analysis, Analyzer
from bot.store import Store
from tests.corpora import MORI, load, talk

QUOTES = 1_100


class Watched(Analyzer):
    """Remembers what was cut in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: dict[str, int] = {}

    def analyze(self, text: str) -> Analysis:
        self.threads.setdefault(text, threading.get_ident())
        return super().analyze(text)


async def test_quotes_are_cut_beside_the_event_loop(tmp_path: Path) -> None:
    quotes = [f"畑の{number}番では豆を育てる。" for number in range(QUOTES)]
    await load(tmp_path / "talk.db", Analyzer(), talk("talk", (MORI, *quotes)))
    analyzer = Watched()
    async with Store.open(tmp_path / "talk.db") as store:
        outcome = await Answering(store, analyzer).ask("豆 畑")

    assert isinstance(outcome, Answer)
    cut = [thread for text, thread in analyzer.threads.items() if text in quotes]
    assert cut
    assert threading.get_ident() not in cut
    # All of them say it; some are looked at, and what is shown.
    assert len(cut) <= MOST_CUT + 5


async def test_questions_are_searched_for_one_at_a_time(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    searching = []
    at_once = []

    async def counted(*args: Any) -> Any:
        searching.append(args)
        await asyncio.sleep(0)
        at_once.append(len(searching))
        found = await consider(*args)
        searching.pop()
        return found

    monkeypatch.setattr("bot.answering.answering.consider", counted)
    await load(tmp_path / "talk.db", analyzer, talk("talk", (MORI, "畑では豆を育てる。")))
    async with Store.open(tmp_path / "talk.db") as store:
        answering = Answering(store, analyzer)
        outcomes = await asyncio.gather(*(answering.ask("豆 畑") for _ in range(5)))

    assert len({outcome.matches for outcome in outcomes}) == 1
    assert at_once == [1] * 5
