"""What ``hatsugen doctor`` finds, and how it finds out about the machine."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.cli.running import is_running
from bot.settings import Settings

MB: Final = 1_000_000
_DISK_MB: Final = 200
_MEMORY_MB: Final = 300
_MEMORY_FILE: Final = Path("/proc/meminfo")


class State(StrEnum):
    """How something is."""

    WELL = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, how it is, and what to do about it."""

    name: str
    state: State
    found: str
    advice: str = ""


def places(settings: Settings) -> Iterator[Finding]:
    """Look at the folders that are written to, and for a bot that uses them."""
    for name, path in (
        ("disk of the database", settings.database_path.parent),
        ("disk of the state", settings.state_dir),
    ):
        folder = next(each for each in (path, *path.absolute().parents) if each.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            advice = "Give this user the right, or set another folder."
            yield Finding(name, State.WRONG, f"{folder} cannot be written to", advice)
            continue
        free = shutil.disk_usage(folder).free / MB
        scarce = free < _DISK_MB
        yield Finding(
            name,
            State.WRONG if scarce else State.WELL,
            f"{free:,.0f} MB free at {folder}",
            f"Make room: {_DISK_MB} MB are to be free." if scarce else "",
        )
    runs = "runs" if is_running(settings) else "does not run"
    yield Finding("bot", State.NOTE, f"{runs} with {settings.state_dir}")


def machine(_: Settings) -> Iterator[Finding]:
    """Look at memory and clock."""
    available = _available_memory()
    if available is None:
        yield Finding("memory", State.NOTE, "not known on this system")
    else:
        scarce = available < _MEMORY_MB
        advice = f"Make room: the bot takes about {_MEMORY_MB} MB." if scarce else ""
        state = State.WRONG if scarce else State.WELL
        yield Finding("memory", state, f"{available:,.0f} MB available", advice)
    now = datetime.now(UTC)
    installed = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    behind = now < installed
    yield Finding(
        "clock",
        State.WRONG if behind else State.WELL,
        f"{now:%Y-%m-%d %H:%M} UTC" + (", before hatsugen was installed" if behind else ""),
        "Set the clock, for questions seem too old otherwise." if behind else "",
    )


def _available_memory() -> float | None:
    """Return how many MB a process can have."""
    try:
        lines = _MEMORY_FILE.read_text("ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 / MB if found else None
