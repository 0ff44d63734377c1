"""The one place that answers for errors: of commands, buttons, menus and messages.

The member is told privately, in their language; what was expected to happen now and then, such as a
speaker nobody knows, in its own words, and everything else with a short reference. The log gets
under the same reference what failed and where, but never the text of an error: it may hold what a
member wrote, an id or a token.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Final

import aiohttp
import discord
from discord import InteractionResponseType, app_commands

from bot.answering import AmbiguousSpeakerError, UnknownSpeakerError
from bot.chat.custom_id import StaleError
from bot.chat.journal import CURRENT, Entry
from bot.chat.responding import Interaction, Work
from bot.chat.sending import (
    ACKNOWLEDGED,
    BusyError,
    ExpiredError,
    LostReplyError,
    StoppingError,
    TooFastError,
    answer_privately,
    reply_once,
)
from bot.chat.views.notices import ambiguous_speaker, plain, unknown_speaker
from bot.chat.views.parts import Reply
from bot.chat.wording import language_in, language_of, wording
from bot.session import Language

_log: Final = logging.getLogger(__name__)
_REFERENCE_BYTES: Final = 4

GIVE_WAY: Final = 0.7
"""Seconds that a bot about to stop leaves to another process which has its shards by now.

Both are sent the same: where the other one has answered by then, Discord takes no second answer.
"""

# Discord's codes for what can no longer be answered, or is answered already.
_TOO_LATE: Final = {10008, 10015, 10062, ACKNOWLEDGED}
# Its codes for what the bot may not do.
_NOT_PERMITTED: Final = {
    50001: "see a channel",
    50007: "write to a member directly",
    50013: "write in a channel",
    160002: "read the history of a channel, which replying takes",
}

# More special ones first.
_OUTCOMES: Final[dict[type[Exception], str]] = {
    AmbiguousSpeakerError: "ambiguous-speaker",
    UnknownSpeakerError: "unknown-speaker",
    TooFastError: "too-fast",
    BusyError: "busy",
    StoppingError: "stopping",
    StaleError: "stale",
    app_commands.CheckFailure: "not-permitted",
}


class ErrorReports:
    """Turns errors into a sentence for the member and a record for the log."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def report(self, interaction: Interaction, error: Exception) -> None:
        """Answer an interaction that failed, whether or not it was answered before."""
        if isinstance(error, ExpiredError):
            self._tell("expired")
        else:
            tell = partial(_tell, interaction, gives_way=_gives_way(error))
            await self._answer(error, language_of(interaction.locale), tell)

    async def report_message(self, message: discord.Message, error: Exception) -> None:
        """Answer a message that failed: privately, or where it stands when that is not possible.

        That the bot takes no more is said where it stands, where it cannot come beside an answer.
        """
        may_reply = _code_of(error) not in _NOT_PERMITTED
        tell = partial(_tell_author, message, may_reply=may_reply, gives_way=_gives_way(error))
        await self._answer(error, language_in(message.content), tell)

    def note(self, error: BaseException) -> None:
        """Log what failed and where, for what nobody is told of."""
        reference = token_hex(_REFERENCE_BYTES)
        _note(error, reference)
        self._tell("error", error=type(error).__qualname__, reference=reference)

    def _tell(self, outcome: str, **more: str) -> None:
        now = asyncio.get_running_loop().time()
        self._work.watching(Entry(now, outcome, **more))  # type: ignore[arg-type]

    async def _answer(
        self, error: Exception, language: Language, tell: Callable[[Reply], Awaitable[None]]
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        reference = token_hex(_REFERENCE_BYTES)
        async with self._work:
            entry = CURRENT.get()
            entry.outcome, entry.confidence, entry.quote = _outcome_of(cause), None, None
            try:
                notice = _expected(cause, language)
                if notice is None:
                    entry.error, entry.reference = type(cause).__qualname__, reference
                    _note(cause, reference)
                    notice = _unexpected(cause, language, reference)
                if _gives_way(cause):
                    if self._work.has_successor:
                        return
                    await asyncio.sleep(GIVE_WAY)
                if notice is not None:
                    await tell(notice)
            except Exception as second:
                _note(second, reference)


def is_expected(error: Exception) -> bool:
    """Tell whether an error is one that happens now and then, and nobody's fault."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    return _expected(cause, Language.EN) is not None


def _gives_way(error: Exception) -> bool:
    """Tell whether another process may answer instead."""
    return isinstance(error, StoppingError) and not error.taken


def _outcome_of(error: Exception) -> str:
    return next((name for kind, name in _OUTCOMES.items() if isinstance(error, kind)), "error")


def _note(error: BaseException, reference: str) -> None:
    code = _code_of(error)
    if code in _TOO_LATE:
        _log.info("Reference %s: too late to answer (code %s)", reference, code)
    elif code in _NOT_PERMITTED:
        message = "Reference %s: not permitted to %s (code %s)"
        _log.warning(message, reference, _NOT_PERMITTED[code], code)
    elif isinstance(error, LostReplyError | aiohttp.ClientError):
        kind = type(error.__cause__ or error).__qualname__
        _log.error("Reference %s: Discord's reply was lost (%s)", reference, kind)
    else:
        kind, where = type(error).__qualname__, _where(error)
        fields = {"reference": reference, "error": kind, "where": where, **_numbers(error)}
        _log.error("Reference %s\n%s", reference, described(error), extra=fields)


def _unexpected(error: Exception, language: Language, reference: str) -> Reply | None:
    """Return what is said where an error is none; None where nothing more can or should be."""
    say = wording(language)
    if isinstance(error, LostReplyError) or _code_of(error) in _TOO_LATE:
        return None
    if _code_of(error) in _NOT_PERMITTED:
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
    shown = ", ".join(f"{name} {value}" for name, value in _numbers(error).items())
    kind = type(error).__qualname__ + (f": {shown}" if shown else "")
    return f"{before}Traceback (most recent call last):\n{frames}{kind}"


def _numbers(error: BaseException) -> dict[str, int | str]:
    """Return what Discord or SQLite calls an error."""
    return {
        name: value
        for name in ("status", "code", "sqlite_errorname")
        if isinstance(value := getattr(error, name, None), int | str)
    }


def _where(error: BaseException) -> str | None:
    """Return the last place of our own that an error came by, as module:function:line."""
    place = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__"))
        if module.partition(".")[0] == "bot":
            place = f"{module}:{frame.f_code.co_qualname}:{line}"
    return place


def _code_of(error: BaseException) -> int | None:
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    return error.code if isinstance(error, discord.HTTPException) else None


async def _tell(interaction: Interaction, notice: Reply, *, gives_way: bool) -> None:
    """Show a notice to the member alone, but not beside an answer whose receipt was lost.

    One that ``gives_way`` is not shown where anything was answered.
    """
    match interaction.response.type:
        case None:
            try:
                await interaction.response.send_message(view=notice, ephemeral=True)
            except discord.HTTPException as error:
                # What came first has arrived after all.
                if error.code != ACKNOWLEDGED or gives_way or await _is_answered(interaction):
                    raise
                await answer_privately(interaction, notice)
        case InteractionResponseType.deferred_message_update:
            await interaction.followup.send(view=notice, ephemeral=True)
        case InteractionResponseType.deferred_channel_message:
            if not await _is_answered(interaction):
                await answer_privately(interaction, notice)


async def _is_answered(interaction: Interaction) -> bool:
    """Tell whether the member sees an answer, instead of a wait or nothing any more."""
    try:
        message = await interaction.original_response()
    except discord.NotFound:
        return False
    return not message.flags.loading


async def _tell_author(
    message: discord.Message, notice: Reply, *, may_reply: bool, gives_way: bool
) -> None:
    if gives_way:
        await reply_once(message, notice)
        return
    if message.guild is not None:
        with suppress(discord.HTTPException):
            await message.author.send(view=notice)
            return
    if may_reply:
        await message.reply(view=notice, mention_author=False)
