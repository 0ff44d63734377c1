"""Large corpora beside the same peers: ``python -m tests.benchmarks.scale 1000 10000``.

Utterances are made of search phrases by chance, always the same ones, of about a hundred
characters; questions of three phrases that one of them says in a row. Times of questions and of
loading are the processor's, so that they mean the same on a busy machine; stalls and starts are by
the clock.
"""

import asyncio
import gc
import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Annotated, Any

import numpy as np
import psutil
import pytest
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from sudachipy import Dictionary

from bot.answering import Answering
from bot.answering.index import Index
from bot.japanese import Analyzer
from bot.store import Arrival, Level, Origin, Store
from tests.benchmarks.corpora import recorded, spoken
from tests.benchmarks.figures import HATSUGEN, Rows
from tests.benchmarks.mistakes import mistyping
from tests.benchmarks.peers import peers_at_scale

EXHAUSTIVE = "hatsugen, all scored"
SLOW = {"rapidfuzz WRatio", EXHAUSTIVE}

_SEED = 12
_CHARACTERS = 100
_ASKED_IN_A_ROW = 3
_AT_ONCE = 50
_TICK = 0.001
_WIDE = 200
_MEGABYTE = 1_000_000


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


Ask = Callable[[str], Awaitable[int | None]]
"""From a question to the number, from 0, of the utterance that was found."""


async def _hits(rows: Rows, name: str, ask: Ask, asked: Sequence[Question]) -> None:
    """Add hit@1 and milliseconds of processor time, for what is asked for the first time."""
    chance = random.Random(_SEED)
    mistyped = mistyping(2)
    if name in SLOW:
        asked = asked[:20]
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


def _processor_time() -> float:
    """Return the seconds of this process, and of those that it has started and that have ended."""
    return sum(os.times()[:4])


@contextmanager
def _stalls(found: list[float]) -> Iterator[None]:
    """Note how long the loop did nothing else, each time, in seconds."""
    # As the bot does at its start; otherwise it were the benchmark's own texts that stop it.
    gc.freeze()

    async def tick() -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(_TICK)
            found.append(perf_counter() - began - _TICK)

    task = asyncio.get_running_loop().create_task(tick())
    try:
        yield
    finally:
        task.cancel()


def _load(rows: Rows, path: Path, texts: Sequence[str]) -> None:
    """Load texts in a process of its own, and add what that takes."""
    tokenizer = Dictionary(dict="small").tokenizer()
    began = process_time()
    for text in texts:
        tokenizer.tokenize(text)
    alone = process_time() - began
    took, lasted, stall = _in_a_process("load", path, texts)
    rows.put("loaded in a second of processor time", HATSUGEN, f"{len(texts) / took:.0f}")
    rows.put("loaded in a second by the clock", HATSUGEN, f"{len(texts) / lasted:.0f}")
    rows.put("loading, of Sudachi's processor time alone", HATSUGEN, f"{took / alone:.2f}")
    rows.put("longest stall while loading, ms", HATSUGEN, f"{stall * 1000:.0f}")
    size = sum(each.stat().st_size for each in path.parent.iterdir())
    rows.put("bytes on disk an utterance", HATSUGEN, f"{size / len(texts):.0f}")


async def _measure(count: int, asking: int, *, alone: bool) -> Rows:
    rows = Rows()
    said = utterances(count)
    asked = questions(said, asking)
    texts = [_text(parts) for parts in said]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scale.db"
        await asyncio.to_thread(_load, rows, path, texts)
        resident, first = await asyncio.to_thread(
            _in_a_process, "answer", path, [each.text for each in asked]
        )
        rows.put("memory without mapped files, MB", HATSUGEN, f"{resident:.0f}")
        rows.put("start to first answer, s", HATSUGEN, f"{first:.2f}")
        async with Store.open(path) as store:
            answering = Answering(store, Analyzer())
            await answering.ask("hatsugen")
            await _hits(rows, HATSUGEN, _over(answering), asked)
        async with Store.open(path) as store:
            answering = Answering(store, Analyzer())
            await answering.ask("hatsugen")
            stalls: list[float] = []
            with _stalls(stalls):
                at_once = (answering.ask(each.text) for each in asked[:_AT_ONCE])
                await asyncio.gather(*at_once)
            rows.put(
                f"longest stall, {_AT_ONCE} at once, ms", HATSUGEN, f"{max(stalls) * 1000:.0f}"
            )
        if alone:
            return rows
        async with Store.open(path) as store:
            answering = Answering(store, Analyzer())
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("bot.answering.ranking.chosen", lambda index, *_: _all_of(index))
                await answering.ask("hatsugen")
                await _hits(rows, EXHAUSTIVE, _over(answering), asked)
    for name, search in peers_at_scale(texts).items():

        async def ask(text: str, search: Any = search) -> int | None:
            found = search(text, 1)
            return found[0] if found else None

        await _hits(rows, name, ask, asked)
    return rows


def _all_of(index: Index) -> Any:
    return np.arange(index.size(Level.QUOTE))


def _in_a_process(work: str, path: Path, lines: Sequence[str]) -> list[float]:
    """Return what a function of this module writes, in a process that holds nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", f"from tests.benchmarks.scale import {work}; {work}()", str(path)],
        input="\n".join(lines).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return [float(figure) for figure in done.stdout.split()]


def _lines() -> list[str]:
    return sys.stdin.buffer.read().decode().split("\n")


def load() -> None:
    """Load the lines of the standard input, and write what that took, and the longest stall."""

    async def load_all() -> None:
        arrival = Arrival(spoken(_lines()), "scale", Origin.DATA_FOLDER)
        stalls: list[float] = []
        async with Store.open(Path(sys.argv[1])) as store:
            began, started = _processor_time(), perf_counter()
            with _stalls(stalls):
                await store.replace([arrival], (), Analyzer())
            took, lasted = _processor_time() - began, perf_counter() - started
        sys.stdout.write(f"{took} {lasted} {max(stalls)}\n")

    asyncio.run(load_all())


def answer() -> None:
    """Answer the questions of the standard input, and write what that took."""

    async def answer_all() -> float:
        began = perf_counter()
        analyzer = await asyncio.to_thread(Analyzer)
        async with Store.open(Path(sys.argv[1])) as store:
            answering = Answering(store, analyzer)
            await answering.ask("はじめ")
            first = perf_counter() - began
            for question in _lines():
                await answering.ask(question)
        return first

    first = asyncio.run(answer_all())
    used = psutil.Process().memory_info()
    sys.stdout.write(f"{(used.rss - used.shared) / _MEGABYTE} {first}\n")


def main(
    sizes: Annotated[list[int], typer.Argument(help="How many utterances.")],
    asking: Annotated[int, typer.Option(help="How many questions.")] = 200,
    alone: Annotated[bool, typer.Option("--alone", help="Without the peers.")] = False,
) -> None:
    """Measure hatsugen and its peers over corpora of some sizes."""
    for size in sizes:
        rows = asyncio.run(_measure(size, asking, alone=alone))
        columns = list(dict.fromkeys(name for values in rows.rows.values() for name in values))
        table = Table(f"{size:,} utterances", box=box.MARKDOWN)
        for column in columns:
            table.add_column(column, justify="right", no_wrap=True)
        for figure, values in rows.rows.items():
            table.add_row(figure, *(values.get(column, "–") for column in columns))
        Console(width=_WIDE).print(table)


if __name__ == "__main__":
    typer.run(main)
