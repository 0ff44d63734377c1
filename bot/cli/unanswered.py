"""``hatsugen unanswered``."""

import asyncio
from pathlib import Path

import typer
from rich.text import Text

from bot.cli.context import terminal_of
from bot.cli.showing import visible
from bot.store.unanswered import Frequent, Judged, UnansweredQuestions


def unanswered(ctx: typer.Context) -> None:
    """List the questions that were refused in the last 30 days, most frequent first.

    Below them, the answers that members judged. They are kept only while LOG_UNANSWERED=1, without
    users or servers.
    """
    terminal = terminal_of(ctx)
    settings = terminal.settings
    path = settings.unanswered_path
    if not settings.log_unanswered:
        typer.echo("LOG_UNANSWERED is off: refused questions are not kept.", err=True)
    questions, judged = asyncio.run(_kept(path)) if path.exists() else ((), ())
    if not questions:
        typer.echo("No refused questions.")
    for found in questions:
        line = f"{found.times:>5}  {found.last.isoformat()}  {visible(found.question)}"
        terminal.out.print(Text(line))
    if judged:
        terminal.out.print("\nAnswers judged: not what was asked, helpful, last, quote, question")
    for each in judged:
        counts = f"{each.not_asked:>5}  {each.helped:>5}  {each.last.isoformat()}"
        terminal.out.print(Text(f"{counts}  {each.quote}  {visible(each.question)}"))


async def _kept(path: Path) -> tuple[tuple[Frequent, ...], tuple[Judged, ...]]:
    async with UnansweredQuestions.open(path) as questions:
        return await questions.most_frequent(), await questions.judged()
