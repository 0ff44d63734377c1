"""The memory of the bot's process, measured in one that holds nothing else."""

import asyncio
import subprocess
import sys
from pathlib import Path

import psutil

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.japanese import Analyzer
from bot.store import Store
from tests.benchmarks.corpora import database_of, recorded

_MEGABYTE = 1_000_000


async def memory(questions: list[str]) -> tuple[float, float]:
    """Return the resident memory, in MB, of a process whose bot has answered questions.

    First all of it, then without the pages of mapped files: those of the dictionary are in memory
    only while nothing else needs the room.
    """
    async with database_of(*recorded()) as path:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", __name__, str(path)],
            input="\n".join(questions).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
    resident, mapped = map(int, done.stdout.split())
    return resident / _MEGABYTE, (resident - mapped) / _MEGABYTE


async def _measure(path: Path, questions: list[str]) -> None:
    async with Store.open(path) as store:
        answering = Answering(store, Analyzer())
        # Kept while questions are answered, as it is in the running process.
        bot = HatsugenBot(store, answering, shard_count=1)
        await bot.setup_hook()
        for question in questions:
            await answering.ask(question)
        used = psutil.Process().memory_info()
        sys.stdout.write(f"{used.rss} {used.shared}\n")


if __name__ == "__main__":
    asyncio.run(_measure(Path(sys.argv[1]), sys.stdin.buffer.read().decode().split("\n")))
