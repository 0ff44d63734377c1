"""``hatsugen unanswered``."""

import asyncio
from pathlib import Path

import typer
from rich.text import Text

from bot.cli.context import terminal_of
from bot.cli.showing import visible
from bot.store.unanswered import Frequent, UnansweredQuestions


def unanswered(ctx: typer.Context) -> None:
    """List the questions that were refused in the last 30 days, most frequent first.

    They are kept only while LOG_UNANSWERED=1, without users or servers.
    """
    terminal = terminal_of(ctx)
    settings = terminal.settings
    path = settings.unanswered_path
    if not settings.log_unanswered:
        typer.echo("LOG_UNANSWERED is off: refused questions are not kept.", err=True)
    if not path.exists():
        typer.echo("No refused questions.")
        return
    questions = asyncio.run(_most_frequent(path))
    if not questions:
        typer.echo("No refused questions.")
        return
    for found in questions:
        line = f"{found.times:>5}  {found.last.isoformat()}  {visible(found.question)}"
        terminal.out.print(Text(line))


async def _most_frequent(path: Path) -> tuple[Frequent, ...]:
    async with UnansweredQuestions.open(path) as questions:
        return await questions.most_frequent()
