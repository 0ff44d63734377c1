"""The memory of the bot's process, measured in one that holds nothing else."""

import asyncio
import subprocess
import sys
from pathlib import Path

import psutil

from bot.answering import evaluate, read_questions
from bot.chat.client import HatsugenBot
from tests.benchmarks.corpora import answering_over, recorded

_MEGABYTE = 1_000_000


def megabytes(questions: Path) -> float:
    """Return the resident memory of a process with the bot in it that has answered questions."""
    command = [sys.executable, "-m", __name__, str(questions)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


async def _measure(path: Path) -> None:
    async with answering_over(*recorded()) as (store, answering):
        HatsugenBot(store, answering, shard_count=1)
        await evaluate(answering, await read_questions(path, store, answering))
        sys.stdout.write(f"{psutil.Process().memory_info().rss / _MEGABYTE:.1f}\n")


if __name__ == "__main__":
    asyncio.run(_measure(Path(sys.argv[1])))
