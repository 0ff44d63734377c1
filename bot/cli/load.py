"""``hatsugen load``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.context import DatabaseOption, DataOption, terminal_of
from bot.cli.progress import bars
from bot.corpus import load as load_into


def load(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Session files (.toml), JSON Lines (.jsonl).")
    ],
    *,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Add sessions from files outside of the data folder: all of them, or none.

    JSON Lines hold an utterance a line: {"speaker": "…", "text": "…"}.
    """
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus(may_be_empty=True) as opened:
        loaded = opened.run(load_into(opened.corpus, files, bars(terminal.err)))
        for amount in loaded.stored:
            count = f"{amount.utterances:,} utterances, {amount.quotes:,} quotes"
            terminal.out.print(Text(f"Loaded {amount.session}: {count}"))
        for path in loaded.unchanged:
            terminal.out.print(Text(f"{path}: unchanged"))
