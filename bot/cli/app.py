"""All commands, and what is true of each of them."""

from typing import Annotated

import typer

from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.commands import Commands
from bot.cli.evaluate import evaluate
from bot.cli.files import annotate, check, import_
from bot.cli.load import load
from bot.cli.preview import preview
from bot.cli.quote import quote
from bot.cli.run import invite, run, sync
from bot.cli.terminal import DatabaseOption, DataOption, Terminal
from bot.cli.unanswered import unanswered

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(asked: bool) -> None:  # noqa: FBT001
    if asked:
        from importlib import metadata

        try:
            version = metadata.version("hatsugen")
        except metadata.PackageNotFoundError:
            version = "(not installed)"
        typer.echo(f"hatsugen {version}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def hatsugen(
    ctx: typer.Context,
    *,
    database: DatabaseOption = None,
    data: DataOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Ask what was actually said in a recorded discussion; every answer is a verbatim quote.

    Settings come from the environment and from .env; .env.example lists them.
    """
    del version
    if ctx.obj is None:
        ctx.obj = Terminal(database, data)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


app.command()(ask)
app.command()(quote)
app.command()(chat)
app.command()(load)
app.command("import")(import_)
app.command()(check)
app.command()(annotate)
app.command()(preview)
app.command()(run)
app.command()(sync)
app.command()(invite)
app.command()(unanswered)
app.command()(evaluate)
