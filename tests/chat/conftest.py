"""The real bot over the real record, on a pretended Discord."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.wording import wording
from bot.japanese import Analyzer
from bot.session import Language
from bot.store import Arrival, Origin, Store
from bot.transcript import read_session, session_files
from tests.harness import Fingerprint, pretended

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Reader:
    """A member's locale, and the wording that such a member expects."""

    locale: str
    language: Language

    def __call__(self, message_id, **variables):
        return wording(self.language)(message_id, **variables)

    def __str__(self):
        return self.locale


@pytest.fixture(scope="session")
def session():
    """The recorded session of the project."""
    return read_session(session_files(DATA)[0])


@pytest.fixture(scope="session")
def analyzer():
    return Analyzer()


@pytest.fixture(scope="session")
def load(tmp_path_factory, analyzer):
    """Put sessions into a database of their own."""

    def load(*sessions):
        path = tmp_path_factory.mktemp("database") / "record.db"

        async def replace():
            async with Store.open(path) as store:
                arrivals = [Arrival(each, each.id, Origin.DATA_FOLDER) for each in sessions]
                await store.replace(arrivals, (), analyzer)

        asyncio.run(replace())
        return path

    return load


@pytest.fixture(scope="session")
def database(session, load):
    return load(session)


@pytest_asyncio.fixture
async def store(database):
    async with Store.open(database) as opened:
        yield opened


@pytest.fixture
def answering(store, analyzer):
    return Answering(store, analyzer)


@pytest.fixture
def fingerprint():
    return Fingerprint()


@pytest.fixture
def make_bot(store, answering, fingerprint):
    """Build the bot as the command line does; without a cooldown unless a test asks for one."""

    def make(**options):
        options = {"cooldown_seconds": 0, "fingerprints": fingerprint} | options
        return HatsugenBot(store, options.pop("answering", answering), **options)

    return make


@pytest_asyncio.fixture
async def world(make_bot):
    async with pretended(make_bot()) as discord:
        yield discord


@pytest.fixture(autouse=True)
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer takes so long that it is announced, however busy the machine is."""
    monkeypatch.setattr("bot.chat.responding.DEFER_AFTER", 60.0)


@pytest.fixture
def late(monkeypatch):
    """Every answer takes longer than a member is kept waiting without a word."""

    async def never(_):
        return False

    monkeypatch.setattr("bot.chat.responding._soon", never)


@pytest.fixture(params=[Reader("ja", Language.JA), Reader("en-GB", Language.EN)], ids=str)
def say(request):
    """A language to read in; the test runs once in each."""
    return request.param


@pytest.fixture
def member(world, say):
    """A member who reads that language."""
    return world.member("asker", say.locale)
