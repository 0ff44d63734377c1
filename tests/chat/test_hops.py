"""How far a question travels through the house, and that it asks the database for nothing."""

from typing import Any

import aiosqlite
import pytest

from tests.chat.conftest import Reader
from tests.harness import Discord, shown
from tests.harness.tracing import traced

WARM = "COCOAは疫学調査に使えたのですか"
ASKED = "COCOAは何に使えたのですか"


async def test_a_question_visits_few_files(world: Discord, member: Any, say: Reader) -> None:
    await member.slash(world.channel, "ask", question=WARM)

    with traced() as trace:
        result = await member.slash(world.channel, "ask", question=ASKED)

    print(trace)  # noqa: T201 - shown by pytest -s
    assert shown(result).quoted
    assert len(trace.files) <= 20
    assert trace.moves <= 90


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the database is asked."""
    asked: list[str] = []
    execute: Any = aiosqlite.Connection._execute

    async def noting(self: aiosqlite.Connection, fn: Any, *args: Any, **kwargs: Any) -> Any:
        asked.extend(arg for arg in args[:1] if isinstance(arg, str))
        return await execute(self, fn, *args, **kwargs)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", noting)
    return asked


async def test_what_a_generation_keeps_is_not_asked_for_again(
    world: Discord, member: Any, say: Reader, statements: list[str]
) -> None:
    await member.slash(world.channel, "ask", question=WARM)
    assert statements
    statements.clear()

    message = (await member.slash(world.channel, "ask", question=ASKED)).response
    await member.click(message, label=say("button-next-match"))
    await member.slash(world.channel, "quote", speaker="hirai", topic="COCOA")

    assert statements == []


async def test_turning_a_page_does_not_search(world: Discord, member: Any, say: Reader) -> None:
    message = (await member.slash(world.channel, "ask", question=WARM)).response
    browsing = (await member.slash(world.channel, "quote", speaker="hirai", topic="COCOA")).response

    with traced() as trace:
        await member.click(message, label=say("button-next-match"))
        await member.click(browsing, label=say("button-next-quote"))

    assert say("match-count", number=2, total=3) in shown(message).text
    names = {name for _, name in trace.functions}
    assert "Answering.match_at" in names
    assert not {"Answering.ask", "Answering.on_topic", "rank", "confidence"} & names
