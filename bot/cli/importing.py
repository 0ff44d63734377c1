"""``hatsugen import``: a transcript of any kind becomes a session file."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.context import JsonOption, terminal_of, write_json
from bot.cli.errors import CommandError
from bot.cli.interview import interview
from bot.cli.showing import visible
from bot.session import Session
from bot.transcript import TranscriptError, check_files, render_session, write_session
from bot.transcript.importing import Imported, import_file
from bot.transcript.people import Chosen
from bot.transcript.readers import Kind

_FIRST_WORDS = 30
_LONGEST_QUESTION = 40
_SHORTEST_QUESTION = 8


def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Transcripts, minutes, subtitles, chats.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="A folder for the session files, or the file to write; - shows it. [ID.toml]",
        ),
    ] = None,
    session_id: Annotated[
        str | None, typer.Option("--id", help="The session's id; made from the file's name.")
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME,NAME=ID",
            help="One person's spellings in the file, with an id or without; may be repeated.",
        ),
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--as", help="Read it as this, whatever it looks like.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Do not show what was understood.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a session file of a transcript, whatever kind it is of."""
    if len(files) > 1 and (session_id or (output and output.suffix == ".toml")):
        raise CommandError("--id and a file to write are for a single transcript")
    out = terminal_of(ctx).out
    given = tuple(map(_chosen, speaker or ()))
    refused: list[str] = []
    for file in files:
        try:
            imported = import_file(file, session_id=session_id, speakers=given, kind=kind)
        except TranscriptError as error:
            refused.append(str(error))
            continue
        if output == Path("-"):
            typer.echo(render_session(imported.session), nl=False)
            continue
        if not (quiet or as_json):
            _show(out, file, imported)
        session = imported.session
        if _at_a_terminal() and not (quiet or as_json):
            session = interview(out, imported)
        _finish(out, imported, _written(session, output), quiet=quiet, as_json=as_json)
    if refused:
        raise CommandError("\n".join(refused))


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _chosen(text: str) -> Chosen:
    names, equals, speaker_id = text.rpartition("=")
    if not equals:
        names, speaker_id = text, ""
    found = tuple(name.strip() for name in re.split("[,、]", names) if name.strip())
    if not found or (equals and not speaker_id):
        raise CommandError(f"--speaker {text}: expected NAME, NAME=ID or NAME,NAME=ID")
    return Chosen(found, speaker_id or None)


def _written(session: Session, output: Path | None) -> Path:
    name = f"{session.id}.toml"
    path = output or Path(name)
    if output and output.suffix != ".toml":
        output.mkdir(parents=True, exist_ok=True)
        path = output / name
    try:
        write_session(session, path)
    except FileExistsError as error:
        raise CommandError(f"{path} exists already; choose another with --output") from error
    return path


def _show(out: Console, file: Path, imported: Imported) -> None:
    """Show what was understood: who speaks, and every line that was not taken over."""
    _print(out, f"{file}: read as {imported.reader}")
    table = Table(box=None, pad_edge=False)
    for heading in ("speaker", "id", "role", "utterances", "first words"):
        table.add_column(heading, justify="right" if heading == "utterances" else "left")
    for row in _speakers(imported.session):
        cells = (row["speaker"], row["id"], row["role"], row["utterances"], row["first_words"])
        table.add_row(*(Text(visible(str(cell))) for cell in cells))
    out.print(table)
    if imported.skipped:
        _print(out, "Not taken over:")
    for skipped in imported.skipped:
        _print(out, f"  {skipped.line}: {skipped.text} ({skipped.reason})")
    for doubt in imported.doubts:
        _print(out, f"In doubt: {doubt}")


def _speakers(session: Session) -> Iterator[dict[str, Any]]:
    for speaker in session.speakers:
        said = [each for each in session.utterances if each.speaker.id == speaker.id]
        yield {
            "id": speaker.id,
            "speaker": speaker.title,
            "role": speaker.role.ja,
            "aliases": list(speaker.aliases),
            "utterances": len(said),
            "first_words": said[0].text[:_FIRST_WORDS] if said else "",
        }


def _finish(out: Console, imported: Imported, path: Path, *, quiet: bool, as_json: bool) -> None:
    problems = [str(problem) for problem in check_files([path])]
    session = imported.session
    if as_json:
        write_json(_as_json(imported, path, problems))
        return
    count = f"{len(session.utterances)} utterances, {len(session.quotes)} quotes"
    _print(out, f"{path}: {count}")
    for problem in problems:
        _print(out, problem)
    if quiet:
        return
    if imported.missing:
        day = f"; the file says {imported.day}" if imported.day else ""
        _print(out, f"To be filled in by hand: {', '.join(imported.missing)}{day}")
    _print(out, f"`hatsugen check {path}` checks it, `hatsugen load {path}` loads it;")
    _print(out, f"then try: hatsugen ask '{_question(session)}' --session {session.id}")


def _question(session: Session) -> str:
    """Return words of the record that a first question may be asked with."""
    quotes = sorted((quote.text.strip() for quote in session.quotes), key=len)
    fitting = [text for text in quotes if _SHORTEST_QUESTION <= len(text) <= _LONGEST_QUESTION]
    text = fitting[-1] if fitting else quotes[-1][:_LONGEST_QUESTION]
    return re.sub(r"['\"\\$`\n]", " ", text).strip(" 。．.？?！!")


def _as_json(imported: Imported, path: Path, problems: list[str]) -> dict[str, Any]:
    session = imported.session
    return {
        "file": str(path),
        "session": session.id,
        "reader": imported.reader,
        "title": session.title.ja,
        "started_at": session.started_at.isoformat() if session.started_at else None,
        "speakers": list(_speakers(session)),
        "utterances": [
            {
                "line": line,
                "speaker": said.speaker.title,
                "id": said.speaker.id,
                "text": said.text,
                "note": said.note,
            }
            for line, said in zip(imported.lines, session.utterances, strict=True)
        ],
        "skipped": [
            {"line": each.line, "text": each.text, "reason": each.reason}
            for each in imported.skipped
        ],
        "doubts": list(imported.doubts),
        "missing": list(imported.missing),
        "problems": problems,
    }


def _print(out: Console, text: str) -> None:
    out.print(Text(visible(text)))
