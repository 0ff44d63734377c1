"""The real bot over the real record, on a pretended Discord."""

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from rich.console import Console

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.wording import wording
from bot.cli.logs import log_to
from bot.japanese import Analyzer
from bot.session import Language, Session
from bot.settings import read_settings
from bot.store import Arrival, Origin, Store
from bot.transcript import read_session, session_files
from tests.harness import Discord, Fingerprint, pretended

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Reader:
    """A member's locale, and the wording that such a member expects."""

    locale: str
    language: Language

    def __call__(self, message_id: Any, **variables: Any) -> Any:
        return wording(self.language)(message_id, **variables)

    def __str__(self) -> str:
        return self.locale


@pytest.fixture(scope="session")
def session() -> Session:
    """The recorded session of the project."""
    return read_session(session_files(DATA)[0])


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Callable[..., Path]:
    """Put sessions into a database of their own."""

    def load(*sessions: Session) -> Path:
        path = tmp_path_factory.mktemp("database") / "record.db"

        async def replace() -> None:
            async with Store.open(path) as store:
                arrivals = [Arrival(each, each.id, Origin.DATA_FOLDER) for each in sessions]
                await store.replace(arrivals, (), analyzer)

        asyncio.run(replace())
        return path

    return load


@pytest.fixture(scope="session")
def database(session: Session, load: Callable[..., Path]) -> Path:
    return load(session)


@pytest_asyncio.fixture
async def store(database: Path) -> AsyncIterator[Store]:
    async with Store.open(database) as opened:
        yield opened


@pytest.fixture
def answering(store: Store, analyzer: Analyzer) -> Answering:
    return Answering(store, analyzer)


@pytest.fixture
def fingerprint() -> Fingerprint:
    return Fingerprint()


@pytest.fixture
def make_bot(
    store: Store, answering: Answering, fingerprint: Fingerprint
) -> Callable[..., HatsugenBot]:
    """Build the bot as the command line does; without a cooldown unless a test asks for one."""

    def make(**given: Any) -> HatsugenBot:
        options: dict[str, Any] = {"cooldown_seconds": 0, "fingerprints": fingerprint, **given}
        return HatsugenBot(store, options.pop("answering", answering), **options)

    return make


@pytest_asyncio.fixture
async def world(make_bot: Callable[..., HatsugenBot]) -> AsyncIterator[Discord]:
    async with pretended(make_bot()) as discord:
        yield discord


@pytest.fixture(autouse=True)
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer takes so long that it is announced, however busy the machine is."""
    monkeypatch.setattr("bot.chat.responding.DEFER_AFTER", 60.0)


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer takes longer than a member is kept waiting without a word."""

    async def never(_: Any) -> Any:
        return False

    monkeypatch.setattr("bot.chat.responding._soon", never)


@pytest.fixture(params=[Reader("ja", Language.JA), Reader("en-GB", Language.EN)], ids=str)
def say(request: pytest.FixtureRequest) -> Any:
    """A language to read in; the test runs once in each."""
    return request.param


@pytest.fixture
def member(world: Discord, say: Reader) -> Any:
    """A member who reads that language."""
    return world.member("asker", say.locale)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """What the command line would have logged since the last time, with every logger in detail."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    root = logging.getLogger()
    known = [each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    levels, handlers = {each: each.level for each in [root, *known]}, root.handlers[:]
    log_to(Console(file=stream), read_settings())
    for each in levels:
        each.setLevel(logging.DEBUG)

    def read() -> str:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return text

    yield read
    for each, level in levels.items():
        each.setLevel(level)
    root.handlers[:] = handlers
