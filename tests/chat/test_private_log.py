"""Whatever fails, no log holds what a member wrote, who they are, where they are, or a token."""

import asyncio
import logging
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import discord
import pytest

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Broken

ASKED = "COCOAは疫学調査に使えたのですか"
MARKED = ("ぬ7", "ひみつの質問", "COCOAは疫学")

MakeBot = Callable[..., HatsugenBot]


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


async def test_a_failure_is_one_record_with_fields(
    world: Discord, member: Any, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)

    result = await member.slash(world.channel, "ask", question=ASKED)

    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    fields = vars(record)
    assert fields["reference"] in shown(result.response).text
    assert (fields["error"], fields["status"], fields["code"]) == ("HTTPException", 400, 50035)
    assert re.fullmatch(r"bot\.chat\.responding:Responder\.respond:\d+", fields["where"])
    assert len(world.errors) == 1


async def test_asyncio_shows_no_object(log: Callable[[], str]) -> None:
    async def fail() -> NoReturn:
        raise ValueError(MARKED[1])

    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(fail())
    await asyncio.wait({task})
    error = task.exception()
    loop.call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": error, "future": task}
    )
    loop.call_exception_handler({"message": f"Exception in callback f({task})", "task": task})

    logged = log()

    assert "asyncio: Task exception was never retrieved\nTraceback" in logged
    assert "ValueError" in logged
    assert "asyncio: Exception in callback f\n" in logged
    assert MARKED[1] not in logged


@pytest.mark.parametrize("name", ["discord.gateway", "aiosqlite", "aiohttp.client", "simcord"])
def test_libraries_log_nothing_in_detail(log: Callable[[], str], name: str) -> None:
    logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger(name).debug("WebSocket Event: %s", "ひみつ")
    logging.getLogger("bot.chat").debug("Detail of ours")

    logged = log()

    assert "Detail of ours" in logged
    assert "WebSocket Event" not in logged


def test_an_error_that_another_handler_has_put_into_words_stays_without(
    log: Callable[[], str],
) -> None:
    for name in ("discord.client", "bot.cli.as_json"):
        error = OSError(7, "ひみつ")
        told = (type(error), error, None)
        record = logging.LogRecord(name, logging.ERROR, "", 1, "Failed", (), told)
        record.exc_text = "OSError: ひみつ"
        logging.getLogger().handle(record)

    logged = log()

    assert logged.count("Failed (OSError)") == 2
    assert "ひみつ" not in logged


@pytest.mark.parametrize(("code", "told"), [(40060, False), (10062, False), (50035, True)])
def test_choices_that_came_second_or_too_late_are_no_error(
    log: Callable[[], str], code: int, told: bool
) -> None:
    response: Any = SimpleNamespace(status=400, reason="Bad Request")
    error = discord.HTTPException(response, {"code": code, "message": "…"})
    tree = logging.getLogger("discord.app_commands.tree")
    tree.error("Ignoring exception in autocomplete", exc_info=error)

    assert ("autocomplete" in log()) == told


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


@pytest.fixture(params=["text", "json"])
def token(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token that is set, for a log of each form."""
    monkeypatch.setenv("LOG_FORMAT", request.param)
    monkeypatch.setenv("DISCORD_TOKEN", "very.secret.token")
    return "very.secret.token"


def test_the_token_is_withheld_in_every_form(token: str, log: Callable[[], str]) -> None:
    logging.getLogger("bot.cli.run").error("It is %s", token, extra={"field": f"of {token}"})

    logged = log()

    assert "It is [token]" in logged
    assert token not in logged
