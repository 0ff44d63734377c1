"""Getting in at Discord: the links that add the bot, and why it may not be let in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from json import JSONDecodeError
from typing import Final, TypeVar

import aiohttp
import discord
from discord.utils import oauth_url

NEEDED: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
)
"""What answering a mention takes: replying to a message needs the right to read it."""

PAUSES: Final = (1.0, 2.0, 4.0)
"""Seconds before Discord is tried again when it is out of order."""

_PORTAL: Final = 'https://discord.com/developers/applications, page "Bot"'
_BAD_TOKEN: Final = (
    f'Discord rejects the token in DISCORD_TOKEN; take a new one from {_PORTAL}, "Reset Token".'
)
_BAD_INTENTS: Final = (
    "Discord does not grant the intents that the bot asks for; an application that is no bot any"
    f" more, or is restricted, shows that at {_PORTAL}."
)

_CLOSED: Final = {
    4004: _BAD_TOKEN,
    4010: "Discord does not know the shard that the bot asks for; start it again.",
    4011: "Discord wants the bot to be spread over more shards; start it again.",
    4012: "Discord does not serve this version of its gateway any more; update discord.py.",
    4013: _BAD_INTENTS,
    4014: _BAD_INTENTS,
}
"""What it means when the gateway closes a connection with a code."""

_MEANINGS: Final = {
    50001: "Missing Access: is the bot in that server, and was it added with its commands?",
    50013: "Missing Permissions: the bot may not do that.",
    50035: "Invalid Form Body: this version of the bot does not fit Discord's rules any more.",
}
"""What Discord means by the code in the body of a refusal."""

# The library itself tries again after these.
_TRIED_AGAIN = {500, 502, 504, 524}

_ResultT = TypeVar("_ResultT")


class RefusedError(Exception):
    """Discord does not let the bot in, or cannot be reached; the message says why in one line."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what goes wrong between Discord and the bot into RefusedError."""
    _speechless()
    try:
        yield
    except (aiohttp.ClientError, discord.DiscordException, JSONDecodeError, OSError) as error:
        raise RefusedError(_explained(error)) from error


async def patiently(call: Callable[[], Awaitable[_ResultT]]) -> _ResultT:
    """Call, and call again a few times while Discord itself is out of order."""
    for pause in PAUSES:
        try:
            return await call()
        except (discord.DiscordServerError, discord.GatewayNotFound) as error:
            if not _may_pass(error):
                raise
        await asyncio.sleep(pause)
    return await call()


async def application_of(token: str) -> int:
    """Return the id of the application that a token belongs to."""

    async def ask() -> int:
        async with discord.Client(intents=discord.Intents(guilds=True)) as connection:
            await connection.login(token)
            return (await connection.application_info()).id

    return await patiently(ask)


def server_invite(application_id: int) -> str:
    """Return the link that adds the bot to a server."""
    return oauth_url(application_id, permissions=NEEDED, scopes=("bot", "applications.commands"))


def user_invite(application_id: int) -> str:
    """Return the link that adds the commands to one's own account."""
    return oauth_url(application_id, scopes=("applications.commands",)) + "&integration_type=1"


def _speechless() -> None:
    """Keep discord.py from warning that voice is not supported, which is not used."""
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False


def _explained(error: Exception) -> str:
    """Say in our own words why Discord does not let the bot in."""
    cause = error.__cause__ if isinstance(error, discord.GatewayNotFound) else error
    match cause:
        case discord.LoginFailure():
            return _BAD_TOKEN
        case discord.PrivilegedIntentsRequired():
            return _BAD_INTENTS
        case discord.ConnectionClosed():
            return _CLOSED.get(cause.code, f"Discord ended the connection with code {cause.code}.")
        case discord.HTTPException():
            return f"Discord refuses: {_refusal(cause)}"
        case JSONDecodeError():
            return "Discord's answer cannot be read, as it is no JSON; try again in a while."
    return f"Discord cannot be reached: {error or type(error).__name__}"


def _refusal(error: discord.HTTPException) -> str:
    """Return the status and code of a refusal, and never its body."""
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"it is out of order (status {error.status}); try again in a while."
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"it was asked too often (status {error.status}); try again in an hour."
    if error.code in _MEANINGS:
        return f"status {error.status}, code {error.code}, {_MEANINGS[error.code]}"
    return f"status {error.status}, code {error.code}."


def _may_pass(error: discord.DiscordServerError | discord.GatewayNotFound) -> bool:
    """Tell whether it is worth trying again, which the library has not done."""
    cause = error.__cause__ if isinstance(error, discord.GatewayNotFound) else error
    return isinstance(cause, discord.DiscordServerError) and cause.status not in _TRIED_AGAIN
