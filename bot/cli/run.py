"""``hatsugen run``, ``sync`` and ``invite``: what needs Discord itself."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.commands import CommandError
from bot.cli.terminal import DatabaseOption, DataOption, Terminal, terminal_of

if TYPE_CHECKING:
    from bot.corpus import Watch
    from bot.settings import Settings

_HOW_TO_GET_ONE = (
    "DISCORD_TOKEN is not set. Make an application at https://discord.com/developers/applications,"
    ' take the token from its page "Bot", and put DISCORD_TOKEN=… into .env.'
    " `hatsugen preview` shows the bot without a token."
)


def run(ctx: typer.Context, *, database: DatabaseOption = None, data: DataOption = None) -> None:
    """Run the bot on Discord, until Ctrl-C or SIGTERM."""
    import asyncio

    terminal = terminal_of(ctx, database, data)
    token = _token(terminal.settings)
    watch = _prepared(terminal)
    from bot.cli.serving import serve

    asyncio.run(serve(terminal.settings, token, watch))


def sync(
    ctx: typer.Context,
    *,
    guild: Annotated[
        int | None,
        typer.Option(metavar="ID", help="Only in this server, where they appear at once."),
    ] = None,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Register the commands with Discord; `run` does so by itself when they have changed."""
    import asyncio

    terminal = terminal_of(ctx, database, data)
    token = _token(terminal.settings)
    watch = _prepared(terminal)
    from bot.cli.serving import register

    count = asyncio.run(register(terminal.settings, token, guild, watch))
    where = f"in the server {guild}" if guild else "everywhere"
    typer.echo(f"{count} commands are registered {where}.")


def invite(
    ctx: typer.Context,
    *,
    application_id: Annotated[
        int | None,
        typer.Option("--application-id", metavar="ID", help="Instead of asking Discord for it."),
    ] = None,
) -> None:
    """Show the links that add the bot, with the least permissions that it works with."""
    import asyncio

    terminal = terminal_of(ctx)
    if application_id is None:
        token = _token(terminal.settings)
        _prepared(terminal)
        from bot.cli.serving import application_of

        application_id = asyncio.run(application_of(token))
    from bot.chat.invite import server_invite, user_invite

    typer.echo(f"To a server: {server_invite(application_id)}")
    typer.echo(f"To one's own account: {user_invite(application_id)}")


def _token(settings: "Settings") -> str:
    if settings.discord_token is None:
        raise CommandError(_HOW_TO_GET_ONE)
    return settings.discord_token.get_secret_value()


def _prepared(terminal: Terminal) -> "Watch":
    from bot.cli.bars import bars
    from bot.cli.logs import log_to

    log_to(terminal.err, terminal.settings)
    return bars(terminal.err)
