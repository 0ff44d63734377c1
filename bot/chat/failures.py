"""The one place that answers for errors: of commands, buttons, menus and messages.

The member is told privately, in their language; what was expected to happen now and then, such as a
speaker nobody knows, in its own words, and everything else with a short reference. The log gets
the traceback under the same reference, without tokens and without what the member wrote.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING, Final

import discord
from discord import InteractionResponseType, app_commands

from bot.answering import UnknownSpeaker
from bot.chat.controls import Interaction
from bot.chat.pace import StoppingError, TooFastError, Work
from bot.chat.state import StaleError
from bot.chat.translating import language_in, language_of
from bot.chat.views.notices import plain, unknown_speaker
from bot.chat.views.parts import Reply
from bot.chat.wording import wording
from bot.session import Language

if TYPE_CHECKING:
    from bot.chat.client import HatsugenBot

_log: Final = logging.getLogger(__name__)
_SHORTEST_SECRET: Final = 4


class Failures:
    """Turns errors into a sentence for the member and a traceback for the log."""

    def __init__(self, work: Work, new_reference: Callable[[], str] = lambda: token_hex(4)) -> None:
        self._work = work
        self._new_reference = new_reference

    async def report(self, interaction: Interaction, error: Exception) -> None:
        """Answer an interaction that failed, whether or not it was answered before."""
        async with self._work:
            secrets = [interaction.token, interaction.client.http.token, *_written_in(interaction)]
            language = language_of(interaction.locale)
            notice = self._notice(error, language, secrets)
            try:
                await _tell(interaction, notice)
            except discord.HTTPException as second:
                self.note(second, secrets)

    async def report_message(
        self, bot: "HatsugenBot", message: discord.Message, error: Exception
    ) -> None:
        """Answer a message that failed: privately, or where it stands when that is not possible."""
        async with self._work:
            secrets = [bot.http.token, message.content]
            notice = self._notice(error, language_in(message.content), secrets)
            try:
                await _tell_author(message, notice)
            except discord.HTTPException as second:
                self.note(second, secrets)

    def note(self, error: Exception, secrets: Iterable[str | None] = ()) -> str:
        """Log an error, and return its reference."""
        reference = self._new_reference()
        lines = "".join(traceback.format_exception(error))
        for secret in secrets:
            if secret and len(secret) >= _SHORTEST_SECRET:
                lines = lines.replace(secret, "[withheld]")
        _log.error("Reference %s\n%s", reference, lines)
        return reference

    def _notice(self, error: Exception, language: Language, secrets: Iterable[str | None]) -> Reply:
        say = wording(language)
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        match cause:
            case UnknownSpeaker():
                return unknown_speaker(cause.text, cause.known, language)
            case StaleError():
                return plain(say("stale"))
            case TooFastError():
                return plain(say("too-fast", seconds=cause.seconds))
            case StoppingError():
                return plain(say("stopping"))
            case app_commands.CheckFailure():
                return plain(say("not-permitted"))
            case _:
                return plain(say("error", reference=self.note(cause, secrets)))


def _written_in(interaction: Interaction) -> Iterator[str]:
    """Yield what the member wrote, which no log may keep."""
    yield from (value for _, value in interaction.namespace if isinstance(value, str))
    target = getattr(interaction.namespace, "message", None)
    if isinstance(target, discord.Message):
        yield target.content


async def _tell(interaction: Interaction, notice: Reply) -> None:
    """Show a notice to the member alone."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=notice, ephemeral=True)
        return
    if response.type is InteractionResponseType.deferred_channel_message:
        # What is waited for may be public, and the first follow-up would take its place.
        with suppress(discord.HTTPException):
            await interaction.delete_original_response()
    await interaction.followup.send(view=notice, ephemeral=True)


async def _tell_author(message: discord.Message, notice: Reply) -> None:
    if message.guild is not None:
        with suppress(discord.HTTPException):
            await message.author.send(view=notice)
            return
    await message.reply(view=notice, mention_author=False)
