"""Replies to interactions, in time and to those who should see them."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.chat.controls import Interaction
from bot.chat.views.parts import Reply, text

DEFER_AFTER: Final = 1.5
"""Seconds after which the member is told to wait; Discord gives up after 3."""


@dataclass(frozen=True, slots=True)
class Response:
    """A reply, and whether only the member who asked may see it."""

    view: Reply
    private: bool


async def respond(
    interaction: Interaction, making: Coroutine[Any, Any, Response], *, private: bool
) -> None:
    """Answer a command as soon as the reply is made; ``private`` is what the member asked for."""
    async with interaction.client.work:
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


async def answer_privately(interaction: Interaction, view: Reply) -> None:
    """Replace a wait that everyone sees by an answer to one member.

    The first message after a wait takes its place, public as it is: so something does, until the
    private one is there.
    """
    with suppress(discord.HTTPException):
        await interaction.edit_original_response(view=Reply(text("…")))
    await interaction.followup.send(view=view, ephemeral=True)
    with suppress(discord.HTTPException):
        await interaction.delete_original_response()


async def turn_page(
    interaction: Interaction, making: Coroutine[Any, Any, Response], *, in_place: bool
) -> None:
    """Answer a press on a button: in the message itself, or privately beside it."""
    if not in_place:
        await respond(interaction, making, private=True)
        return
    async with interaction.client.work:
        task = asyncio.ensure_future(making)
        if not await _soon(task):
            await interaction.response.defer()
        view = (await task).view
        if interaction.response.is_done():
            await interaction.edit_original_response(view=view)
        else:
            await interaction.response.edit_message(view=view)


async def _soon(task: asyncio.Future[Response]) -> bool:
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER)
    return bool(done)
