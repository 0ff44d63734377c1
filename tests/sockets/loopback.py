"""A Discord of our own on 127.0.0.1, and what members do there."""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.sockets.asked import Asked, Message
from tests.sockets.faults import Endpoint, Fault
from tests.sockets.gateway import Gateway
from tests.sockets.payloads import (
    APPLICATION,
    BOT,
    Json,
    Kind,
    account,
    command,
    interaction,
    member,
    message,
    message_command,
    new_id,
)
from tests.sockets.rest import Rest

PATIENCE = 60.0
"""Seconds after which something that a test waits for is taken to never happen."""

Faults = Mapping[Endpoint, Fault]


async def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - it may be about files and processes
            await asyncio.sleep(0.005)


class Loopback:
    """Discord with servers that have a channel each, and as many members as do something.

    Servers follow one another in the order in which shards are dealt them. What members do is done
    in the first, ``guild``, unless they say in which.
    What members do returns at once; ``faults`` are for the requests that it leads to. Whoever does
    not say which ``user`` it was is a new one each time, so that nobody is held up by the cooldown.
    After ``deadline`` seconds, if that is minded, Discord takes no first answer any more.
    """

    def __init__(self, deadline: float | None = None, servers: int = 1) -> None:
        first = int(new_id())
        # Discord divides by the number of shards what its ids have above the lowest 22 bits.
        first -= (first >> 22) % servers << 22
        self.channels = {str(first + (number << 22)): new_id() for number in range(servers)}
        self.guild = next(iter(self.channels))
        self.rest = Rest(deadline)
        self.gateway = Gateway(self.channels)
        app = web.Application()
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_routes(self.rest.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self.url = ""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=4096).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.gateway.url = self.rest.gateway_url = f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.gateway.cut()
        await self._runner.cleanup()

    async def slash(
        self,
        name: str,
        *,
        user: str | None = None,
        faults: Faults | None = None,
        **options: str | bool,
    ) -> Asked:
        """Use a slash command."""
        return await self._interact(Kind.COMMAND, command(name, options), user, faults)

    async def ask(
        self,
        question: str,
        *,
        private: bool = False,
        faults: Faults | None = None,
        guild: str | None = None,
    ) -> Asked:
        """Ask a question with ``/ask``."""
        data = command("ask", {"question": question, "private": private})
        return await self._interact(Kind.COMMAND, data, None, faults, guild=guild)

    async def type(
        self, name: str, option: str, typed: str, *, faults: Faults | None = None
    ) -> Asked:
        """Type into an option of a slash command."""
        data = command(name, {option: typed}, focused=option)
        return await self._interact(Kind.AUTOCOMPLETE, data, None, faults)

    async def choose(self, entry: str, content: str, *, faults: Faults | None = None) -> Asked:
        """Choose an entry in the menu of somebody's message."""
        target = message(new_id(), self.channels[self.guild], account(new_id()), content=content)
        return await self._interact(Kind.COMMAND, message_command(entry, target), None, faults)

    async def press(
        self,
        shown: Message,
        label: str,
        *,
        user: str | None = None,
        faults: Faults | None = None,
        guild: str | None = None,
    ) -> Asked:
        """Press the button with a label."""
        data = {"component_type": 2, "custom_id": shown.buttons[label], "id": 1}
        return await self._interact(Kind.COMPONENT, data, user, faults, shown, guild)

    async def mention(
        self, content: str, *, faults: Faults | None = None, guild: str | None = None
    ) -> Asked:
        """Write a message that mentions the bot."""
        guild = guild or self.guild
        asked = self.rest.add(Asked(new_id(), "", new_id(), self.channels[guild]))
        _plan(asked, faults)
        written = message(
            asked.id,
            asked.channel,
            account(asked.user),
            content=f"<@{APPLICATION}> {content}",
            mentions=[BOT],
            guild_id=guild,
            member=member(account(asked.user)),
        )
        await self.gateway.send("MESSAGE_CREATE", written)
        return asked

    async def _interact(
        self,
        kind: Kind,
        data: Json,
        user: str | None,
        faults: Faults | None,
        pressed_on: Message | None = None,
        guild: str | None = None,
    ) -> Asked:
        user, guild = user or new_id(), guild or self.guild
        channel = self.channels[guild]
        payload = interaction(kind, data, user=user, guild=guild, channel_id=channel)
        if pressed_on is not None:
            payload["message"] = pressed_on.payload
        asked = Asked(payload["id"], payload["token"], user, channel, pressed_on)
        self.rest.add(asked)
        _plan(asked, faults)
        await self.gateway.send("INTERACTION_CREATE", payload)
        return asked


def _plan(asked: Asked, faults: Faults | None) -> None:
    for endpoint, fault in (faults or {}).items():
        asked.faults.setdefault(endpoint, []).append(fault)
