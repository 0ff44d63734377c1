"""``hatsugen quote``."""

from typing import Annotated

import typer

from bot.cli.ask import JsonOption, SessionOption
from bot.cli.terminal import DatabaseOption, DataOption, terminal_of, write_json


def quote(
    ctx: typer.Context,
    speaker: Annotated[str, typer.Argument(help="Whose words: an id, name, title or alias.")],
    topic: Annotated[list[str] | None, typer.Argument(help="What they are about.")] = None,
    *,
    session: SessionOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=1, help="How many quotes; all of them, or 10 about a topic."
        ),
    ] = None,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Show what a speaker said: in order, or nearest to a topic first."""
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        from bot.cli.quoting import find_quotes, found_as_json, show_found

        found = opened.run(
            find_quotes(opened.corpus, speaker, " ".join(topic or ()), session, limit)
        )
        if as_json:
            write_json(found_as_json(found), indent=2)
        else:
            opened.run(show_found(terminal.out, opened.corpus.store, found))
