"""What keeps an answer from being made or shown, and sending that takes more than one request."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands

from bot.chat.views.parts import Reply, picture_file, text

LOST: Final = (aiohttp.ClientError, OSError, ValueError, TypeError, LookupError)
"""What is raised where Discord's answer to a request got lost, or cannot be read."""

ACKNOWLEDGED: Final = 40060
"""Discord's code for an interaction that was answered before."""


class TooFastError(app_commands.CheckFailure):
    """A member asks again before the cooldown is over; ``repeated`` when they were told before."""

    def __init__(self, seconds: int, *, repeated: bool) -> None:
        super().__init__("cooldown")
        self.seconds = seconds
        self.repeated = repeated


class StoppingError(app_commands.CheckFailure):
    """The bot is about to stop, and answers no more; ``taken`` where it had taken the question."""

    def __init__(self, *, taken: bool = False) -> None:
        super().__init__("stopping")
        self.taken = taken


class BusyError(app_commands.CheckFailure):
    """More is asked than can be answered in time."""


class ExpiredError(app_commands.CheckFailure):
    """Discord takes no answer any more: nobody can be told anything."""


class LostReplyError(Exception):
    """What was sent has perhaps arrived: nothing is taken back, and nothing more is said."""


@contextmanager
def perhaps_sent() -> Iterator[None]:
    """Raise ``LostReplyError`` where what is sent within has perhaps arrived all the same."""
    try:
        yield
    except LOST as error:
        raise LostReplyError from error


async def defer(interaction: discord.Interaction[Any], **deferral: bool) -> None:
    """Tell a member to wait; it is told once more where nobody knows whether that has arrived.

    When that is not known either, it is taken for arrived: what follows will tell.
    """
    try:
        await interaction.response.defer(**deferral)
    except LOST:
        if interaction.response.is_done():
            return  # Received, if not understood.
        try:
            await interaction.response.defer(**deferral)
        except LOST:
            return
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise


async def reply_once(message: discord.Message, view: Reply) -> None:
    """Reply to a message, and once more where the connection broke before Discord answered.

    Discord creates one message for one nonce. Raises ``LostReplyError`` where it stays unknown
    whether there is a reply.
    """
    with perhaps_sent():
        try:
            await message.reply(view=view, mention_author=False, nonce=message.id)
        except (aiohttp.ClientError, OSError):
            await message.reply(view=view, mention_author=False, nonce=message.id)


async def show_everyone(interaction: discord.Interaction[Any], public: Reply, own: Reply) -> None:
    """Post a reply beside the one that a button was pressed on, and change that one.

    Raises ``LostReplyError`` where something is perhaps, or certainly, there for everyone to see.
    """
    with perhaps_sent():
        await interaction.followup.send(view=public, ephemeral=False)
    try:
        await interaction.edit_original_response(view=own)
    except (discord.HTTPException, *LOST) as error:
        # What the member wanted is there for everyone to see.
        raise LostReplyError from error


async def illustrate(interaction: discord.Interaction[Any], view: Reply, png: bytes) -> None:
    """Show an answer anew, with a picture, unless the member has turned to another page by now.

    Without the picture, nothing is missing that was asked for.
    """
    with suppress(discord.HTTPException, *LOST):
        shown = await interaction.original_response()
        if {*_custom_ids(view.walk_children())} <= {*_custom_ids(_within(shown.components))}:
            await interaction.edit_original_response(view=view, attachments=[picture_file(png)])


def _within(components: Iterable[Any]) -> Iterator[Any]:
    for component in components:
        yield from getattr(component, "children", ())


def _custom_ids(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        if custom_id := getattr(item, "custom_id", None):
            yield custom_id


async def answer_privately(interaction: discord.Interaction[Any], view: Reply) -> None:
    """Replace a wait that everyone sees by an answer to one member.

    The first message after a wait takes its place, public as it is: so something does, until the
    private one is there.
    """
    with suppress(discord.HTTPException, *LOST):
        await interaction.edit_original_response(view=Reply(text("…")))
    try:
        with perhaps_sent():
            await interaction.followup.send(view=view, ephemeral=True)
    finally:
        with suppress(discord.HTTPException, *LOST):
            await interaction.delete_original_response()
