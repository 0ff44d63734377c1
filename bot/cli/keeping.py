"""``hatsugen reload``, ``backup`` and ``restore``: what is kept, also while a bot runs."""

import asyncio
import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from bot.cli.context import DatabaseOption, DataOption, terminal_of
from bot.cli.errors import CommandError
from bot.cli.running import alone
from bot.corpus.changes import changes_in
from bot.settings import Settings
from bot.store import (
    DatabaseUnusableError,
    Store,
    StoredSession,
    copy_database,
    examine,
    remove_database,
)
from bot.transcript import TranscriptError, session_files, source_files

_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_DATABASE: Final = "hatsugen.db"
_UNANSWERED: Final = "unanswered.db"
_COMMANDS: Final = "commands"
_DATA: Final = "data/"
_SERVERS: Final = "servers/"
_BEFORE: Final = ".before-restore"
_LARGEST_MANIFEST: Final = 10_000_000
_CHUNK: Final = 1 << 20

BackupArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="The file, such as hatsugen.tar.gz.")
]


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


def backup(
    ctx: typer.Context,
    file: BackupArgument,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over a file that is there.")
    ] = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Copy all that is to be kept into one file, also while a bot runs; not the token.

    That is the database with what was loaded, the session files, which commands were registered,
    what was set up for servers, and refused questions where they are kept.
    """
    terminal = terminal_of(ctx, database, data)
    if file.exists() and not replace:
        raise CommandError(f"{file} is there already; --replace writes over it")
    partial = file.with_name(f"{file.name}.partial")
    with TemporaryDirectory(prefix="hatsugen-", dir=file.absolute().parent) as folder:
        try:
            partial.touch(mode=0o600)
            names = _pack(partial, dict(_kept(terminal.settings, Path(folder))))
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    size = file.stat().st_size
    terminal.out.print(Text(f"Wrote {file}: {', '.join(names)} ({size:,} bytes)."))


def _kept(settings: Settings, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield a copy, in a folder, of each file to be kept, under its name in a backup."""
    files = dict(_places(settings))
    for session in session_files(settings.data_dir):
        files |= {_DATA + source.name: source for source in source_files(session)}
    for file in settings.servers_folder.glob("*.json"):
        files[_SERVERS + file.name] = file
    for within in (_DATA, _SERVERS):
        (folder / within).mkdir()
    for name, path in files.items():
        if path.is_file():
            copy = copy_database if path.suffix == ".db" else shutil.copyfile
            copy(path, folder / name)
            yield name, folder / name


def _places(settings: Settings) -> dict[str, Path]:
    return {
        _DATABASE: settings.database_path,
        _UNANSWERED: settings.unanswered_path,
        _COMMANDS: settings.fingerprint_path,
    }


def _pack(path: Path, files: dict[str, Path]) -> list[str]:
    manifest = {
        "format": _FORMAT,
        "hatsugen": metadata.version("hatsugen"),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {name: _digest(source) for name, source in files.items()},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False).encode()
    with tarfile.open(path, "w:gz") as archive:
        first = tarfile.TarInfo(_MANIFEST)
        first.size = len(text)
        archive.addfile(first, io.BytesIO(text))
        for name, source in files.items():
            with source.open("rb") as content:
                member = tarfile.TarInfo(name)
                member.size = source.stat().st_size
                archive.addfile(member, content)
    return [*files]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(
    ctx: typer.Context,
    file: BackupArgument,
    *,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Put back what a backup holds, while no bot runs; what was there is kept beside it.

    Nothing is touched unless the whole backup is sound. Session files that the backup does not hold
    stay where they are.
    """
    terminal = terminal_of(ctx, database, data)
    settings = terminal.settings
    with ExitStack() as stack:
        stack.enter_context(alone(settings))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hatsugen-")))
        names = _unpack(file, folder)
        places = _places(settings)
        for prefix, place in ((_DATA, settings.data_dir), (_SERVERS, settings.servers_folder)):
            within = [name for name in names if name.startswith(prefix)]
            places |= {name: place / name.removeprefix(prefix) for name in within}
        aside = [_put(folder / name, places[name]) for name in names]
    terminal.out.print(Text(f"Restored {', '.join(names)}."))
    if any(aside):
        terminal.out.print(Text(f"What was there before has names that end in {_BEFORE}."))


def _unpack(path: Path, folder: Path) -> list[str]:
    """Unpack a backup, and return the names of what it holds; raises CommandError."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            digests = _manifest(archive)
            for name in digests:
                member = archive.extractfile(name)
                if member is None:
                    raise CommandError(f"{path} is no backup: {name} is no file")
                target = folder / name
                target.parent.mkdir(exist_ok=True)
                with target.open("wb") as written:
                    while chunk := member.read(_CHUNK):
                        written.write(chunk)
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise CommandError(f"{path} is no whole backup ({type(error).__name__})") from error
    for name, digest in digests.items():
        if _digest(folder / name) != digest:
            raise CommandError(f"{path} is damaged: {name} is not what was backed up")
        if name.endswith(".db") and examine(folder / name):
            raise CommandError(f"{path} is damaged: {name} is not whole")
    return [*digests]


def _manifest(archive: tarfile.TarFile) -> dict[str, str]:
    """Return the digests of what a backup holds; raises ValueError where it may not hold that."""
    first = archive.extractfile(_MANIFEST)
    found: Any = json.loads(first.read(_LARGEST_MANIFEST)) if first else None
    if found["format"] != _FORMAT:
        raise CommandError("the backup was made by a newer hatsugen; use that one to restore it")
    digests: dict[str, str] = found["sha256"]
    for name in digests:
        within = name.removeprefix(_DATA).removeprefix(_SERVERS)
        single = within == Path(within).name and within not in ("", "..") and "\\" not in within
        if name not in (_DATABASE, _UNANSWERED, _COMMANDS) and not (name != within and single):
            raise ValueError(name)
    return digests


def _put(source: Path, target: Path) -> bool:
    """Put a file in its place, and keep another one that is there; tell whether there was one."""
    if target.is_file() and _digest(target) == _digest(source):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(target.name + _BEFORE)
    new = target.with_name(target.name + ".new")
    new.write_bytes(source.read_bytes())
    was_there = target.exists()
    if was_there:
        aside.unlink(missing_ok=True)
        if target.suffix == ".db":
            # With what its journal holds; one that is not sound is kept as it is.
            try:
                copy_database(target, aside)
            except sqlite3.Error:
                target.replace(aside)
            remove_database(target)
        else:
            target.replace(aside)
    new.replace(target)
    return was_there
