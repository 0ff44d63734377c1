"""A corpus of which not everything is read at once."""

import threading
from pathlib import Path

from bot.answering import Answer, Answering
from bot.japanese import Analysis, Analyzer
from bot.store import Store
from tests.corpora import MORI, load, talk

QUOTES = 1_100


class Watched(Analyzer):
    """Remembers what was cut in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.cut: dict[str, int] = {}

    def analyze(self, text: str) -> Analysis:
        self.cut.setdefault(text, threading.get_ident())
        return super().analyze(text)


async def test_quotes_are_cut_beside_the_event_loop(tmp_path: Path) -> None:
    quotes = [f"畑の{number}番では豆を育てる。" for number in range(QUOTES)]
    await load(tmp_path / "talk.db", Analyzer(), talk("talk", (MORI, *quotes)))
    analyzer = Watched()
    async with Store.open(tmp_path / "talk.db") as store:
        outcome = await Answering(store, analyzer).ask("豆 畑")

    assert isinstance(outcome, Answer)
    cut = [thread for text, thread in analyzer.cut.items() if text in quotes]
    assert cut
    assert threading.get_ident() not in cut
