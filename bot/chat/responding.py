"""Answers in time, to those who should see them, not too often, and finished before the end."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, TypeVar

import discord
from discord import Member, User

from bot.chat.journal import CURRENT, Entry
from bot.chat.sending import (
    BusyError,
    ExpiredError,
    StoppingError,
    TooFastError,
    answer_privately,
    defer,
    perhaps_sent,
    show_everyone,
)
from bot.chat.views.parts import Reply, Response

Interaction = discord.Interaction[Any]
_MadeT = TypeVar("_MadeT")

DEFER_AFTER: Final = 1.5
"""Seconds after which the member is told to wait; Discord gives up after 3."""

AT_ONCE: Final = 4
"""How many answers are made at the same time."""

MOST_WAITING: Final = 2000
"""How many answers may wait for their turn."""

STALE: Final = 2.5
"""Age of an interaction, in seconds, from which an answer is unlikely to arrive in time."""

_EXPIRED = 2.8  # From which it cannot: an answer takes a while to get there.

# How many may wait before the next is told so at once, and how many are told at the same time.
_FEW, _LINES = 16, 256
_DRIFT = 0.001  # seconds a second, of two clocks

# Seconds that answers under way are given when the bot stops, and then those who get none.
_PATIENCE, _FAREWELL = 1.8, 1.0

_log: Final = logging.getLogger(__name__)


class Cooldown:
    """The time between two questions of a member, whatever asks them; 0 seconds switch it off."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # By member, oldest first: when they asked, and whether they were told to wait since.
        self._asked: dict[int, tuple[float, bool]] = {}

    def admit(self, member: User | Member, at: datetime) -> None:
        """Count a question asked at a time; raises ``TooFastError`` when it comes too early."""
        now = at.timestamp()
        asked, told = self._asked.get(member.id, (-math.inf, False))
        wait = asked + self._seconds - now
        if wait > 0:
            self._asked[member.id] = asked, True
            raise TooFastError(math.ceil(wait), repeated=told)
        while self._asked:
            earliest, (asked, _) = next(iter(self._asked.items()))
            if asked + self._seconds > now:
                break
            del self._asked[earliest]
        self._asked.pop(member.id, None)
        self._asked[member.id] = now, False


class Work:
    """The answers under way: made a few at a time in order of arrival, and finished in the end.

    ``line`` is where members stand who are to be told to wait; nobody is answered before them.
    ``completing`` counts those who are being offered choices while they type. ``making`` are the
    answers being made, or waiting for that; ``watching`` is told what came of each. With
    ``has_successor``, another process answers whatever comes.
    """

    def __init__(self) -> None:
        self.stopping = self.has_successor = False
        self.completing = 0
        self.line = asyncio.Semaphore(_LINES)
        self.watching: Callable[[Entry], None] = lambda _: None
        self._places = asyncio.Semaphore(AT_ONCE)
        self.making: set[asyncio.Task[Any]] = set()
        self._answering: set[asyncio.Task[Any]] = set()
        self._idle = asyncio.Event()
        self._quickest, self._quickest_at = math.inf, 0.0
        self._turned_away = 0
        self._giving_up = False

    @property
    def under_way(self) -> int:
        """How many members are being answered."""
        return len(self._answering)

    @property
    def crowded(self) -> bool:
        """Whether so many wait that the next has to be told."""
        return len(self.making) >= AT_ONCE + _FEW

    def age(self, asked_at: datetime) -> float:
        """Return the age of an interaction, in seconds, had the quickest one taken no time.

        Discord's clock says when it was made, and may differ from ours.
        """
        now = asyncio.get_running_loop().time()
        took = now - asked_at.timestamp()
        drifted = self._quickest + (now - self._quickest_at) * _DRIFT
        self._quickest, self._quickest_at = min(took, drifted), now
        return took - self._quickest

    def admit(self, asked_at: datetime | None = None) -> None:
        """Take new work, asked for at a time where there is a deadline.

        Raises ``StoppingError``, ``BusyError`` or ``ExpiredError`` when it is not taken.
        """
        if self.stopping:
            raise StoppingError
        age = 0.0 if asked_at is None else self.age(asked_at)
        if age > STALE or len(self.making) >= AT_ONCE + MOST_WAITING:
            self._turned_away += 1
            raise ExpiredError if age > _EXPIRED else BusyError

    def begin(self, making: Coroutine[Any, Any, _MadeT]) -> asyncio.Task[_MadeT]:
        """Make an answer when it is its turn, which is decided now.

        The task raises ``StoppingError`` when the bot stops before that.
        """
        task = asyncio.create_task(self._in_turn(making))
        self.making.add(task)
        task.add_done_callback(self._end)
        # Where it is cancelled before its first step, nothing else closes it.
        task.add_done_callback(lambda _: making.close())
        return task

    def _end(self, task: asyncio.Task[Any]) -> None:
        self.making.discard(task)
        if not task.cancelled():
            task.exception()  # Where telling a member to wait failed, nobody asks for it.

    async def _in_turn(self, making: Coroutine[Any, Any, _MadeT]) -> _MadeT:
        try:
            async with self._places:
                async with self.line:
                    pass
                return await making
        except asyncio.CancelledError:
            if self._giving_up:
                raise StoppingError(taken=True) from None
            raise

    async def __aenter__(self) -> None:
        if CURRENT.get(None) is None:
            CURRENT.set(Entry(asyncio.get_running_loop().time()))
        self._answering.add(_current_task())
        self._idle.clear()

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._turned_away += isinstance(error, ExpiredError)
        if error is None:  # Of an error, whoever answers for it tells more.
            self.watching(CURRENT.get())
        self._answering.discard(_current_task())
        if not self._answering:
            self._idle.set()
            if self._turned_away:
                _log.warning("Too many at once: %d were turned away.", self._turned_away)
                self._turned_away = 0

    async def finish(self, patience: float = _PATIENCE, farewell: float = _FAREWELL) -> None:
        """Take no new work, and wait for what is under way, at most ``patience`` seconds.

        Who is not answered by then is told so, for which there are ``farewell`` seconds.
        """
        self.stopping = True
        try:
            if await self._is_idle(patience):
                return
            unanswered = len(self.making)
            self._giving_up = True
            for task in self.making:
                task.cancel()
            await self._is_idle(farewell)
            _log.warning(
                "Questions without an answer at the end: %d. Members who could not be told so: %d.",
                unanswered,
                self.under_way,
            )
        finally:
            self._giving_up = False
            for left in self._answering - {_current_task()}:
                left.cancel()

    async def _is_idle(self, within: float) -> bool:
        # Not asyncio.timeout: up to Python 3.11.3 it fails in a task that was cancelled before.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_answered(), within)
        return not self._answering

    async def _all_answered(self) -> None:
        while self._answering:
            await self._idle.wait()


