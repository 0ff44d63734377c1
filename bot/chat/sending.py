"""What takes more than one request, of which each may get lost on its way."""

from contextlib import suppress
from typing import Any

import discord

from bot.chat.refusals import LOST, LostReplyError
from bot.chat.views.parts import Reply, text


async def show_everyone(interaction: discord.Interaction[Any], public: Reply, own: Reply) -> None:
    """Post a reply beside the one that a button was pressed on, and change that one.

    Raises ``LostReplyError`` where something is perhaps, or certainly, there for everyone to see.
    """
    try:
        await interaction.followup.send(view=public, ephemeral=False)
    except LOST as error:
        raise LostReplyError from error
    try:
        await interaction.edit_original_response(view=own)
    except (discord.HTTPException, *LOST) as error:
        # What the member wanted is there for everyone to see.
        raise LostReplyError from error


async def answer_privately(interaction: discord.Interaction[Any], view: Reply) -> None:
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
