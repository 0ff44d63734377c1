"""``hatsugen site``: the record as pages for the web."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.context import DatabaseOption, DataOption, terminal_of
from bot.cli.errors import CommandError
from bot.japanese import Analyzer
from bot.site.pages import FolderTakenError, make_pages, write_pages


def site(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new or empty folder, or one written before.")
    ],
    *,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Write the record as pages to read and search, in Japanese and English; no server needed.

    With SITE_URL, answers in Discord lead to the utterance there.
    """
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        pages = opened.run(make_pages(opened.corpus.store, Analyzer()))
    try:
        write_pages(pages, folder)
    except FolderTakenError as error:
        raise CommandError(str(error)) from error
    terminal.out.print(Text(f"Wrote {len(pages)} pages; begin with {folder / 'index.html'}"))
