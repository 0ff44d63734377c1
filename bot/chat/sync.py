"""Registering the commands with Discord, only when they have changed."""

import json
import logging
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol

import discord

if TYPE_CHECKING:
    from bot.chat.client import HatsugenBot

_log: Final = logging.getLogger(__name__)


class Fingerprints(Protocol):
    """Remembers which commands were registered last."""

    def read(self) -> str | None:
        """Return the last fingerprint, if there is one."""

    def write(self, fingerprint: str) -> None:
        """Remember a fingerprint."""


async def payload_of(bot: "HatsugenBot") -> list[dict[str, Any]]:
    """Return the global commands as Discord gets them, with every translation."""
    tree = bot.tree
    if tree.translator is None:
        return [command.to_dict(tree) for command in tree.get_commands()]
    return [
        await command.get_translated_payload(tree, tree.translator)
        for command in tree.get_commands()
    ]


async def fingerprint_of(bot: "HatsugenBot") -> str:
    """Return what changes when the application or one of its commands changes."""
    commands = json.dumps(await payload_of(bot), sort_keys=True)
    return sha256(f"{bot.application_id}\n{commands}".encode()).hexdigest()


async def sync_if_changed(bot: "HatsugenBot", fingerprints: Fingerprints) -> bool:
    """Register the commands if they changed; a refusal is logged, and the old ones stay."""
    fingerprint = await fingerprint_of(bot)
    if fingerprint == fingerprints.read():
        return False
    try:
        await bot.tree.sync()
    except discord.HTTPException as error:
        _log.error("The commands could not be registered: %s", error)
        return False
    fingerprints.write(fingerprint)
    return True


async def sync(
    bot: "HatsugenBot", guild_id: int | None = None, fingerprints: Fingerprints | None = None
) -> int:
    """Register the commands now, everywhere or in one server; return how many there are.

    The bot must be logged in. In one server they appear beside the global ones; ``fingerprints``
    remembers only what is registered everywhere.
    """
    if guild_id is None:
        registered = await bot.tree.sync()
        if fingerprints is not None:
            fingerprints.write(await fingerprint_of(bot))
        return len(registered)
    guild = discord.Object(guild_id)
    bot.tree.copy_global_to(guild=guild)
    return len(await bot.tree.sync(guild=guild))
