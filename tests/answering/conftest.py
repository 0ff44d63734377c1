"""One answering over the project's own record, for all tests that only ask."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.answering import Answering
from bot.japanese import Analyzer
from bot.store import Store


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def answering(real_database: Path, analyzer: Analyzer) -> AsyncIterator[Answering]:
    async with Store.open(real_database) as store:
        yield Answering(store, analyzer)