class Responder:
    """Answers interactions: how often a member may ask or share is a cooldown, the rest is work."""

    def __init__(self, cooldown: Cooldown, shares: Cooldown, work: Work) -> None:
        self._cooldown = cooldown
        self._shares = shares
        self.work = work

    def admit(self, interaction: Interaction) -> None:
        """Count a question; raises ``TooFastError``, or what ``Work.admit`` does, if not taken."""
        self.work.admit(interaction.created_at)
        self._cooldown.admit(interaction.user, interaction.created_at)

    def admit_share(self, interaction: Interaction) -> None:
        """Count what is shared; raises ``TooFastError`` when it is not taken."""
        self._shares.admit(interaction.user, interaction.created_at)

    async def respond(
        self, interaction: Interaction, making: Coroutine[Any, Any, Response], *, private: bool
    ) -> None:
        """Answer as soon as the reply is made; ``private`` is what the member asked for."""
        async with self.work:
            reply, deferred = await self._made(
                interaction, making, ephemeral=private, thinking=True
            )
            if not deferred:
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
        async with self.work:
            reply, deferred = await self._made(interaction, making)
            if deferred:
                with perhaps_sent():
                    await interaction.edit_original_response(view=reply.view, attachments=[])
            else:
                await interaction.response.edit_message(view=reply.view, attachments=[])

    async def _made(
        self, interaction: Interaction, making: Coroutine[Any, Any, Response], **deferral: bool
    ) -> tuple[Response, bool]:
        """Make a reply in its turn; return it, and whether the member was told to wait for it."""
        crowded = self.work.crowded
        task = self.work.begin(making)
        try:
            if crowded:
                async with self.work.line:
                    if self.work.age(interaction.created_at) > _EXPIRED:
                        raise ExpiredError
                    await defer(interaction, **deferral)
            elif await _soon(task):
                return await task, False
            else:
                await defer(interaction, **deferral)
            return await task, True
        finally:
            if not task.done():
                task.cancel()

    async def share(
        self, interaction: Interaction, make: Callable[[], Awaitable[tuple[Reply, Reply]]]
    ) -> None:
        """Post the first of two replies for everyone, and show the member the second."""
        async with self.work:
            await defer(interaction)
            await show_everyone(interaction, *await make())


async def _soon(task: asyncio.Future[Response]) -> bool:
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER)
    return bool(done)


def _current_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - nothing here is called from outside of the event loop
    return task
