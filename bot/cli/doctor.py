"""``hatsugen doctor``: whether all is well here, and what to do where it is not."""

import asyncio
import base64
import binascii
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.chat.access import NEEDED
from bot.cli.context import DatabaseOption, DataOption, JsonOption, terminal_of, write_json
from bot.cli.machine import MB, Finding, State, machine, places
from bot.cli.showing import visible
from bot.corpus.changes import changes_in
from bot.encoder import BuiltInEncoder
from bot.japanese import Analyzer
from bot.settings import Settings, SettingsError, origins
from bot.store import DatabaseUnusableError, Store, StoredSession, examine
from bot.transcript import TranscriptError, check_files, session_files, source_files

_OLDEST_PYTHON: Final = (3, 11)
_LIBRARIES: Final = ("discord.py", "aiohttp", "aiosqlite", "numpy", "rapidfuzz", "pydantic")
_DICTIONARY: Final = "sudachidict-small"
_TOKEN_PARTS: Final = 3
_PERMISSIONS: Final = {"read_messages": "view channels"}
_PAGE: Final = "https://discord.com/developers/applications"


def doctor(
    ctx: typer.Context,
    *,
    database: DatabaseOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Look whether all is well, and say what to do where it is not. Exit code 1 then.

    Nothing is changed, Discord is not asked, and the token is not shown.
    """
    terminal = terminal_of(ctx, database, data)
    findings = [*_software()]
    try:
        settings = terminal.settings
    except SettingsError as error:
        advice = "Mend it, and look again: the rest depends on it."
        findings.append(Finding("settings", State.WRONG, str(error), advice))
    else:
        for look in _LOOKS:
            findings += look(settings)
    well = all(finding.state is not State.WRONG for finding in findings)
    if json:
        write_json({"ok": well, "findings": [asdict(each) for each in findings]}, indent=2)
    else:
        _show(terminal.out, findings)
    if not well:
        raise typer.Exit(1)


def _show(console: Console, findings: list[Finding]) -> None:
    table = Table("", "what", "found", "what to do", box=None, pad_edge=False)
    styles = {State.WELL: "green", State.NOTE: "yellow", State.WRONG: "bold red"}
    for each in findings:
        cells = (Text(visible(text), overflow="fold") for text in (each.found, each.advice))
        table.add_row(Text(each.state, style=styles[each.state]), each.name, *cells)
    console.print(table, soft_wrap=False)


def _software() -> Iterator[Finding]:
    python = sys.version_info[:2]
    old = python < _OLDEST_PYTHON
    advice = f"Use Python {'.'.join(map(str, _OLDEST_PYTHON))} or newer." if old else ""
    yield Finding("Python", State.WRONG if old else State.WELL, platform.python_version(), advice)
    shown = [f"hatsugen {_version('hatsugen')}", f"SQLite {sqlite3.sqlite_version}"]
    missing = [name for name in _LIBRARIES if _version(name) is None]
    shown += [f"{name} {_version(name)}" for name in _LIBRARIES if name not in missing]
    if missing:
        advice = f"Install hatsugen again; missing: {', '.join(missing)}."
    state = State.WRONG if missing else State.WELL
    yield Finding("versions", state, ", ".join(shown), advice if missing else "")
    try:
        cut = Analyzer().analyze("デジタル庁").words
    except Exception as error:
        found = f"cannot be used ({type(error).__qualname__})"
        advice = f"Install {_DICTIONARY} again."
        yield Finding("dictionary", State.WRONG, found, advice)
    else:
        state = State.WELL if cut else State.WRONG
        yield Finding("dictionary", state, f"{_DICTIONARY} {_version(_DICTIONARY)}")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _settings(settings: Settings) -> Iterator[Finding]:
    known = origins()
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name == "discord_token":
            continue
        given = name in settings.model_fields_set and name not in known
        origin = "the command line" if given else known.get(name, "the default")
        found = "not set" if value is None else f"{value} (from {origin})"
        yield Finding(name.upper(), State.WELL, found)


def _token(settings: Settings) -> Iterator[Finding]:
    name = "DISCORD_TOKEN"
    if settings.discord_token is None:
        advice = f"Take one from {_PAGE}, page Bot, if the bot is to run here."
        yield Finding(name, State.WRONG, "not set", advice)
        return
    origin = origins().get("discord_token", "the command line")
    if _is_like_a_token(settings.discord_token.get_secret_value()):
        yield Finding(name, State.WELL, f"set, and formed like one (from {origin})")
    else:
        advice = f"Take it from {_PAGE}, page Bot: not the client secret or the public key."
        yield Finding(name, State.WRONG, f"not formed like a token (from {origin})", advice)


def _encoder(settings: Settings) -> Iterator[Finding]:
    name = "sentence encoder"
    if not settings.encoder:
        advice = "Unless memory is scarce, set ENCODER=on: other words find more."
        yield Finding(name, State.NOTE, "off; quotes are found by their words alone", advice)
    elif settings.sends_questions:
        yield Finding(name, State.NOTE, f"{settings.embeddings_model}, elsewhere; it was not asked")
    else:
        encoder = BuiltInEncoder()
        try:
            asyncio.run(encoder.encode(["デジタル庁"]))
        except Exception as error:
            found = f"cannot be used ({type(error).__qualname__})"
            yield Finding(name, State.WRONG, found, "Install hatsugen again, or set ENCODER=off.")
        else:
            yield Finding(name, State.WELL, encoder.identity)


def _is_like_a_token(token: str) -> bool:
    """Tell whether there are three parts, the first of which is an application's id."""
    parts = token.split(".")
    if len(parts) != _TOKEN_PARTS or not all(parts):
        return False
    try:
        return base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)).isdigit()
    except (binascii.Error, ValueError):
        return False


