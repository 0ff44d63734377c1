"""The client: what it listens to, and how it starts and stops."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from secrets import randbelow

import discord
from discord import app_commands
from discord.ext import commands

from bot.answering import Answering
from bot.chat.commands import all_commands
from bot.chat.controls import CONTROLS, Interaction
from bot.chat.conversation import hear
from bot.chat.desk import Desk, Unanswered
from bot.chat.failures import Failures
from bot.chat.pace import Pace, Work
from bot.chat.sync import Fingerprints, sync_if_changed
from bot.chat.translating import CatalogueTranslator
from bot.store import Store


class Tree(app_commands.CommandTree["HatsugenBot"]):
    """The commands, with one answer for whatever goes wrong in them."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Take no new work when the bot is about to stop."""
        if interaction.type is discord.InteractionType.autocomplete:
            return not interaction.client.work.stopping
        interaction.client.work.admit()
        return True

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the member and the log."""
        await interaction.client.failures.report(interaction, error)


class HatsugenBot(commands.AutoShardedBot):
    """The bot; it owns neither the store nor the answering that it is given.

    ``cooldown_seconds`` lie between two questions of a member; 0 switches that off.
    ``fingerprints`` remembers the commands registered last; without it, none are registered at the
    start. ``unanswered`` keeps refused questions; without it, none are kept. ``pick`` chooses a
    number below its argument at random.
    """

    tree: Tree

    def __init__(
        self,
        store: Store,
        answering: Answering,
        *,
        cooldown_seconds: float = 3.0,
        fingerprints: Fingerprints | None = None,
        unanswered: Unanswered | None = None,
        shard_count: int | None = None,
        pick: Callable[[int], int] = randbelow,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
        )
        self.pace = Pace(cooldown_seconds)
        self.work = Work()
        self.failures = Failures(self.work)
        self.desk = Desk(store, answering, self.pace, unanswered=unanswered, pick=pick)
        self._fingerprints = fingerprints

    async def setup_hook(self) -> None:
        """Prepare commands and buttons before the first event."""
        await self.tree.set_translator(CatalogueTranslator())
        self.add_dynamic_items(*CONTROLS)
        for command in all_commands(self.desk, self.failures):
            self.tree.add_command(command, override=True)
        if self._fingerprints is not None:
            await sync_if_changed(self, self._fingerprints)

    async def on_message(self, message: discord.Message, /) -> None:
        """Answer what is written to the bot."""
        await hear(self, message)

    async def close(self) -> None:
        """Finish what is being answered, then leave."""
        await self.work.finish()
        await super().close()


async def run(bot: HatsugenBot, token: str) -> None:
    """Run the bot until it is told to stop by SIGINT or SIGTERM.

    Raises ``discord.LoginFailure`` for a rejected token, and ``OSError`` or ``aiohttp.ClientError``
    where Discord cannot be reached.
    """
    loop = asyncio.get_running_loop()
    closing: set[asyncio.Task[None]] = set()

    def stop() -> None:
        if not closing:
            closing.add(loop.create_task(bot.close()))

    signals = (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError):
        for number in signals:
            loop.add_signal_handler(number, stop)
    try:
        async with bot:
            await bot.start(token)
            await asyncio.gather(*closing)
    finally:
        with suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)
