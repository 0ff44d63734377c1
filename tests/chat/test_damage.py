"""A bot whose database is damaged or taken away goes on with what was really said."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from bot.chat.client import HatsugenBot
from bot.corpus import open_corpus
from bot.session import Session
from bot.store import remove_database
from tests.chat.conftest import DATA, Reader
from tests.harness import Discord, Fingerprint, pretended, shown

QUESTION = "COCOAは疫学調査に使えたのですか"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "quotes.db"


@pytest_asyncio.fixture
async def world(path: Path) -> AsyncIterator[Discord]:
    """The bot over a corpus that is kept in step with the project's own session files."""
    async with open_corpus(path, DATA) as corpus:
        bot = HatsugenBot(
            corpus.store, corpus.answering, cooldown_seconds=0, fingerprints=Fingerprint()
        )
        async with pretended(bot, settle_timeout=60) as discord:
            yield discord


def falsify(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE quotes SET text = '嘘です。', translation = 'A lie.'")


async def test_a_falsified_quote_is_not_shown(
    world: Discord, say: Reader, path: Path, session: Session
) -> None:
    member = world.member("asker", say.locale)
    falsify(path)
    answered = shown(await member.slash(world.channel, "ask", question=QUESTION))
    falsify(path)
    browsed = shown(await member.slash(world.channel, "quote", speaker="hirai"))

    said = {quote.text for quote in session.quotes}
    for reply in (answered, browsed):
        assert reply.quoted.replace("**", "") in said
        assert "嘘" not in reply.text


async def test_a_deleted_database_does_not_silence_the_bot(
    world: Discord, say: Reader, path: Path, session: Session
) -> None:
    member = world.member("asker", say.locale)
    before = shown(await member.slash(world.channel, "ask", question=QUESTION))
    remove_database(path)

    assert shown(await member.slash(world.channel, "ask", question=QUESTION)).text == before.text
