"""What administrators set up for their servers, kept by the server's id and by no member's."""

import asyncio
import logging
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from bot.session import Language

JAPAN: Final = timezone(timedelta(hours=9))

_DAY: Final = timedelta(days=1)

# A bot that was stopped at the time makes up for it, but not at any time of the day.
_LATE: Final = timedelta(hours=1)

LIMIT: Final[ContextVar[Collection[str]]] = ContextVar("limit", default=())
"""The sessions (ids) that are shown where a member is, whatever is done there; all if none."""

_log: Final = logging.getLogger(__name__)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DailyQuote(_Kept):
    """Where a quote is posted each day, in which language, and ``at`` what time in Japan.

    ``posted`` is the last day that needs no more.
    """

    channel: int
    at: time
    language: Language
    posted: date

    def is_due(self, now: datetime) -> bool:
        """Tell whether today's quote is to be posted now."""
        today = datetime.combine(now, self.at, JAPAN)
        return self.posted < now.date() and today <= now < today + _LATE

    def next_after(self, now: datetime) -> datetime:
        """Return when the next quote is due; ``now`` for one that is late."""
        if self.is_due(now):
            return now
        today = datetime.combine(now, self.at, JAPAN)
        return today if self.posted < now.date() and now < today else today + _DAY

    def done(self, day: date) -> "DailyQuote":
        """Return the same with nothing more to post on a day."""
        return self.model_copy(update={"posted": day})


class Server(_Kept):
    """What is set up for a server: nothing by default, and all sessions (ids) are shown."""

    daily: DailyQuote | None = None
    sessions: frozenset[str] = frozenset()


class Servers:
    """What is set up for each server: a file each in a folder, or in memory without one.

    ``limits`` are the sessions that a server is limited to, by its id; none where it is not.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._servers = dict(_read(folder)) if folder else {}
        self._writing = asyncio.Lock()
        self.limits = {guild: each.sessions for guild, each in self._servers.items()}

    def of(self, guild: int) -> Server:
        """Return what is set up for a server."""
        return self._servers.get(guild, Server())

    def daily(self) -> dict[int, DailyQuote]:
        """Return the daily quotes, by server."""
        return {guild: each.daily for guild, each in self._servers.items() if each.daily}

    async def set_up(self, guild: int, **changes: Any) -> None:  # noqa: ANN401 - fields of a server
        """Change what is set up for a server, and keep that; the rest stays."""
        server = self.of(guild).model_copy(update=changes)
        if server == Server():
            await self.forget(guild)
            return
        self._servers[guild] = server
        self.limits[guild] = server.sessions
        await self._keep(guild)

    async def forget(self, guild: int) -> None:
        """Keep nothing of a server."""
        self._servers.pop(guild, None)
        self.limits.pop(guild, None)
        await self._keep(guild)

    async def _keep(self, guild: int) -> None:
        """Write down what is set up for a server now; the last one who comes writes the last."""
        if self._folder is not None:
            async with self._writing:
                await asyncio.to_thread(_write, self._folder, guild, self._servers.get(guild))


def _write(folder: Path, guild: int, server: Server | None) -> None:
    file = folder / f"{guild}.json"
    if server is None:
        file.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(server.model_dump_json(exclude_defaults=True), "utf-8")
    beside.replace(file)


def _read(folder: Path) -> Iterator[tuple[int, Server]]:
    for file in sorted(folder.glob("*.json")):
        try:
            yield int(file.stem), Server.model_validate_json(file.read_bytes())
        except (OSError, ValueError):
            _log.warning("%s cannot be read: nothing is set up for that server.", file)
