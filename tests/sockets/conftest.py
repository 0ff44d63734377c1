"""A Discord of our own on loopback, and real processes of the bot that talk to it.

Test modules here say ``pytestmark = pytest.mark.asyncio(loop_scope="module")``, as one event loop
serves their fixtures and tests.
"""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.sockets.loopback import Loopback
from tests.sockets.process import Launcher, Serving, beginning, environment, launching


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the project's own session, built by the command line."""
    folder = tmp_path_factory.mktemp("sockets")
    path = folder / "hatsugen.db"
    command = [sys.executable, "-m", "bot", "ask", "デジタル庁"]
    subprocess.run(
        command, cwd=folder, env=environment(folder, path), check=True, capture_output=True
    )
    return path


@pytest_asyncio.fixture(loop_scope="module")
async def discord() -> AsyncIterator[Loopback]:
    """A Discord of the test's own."""
    async with Loopback() as discord:
        yield discord
    assert discord.rest.unknown == []


@pytest_asyncio.fixture(loop_scope="module")
async def launcher(discord: Loopback, database: Path, tmp_path: Path) -> AsyncIterator[Launcher]:
    """Starts bots that end with the test."""
    async with launching(discord, database, tmp_path) as launcher:
        yield launcher


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(
    request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Serving]:
    """A bot that the tests of a module share, with the module's SETTINGS and Discord's DEADLINE."""
    settings: dict[str, str] = getattr(request.module, "SETTINGS", {})
    deadline: float | None = getattr(request.module, "DEADLINE", None)
    folder = tmp_path_factory.mktemp("shared")
    async with (
        Loopback(deadline) as discord,
        launching(discord, database, folder, **settings) as launcher,
    ):
        yield Serving(discord, launcher, await launcher.start())
    assert discord.rest.unknown == []


@pytest_asyncio.fixture(loop_scope="module")
async def serving(shared: Serving) -> Serving:
    """The module's bot, running and undisturbed."""
    await shared.renew()
    return shared


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def begun(
    request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Serving]]:
    """A bot for each of the module's CASES, begun at the same time, as starting takes longest."""
    folder = tmp_path_factory.mktemp("begun")
    async with beginning(request.module.CASES, database, folder) as begun:
        yield begun
    assert [each.discord.rest.unknown for each in begun.values()] == [[]] * len(begun)
