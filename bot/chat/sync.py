"""Registering the commands with Discord, only when they have changed."""

import json
import logging
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

import discord
from discord import app_commands

from bot.chat.access import RefusedError, patiently, refusals

Tree = app_commands.CommandTree[Any]

_log: Final = logging.getLogger(__name__)


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
