"""Pages made of small records."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bot.japanese import Analyzer
from bot.session import Session
from bot.site.pages import make_pages
from bot.store import Store
from tests.corpora import load


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture
def make(tmp_path: Path, analyzer: Analyzer) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Make the pages of some sessions, as a browser without JavaScript reads them."""

    async def made(*sessions: Session) -> dict[str, Any]:
        await load(tmp_path / "talk.db", analyzer, *sessions)
        async with Store.open(tmp_path / "talk.db") as store:
            pages = await make_pages(store, analyzer)
        return {path: html.document_fromstring(page.decode()) for path, page in pages.items()}

    return made
