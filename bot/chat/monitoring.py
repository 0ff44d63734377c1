"""How the bot is, for those who run it: ``/healthz``, ``/readyz`` and ``/metrics``.

Nothing that is shown here tells who asked, where, or in which words.
"""

import asyncio
import errno
import logging
import math
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import discord
from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.chat.journal import REFUSALS, Entry
from bot.chat.responding import Work
from bot.store import Store

_log: Final = logging.getLogger(__name__)

_TRY_EVERY: Final = 0.2
_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, math.inf)

_QUESTIONS: Final = (
    "answer",
    "related",
    "none",
    "aside",
    "unknown-speaker",
    "ambiguous-speaker",
)


class Monitor:
    """Counts what comes of questions, and tells how a bot and its corpus are."""

    def __init__(
        self, bot: discord.AutoShardedClient, work: Work, store: Store, version: str
    ) -> None:
        self._bot = bot
        self._work = work
        self._store = store
        self._is_readable = True
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._gauge("build", "1; the version as a label.", "version").labels(version).set(1)
        self._questions = self._counter("questions", "Questions by what came of them.", "outcome")
        self._refusals = self._counter("refusals", "What was not taken, by reason.", "reason")
        self._errors = self._counter("errors", "What failed, by the kind of error.", "kind")
        self._seconds = Histogram(
            "hatsugen_reply_seconds",
            "From taking a command, press or message until it was answered.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        for outcome in _QUESTIONS:
            self._questions.labels(outcome)
        for reason in REFUSALS:
            self._refusals.labels(reason)
        self._live()

    def _live(self) -> None:
        """Declare what is asked for when it is told."""
        work = self._work
        self._gauge("ready", "1 where questions are taken.").set_function(
            lambda: float(not self._obstacles())
        )
        queue = self._gauge("queue", "Answers that are being made or wait for it.")
        queue.set_function(lambda: len(work.making))
        answering = self._gauge("answering", "Members who are being answered.")
        answering.set_function(lambda: work.under_way)
        self._gauge("guilds", "Servers of this process.").set_function(
            lambda: len(self._bot.guilds)
        )
        self._latency = self._gauge(
            "shard_latency_seconds", "Between a heartbeat and Discord's answer.", "shard"
        )
        self._heartbeat = self._gauge(
            "shard_heartbeat_age_seconds", "Since Discord answered a heartbeat.", "shard"
        )
        self._connected = self._gauge("shard_connected", "1 where it is.", "shard")
        self._corpus = self._gauge("corpus", "How much there is of each thing.", "what")
        self._generation = self._gauge("corpus_generation", "Changes whenever the corpus does.")

    def note(self, entry: Entry) -> None:
        """Count what came of something."""
        if entry.outcome in REFUSALS:
            self._refusals.labels(entry.outcome).inc()
            return
        if entry.outcome in _QUESTIONS:
            self._questions.labels(entry.outcome).inc()
        if entry.error is not None:
            self._errors.labels(entry.error).inc()
        else:
            self._seconds.observe(entry.seconds)

    @asynccontextmanager
    async def serving(self, host: str, port: int, *, patient: bool = False) -> AsyncIterator[None]:
        """Answer at an address meanwhile; raises OSError where that cannot be had.

        A ``patient`` one waits for whoever has it.
        """
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        waiting: asyncio.Task[None] | None = None
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                if not patient or error.errno != errno.EADDRINUSE:
                    raise
                _log.info("Waiting for port %d, which another process has", port)
                waiting = asyncio.create_task(_serve_later(runner, host, port))
            yield
        finally:
            if waiting is not None:
                waiting.cancel()
            await runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        """Say that the event loop goes round; outages of Discord are no reason to start anew."""
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        await self._measure_corpus()
        obstacles = [*self._obstacles()]
        text = "".join(f"{each}\n" for each in obstacles) or "ready\n"
        return web.Response(text=text, status=503 if obstacles else 200)

    async def _metrics(self, _: web.Request) -> web.Response:
        await self._measure_corpus()
        self._measure_shards()
        body = generate_latest(self._registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _obstacles(self) -> list[str]:
        """Return what keeps the bot from answering."""
        obstacles = []
        if self._work.stopping:
            obstacles.append("the bot is stopping")
        if not self._bot.is_ready():
            obstacles.append("Discord has not told all servers yet")
        away = [str(number) for number, shard in self._bot.shards.items() if shard.is_closed()]
        if away:
            obstacles.append(f"not connected to Discord: shard {', '.join(away)}")
        if not self._is_readable:
            obstacles.append("the corpus cannot be read")
        return obstacles

    def _measure_shards(self) -> None:
        for number, shard in self._bot.shards.items():
            self._connected.labels(number).set(not shard.is_closed())
            if math.isfinite(shard.latency):
                self._latency.labels(number).set(shard.latency)
            for age in _heartbeat_age(shard):
                self._heartbeat.labels(number).set(age)

    async def _measure_corpus(self) -> None:
        try:
            record = await self._store.record()
        except Exception as error:
            _log.error("The corpus cannot be read (%s)", type(error).__qualname__)
            self._is_readable = False
            return
        self._is_readable = True
        self._generation.set(record.generation)
        sessions = record.sessions.values()
        amounts = {
            "sessions": len(sessions),
            "speakers": len(record.people),
            "utterances": sum(session.utterance_count for session in sessions),
            "quotes": sum(session.quote_count for session in sessions),
        }
        for what, amount in amounts.items():
            self._corpus.labels(what).set(amount)

    def _gauge(self, name: str, description: str, *labels: str) -> Gauge:
        return Gauge(f"hatsugen_{name}", description, labels, registry=self._registry)

    def _counter(self, name: str, description: str, *labels: str) -> Counter:
        return Counter(f"hatsugen_{name}", description, labels, registry=self._registry)


def _heartbeat_age(shard: discord.ShardInfo) -> Iterator[float]:
    """Yield how long ago Discord answered a heartbeat, where that is known.

    discord.py tells nobody; it keeps the time of ``perf_counter``.
    """
    socket: Any = getattr(shard._parent, "ws", None)  # noqa: SLF001
    last = getattr(getattr(socket, "_keep_alive", None), "_last_ack", None)
    if isinstance(last, float):
        yield time.perf_counter() - last


async def _serve_later(runner: web.AppRunner, host: str, port: int) -> None:
    while True:
        await asyncio.sleep(_TRY_EVERY)
        with suppress(OSError):
            await web.TCPSite(runner, host, port).start()
            return
