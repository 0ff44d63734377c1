"""Measure hatsugen beside its peers, and print one table."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.encoder import BuiltInEncoder
from bot.evaluation import read_questions
from tests.benchmarks.corpora import answering_over, bare, recorded
from tests.benchmarks.figures import (
    BARE,
    HATSUGEN,
    Rows,
    paragraph_figures,
    session_figures,
    speed_figures,
)
from tests.benchmarks.jsquad import read
from tests.benchmarks.memory import memory
from tests.benchmarks.peers import peers

OWN_QUESTIONS = Path(__file__).parents[1] / "quality" / "questions.tsv"
# As wide as the table wants to be, also where the output is not a terminal.
WIDE = 300


def main(
    questions: Annotated[
        Path, typer.Argument(help="Judged questions about the recorded sessions.")
    ] = OWN_QUESTIONS,
    jsquad: Annotated[
        Path | None, typer.Option(help="A file of JSQuAD; without it, its rows are left out.")
    ] = None,
) -> None:
    """Measure hatsugen beside its peers: hit@1 / hit@3, refusals, milliseconds, megabytes."""
    rows = Rows()
    asyncio.run(_measure(rows, questions, jsquad))
    Console(width=WIDE).print(_table(rows))


async def _measure(rows: Rows, path: Path, jsquad: Path | None) -> None:
    sessions = recorded()
    quotes = [quote for session in sessions for quote in session.quotes]
    encoder = BuiltInEncoder()
    async with (
        answering_over(*sessions, encoder=encoder) as (store, answering),
        answering_over(*map(bare, sessions), encoder=encoder) as (_, without),
    ):
        questions = await read_questions(path, store, answering)
        answerings = {HATSUGEN: answering, BARE: without}
        await session_figures(rows, answerings, quotes, questions)
        if jsquad is not None:
            await paragraph_figures(rows, answerings, read(jsquad), encoder)
    # Asked for the first time, nothing is known yet.
    async with answering_over(*sessions, encoder=encoder) as (_, answering):
        await speed_figures(rows, answering, [quote.text for quote in quotes], questions)
    for setting, whose in (("off", "without encoder, "), ("on", "")):
        resident, own = await memory([question.text for question in questions], setting)
        rows.put(f"memory, {whose}MB", HATSUGEN, f"{resident:.0f}")
        rows.put(f"memory without mapped files, {whose}MB", HATSUGEN, f"{own:.0f}")


def _table(rows: Rows) -> Table:
    columns = [HATSUGEN, BARE, *peers(["x"])]
    table = Table("figure", box=box.MARKDOWN)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for figure, values in rows.rows.items():
        table.add_row(figure, *(values.get(column, "–") for column in columns))
    return table


if __name__ == "__main__":
    typer.run(main)
