"""A data folder and a database, with session files made up for a test."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from bot.corpus import Corpus, open_corpus
from bot.session import QuoteRef
from bot.store import Store

SESSION = """\
id = "{id}"
title = {{ja = "会議", en = "Meeting"}}
[source]
kind = "minutes"
complete = true
description = {{ja = "議事録", en = "Minutes"}}
[[speakers]]
id = "chair"
title = "議長"
name = {{ja = "議長", en = "Chair"}}
[[utterances]]
speaker = "chair"
text = "{text}"
"""


class Place:
    """A data folder and a database."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.database = folder / "store" / "quotes.db"
        self.watched: list[tuple[str, int]] = []
        self.steps: list[int] = []

    def write(self, name: str, text: str, session_id: str | None = None) -> Path:
        path = self.data / f"{name}.toml"
        path.write_text(SESSION.format(id=session_id or name, text=text), encoding="utf-8")
        return path

    def open(self, **options: Any) -> AbstractAsyncContextManager[Corpus]:
        return open_corpus(self.database, self.data, watch=self.watch, **options)

    def watch(self, task: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        self.watched.append((task, total))
        return nullcontext(self.steps.append)

    async def texts(self, **options: Any) -> dict[str, str]:
        async with self.open(**options) as corpus:
            return await texts_in(corpus.store)


async def texts_in(store: Store) -> dict[str, str]:
    """The first quote of each session."""
    texts = {}
    for session_id in (await store.record()).sessions:
        quote = await store.quote(QuoteRef(session_id, 1, 1))
        assert quote is not None
        texts[session_id] = quote.text
    return texts


LINE = '{"speaker": "A", "text": "晴れた。"}\n'


def write_lines(folder: Path, name: str = "talk", line: str = LINE) -> Path:
    """Write JSON Lines, by default of one utterance."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text(line, encoding="utf-8")
    return path
