"""Ask judged questions of the recorded sessions, with and without their annotations.

``python -m tests.benchmarks.judged tests/quality/hard.tsv`` prints hit@1 / hit@3 by kind, how much
of what has an answer is shown, and how much of the rest is refused.
"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.encoder import BuiltInEncoder, Encoder
from bot.evaluation import Report, evaluate, read_questions
from tests.benchmarks.corpora import answering_over, bare, recorded
from tests.benchmarks.figures import hits_of, rate

WIDE = 200


async def report_on(path: Path, *, annotated: bool, encoder: Encoder | None) -> Report:
    """Ask the questions of a file of the recorded sessions."""
    sessions = [each if annotated else bare(each) for each in recorded()]
    async with answering_over(*sessions, encoder=encoder) as (store, answering):
        return await evaluate(answering, await read_questions(path, store, answering))


def main(
    questions: Annotated[Path, typer.Argument(help="Judged questions about the sessions.")],
) -> None:
    """Print the figures of each record, by words alone and with the encoder."""
    encoder = BuiltInEncoder()
    reports = {
        f"{'annotated' if annotated else 'bare'}, {'meaning' if each else 'words alone'}": (
            asyncio.run(report_on(questions, annotated=annotated, encoder=each))
        )
        for annotated in (True, False)
        for each in (None, encoder)
    }
    table = Table("figure", *reports, box=box.MARKDOWN)
    for figure, values in _figures(reports).items():
        table.add_row(figure, *values)
    Console(width=WIDE).print(table)


def _figures(reports: dict[str, Report]) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for report in reports.values():
        answerable = report.answerable
        if answerable is not None:
            rows.setdefault("hit@1 / hit@3", []).append(hits_of(answerable))
            rows.setdefault("answerable and shown", []).append(rate(answerable.shown))
        for kind, figures in report.kinds.items():
            if figures.hit_at_1 is not None:
                rows.setdefault(f"{kind}, shown", []).append(
                    f"{hits_of(figures)}, {rate(figures.shown)}"
                )
            else:
                rates = f"{rate(figures.refused)} / {rate(1 - figures.answered)}"
                rows.setdefault(f"{kind}: refused / not outright", []).append(rates)
    return rows


if __name__ == "__main__":
    typer.run(main)
