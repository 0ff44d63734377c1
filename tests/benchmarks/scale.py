"""Large corpora beside the same peers: ``python -m tests.benchmarks.scale 1000 10000``.

Utterances are made of search phrases by chance, always the same ones, of about a hundred
characters; questions of three phrases that one of them says in a row. Times of questions and of
loading are the processor's, so that they mean the same on a busy machine; stalls and starts are by
the clock.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Annotated, Any

import numpy as np
import pytest
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.answering import Answering
from bot.answering.index import Index
from bot.japanese import Analyzer
from bot.store import Level, Store
from tests.benchmarks.apart import MEGABYTE, in_a_process, stalls, sudachi_alone
from tests.benchmarks.corpora import recorded
from tests.benchmarks.figures import HATSUGEN, Rows
from tests.benchmarks.mistakes import mistyping
from tests.benchmarks.peers import SCAN, peers_at_scale, scan

EXHAUSTIVE = "hatsugen, all scored"
SLOW = {SCAN, EXHAUSTIVE}

_SEED = 12
_CHARACTERS = 100
_ASKED_IN_A_ROW = 3
_AT_ONCE = 50
# Of so many utterances, those who look at each are asked next to nothing.
_LARGE = 500_000
_FEW, _FEWEST = 20, 3
_WIDE = 200


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the numbers, from 0, of the utterances that say it."""

    text: str
    said_in: frozenset[int]


def utterances(count: int) -> list[list[str]]:
    """Make utterances of phrases, the first ones the same however many there are."""
    phrases = sorted(
        {
            phrase
            for session in recorded()
            for annotation in session.annotations.values()
            for phrase in annotation.phrases
            if not phrase.isascii()
        }
    )
    chance = random.Random(_SEED)
    made = []
    for _ in range(count):
        parts = [chance.choice(phrases)]
        while sum(map(len, parts)) < _CHARACTERS:
            parts.append(chance.choice(phrases))
        made.append(parts)
    return made


def questions(said: Sequence[list[str]], count: int) -> list[Question]:
    """Ask for what some of the utterances say."""
    chance = random.Random(_SEED)
    sets = [frozenset(parts) for parts in said]
    asked = []
    for number in chance.sample(range(len(said)), min(count, len(said))):
        start = chance.randrange(len(said[number]) - _ASKED_IN_A_ROW + 1)
        parts = said[number][start : start + _ASKED_IN_A_ROW]
        same = (other for other, each in enumerate(sets) if each.issuperset(parts))
        asked.append(Question("".join(parts), frozenset(same)))
    return asked


def _text(parts: Sequence[str]) -> str:
    return "、".join(parts) + "。"


def _line(text: str) -> str:
    return json.dumps({"speaker": "話者", "text": text}, ensure_ascii=False) + "\n"


Ask = Callable[[str], Awaitable[int | None]]
"""From a question to the number, from 0, of the utterance that was found."""


async def _hits(rows: Rows, name: str, ask: Ask, asked: Sequence[Question], of: int) -> None:
    """Add hit@1 and milliseconds of processor time, for what is asked for the first time.

    Of those who look at each of many utterances, little is asked.
    """
    chance = random.Random(_SEED)
    mistyped = mistyping(2)
    if name in SLOW:
        asked = asked[: _FEW if of < _LARGE else _FEWEST]
    for kind in ("clean", "two typos"):
        times, hits = [], 0
        for question in asked:
            text = question.text if kind == "clean" else mistyped(question.text, chance)
            began = process_time()
            found = await ask(text)
            times.append((process_time() - began) * 1000)
            hits += found in question.said_in
        rows.put(f"hit@1, {kind}", name, f"{hits / len(asked):.3f}")
        p50, p99 = np.percentile(times, [50, 99])
        rows.put(f"ms a question, {kind}, p50 / p99", name, f"{p50:.2f} / {p99:.2f}")


def _over(answering: Answering) -> Ask:
    async def ask(text: str) -> int | None:
        matches = (await answering.ask(text)).matches
        return matches[0].quote.ref.utterance - 1 if matches else None

    return ask


