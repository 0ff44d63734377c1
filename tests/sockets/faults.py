"""What can go wrong between a request of the bot and the reply that it gets."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from tests.sockets.payloads import Json


class Endpoint(StrEnum):
    """What the bot can request: a method, and a path in the notation of aiohttp."""

    LOGIN = "GET /users/@me"
    APPLICATION = "GET /oauth2/applications/@me"
    GATEWAY = "GET /gateway/bot"
    SYNC = "PUT /applications/{application}/commands"
    CALLBACK = "POST /interactions/{interaction}/{token}/callback"
    FOLLOWUP = "POST /webhooks/{application}/{token}"
    FETCH = "GET /webhooks/{application}/{token}/messages/{message}"
    EDIT = "PATCH /webhooks/{application}/{token}/messages/{message}"
    DELETE = "DELETE /webhooks/{application}/{token}/messages/{message}"
    REPLY = "POST /channels/{channel}/messages"
    TYPING = "POST /channels/{channel}/typing"
    DIRECT_CHANNEL = "POST /users/@me/channels"


@dataclass(frozen=True)
class Reply:
    """What is answered: JSON, or the very ``bytes`` that pretend to be JSON, or a page of HTML."""

    status: int = 200
    body: Json | list[Json] | bytes | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class ClosedError(Exception):
    """The connection is closed instead of an answer."""


Act: TypeAlias = Callable[[], Reply]
"""Does what was requested, and returns Discord's reply."""

Fault: TypeAlias = Callable[[Act], Awaitable[Reply]]
"""Answers a request in place of Discord, which may act or not; raises ClosedError to hang up."""


def error(status: int, code: int = 0, message: str = "Refused") -> Reply:
    """Return an error as Discord describes one."""
    return Reply(status, {"message": message, "code": code})


UNKNOWN_INTERACTION = error(404, 10062, "Unknown interaction")
UNKNOWN_WEBHOOK = error(404, 10015, "Unknown Webhook")
UNKNOWN_MESSAGE = error(404, 10008, "Unknown Message")
ACKNOWLEDGED = error(400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = error(403, 50001, "Missing Access")
MISSING_PERMISSIONS = error(403, 50013, "Missing Permissions")
NO_DIRECT_MESSAGES = error(403, 50007, "Cannot send messages to this user")
UNAUTHORIZED = error(401, 0, "401: Unauthorized")


def instead(reply: Reply) -> Fault:
    """Reply something, and do nothing."""

    async def fault(act: Act) -> Reply:
        return reply

    return fault


def unavailable(status: int) -> Fault:
    """Fail like a proxy before Discord, and do nothing."""
    return instead(Reply(status, "<html>upstream</html>"))


def done_but(status: int) -> Fault:
    """Do what is requested, and reply like a proxy that lost patience."""

    async def fault(act: Act) -> Reply:
        act()
        return Reply(status, "<html>upstream</html>")

    return fault


def limited(seconds: float = 0.1) -> Fault:
    """Ask for patience, in the headers and in the body."""

    async def fault(act: Act) -> Reply:
        headers = {
            "Via": "1.1 google",
            "Retry-After": str(seconds),
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(time.time() + seconds),
            "X-RateLimit-Reset-After": str(seconds),
            "X-RateLimit-Scope": "user",
        }
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
        return Reply(429, body, headers)

    return fault


async def lost_reply(act: Act) -> Reply:
    """Do what is requested, and hang up before the reply."""
    act()
    raise ClosedError


async def cut(act: Act) -> Reply:
    """Hang up, and do nothing."""
    raise ClosedError


async def garbled(act: Act) -> Reply:
    """Do what is requested, and reply with JSON that breaks off."""
    act()
    return Reply(200, b'{"id": "12')


class Held:
    """Keeps requests waiting until they are released."""

    def __init__(self) -> None:
        self._released = asyncio.Event()

    async def __call__(self, act: Act) -> Reply:
        await self._released.wait()
        return act()

    def release(self) -> None:
        """Let those that wait, and those to come, go on."""
        self._released.set()
