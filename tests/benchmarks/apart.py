"""Work measured in a process that holds nothing else."""

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time, sleep

import psutil
from sudachipy import Dictionary

from bot.answering import Answering
from bot.japanese import Analyzer
from bot.store import Arrival, Origin, Store
from bot.transcript import read_session

MEGABYTE = 1_000_000

_TICK = 0.005
_LOOK = 0.05


def _processor_time() -> float:
    """Return the seconds of this process, and of those that it has started and that have ended."""
    return sum(os.times()[:4])


@contextmanager
def stalls(found: list[float]) -> Iterator[None]:
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


def sudachi_alone(texts: Sequence[str]) -> tuple[float, float]:
    """Let Sudachi cut texts in as many processes as there are processors, and do nothing else.

    Returns how much processor time that takes, and how long by the clock, both in seconds.
    """
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:
        found = list(pool.map(_cut, (texts[number::count] for number in range(count))))
    return sum(took for took, _ in found), max(lasted for _, lasted in found)


def _cut(texts: Sequence[str]) -> tuple[float, float]:
    tokenizer = Dictionary(dict="small").tokenizer()
    began, started = process_time(), perf_counter()
    for text in texts:
        tokenizer.tokenize(text)
    return process_time() - began, perf_counter() - started


def in_a_process(work: str, path: Path, lines: Sequence[str]) -> tuple[list[float], int]:
    """Let a function of this module work in a process that holds nothing else.

    Returns what it writes, and the most memory that it and the processes started by it took at any
    time, in bytes, without mapped files.
    """
    command = f"from tests.benchmarks.apart import {work}; {work}()"
    with subprocess.Popen(
        [sys.executable, "-c", command, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(lines).encode())
        process.stdin.close()
        most, root = 0, psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, _memory(root))
            sleep(_LOOK)
        written = process.stdout.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return [float(figure) for figure in written.split()], most


def _memory(root: psutil.Process) -> int:
    used = 0
    # One may end while it is looked at.
    with suppress(psutil.Error):
        for each in (root, *root.children(recursive=True)):
            taken = each.memory_info()
            used += taken.rss - taken.shared
    return used


def _lines() -> list[str]:
    return sys.stdin.buffer.read().decode().split("\n")


def load() -> None:
    """Load a file of JSON Lines, and write what that took, and the longest stall."""

    async def load_all() -> None:
        (file,) = map(Path, _lines())
        analyzer = Analyzer()
        found: list[float] = []
        async with Store.open(Path(sys.argv[1])) as store:
            began, started = _processor_time(), perf_counter()
            with stalls(found):
                session = await asyncio.to_thread(read_session, file)
                arrival = Arrival(session, "scale", Origin.DATA_FOLDER)
                await store.replace([arrival], (), analyzer)
            took, lasted = _processor_time() - began, perf_counter() - started
        sys.stdout.write(f"{took} {lasted} {max(found)}\n")

    asyncio.run(load_all())


def answer() -> None:
    """Answer the questions of the standard input, and write what that took."""

    async def answer_all() -> float:
        began = perf_counter()
        async with _answering() as answering:
            await answering.ask("はじめ")
            first = perf_counter() - began
            for question in _lines():
                await answering.ask(question)
        return first

    first = asyncio.run(answer_all())
    sys.stdout.write(f"{_memory(psutil.Process()) / MEGABYTE} {first}\n")


def answer_many() -> None:
    """Answer questions, and write what memory is taken after a tenth of them, and after all."""

    async def answer_all() -> None:
        questions = _lines()
        async with _answering() as answering:
            for number, question in enumerate(questions, start=1):
                await answering.ask(question)
                if number in {len(questions) // 10, len(questions)}:
                    sys.stdout.write(f"{_memory(psutil.Process()) / MEGABYTE}\n")

    asyncio.run(answer_all())


@asynccontextmanager
async def _answering() -> AsyncIterator[Answering]:
    analyzer = await asyncio.to_thread(Analyzer)
    async with Store.open(Path(sys.argv[1])) as store:
        yield Answering(store, analyzer)