async def _load(rows: Rows, path: Path, texts: Sequence[str]) -> None:
    """Load texts in a process of its own, and add what that takes."""
    alone, lasted_alone = await asyncio.to_thread(sudachi_alone, texts)
    file = path.with_suffix(".jsonl")
    file.write_text("".join(_line(text) for text in texts), "utf-8")
    idle: list[float] = []
    with stalls(idle):
        (took, lasted, stall), most = await asyncio.to_thread(
            in_a_process, "load", path, [str(file)]
        )
    file.unlink()
    rows.put("loaded in a second of processor time", HATSUGEN, f"{len(texts) / took:.0f}")
    rows.put("loaded in a second by the clock", HATSUGEN, f"{len(texts) / lasted:.0f}")
    rows.put("loading, of Sudachi's processor time alone", HATSUGEN, f"{took / alone:.2f}")
    rows.put("… by the clock", HATSUGEN, f"{lasted / lasted_alone:.2f}")
    rows.put("longest stall while loading, ms", HATSUGEN, f"{stall * 1000:.0f}")
    rows.put("… of a process that does nothing, ms", HATSUGEN, f"{max(idle) * 1000:.0f}")
    rows.put("most memory while loading, MB", HATSUGEN, f"{most / MEGABYTE:.0f}")
    size = sum(each.stat().st_size for each in path.parent.iterdir())
    rows.put("bytes on disk an utterance", HATSUGEN, f"{size / len(texts):.0f}")


async def _measure(count: int, asking: int, many: int, *, alone: bool) -> Rows:
    rows = Rows()
    said = utterances(count)
    asked = questions(said, asking)
    texts = [_text(parts) for parts in said]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scale.db"
        await _load(rows, path, texts)
        (resident, first), _ = await asyncio.to_thread(
            in_a_process, "answer", path, [each.text for each in asked]
        )
        rows.put("memory without mapped files, MB", HATSUGEN, f"{resident:.0f}")
        rows.put("start to first answer, s", HATSUGEN, f"{first:.2f}")
        async with Store.open(path) as store:
            answering = Answering(store, Analyzer())
            await answering.ask("hatsugen")
            await _hits(rows, HATSUGEN, _over(answering), asked, count)
        async with Store.open(path) as store:
            answering = Answering(store, Analyzer())
            await answering.ask("hatsugen")
            found: list[float] = []
            with stalls(found):
                at_once = (answering.ask(each.text) for each in asked[:_AT_ONCE])
                await asyncio.gather(*at_once)
            rows.put(f"longest stall, {_AT_ONCE} at once, ms", HATSUGEN, f"{max(found) * 1000:.0f}")
        if many:
            figures = await asyncio.to_thread(
                in_a_process, "answer_many", path, _different(said, many)
            )
            row = f"memory after {many // 10:,} / {many:,} questions, MB"
            rows.put(row, HATSUGEN, " / ".join(f"{each:.0f}" for each in figures[0]))
        if not alone:
            await _exhaustively(rows, path, asked, count)
    peers = {SCAN: scan(texts)} if alone else peers_at_scale(texts)
    for name, search in peers.items():

        async def ask(text: str, search: Any = search) -> int | None:
            found = search(text, 1)
            return found[0] if found else None

        await _hits(rows, name, ask, asked, count)
    return rows


async def _exhaustively(rows: Rows, path: Path, asked: Sequence[Question], count: int) -> None:
    """Add the figures of hatsugen where it scores every quote for every question."""
    async with Store.open(path) as store:
        answering = Answering(store, Analyzer())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.answering.ranking.chosen", lambda index, *_: _all_of(index))
            await answering.ask("hatsugen")
            await _hits(rows, EXHAUSTIVE, _over(answering), asked, count)


def _different(said: Sequence[list[str]], count: int) -> list[str]:
    """Return so many questions that are all different, of what somebody says in a row."""
    chance = random.Random(_SEED)
    made: dict[str, None] = {}
    while len(made) < count:
        parts = chance.choice(said)
        made["".join(chance.sample(parts, min(_ASKED_IN_A_ROW, len(parts))))] = None
    return list(made)


def _all_of(index: Index) -> Any:
    return np.arange(index.size(Level.QUOTE))


def main(
    sizes: Annotated[list[int], typer.Argument(help="How many utterances.")],
    asking: Annotated[int, typer.Option(help="How many questions.")] = 200,
    many: Annotated[int, typer.Option(help="How many more, for the memory they leave.")] = 0,
    alone: Annotated[bool, typer.Option("--alone", help="With one peer, WRatio.")] = False,
) -> None:
    """Measure hatsugen and its peers over corpora of some sizes."""
    for size in sizes:
        rows = asyncio.run(_measure(size, asking, many, alone=alone))
        columns = list(dict.fromkeys(name for values in rows.rows.values() for name in values))
        table = Table(f"{size:,} utterances", box=box.MARKDOWN)
        for column in columns:
            table.add_column(column, justify="right", no_wrap=True)
        for figure, values in rows.rows.items():
            table.add_row(figure, *(values.get(column, "–") for column in columns))
        Console(width=_WIDE).print(table)


if __name__ == "__main__":
    typer.run(main)
