"""The one place that answers for errors: of commands, buttons, menus and messages.

The member is told privately, in their language; what was expected to happen now and then, such as a
speaker nobody knows, in its own words, and everything else with a short reference. The log gets
the traceback under the same reference, without tokens and without what the member wrote.
"""

import logging
import traceback
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from secrets import token_hex
from typing import Any, Final

import discord
from discord import InteractionResponseType, app_commands

from bot.answering import AmbiguousSpeakerError, UnknownSpeakerError
from bot.chat.custom_id import StaleError
from bot.chat.responding import (
    Interaction,
    StoppingError,
    TooFastError,
    Work,
    answer_privately,
)
from bot.chat.views.notices import ambiguous_speaker, plain, unknown_speaker
from bot.chat.views.parts import Reply
from bot.chat.wording import language_in, language_of, wording
from bot.session import Language

_log: Final = logging.getLogger(__name__)
_STRETCH: Final = 4
_REFERENCE_BYTES: Final = 4


class ErrorReports:
    """Turns errors into a sentence for the member and a traceback for the log.

    ``token`` returns the bot's own, which no log may hold.
    """

    def __init__(self, work: Work, token: Callable[[], str | None]) -> None:
        self._work = work
        self._token = token

    async def report(self, interaction: Interaction, error: Exception) -> None:
        """Answer an interaction that failed, whether or not it was answered before."""
        async with self._work:
            written = list(_written_in(interaction))
            tokens = [interaction.token, self._token() or ""]
            language = language_of(interaction.locale)
            notice = self._notice(error, language, written, tokens)
            try:
                await _tell(interaction, notice)
            except discord.HTTPException as second:
                self.note(second, written, tokens)

    async def report_message(self, message: discord.Message, error: Exception) -> None:
        """Answer a message that failed: privately, or where it stands when that is not possible."""
        async with self._work:
            written, tokens = [message.content], [self._token() or ""]
            notice = self._notice(error, language_in(message.content), written, tokens)
            try:
                await _tell_author(message, notice)
            except discord.HTTPException as second:
                self.note(second, written, tokens)

    def note(
        self, error: Exception, written: Iterable[str] = (), tokens: Iterable[str] = ()
    ) -> str:
        """Log an error without what a member has written; return its reference."""
        reference = token_hex(_REFERENCE_BYTES)
        _log.error(
            "Reference %s\n%s",
            reference,
            _traceback(error, _stretches(written), set(tokens) - {""}),
        )
        return reference

    def _notice(
        self, error: Exception, language: Language, written: list[str], tokens: list[str]
    ) -> Reply:
        say = wording(language)
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        match cause:
            case UnknownSpeakerError():
                return _unclear_speaker(cause, language)
            case StaleError():
                return plain(say["stale"])
            case TooFastError():
                return plain(say("too-fast", seconds=cause.seconds))
            case StoppingError():
                return plain(say["stopping"])
            case app_commands.CheckFailure():
                return plain(say["not-permitted"])
            case _:
                return plain(say("error", reference=self.note(cause, written, tokens)))


def _unclear_speaker(error: UnknownSpeakerError, language: Language) -> Reply:
    if isinstance(error, AmbiguousSpeakerError):
        return ambiguous_speaker(error.text, error.matching, language)
    return unknown_speaker(error.text, error.known, language)


def _traceback(error: BaseException, written: Container[str], tokens: Iterable[str]) -> str:
    """Format an error with what caused it, without messages that repeat what nobody may read."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = _traceback(cause, written, tokens) + "\nwhich led to\n\n" if cause else ""
    message = str(error)
    if any(stretch in written for stretch in _stretches([message])) or any(
        token in message for token in tokens
    ):
        message = "[withheld]"
    frames = "".join(traceback.format_tb(error.__traceback__))
    return (
        f"{before}Traceback (most recent call last):\n{frames}{type(error).__qualname__}: {message}"
    )


def _stretches(texts: Iterable[str]) -> set[str]:
    """Return every few letters of some texts, whatever form they are written in."""
    folded = (unicodedata.normalize("NFKC", text).casefold() for text in texts if text)
    return {
        text[at : at + _STRETCH]
        for text in folded
        for at in range(max(1, len(text) + 1 - _STRETCH))
    }


def _written_in(interaction: Interaction) -> Iterator[str]:
    """Yield what the member wrote, which no log may keep."""
    yield from (value for _, value in interaction.namespace if isinstance(value, str))
    data: Any = interaction.data or {}
    for message in data.get("resolved", {}).get("messages", {}).values():
        yield message.get("content", "")


async def _tell(interaction: Interaction, notice: Reply) -> None:
    """Show a notice to the member alone."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=notice, ephemeral=True)
        return
    if response.type is InteractionResponseType.deferred_channel_message:
        await answer_privately(interaction, notice)
        return
    await interaction.followup.send(view=notice, ephemeral=True)


async def _tell_author(message: discord.Message, notice: Reply) -> None:
    if message.guild is not None:
        with suppress(discord.HTTPException):
            await message.author.send(view=notice)
            return
    await message.reply(view=notice, mention_author=False)
