"""The one place that answers for errors: of commands, buttons, menus and messages.

The member is told privately, in their language; what was expected to happen now and then, such as a
speaker nobody knows, in its own words, and everything else with a short reference. The log gets
under the same reference what failed and where, but never the text of an error: it may hold what a
member wrote, an id or a token.
"""

import logging
import traceback
from contextlib import suppress
from secrets import token_hex
from typing import Final

import discord
from discord import InteractionResponseType, app_commands

from bot.answering import AmbiguousSpeakerError, UnknownSpeakerError
from bot.chat.custom_id import StaleError
from bot.chat.responding import Interaction, Work
from bot.chat.sending import (
    BusyError,
    ExpiredError,
    LostReplyError,
    StoppingError,
    TooFastError,
    answer_privately,
)
from bot.chat.views.notices import ambiguous_speaker, plain, unknown_speaker
from bot.chat.views.parts import Reply
from bot.chat.wording import language_in, language_of, wording
from bot.session import Language

_log: Final = logging.getLogger(__name__)
_REFERENCE_BYTES: Final = 4

# Discord's codes for what can no longer be answered, or is answered already.
_TOO_LATE: Final = {10008, 10015, 10062, 40060}
# Its codes for a channel in which the bot may not see or write.
_NOT_PERMITTED: Final = {50001, 50013}


class ErrorReports:
    """Turns errors into a sentence for the member and a record for the log."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def report(self, interaction: Interaction, error: Exception) -> None:
        """Answer an interaction that failed, whether or not it was answered before."""
        if isinstance(error, ExpiredError):
            return
        async with self._work:
            notice = self._notice(error, language_of(interaction.locale))
            if notice is None:
                return
            try:
                await _tell(interaction, notice)
            except Exception as second:
                self.note(second)

    async def report_message(self, message: discord.Message, error: Exception) -> None:
        """Answer a message that failed: privately, or where it stands when that is not possible."""
        async with self._work:
            notice = self._notice(error, language_in(message.content))
            if notice is None:
                return
            try:
                await _tell_author(message, notice, may_reply=_code_of(error) not in _NOT_PERMITTED)
            except Exception as second:
                self.note(second)

    def note(self, error: BaseException) -> str:
        """Log what failed and where; return the reference under which that stands."""
        reference = token_hex(_REFERENCE_BYTES)
        if _code_of(error) in _TOO_LATE:
            _log.info("Reference %s: too late to answer (code %s)", reference, _code_of(error))
        elif _code_of(error) in _NOT_PERMITTED:
            message = "Reference %s: not permitted to see or write in a channel (code %s)"
            _log.warning(message, reference, _code_of(error))
        else:
            fields = {"reference": reference, "error": type(error).__qualname__}
            _log.error("Reference %s\n%s", reference, described(error), extra=fields)
        return reference

    def _notice(self, error: Exception, language: Language) -> Reply | None:
        """Return what the member is told; None where nothing more can or should be said."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        expected = _expected(cause, language)
        if expected is not None:
            return expected
        reference = self.note(cause)
        if isinstance(cause, LostReplyError) or _code_of(cause) in _TOO_LATE:
            return None
        say = wording(language)
        if _code_of(cause) in _NOT_PERMITTED:
            return plain(say["missing-permission"])
        return plain(say("error", reference=reference))


def _expected(error: Exception, language: Language) -> Reply | None:
    """Return what is said where an error is one that happens now and then."""
    match error:
        case AmbiguousSpeakerError():
            return ambiguous_speaker(error.text, error.matching, language)
        case UnknownSpeakerError():
            return unknown_speaker(error.text, error.known, language)
        case TooFastError():
            return plain(wording(language)("too-fast", seconds=error.seconds))
    return _notice_of(error, language)


def _notice_of(error: Exception, language: Language) -> Reply | None:
    say = wording(language)
    match error:
        case StaleError():
            return plain(say["stale"])
        case StoppingError():
            return plain(say["stopping"])
        case BusyError():
            return plain(say["busy"])
        case app_commands.CheckFailure():
            return plain(say["not-permitted"])
    return None


def described(error: BaseException) -> str:
    """Return the kind of an error and of what caused it, and where they arose; never their text."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{described(cause)}\nwhich led to\n\n" if cause else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    details = {
        name: value
        for name in ("status", "code", "sqlite_errorname")
        if isinstance(value := getattr(error, name, None), int | str)
    }
    shown = ", ".join(f"{name} {value}" for name, value in details.items())
    kind = type(error).__qualname__ + (f": {shown}" if shown else "")
    return f"{before}Traceback (most recent call last):\n{frames}{kind}"


def _code_of(error: BaseException) -> int | None:
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    return error.code if isinstance(error, discord.HTTPException) else None


async def _tell(interaction: Interaction, notice: Reply) -> None:
    """Show a notice to the member alone."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=notice, ephemeral=True)
    elif response.type is not InteractionResponseType.deferred_channel_message:
        await interaction.followup.send(view=notice, ephemeral=True)
    elif await _is_waiting(interaction):
        await answer_privately(interaction, notice)


async def _is_waiting(interaction: Interaction) -> bool:
    """Tell whether the member still sees a wait, and not an answer whose receipt was lost."""
    message = await interaction.original_response()
    return message.flags.loading


async def _tell_author(message: discord.Message, notice: Reply, *, may_reply: bool) -> None:
    if message.guild is not None:
        with suppress(discord.HTTPException):
            await message.author.send(view=notice)
            return
    if may_reply:
        await message.reply(view=notice, mention_author=False)
