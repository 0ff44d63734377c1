"""Whatever goes wrong in a command, in one clear line."""

import io
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from bot.cli.visible import visible

FAILED = 2
"""The exit code of a command that could not do what it was asked to."""


class CommandError(Exception):
    """A command cannot do what it was asked to; the message tells the operator why."""


class Commands(TyperGroup):
    """The commands, with one answer for whatever goes wrong in them."""

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> NoReturn:
        """Run a command and exit: with 2, and a line on standard error, when it fails."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # Not every terminal can show every letter of a quote.
                stream.reconfigure(errors="backslashreplace")
        try:
            extra["standalone_mode"] = False
            result = super().main(args, prog_name, **extra)
        except Exception as error:
            message = _usage(error) or _explained(error)
            if message is None:
                raise
            shown = "\n".join(map(visible, message.split("\n")))
            typer.echo(f"Error: {shown}", err=True)
            result = FAILED
        sys.exit(result if isinstance(result, int) else 0)


def _usage(error: Exception) -> str | None:
    if isinstance(error, typer.Abort):
        return "aborted"
    if not isinstance(error, TyperException):
        return None
    context: typer.Context | None = getattr(error, "ctx", None)
    hint = f" (see {context.command_path} --help)" if context else ""
    return " ".join(error.format_message().split()) + hint


def _explained(error: Exception) -> str | None:
    """Say what is wrong, for errors that are not ours to mend; None for all others."""
    import sqlite3

    from bot.answering import UnknownSessionError, UnknownSpeakerError
    from bot.corpus import CorpusError
    from bot.settings import SettingsError
    from bot.store import DatabaseUnusableError
    from bot.transcript import TranscriptError

    match error:
        case CommandError() | CorpusError() | SettingsError() | TranscriptError():
            return str(error)
        case UnknownSpeakerError():
            return unknown_speaker(error)
        case UnknownSessionError():
            known = ", ".join(error.known)
            return f"unknown session {error.text!r}; expected one of: {known}"
        case DatabaseUnusableError() | sqlite3.Error():
            return f"the database failed: {error}; the next command builds it anew if it must"
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            return f"{place}{error.strerror or error}"
        case _:
            return None


def unknown_speaker(error: Any) -> str:  # noqa: ANN401
    """Say that nobody, or more than one, is meant by a name, and who there is."""
    known = ", ".join(f"{speaker.id} ({speaker.title})" for speaker in error.known)
    return f"unknown speaker {error.text!r}; expected one of: {known}"
