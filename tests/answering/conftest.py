"""One answering over the project's own record, for all tests that only ask."""

import pytest_asyncio

from bot.answering import Answering
from bot.store import Store


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def answering(real_database, analyzer):
    async with Store.open(real_database) as store:
        yield Answering(store, analyzer)
