"""``hatsugen ask``."""

from typing import Annotated

import typer

from bot.cli.commands import CommandError
from bot.cli.terminal import DatabaseOption, DataOption, OpenCorpus, terminal_of, write_json

SpeakerOption = Annotated[
    str | None,
    typer.Option("--speaker", "-s", help="Only this person's words: an id, name, title or alias."),
]
SessionOption = Annotated[
    str | None, typer.Option("--session", metavar="ID", help="Only this session.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def ask(
    ctx: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(help="The question, in your own words.")
    ] = None,
    *,
    speaker: SpeakerOption = None,
    session: SessionOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many quotes.")] = 5,
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
    """Answer a question with what was said."""
    text = " ".join(question or ())
    if jsonl == bool(question):
        raise CommandError("expected either a QUESTION or --jsonl")
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        if jsonl:
            _ask_lines(opened, speaker, session, limit)
            return
        from bot.cli.asking import answered, ask_as
        from bot.cli.showing import show_outcome

        outcome = opened.run(ask_as(opened.corpus, text, speaker, session, limit))
        if as_json:
            write_json(answered(outcome), indent=2)
        else:
            show = show_outcome(terminal.out, opened.corpus.store, outcome)
            opened.run(show)


def _ask_lines(opened: OpenCorpus, speaker: str | None, session: str | None, limit: int) -> None:
    import sys

    from bot.cli.asking import Lines

    lines = Lines(opened.corpus, speaker, session, limit)
    opened.run(lines.check())
    # Lines are read outside of the event loop, so that Ctrl-C ends the waiting for one.
    for number, line in enumerate(sys.stdin.buffer, start=1):
        write_json(opened.run(lines.answer(line, number)))
