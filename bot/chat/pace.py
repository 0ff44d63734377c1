"""How much is asked of the bot: one question at a time a member, and an end to all of them."""

import asyncio
import math
from datetime import datetime
from types import TracebackType
from typing import Final

from discord import Member, User, app_commands
from discord.ext import commands

_PATIENCE: Final = 10.0
"""How many seconds the bot waits, when it stops, for answers that are under way."""


class TooFastError(app_commands.CheckFailure):
    """A member asks again before the cooldown is over; ``repeated`` when they were told before."""

    def __init__(self, seconds: int, *, repeated: bool) -> None:
        super().__init__("cooldown")
        self.seconds = seconds
        self.repeated = repeated


class StoppingError(app_commands.CheckFailure):
    """The bot takes no more questions, as it is about to stop."""


class Pace:
    """The cooldown of each member, over everything that asks; 0 seconds switch it off."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._told: set[int] = set()
        self._buckets = commands.CooldownMapping[User | Member](
            commands.Cooldown(1, max(seconds, 1.0)), lambda member: member.id
        )

    def admit(self, member: User | Member, at: datetime) -> None:
        """Count a question asked at a time; raises ``TooFastError`` when it comes too early."""
        if self._seconds <= 0:
            return
        wait = self._buckets.update_rate_limit(member, at.timestamp())
        if wait is None:
            self._told.discard(member.id)
            return
        repeated = member.id in self._told
        self._told.add(member.id)
        raise TooFastError(math.ceil(wait), repeated=repeated)


class Work:
    """Counts the answers under way, so that the bot can finish them before it stops."""

    def __init__(self) -> None:
        self._active = 0
        self._idle = asyncio.Event()
        self.stopping = False

    def admit(self) -> None:
        """Raise ``StoppingError`` when no new work is taken."""
        if self.stopping:
            raise StoppingError

    async def __aenter__(self) -> None:
        self._active += 1
        self._idle.clear()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._active -= 1
        if not self._active:
            self._idle.set()

    async def finish(self, patience: float = _PATIENCE) -> None:
        """Take no new work, and wait for what is under way, at most ``patience`` seconds."""
        self.stopping = True
        try:
            async with asyncio.timeout(patience):
                while self._active:
                    await self._idle.wait()
        except TimeoutError:
            return
