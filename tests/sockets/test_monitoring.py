"""How a running bot is, as those who watch it see that."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.sockets.faults import Endpoint, error, instead
from tests.sockets.gateway import State
from tests.sockets.loopback import PATIENCE, Loopback
from tests.sockets.payloads import TOKEN
from tests.sockets.process import ROOT, Bot, Launcher

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"
DASHBOARD = ROOT / "deploy" / "grafana.json"
UNRELATED = "おすすめのラーメン屋を教えて"


@dataclass
class Watch:
    """Looks at a bot over HTTP."""

    bot: Bot
    port: int
    session: aiohttp.ClientSession

    async def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        async with self.session.get(f"http://{host}:{self.port}{path}") as response:
            return response.status, await response.text()

    async def until(self, path: str, status: int) -> str:
        """Wait until a page has a status, and return its text."""
        for _ in range(int(PATIENCE / 0.02)):
            assert self.bot.running, self.bot.stderr
            try:
                found, text = await self.get(path)
            except aiohttp.ClientConnectionError:
                found, text = 0, ""
            if found == status:
                return text
            await asyncio.sleep(0.02)
        raise AssertionError(f"{path} was never {status}: {text}")

    async def metrics(self) -> dict[str, float]:
        """Return every sample, named as in the text, as Prometheus reads it."""
        status, text = await self.get("/metrics")
        assert status == 200
        return {
            sample.name
            + "".join(f"{{{name}={value}}}" for name, value in sorted(sample.labels.items())): (
                sample.value
            )
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def watched(launcher: Launcher, **settings: str) -> AsyncIterator[Watch]:
    port = free_port()
    bot = await launcher.begin(MONITORING_PORT=str(port), **settings)
    timeout = aiohttp.ClientTimeout(PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield Watch(bot, port, session)


async def test_what_members_do_is_counted_and_not_told(
    discord: Loopback, launcher: Launcher
) -> None:
    async with watched(launcher, COOLDOWN_SECONDS="3600") as watch:
        assert await watch.until("/readyz", 200) == "ready\n"
        before = await watch.metrics()
        assert before["hatsugen_questions_total{outcome=answer}"] == 0

        asked = [await discord.ask(QUESTION), await discord.ask(UNRELATED)]
        asked += [await discord.mention(QUESTION)]
        asked += [await discord.slash("ask", question=QUESTION, speaker="nobody at all")]
        await watch.bot.until(lambda: all(each.settled for each in asked))
        again = await discord.slash("ask", question=QUESTION, user=asked[0].user)
        failed = await discord.ask(QUESTION, faults={Endpoint.CALLBACK: instead(error(400))})
        await watch.bot.until(lambda: again.settled and failed.settled)
        shown = await discord.press(asked[0].answers[0], "Next", user=asked[0].user)
        await watch.bot.until(lambda: shown.settled)

        # What members see is there before the bot has heard so.
        while (metrics := await watch.metrics())["hatsugen_answering"]:
            pass
        _, text = await watch.get("/metrics")
    assert metrics["hatsugen_questions_total{outcome=answer}"] == 2
    assert metrics["hatsugen_questions_total{outcome=none}"] == 1
    assert metrics["hatsugen_questions_total{outcome=unknown-speaker}"] == 1
    assert metrics["hatsugen_refusals_total{reason=too-fast}"] == 1
    assert metrics["hatsugen_errors_total{kind=HTTPException}"] == 1
    # Four questions and a page; a refusal and a failure took no time that means anything.
    assert metrics["hatsugen_reply_seconds_count"] == 5
    assert metrics["hatsugen_reply_seconds_sum"] > 0
    assert metrics["hatsugen_corpus{what=sessions}"] == 1
    assert metrics["hatsugen_corpus{what=utterances}"] == 18
    assert metrics["hatsugen_corpus{what=quotes}"] == 85
    assert metrics["hatsugen_corpus_generation"] != 0
    assert metrics["hatsugen_queue"] == 0
    assert metrics["hatsugen_guilds"] == metrics["hatsugen_ready"] == 1
    assert metrics["hatsugen_shard_connected{shard=0}"] == 1
    assert 0 <= metrics["hatsugen_shard_heartbeat_age_seconds{shard=0}"] < PATIENCE
    assert metrics["process_resident_memory_bytes"] > 1_000_000
    for kept in (QUESTION, "COCOA", "nobody", TOKEN, discord.guild, *(each.user for each in asked)):
        assert kept not in text
    names = {name for family in text_string_to_metric_families(text) for name in named_by(family)}
    assert {"hatsugen_ready", "hatsugen_reply_seconds_bucket"} < shown_by_dashboard() <= names


def named_by(family: Metric) -> set[str]:
    return {family.name} | {sample.name for sample in family.samples}


def shown_by_dashboard() -> set[str]:
    """The metrics that the dashboard's panels ask for."""
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    asked = " ".join(target["expr"] for panel in panels for target in panel["targets"])
    return set(re.findall(r"\b(?:hatsugen|process)_\w+", asked))


async def test_a_bot_that_is_not_let_in_yet_lives_and_is_not_ready(
    discord: Loopback, launcher: Launcher
) -> None:
    discord.gateway.state = State.SILENT
    async with watched(launcher) as watch:
        await watch.bot.until(lambda: discord.gateway.attempts)
        assert await watch.until("/healthz", 200) == "alive\n"
        assert "Discord has not told all servers" in await watch.until("/readyz", 503)
        assert (await watch.metrics())["hatsugen_ready"] == 0


async def test_a_lost_connection_is_named(discord: Loopback, launcher: Launcher) -> None:
    async with watched(launcher) as watch:
        await watch.until("/readyz", 200)
        discord.gateway.state = State.AWAY
        discord.gateway.cut()
        assert await watch.until("/readyz", 503) == "not connected to Discord: shard 0\n"
        assert (await watch.metrics())["hatsugen_shard_connected{shard=0}"] == 0
        discord.gateway.state = State.OPEN
        await watch.until("/readyz", 200)
        assert (await watch.get("/healthz"))[0] == 200


async def test_only_this_machine_may_look_and_only_at_this(
    discord: Loopback, launcher: Launcher
) -> None:
    async with watched(launcher) as watch:
        await watch.until("/healthz", 200)
        with pytest.raises(aiohttp.ClientConnectorError):
            await watch.get("/healthz", host="127.0.0.2")
        assert (await watch.get("/"))[0] == 404
        async with watch.session.post(f"http://127.0.0.1:{watch.port}/metrics") as response:
            assert response.status == 405


async def test_an_address_that_somebody_has_is_said_in_one_line(
    discord: Loopback, launcher: Launcher
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bot = await launcher.begin(MONITORING_PORT=str(taken.getsockname()[1]))
        assert await bot.ended() == 2
    [line] = bot.complaints
    assert line.startswith("Error: ")
    assert "MONITORING_PORT" in line


async def test_whoever_takes_over_answers_at_the_same_address(
    discord: Loopback, launcher: Launcher
) -> None:
    async with watched(launcher) as watch:
        await watch.until("/readyz", 200)
        port = str(watch.port)
        newer = await launcher.begin("--take-over", MONITORING_PORT=port)
        assert await watch.bot.ended() == 0
        assert await replace(watch, bot=newer).until("/readyz", 200) == "ready\n"
        assert newer.complaints == []
