"""``hatsugen evaluate``."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ask import JsonOption
from bot.cli.terminal import DatabaseOption, DataOption, terminal_of, write_json


def evaluate(
    ctx: typer.Context,
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS.tsv", help="Questions with their right answers.")
    ],
    *,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Ask questions whose answers are known, and show how many were found.

    A question a line, between tabs: kind, speaker or -, question, words of the quotes that answer
    it with | between them, or nothing where none does.
    """
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        from bot.cli.evaluating import report_as_json, report_on, show_report

        report = opened.run(report_on(opened.corpus, questions))
        if as_json:
            write_json(report_as_json(report), indent=2)
        else:
            show_report(terminal.out, report)
