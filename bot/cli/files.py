"""Session files: ``hatsugen check``, ``annotate``, ``load`` and ``remove``."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.context import DatabaseOption, DataOption, terminal_of
from bot.cli.errors import CommandError
from bot.cli.progress import bars
from bot.corpus import load as load_into
from bot.corpus import remove as remove_from
from bot.transcript import (
    annotations_path,
    check_files,
    joined_speakers,
    read_session,
    render_annotations,
    session_files,
    unannotated,
)

FilesArgument = Annotated[
    list[Path] | None, typer.Argument(help="Session files or folders; the data folder when none.")
]


def load(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Session files, JSON Lines, and whatever can be imported.")
    ],
    *,
    session_id: Annotated[
        str | None,
        typer.Option("--id", help="The session's id, for a single file; instead of its own."),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Also in place of sessions loaded from other files."),
    ] = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Add sessions from files outside of the data folder: all of them, or none.

    JSON Lines hold an utterance a line: {"speaker": "…", "text": "…"}.
    """
    if session_id is not None and len(files) > 1:
        raise CommandError("--id is for a single file")
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus(may_be_empty=True) as opened:
        loading = load_into(
            opened.corpus, files, bars(terminal.err), session_id=session_id, replacing=replace
        )
        loaded = opened.run(loading)
        for amount in loaded.stored:
            count = f"{amount.utterances:,} utterances, {amount.quotes:,} quotes"
            terminal.out.print(Text(f"Loaded {amount.session}: {count}"))
        for path in loaded.unchanged:
            terminal.out.print(Text(f"{path}: unchanged"))


def remove(
    ctx: typer.Context,
    sessions: Annotated[list[str], typer.Argument(help="Ids of sessions that were loaded.")],
    *,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Remove loaded sessions, and their words from the database file: all of them, or none."""
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus(may_be_empty=True) as opened:
        removed = opened.run(remove_from(opened.corpus, sessions))
        for amount in removed.sessions:
            count = f"{amount.utterances:,} utterances, {amount.quotes:,} quotes"
            terminal.out.print(Text(f"Removed {amount.session}: {count}"))
    path = terminal.settings.database_path
    if not removed.erased:
        terminal.err.print(
            Text(f"{path} is in use and could not be rewritten; it may hold the words until it is.")
        )
    aside = path.with_name(path.name + ".unusable")
    if aside.exists():
        terminal.err.print(Text(f"{aside}, set aside before, may still hold the words."))


def check(ctx: typer.Context, files: FilesArgument = None, *, data: DataOption = None) -> None:
    """Check session files and annotations; name every problem. Exit code 1 when there are any."""
    folder = terminal_of(ctx, None, data).settings.data_dir
    paths = list(_with_annotations(files or [folder]))
    problems = check_files(paths)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{len(problems)} problem{'s' * (len(problems) > 1)}.", err=True)
        raise typer.Exit(1)
    for speaker_id, places in joined_speakers(paths):
        names = ", ".join(path.name for path in places)
        typer.echo(f"{speaker_id} is one person in {names}.")
    typer.echo(f"{len(paths)} file{'s' * (len(paths) != 1)}, no problems.")


def annotate(
    ctx: typer.Context,
    files: FilesArgument = None,
    *,
    skeleton: Annotated[
        bool, typer.Option("--skeleton", help="Show entries to be filled in, in TOML.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write them to a new annotations file.")
    ] = False,
    data: DataOption = None,
) -> None:
    """List the quotes that have no search phrases or no translation yet."""
    folder = terminal_of(ctx, None, data).settings.data_dir
    for path in _session_files(files or [folder]):
        _annotate(path, skeleton=skeleton, write=write)


def _annotate(path: Path, *, skeleton: bool, write: bool) -> None:
    session = read_session(path)
    missing = unannotated(session)
    if write:
        beside = annotations_path(path)
        try:
            with beside.open("x", encoding="utf-8", newline="\n") as file:
                file.write(render_annotations(session))
        except FileExistsError as error:
            message = f"{beside} exists already; --skeleton shows the entries that it lacks"
            raise CommandError(message) from error
        typer.echo(f"{beside}: {len(missing)} quotes to be annotated")
        return
    if skeleton:
        bare = replace(session, topics=(), glossary=())
        typer.echo(render_annotations(bare, missing) if missing else "", nl=False)
        return
    for quote in missing:
        typer.echo(f"{quote.ref}: {quote.text}")
    typer.echo(f"{path}: {len(missing)} of {len(session.quotes)} quotes to be annotated")


def _session_files(paths: Iterable[Path]) -> list[Path]:
    """Return session files, those in folders included; there has to be one in each folder."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = session_files(path)
            if not inside:
                raise CommandError(f"{path}: no session files in this folder")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path}: no such file or folder")
    return found


def _with_annotations(paths: Iterable[Path]) -> Iterable[Path]:
    """Return session files and the annotations of those that are not there."""
    for path in paths:
        if path.is_dir():
            yield from _session_files([path])
            yield from (
                beside
                for beside in sorted(path.glob("*.annotations.toml"))
                if not beside.with_name(beside.name.replace(".annotations", "")).exists()
            )
        else:
            yield path
