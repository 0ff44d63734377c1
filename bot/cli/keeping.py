"""``hatsugen reload``: what is kept, taken over while a bot runs."""

import asyncio
import sqlite3
from pathlib import Path

import typer
from rich.text import Text

from bot.cli.context import DatabaseOption, DataOption, terminal_of
from bot.corpus.changes import changes_in
from bot.store import DatabaseUnusableError, Store, StoredSession
from bot.transcript import TranscriptError


def reload(ctx: typer.Context, *, database: DatabaseOption = None, data: DataOption = None) -> None:
    """Take over what changed in the data folder; a running bot answers from it at once.

    Where a session file has problems, nothing is taken over. Exit code 1 then.
    """
    terminal = terminal_of(ctx, database, data)
    path = terminal.settings.database_path
    before = asyncio.run(_stored(path)) if path.is_file() else {}
    # Opening the corpus takes over what changed, and tells of problems.
    with terminal.corpus() as opened:
        after = opened.run(opened.corpus.store.stored())
        try:
            changes_in(opened.corpus.data, after)
        except TranscriptError as error:
            raise typer.Exit(1) from error
    lines = [f"Stored {each}." for each in after if after[each] != before.get(each)]
    lines += [f"Removed {each}." for each in before if each not in after]
    for line in lines or ["Nothing has changed."]:
        terminal.out.print(Text(line))


async def _stored(path: Path) -> dict[str, StoredSession]:
    """Return what is stored in a database; nothing where it cannot be used."""
    try:
        async with Store.open(path) as store:
            return await store.stored()
    except (DatabaseUnusableError, sqlite3.Error):
        return {}
