"""Whatever goes wrong in a command, in clear lines."""

import sqlite3
from collections.abc import Iterable

import typer
from typer.exceptions import TyperException

from bot.answering import AmbiguousSpeakerError, UnknownSessionError, UnknownSpeakerError
from bot.cli.showing import visible
from bot.corpus import CorpusError
from bot.session import Speaker
from bot.settings import SettingsError
from bot.store import DatabaseUnusableError
from bot.transcript import TranscriptError


class CommandError(Exception):
    """A command cannot do what it was asked to; the message tells the operator why."""


def explained(error: Exception) -> str | None:
    """Say what is wrong, for errors that are not ours to mend; None for all others."""
    message = _of_usage(error) or _of_ours(error) or _of_surroundings(error)
    return None if message is None else "\n".join(map(visible, message.split("\n")))


def _of_usage(error: Exception) -> str | None:
    if isinstance(error, typer.Abort):
        return "aborted"
    if not isinstance(error, TyperException):
        return None
    context: typer.Context | None = getattr(error, "ctx", None)
    hint = f" (see {context.command_path} --help)" if context else ""
    return " ".join(error.format_message().split()) + hint


def _of_ours(error: Exception) -> str | None:
    match error:
        case CommandError() | CorpusError() | SettingsError() | TranscriptError():
            return str(error)
        case UnknownSpeakerError():
            return unknown_speaker(error)
        case UnknownSessionError():
            return f"unknown session {error.text!r}; expected one of: {', '.join(error.known)}"
    return None


def _of_surroundings(error: Exception) -> str | None:
    match error:
        case DatabaseUnusableError() | sqlite3.Error():
            return f"the database failed: {error}; the next command builds it anew if it must"
        case ImportError(name=str(name)) if name.partition(".")[0] == "simcord":
            return "the preview needs simcord: pip install 'hatsugen[preview]'"
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            return f"{place}{error.strerror or error}"
    return None


def unknown_speaker(error: UnknownSpeakerError) -> str:
    """Say that nobody is meant by a name, and who there is; or who is, if more than one."""
    if isinstance(error, AmbiguousSpeakerError):
        return f"which one do you mean by {error.text!r}: {_listed(error.matching)}"
    return f"unknown speaker {error.text!r}; expected one of: {_listed(error.known)}"


def _listed(speakers: Iterable[Speaker]) -> str:
    return ", ".join(
        f"{speaker.id} ({speaker.title}" + (f", {speaker.session.ja})" if speaker.session else ")")
        for speaker in speakers
    )
