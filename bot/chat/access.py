"""Getting in at Discord, and why it may not let the bot in."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord


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


def _speechless() -> None:
    """Keep discord.py from warning that voice is not supported, which is not used."""
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False
