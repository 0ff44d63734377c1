"""Runs ``hatsugen`` with another Discord.

``python -m tests.sockets.launcher REST GATEWAY GATE ARGUMENTS…``: the addresses of both, a path,
and what ``hatsugen`` is given. While there is a file at that path, questions wait, which makes
answers as slow as a test needs them.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket

from bot.__main__ import main
from bot.answering import Answering
from bot.answering.outcome import Outcome
from bot.chat import errors, shards


async def at_once(*_: object, **__: object) -> None:
    """Do not wait before IDENTIFY, which Discord allows once in 5 seconds."""


def hold_questions(gate: Path) -> None:
    """Let questions wait while there is a file ``gate``."""
    ask = Answering.ask

    async def held(self: Answering, question: str, **options: Any) -> Outcome:
        while gate.exists():  # noqa: ASYNC110 - another process takes it away
            await asyncio.sleep(0.01)
        return await ask(self, question, **options)

    Answering.ask = held  # type: ignore[method-assign]


if __name__ == "__main__":
    rest, gateway, gate, *arguments = sys.argv[1:]
    discord.http.Route.BASE = rest
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    discord.Client.before_identify_hook = at_once  # type: ignore[method-assign]
    shards.IDENTIFY_EVERY = 0.0  # type: ignore[misc]
    errors.GIVE_WAY = float(os.environ.get("GIVE_WAY", "0"))  # type: ignore[misc]
    hold_questions(Path(gate))
    sys.argv = ["hatsugen", *arguments]
    main()
