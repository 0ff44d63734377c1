"""Answers in time, to those who should see them, not too often, and finished before the end."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Final

import aiohttp
import discord
from discord import Member, User, app_commands
from discord.ext import commands

from bot.chat.views.parts import Reply, Response, text

Interaction = discord.Interaction[Any]

DEFER_AFTER: Final = 1.5
"""Seconds after which the member is told to wait; Discord gives up after 3."""

_PATIENCE: Final = 10.0
"""How many seconds the bot waits, when it stops, for answers that are under way."""


class TooFastError(app_commands.CheckFailure):
    """A member asks again before the cooldown is over; ``repeated`` when they were told before."""

    def __init__(self, seconds: int, *, repeated: bool) -> None:
        super().__init__("cooldown")
        self.seconds = seconds
        self.repeated = repeated


LOST: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""What is raised where Discord's answer to a request got lost, or cannot be read."""


class LostReplyError(Exception):
    """What was sent has perhaps arrived: nothing is taken back, and nothing more is said."""


class StoppingError(app_commands.CheckFailure):
    """The bot takes no more questions, as it is about to stop."""


class Cooldown:
    """The time between two questions of a member, whatever asks them; 0 seconds switch it off."""

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


class Responder:
    """Answers interactions: how often a member may ask is a ``cooldown``, what goes on is work."""

    def __init__(self, cooldown: Cooldown, work: Work) -> None:
        self._cooldown = cooldown
        self._work = work

    def admit(self, interaction: Interaction) -> None:
        """Count a question; raises ``TooFastError`` or ``StoppingError`` when it is not taken."""
        self._work.admit()
        self._cooldown.admit(interaction.user, interaction.created_at)

    async def respond(
        self, interaction: Interaction, making: Coroutine[Any, Any, Response], *, private: bool
    ) -> None:
        """Answer as soon as the reply is made; ``private`` is what the member asked for."""
        async with self._work:
            task = asyncio.ensure_future(making)
            if not await _soon(task):
                await interaction.response.defer(ephemeral=private, thinking=True)
            reply = await task
            if not interaction.response.is_done():
                await interaction.response.send_message(view=reply.view, ephemeral=reply.private)
            elif reply.private and not private:
                await answer_privately(interaction, reply.view)
            else:
                await interaction.edit_original_response(view=reply.view)

    async def turn_page(
        self, interaction: Interaction, making: Coroutine[Any, Any, Response], *, in_place: bool
    ) -> None:
        """Answer a press on a button: in the message itself, or privately beside it."""
        if not in_place:
            await self.respond(interaction, making, private=True)
            return
        async with self._work:
            task = asyncio.ensure_future(making)
            if not await _soon(task):
                await interaction.response.defer()
            view = (await task).view
            if interaction.response.is_done():
                await interaction.edit_original_response(view=view)
            else:
                await interaction.response.edit_message(view=view)

    async def share(
        self, interaction: Interaction, make: Callable[[], Awaitable[tuple[Reply, Reply]]]
    ) -> None:
        """Post the first of two replies for everyone, and show the member the second."""
        async with self._work:
            await interaction.response.defer()
            public, own = await make()
            try:
                await interaction.followup.send(view=public, ephemeral=False)
            except LOST as error:
                raise LostReplyError from error
            try:
                await interaction.edit_original_response(view=own)
            except (discord.HTTPException, *LOST) as error:
                # What the member wanted is there for everyone to see.
                raise LostReplyError from error


async def answer_privately(interaction: Interaction, view: Reply) -> None:
    """Replace a wait that everyone sees by an answer to one member.

    The first message after a wait takes its place, public as it is: so something does, until the
    private one is there.
    """
    with suppress(discord.HTTPException, *LOST):
        await interaction.edit_original_response(view=Reply(text("…")))
    try:
        await interaction.followup.send(view=view, ephemeral=True)
    except LOST as error:
        raise LostReplyError from error
    finally:
        with suppress(discord.HTTPException, *LOST):
            await interaction.delete_original_response()


async def _soon(task: asyncio.Future[Response]) -> bool:
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER)
    return bool(done)
