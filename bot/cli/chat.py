"""``hatsugen chat``."""

import typer

from bot.cli.terminal import DatabaseOption, DataOption, terminal_of


def chat(ctx: typer.Context, *, database: DatabaseOption = None, data: DataOption = None) -> None:
    """Ask one question after another. Ctrl-D ends it."""
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        from bot.cli.chatting import Chat

        Chat(ctx, terminal, opened).hold()
