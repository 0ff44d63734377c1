"""All commands; each is imported when it is asked for, so that ``--help`` answers at once."""

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from bot.cli.help import is_japanese, localised, show_help

FAILED: Final = 2
"""The exit code of a command that could not do what it was asked to."""

REFUSED: Final = 1
"""The exit code of a question that nothing said answers, as grep has it."""

COMMANDS: Final = {
    "ask": (
        "ask:ask",
        "Answer a question with what was said. Exit code 1 when nothing that was said answers it.",
    ),
    "quote": ("quote:quote", "Show what a speaker said: in order, or nearest to a topic first."),
    "chat": ("chat:chat", "Ask one question after another. Ctrl-D ends it."),
    "load": (
        "files:load",
        "Add sessions from files outside of the data folder: all of them, or none.",
    ),
    "remove": (
        "files:remove",
        "Remove loaded sessions, and their words from the database file: all of them, or none.",
    ),
    "import": (
        "importing:import_",
        "Make a session file of a transcript, whatever kind it is of.",
    ),
    "check": (
        "files:check",
        "Check session files and annotations; name every problem. Exit code 1 when there are any.",
    ),
    "annotate": (
        "files:annotate",
        "List the quotes that have no search phrases or no translation yet.",
    ),
    "preview": (
        "preview:preview",
        "Try the bot on a local page that looks much like Discord; no account needed.",
    ),
    "run": ("run:run", "Run the bot on Discord, until Ctrl-C or SIGTERM."),
    "sync": (
        "run:sync",
        "Register the commands with Discord; `run` does so by itself when they have changed.",
    ),
    "invite": (
        "run:invite",
        "Show the links that add the bot, with the least permissions that it works with.",
    ),
    "reload": (
        "keeping:reload",
        "Take over what changed in the data folder; a running bot answers from it at once.",
    ),
    "backup": (
        "keeping:backup",
        "Copy all that is to be kept into one file, also while a bot runs; not the token.",
    ),
    "restore": (
        "keeping:restore",
        "Put back what a backup holds, while no bot runs; what was there is kept beside it.",
    ),
    "site": (
        "site:site",
        "Write the record as pages to read and search, in Japanese and English; no server needed.",
    ),
    "doctor": (
        "doctor:doctor",
        "Look whether all is well, and say what to do where it is not. Exit code 1 then.",
    ),
    "unanswered": (
        "unanswered:unanswered",
        "List the questions that were refused in the last 30 days, most frequent first.",
    ),
    "evaluate": (
        "evaluate:evaluate",
        "Ask questions whose answers are known, and show how many were found.",
    ),
}
"""Where each command is, and the first line of its help."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given before the name of a command."""

    database: Path | None = None
    data: Path | None = None


class Commands(TyperGroup):
    """The commands, with one answer for whatever goes wrong in them."""

    _listed = False

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002
        """Return the names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Return a command; while the list of them is shown, only its name and summary."""
        if cmd_name not in COMMANDS:
            return None
        place, summary = COMMANDS[cmd_name]
        if self._listed:
            return localised(TyperCommand(cmd_name, help=summary))
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name)(_found(place))
        return localised(get_command(alone))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Show the help, without importing every command for it."""
        self._listed = True
        try:
            if is_japanese():
                show_help(localised(self), ctx)
            else:
                super().format_help(ctx, formatter)
        finally:
            self._listed = False

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401
        """Return what a word may become, without importing every command for it."""
        self._listed = True
        try:
            return super().shell_complete(ctx, incomplete)
        finally:
            self._listed = False

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
            message = _found("errors:explained")(error)
            if message is None:
                raise
            typer.echo(f"Error: {message}", err=True)
            result = FAILED
        sys.exit(result if isinstance(result, int) else 0)


def _found(place: str) -> Callable[..., Any]:
    """Import what stands at ``module:name`` in this package."""
    module, name = place.split(":")
    found: Callable[..., Any] = getattr(import_module(f"bot.cli.{module}"), name)
    return found


def _show_version(asked: bool) -> None:  # noqa: FBT001
    if asked:
        try:
            version = metadata.version("hatsugen")
        except metadata.PackageNotFoundError:
            version = "(not installed)"
        typer.echo(f"hatsugen {version}")
        typer.echo(f"encoder: {_found('context:encoder_in_use')()}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def hatsugen(
    ctx: typer.Context,
    *,
    database: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The database file, instead of DATABASE_PATH."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The session files, instead of DATA_DIR."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Ask what was actually said in a recorded discussion; every answer is a verbatim quote.

    Settings come from the environment and from .env; .env.example lists them.
    """
    del version
    if ctx.obj is None:
        ctx.obj = Given(database, data)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
