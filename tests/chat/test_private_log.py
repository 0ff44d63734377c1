"""Whatever fails, no log holds what a member wrote, who they are, where they are, or a token."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.console import Console

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.cli.logs import log_to
from bot.settings import read_settings
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Broken

ASKED = "COCOAは疫学調査に使えたのですか"
MARKED = ("ぬ7", "ひみつの質問", "COCOAは疫学")

MakeBot = Callable[..., HatsugenBot]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """What the command line would have logged in detail, since the last time."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    log_to(Console(file=stream), read_settings())

    def read() -> str:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return text

    yield read
    root.setLevel(level)
    root.handlers[:] = handlers


def assert_private(logged: str, world: Discord, *members: Any, tokens: tuple[str, ...]) -> None:
    ids = [world.guild.id, world.channel.id, *(member.id for member in members)]
    secrets = [*MARKED, *map(str, ids), *tokens, str(world.env.bot.http.token)]
    assert all(secrets)
    assert [secret for secret in secrets if secret in logged] == []


@pytest.mark.parametrize("question", ["ぬ7", "ひみつの質問について", ASKED])
async def test_failing_questions_of_every_kind(
    make_bot: MakeBot, answering: Answering, log: Callable[[], str], question: str
) -> None:
    async with pretended(make_bot(answering=Broken(answering))) as world:
        member = world.member("asker")
        user = world.user("reader")
        mention = f"<@{world.bot_id}>"

        result = await member.slash(world.channel, "ask", question=question)
        await member.slash(world.channel, "quote", speaker=question)
        await member.autocomplete(world.channel, "ask", "question", question)
        await member.autocomplete(world.channel, "quote", "speaker", question)
        message = await member.send(world.channel, question)
        await member.context_menu(world.channel, "Find related quotes", message)
        await member.send(world.channel, f"{mention} {question}")
        await user.send_dm(question)

        logged = log()
        assert world.errors
        assert logged.count("Reference ") == 7
        assert_private(logged, world, member, user, tokens=(world.token_of(result),))


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_failing_presses_of_every_kind(
    world: Discord, member: Any, say: Any, log: Callable[[], str], status: int
) -> None:
    asked = await member.slash(world.channel, "ask", question=ASKED, private=True)
    browsing = (await member.slash(world.channel, "quote", speaker="hirai")).response
    before = log()

    for label in ("button-next-match", "button-context", "button-share"):
        world.env.inject_error("POST", "/interactions/*/callback", status=status)
        await member.click(asked.response, label=say(label))
    world.env.inject_error("POST", "/interactions/*/callback", status=status)
    await member.select(browsing, ["3"])
    world.env.inject_error("POST", "/channels/*/messages", status=status)
    await member.send(world.channel, f"<@{world.bot_id}> {ASKED}")

    logged = log()
    assert "Reference " not in before
    assert logged.count("Reference ") == 5
    assert shown(asked.response).text
    assert_private(logged, world, member, tokens=(world.token_of(asked),))


def test_libraries_log_no_ids_and_no_texts_of_errors(log: Callable[[], str]) -> None:
    secret = MARKED[1] + " 123456789012345678"
    try:
        int(secret)
    except ValueError:
        logging.getLogger("discord.client").exception(
            "Ignoring exception in autocomplete (Guild: %s, Token: %s)",
            123456789012345678,
            "x" * 80,
        )

    logged = log()

    assert "Ignoring exception in autocomplete (Guild: [id], Token: [withheld])" in logged
    assert logged.rstrip().endswith("ValueError")
    assert not [text for text in ("ひみつ", "123456789012345678", "xxx") if text in logged]
