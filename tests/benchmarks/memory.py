"""The memory of the bot's process, measured in one that holds nothing else."""

import asyncio
import subprocess
import sys
from pathlib import Path

import psutil

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.encoder import BuiltInEncoder, Encoder
from bot.japanese import Analyzer
from bot.store import Store
from tests.benchmarks.corpora import database_of, recorded

_MEGABYTE = 1_000_000


async def memory(questions: list[str], setting: str) -> tuple[float, float]:
    """Return the resident memory, in MB, of a process whose bot has answered questions.

    First all of it, then without the pages of mapped files: those of the dictionary are in memory
    only while nothing else needs the room. ``setting`` is that of ENCODER.
    """
    encoder = BuiltInEncoder() if setting == "on" else None
    async with database_of(*recorded(), encoder=encoder) as path:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", __name__, str(path), setting],
            input="\n".join(questions).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
    resident, mapped = map(int, done.stdout.split())
    return resident / _MEGABYTE, (resident - mapped) / _MEGABYTE


async def _measure(path: Path, encoder: Encoder | None, questions: list[str]) -> None:
    async with Store.open(path) as store:
        answering = Answering(store, Analyzer(), encoder)
        # Kept while questions are answered, as it is in the running process.
        bot = HatsugenBot(store, answering, shard_count=1)
        await bot.setup_hook()
        await bot.warm_up()
        for question in questions:
            await answering.ask(question)
        used = psutil.Process().memory_info()
        sys.stdout.write(f"{used.rss} {used.shared}\n")


if __name__ == "__main__":
    asked = sys.stdin.buffer.read().decode().split("\n")
    used = BuiltInEncoder() if sys.argv[2] == "on" else None
    asyncio.run(_measure(Path(sys.argv[1]), used, asked))
