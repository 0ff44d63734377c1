"""``hatsugen evaluate``: a file of questions asked, and the figures shown."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.as_json import answered, quoted
from bot.cli.context import DatabaseOption, DataOption, JsonOption, terminal_of, write_json
from bot.cli.showing import visible
from bot.corpus import Corpus
from bot.evaluation import Figures, Report, Result, read_questions
from bot.evaluation import evaluate as evaluate_questions

_RATES = {
    "hit_at_1": "hit@1",
    "hit_at_3": "hit@3",
    "mrr_at_10": "MRR@10",
    "answered": "answered",
    "related": "related",
    "refused": "refused",
}


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
        report = opened.run(_report_on(opened.corpus, questions))
        if as_json:
            write_json(_as_json(report), indent=2)
        else:
            _show(terminal.out, report)


async def _report_on(corpus: Corpus, path: Path) -> Report:
    """Ask the questions of a file; raises TranscriptError when something is wrong with it."""
    questions = await read_questions(path, corpus.store, corpus.answering)
    return await evaluate_questions(corpus.answering, questions)


def _as_json(report: Report) -> dict[str, Any]:
    """Return a report as JSON has it: figures over all, by kind, and the misses."""
    return {
        **{name: _figures_as_json(figures) for name, figures in _totals(report).items()},
        "kinds": {kind: _figures_as_json(figures) for kind, figures in report.kinds.items()},
        "misses": [_miss_as_json(result) for result in report.misses],
    }


def _show(out: Console, report: Report) -> None:
    """Show a report as a table, and below it the misses with what came instead."""
    table = Table("questions", box=box.SIMPLE_HEAD)
    for heading in ("", *_RATES.values()):
        table.add_column(heading, justify="right")
    for name, figures in (*report.kinds.items(), *_totals(report).items()):
        rates = [_shown(getattr(figures, rate)) for rate in _RATES]
        table.add_row(Text(visible(name)), str(figures.questions), *rates)
    out.print(table)
    for result in report.misses:
        out.print(_miss(result))


def _totals(report: Report) -> dict[str, Figures]:
    totals = {"answerable": report.answerable, "unanswerable": report.unanswerable}
    return {name: figures for name, figures in totals.items() if figures is not None}


def _figures_as_json(figures: Figures) -> dict[str, Any]:
    rates = {name: getattr(figures, name) for name in _RATES}
    rounded = {name: None if rate is None else round(rate, 4) for name, rate in rates.items()}
    return {"questions": figures.questions, **rounded}


def _miss_as_json(result: Result) -> dict[str, Any]:
    question, matches = result.question, result.outcome.matches
    return {
        "line": question.line,
        "kind": question.kind,
        "speaker": question.speaker.id if question.speaker else None,
        "question": question.text,
        "expected": list(question.answers),
        "outcome": answered(result.outcome)["outcome"],
        "rank": result.rank,
        "first": quoted(matches[0].quote) if matches else None,
    }


def _miss(result: Result) -> Text:
    question, matches = result.question, result.outcome.matches
    expected = " | ".join(question.answers) or "no answer"
    rank = f"at rank {result.rank}" if result.rank else "not found"
    lines = [
        f"line {question.line} ({question.kind}): {question.text}",
        f"   expected: {expected}" + (f" ({rank})" if question.is_answerable else ""),
        f"   {answered(result.outcome)['outcome']}, first: "
        + (matches[0].quote.text if matches else "nothing"),
    ]
    return Text("\n".join(map(visible, lines)))


def _shown(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.3f}"
