"""``hatsugen ask``."""

import sys
from typing import Annotated

import typer

from bot.answering import Aside, NoAnswer
from bot.cli.app import REFUSED
from bot.cli.as_json import Lines, answered
from bot.cli.context import (
    DatabaseOption,
    DataOption,
    JsonOption,
    OpenCorpus,
    SessionOption,
    SpeakerOption,
    TranslateOption,
    check_translate,
    terminal_of,
    write_json,
)
from bot.cli.errors import CommandError
from bot.cli.showing import show_outcome


def ask(
    ctx: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(help="The question, in your own words.")
    ] = None,
    *,
    speaker: SpeakerOption = None,
    session: SessionOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many quotes.")] = 5,
    translate: TranslateOption = False,
    as_json: JsonOption = False,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='Read {"question": …, "speaker": …} lines from standard input.'
        ),
    ] = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Answer a question with what was said. Exit code 1 when nothing that was said answers it."""
    text = " ".join(question or ())
    if jsonl == bool(question):
        raise CommandError("expected either a QUESTION or --jsonl")
    check_translate(translate=translate, as_json=as_json or jsonl)
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        if jsonl:
            _ask_lines(opened, speaker, session, limit)
            return
        asking = opened.corpus.answering.ask(text, speaker=speaker, session=session, limit=limit)
        outcome = opened.run(asking)
        if as_json:
            write_json(answered(outcome), indent=2)
        else:
            store = opened.corpus.store
            opened.run(show_outcome(terminal.out, store, outcome, translate=translate))
    if isinstance(outcome, NoAnswer) and not isinstance(outcome, Aside):
        raise typer.Exit(REFUSED)


def _ask_lines(opened: OpenCorpus, speaker: str | None, session: str | None, limit: int) -> None:
    lines = Lines(opened.corpus, speaker, session, limit)
    opened.run(lines.check())
    # Lines are read outside of the event loop, so that Ctrl-C ends the waiting for one.
    for number, line in enumerate(sys.stdin.buffer, start=1):
        write_json(opened.run(lines.answer(line, number)))
