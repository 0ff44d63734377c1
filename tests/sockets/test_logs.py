"""A line of the log for each answer: what came of it, and nothing that a member wrote."""

import json
import re
from typing import Any

import pytest

from tests.sockets.faults import Endpoint, error, instead
from tests.sockets.loopback import Loopback
from tests.sockets.payloads import TOKEN
from tests.sockets.process import Bot, Launcher, Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"
UNRELATED = "おすすめのラーメン屋を教えて"
ANSWERED = re.compile(
    r"INFO +bot\.chat\.journal: outcome=answer milliseconds=\d+ confidence=[01]\.\d+"
    r" quote=digital-agency-1:\d+\.\d+$"
)


async def test_an_answer_is_a_line_to_read(serving: Serving) -> None:
    await serving.answer(await serving.discord.ask(QUESTION))
    await serving.quiet()
    # With the first of the two questions that make sure that it is quiet.
    assert len([line for line in serving.logged if ANSWERED.search(line)]) >= 2
    assert not any(QUESTION in line for line in serving.logged)


def answers(bot: Bot) -> list[dict[str, Any]]:
    records = [json.loads(line) for line in bot.stderr.splitlines()]
    return [record for record in records if record["logger"] == "bot.chat.journal"]


async def test_every_line_is_json_where_that_is_wanted(
    discord: Loopback, launcher: Launcher
) -> None:
    bot = await launcher.start(LOG_FORMAT="json", LOG_LEVEL="DEBUG")
    asked = [
        await discord.ask(QUESTION),
        await discord.mention(UNRELATED),
        await discord.slash("ask", question=QUESTION, speaker="nobody at all"),
        await discord.slash("session"),
        await discord.ask(QUESTION, faults={Endpoint.CALLBACK: instead(error(400, 50035))}),
    ]
    await bot.until(lambda: all(each.settled for each in asked) and len(answers(bot)) == 5)
    again = await discord.slash("ask", question=QUESTION, user=asked[0].user)
    await bot.until(lambda: again.settled)
    assert await bot.stop() == 0

    by_outcome = {record["outcome"]: record for record in answers(bot)}
    assert len(answers(bot)) == 5
    assert {"answer", "none", "unknown-speaker", "shown", "error"} == by_outcome.keys()
    answer = by_outcome["answer"]
    assert answer["quote"].startswith("digital-agency-1:")
    assert 0.5 < answer["confidence"] <= 1
    assert answer["level"] == "INFO"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", answer["time"])
    assert all(record["milliseconds"] >= 0 for record in answers(bot))
    assert "quote" not in by_outcome["none"]

    told = by_outcome["error"]["reference"]
    assert told in asked[4].answers[0].text
    [failure] = [
        record for record in map(json.loads, bot.stderr.splitlines()) if record["level"] == "ERROR"
    ]
    assert failure["reference"] == told
    assert (failure["status"], failure["code"]) == (400, 50035)
    for secret in (QUESTION, UNRELATED, "nobody", TOKEN, *(each.user for each in asked)):
        assert secret not in bot.stderr
