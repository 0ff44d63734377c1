"""``hatsugen preview``."""

from typing import Annotated

import typer

from bot.cli.commands import CommandError
from bot.cli.terminal import DatabaseOption, DataOption, terminal_of


def preview(
    ctx: typer.Context,
    *,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port; a free one when none is given.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser, where there is one.")
    ] = True,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Try the bot on a local page that looks much like Discord; no account needed."""
    import asyncio

    terminal = terminal_of(ctx, database, data)
    try:
        from bot.cli.previewing import show
    except ImportError as error:
        if error.name is None or not error.name.startswith("simcord"):
            raise
        message = "the preview needs simcord: pip install 'hatsugen[preview]'"
        raise CommandError(message) from error
    from bot.cli.bars import bars
    from bot.cli.logs import log_to

    log_to(terminal.err, terminal.settings)
    asyncio.run(show(terminal.settings, port=port, browser=browser, watch=bars(terminal.err)))
