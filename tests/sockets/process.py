"""``hatsugen run`` as a process of its own, connected to a Discord of our own."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tests.sockets.asked import Asked, Message
from tests.sockets.loopback import PATIENCE, Loopback, until
from tests.sockets.payloads import TOKEN

Prepare: TypeAlias = Callable[[Loopback], object]
"""Lets a Discord be as a test needs it."""

ROOT = Path(__file__).parents[2]
IN_TIME = 15.0
"""Seconds in which a bot ends that is told to stop: 5 are meant, a busy machine needs more."""

_INFORMATION = re.compile(r"\d{4}-\d\d-\d\d [\d:,]+ (?:DEBUG|INFO) ")


def environment(home: Path, database: Path) -> dict[str, str]:
    """Return an environment in which ``hatsugen`` knows nothing of the machine's user."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "DATABASE_PATH": str(database),
        "DATA_DIR": str(ROOT / "data"),
        "ENCODER": "off",
    }


@dataclass(eq=False)
class Bot:
    """A running bot, and all that it has written so far."""

    process: asyncio.subprocess.Process
    out: Path
    err: Path
    gate: Path

    @property
    def stderr(self) -> str:
        return self.err.read_text("utf-8", "replace")

    @property
    def output(self) -> str:
        return self.out.read_text("utf-8", "replace") + self.stderr

    @property
    def complaints(self) -> list[str]:
        """The lines on standard error that do not merely tell what goes on."""
        return [line for line in self.stderr.splitlines() if not _INFORMATION.match(line)]

    @property
    def running(self) -> bool:
        return self.process.returncode is None

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true, and no longer than the bot runs."""
        await until(lambda: true() or not self.running)
        assert true(), f"the bot ended with {self.process.returncode}:\n{self.stderr}"

    async def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for the end, and return the exit code."""
        async with asyncio.timeout(seconds):
            return await self.process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell the bot to stop, and return the exit code."""
        self.process.send_signal(number)
        return await self.ended(IN_TIME)

    async def kill(self) -> None:
        """End it without asking."""
        if self.running:
            self.process.kill()
        await self.process.wait()


@dataclass
class Launcher:
    """Starts bots over one database and one folder of state, and knows them all."""

    discord: Loopback
    database: Path
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    bots: list[Bot] = field(default_factory=list)

    async def begin(self, *options: str, **settings: str) -> Bot:
        """Start a bot, and do not wait for what comes of it."""
        place = self.folder / f"bot-{len(self.bots)}"
        place.mkdir(parents=True)
        out, err, gate = place / "out", place / "err", place / "gate"
        state = {"DISCORD_TOKEN": TOKEN, "STATE_DIR": str(self.folder / "state")}
        addresses = (self.discord.url, self.discord.gateway.url, str(gate))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.sockets.launcher", *addresses, "run", *options),
                cwd=place,
                env=environment(place, self.database) | state | self.settings | settings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
        self.bots.append(Bot(process, out, err, gate))
        return self.bots[-1]

    async def start(self, *options: str, **settings: str) -> Bot:
        """Start a bot, and wait until it is connected."""
        before = len(self.discord.gateway.connections)
        bot = await self.begin(*options, **settings)
        await bot.until(lambda: len(self.discord.gateway.connections) > before)
        return bot


@asynccontextmanager
async def launching(
    discord: Loopback, database: Path, folder: Path, **settings: str
) -> AsyncIterator[Launcher]:
    """Give a launcher whose bots do not outlive the context."""
    launcher = Launcher(discord, database, folder, settings)
    try:
        yield launcher
    finally:
        for bot in launcher.bots:
            await bot.kill()


@dataclass(eq=False)
class Serving:
    """A bot that many tests share, one after the other."""

    discord: Loopback
    launcher: Launcher
    bot: Bot
    _lines_before: int = 0

    async def renew(self) -> None:
        """Begin another test: with a bot that runs, and with nothing planned to go wrong."""
        self.discord.rest.faults.clear()
        self.bot.gate.unlink(missing_ok=True)
        if not self.bot.running:
            self.bot = await self.launcher.start()
        await self.quiet()
        self._lines_before = len(self.bot.stderr.splitlines())

    @property
    def logged(self) -> list[str]:
        """The lines on standard error since the test began."""
        return self.bot.stderr.splitlines()[self._lines_before :]

    @property
    def remarked(self) -> list[str]:
        """The same, but for the line of each answer."""
        return [line for line in self.logged if " bot.chat.journal: outcome=" not in line]

    async def answer(self, asked: Asked) -> Message:
        """Wait until a member is answered; return the only answer."""
        await self.bot.until(lambda: asked.settled)
        [answer] = asked.answers
        return answer

    async def quiet(self) -> None:
        """Wait until the bot has done what it would have done by now: it answered a later question.

        What goes wrong with a request is dealt with as soon as its reply is read, which takes less
        than two questions, one after the other.
        """
        for _ in range(2):
            await self.answer(await self.discord.ask("デジタル庁"))


@asynccontextmanager
async def beginning(
    cases: Mapping[str, Prepare], database: Path, folder: Path
) -> AsyncIterator[dict[str, Serving]]:
    """Begin a bot for each case, all at the same time, each with a Discord prepared for it."""
    async with AsyncExitStack() as stack:
        begun = {}
        for number, (name, prepare) in enumerate(cases.items()):
            discord = await stack.enter_async_context(Loopback())
            prepare(discord)
            started = launching(discord, database, folder / str(number))
            launcher = await stack.enter_async_context(started)
            begun[name] = Serving(discord, launcher, await launcher.begin())
        yield begun
