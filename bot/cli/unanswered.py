"""``hatsugen unanswered``."""

from typing import TYPE_CHECKING

import typer

from bot.cli.state import UNANSWERED
from bot.cli.terminal import terminal_of
from bot.cli.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.unanswered import Frequent


def unanswered(ctx: typer.Context) -> None:
    """List the questions that were refused in the last 30 days, most frequent first.

    They are kept only while LOG_UNANSWERED=1, without users or servers.
    """
    import asyncio

    terminal = terminal_of(ctx)
    settings = terminal.settings
    path = settings.state_dir / UNANSWERED
    if not settings.log_unanswered:
        typer.echo("LOG_UNANSWERED is off: refused questions are not kept.", err=True)
    if not path.exists():
        typer.echo("No refused questions.")
        return
    questions = asyncio.run(_most_frequent(path))
    if not questions:
        typer.echo("No refused questions.")
        return
    from rich.text import Text

    for found in questions:
        line = f"{found.times:>5}  {found.last.isoformat()}  {visible(found.question)}"
        terminal.out.print(Text(line))


async def _most_frequent(path: "Path") -> "tuple[Frequent, ...]":
    from bot.store.unanswered import UnansweredQuestions

    async with UnansweredQuestions.open(path) as questions:
        return await questions.most_frequent()
