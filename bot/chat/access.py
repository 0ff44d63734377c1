"""Getting in at Discord: the links that add the bot, registering its commands, and refusals."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import aiohttp
import discord
from discord import app_commands
from discord.utils import oauth_url

NEEDED: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
)
"""What answering a mention takes: replying to a message needs the right to read it."""

MANAGING: Final = discord.Permissions(manage_guild=True, manage_messages=True)
"""What those may do in a server who set up the bot there."""

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


Tree = app_commands.CommandTree[Any]

_log: Final = logging.getLogger(__name__)

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
    return f"Discord cannot be reached: {_obstacle(error)}"


def _obstacle(error: Exception) -> str:
    """Say what kept Discord from being reached, without quoting what was received."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"what lies between says status {error.status}."
    told = str(error) if isinstance(error, discord.DiscordException | OSError) else ""
    return told or type(error).__name__


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


class Fingerprints(Protocol):
    """Remembers which commands were registered last."""

    def read(self) -> str | None:
        """Return the last fingerprint, if there is one."""

    def write(self, fingerprint: str) -> None:
        """Remember a fingerprint."""


class FingerprintFile:
    """Remembers in a file which commands were registered last."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str | None:
        """Return the last fingerprint, if there is one."""
        with suppress(OSError, UnicodeDecodeError):
            return self._path.read_text("utf-8")
        return None

    def write(self, fingerprint: str) -> None:
        """Remember a fingerprint."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(fingerprint, "utf-8")


async def sync_if_changed(tree: Tree, fingerprints: Fingerprints) -> bool:
    """Register the commands if they changed.

    Whatever goes wrong with that is logged, the old commands stay, and the next start tries again.
    """
    fingerprint = await _fingerprint_of(tree)
    if fingerprint == fingerprints.read():
        return False
    try:
        with refusals():
            await patiently(tree.sync)
            fingerprints.write(fingerprint)
    except RefusedError as error:
        _log.error("The commands could not be registered, the earlier ones stay. %s", error)
        return False
    return True


async def sync(tree: Tree, fingerprints: Fingerprints, guild_id: int | None = None) -> int:
    """Register the commands now, everywhere or in one server; return how many there are.

    The bot must be logged in. In one server they appear beside the global ones; ``fingerprints``
    remembers only what is registered everywhere.
    """
    if guild_id is None:
        registered = await patiently(tree.sync)
        fingerprints.write(await _fingerprint_of(tree))
        return len(registered)
    guild = discord.Object(guild_id)
    tree.copy_global_to(guild=guild)
    return len(await patiently(partial(tree.sync, guild=guild)))


async def _fingerprint_of(tree: Tree) -> str:
    """Return what changes when the application or one of its commands changes."""
    commands = [
        await command.get_translated_payload(tree, tree.translator)
        if tree.translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    text = json.dumps(commands, sort_keys=True)
    return sha256(f"{tree.client.application_id}\n{text}".encode()).hexdigest()