def _asked_of_discord(_: Settings) -> Iterator[Finding]:
    found = "none that is privileged; the bot reads only what is written to it"
    advice = "Leave all three Privileged Gateway Intents off."
    yield Finding("intents", State.NOTE, found, advice)
    names = (name for name, granted in NEEDED if granted)
    rights = ", ".join(_PERMISSIONS.get(name, name.replace("_", " ")) for name in names)
    yield Finding("permissions", State.NOTE, rights, "`hatsugen invite` shows links that ask so.")


def _data(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    files = session_files(folder)
    if not files:
        advice = "Set DATA_DIR to a folder of session files, or add some with `hatsugen load`."
        yield Finding("data", State.NOTE, f"no session files in {folder}", advice)
        return
    problems = check_files([source for path in files for source in source_files(path)])
    if problems:
        found = "; ".join(map(str, problems[:3])) + ("; …" if len(problems) > 3 else "")  # noqa: PLR2004
        advice = "`hatsugen check` names every problem; what was stored before is in use."
        yield Finding("data", State.WRONG, found, advice)
    else:
        yield Finding("data", State.WELL, f"{len(files)} session files in {folder}, all valid")


def _database(settings: Settings) -> Iterator[Finding]:
    path = settings.database_path
    if not path.is_file():
        advice = "Nothing: the next command builds it."
        yield Finding("database", State.NOTE, f"{path} is not there", advice)
        return
    advice = "The next command sets it aside and builds it anew; load again what was loaded."
    try:
        problems = examine(path)
        stored = {} if problems else asyncio.run(_read_whole(path))
    except (DatabaseUnusableError, sqlite3.Error) as error:
        problems = [str(error)]
    if problems:
        yield Finding("database", State.WRONG, f"{path}: {problems[0]}", advice)
        return
    size = path.stat().st_size / MB
    found = f"{path} is whole: {len(stored)} sessions, {size:.1f} MB"
    yield Finding("database", State.WELL, found)
    try:
        changes = changes_in(settings.data_dir, stored)
    except TranscriptError:
        return
    if changes:
        state = f"{len(changes.arrivals)} sessions to store, {len(changes.departures)} to remove"
        advice = "A running bot does so within a minute, and so does `hatsugen reload`."
        yield Finding("in step", State.NOTE, state, advice)


async def _read_whole(path: Path) -> dict[str, StoredSession]:
    """Read every quote, which is held against its digest; raises DatabaseUnusableError."""
    async with Store.open(path) as store:
        for person in (await store.record()).people:
            await store.quotes_by_speaker(person.id)
        return await store.stored()


_LOOKS: Final[tuple[Callable[[Settings], Iterator[Finding]], ...]] = (
    _settings,
    _token,
    _encoder,
    _asked_of_discord,
    _data,
    _database,
    places,
    machine,
)
