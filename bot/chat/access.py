"""Getting in at Discord: the links that add the bot, and why it may not be let in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

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


class RefusedError(Exception):
    """Discord does not let the bot in, or cannot be reached; the message says why in one line."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what goes wrong between Discord and the bot into RefusedError."""
    _speechless()
    try:
        yield
    except discord.LoginFailure as error:
        raise RefusedError(
            "Discord rejects the token in DISCORD_TOKEN; take a new one from"
            ' https://discord.com/developers/applications, page "Bot", "Reset Token".'
        ) from error
    except discord.HTTPException as error:
        raise RefusedError(f"Discord refuses: {error}") from error
    except (aiohttp.ClientError, discord.DiscordException, OSError) as error:
        reason = str(error) or type(error).__name__
        raise RefusedError(f"Discord cannot be reached: {reason}") from error


async def application_of(token: str) -> int:
    """Return the id of the application that a token belongs to."""
    async with discord.Client(intents=discord.Intents(guilds=True)) as connection:
        await connection.login(token)
        return (await connection.application_info()).id


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
