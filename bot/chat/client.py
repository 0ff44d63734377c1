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
from bot.chat.controls import CONTROLS
from bot.chat.errors import ErrorReports
from bot.chat.messages import Messages
from bot.chat.responding import Cooldown, Interaction, Responder, Work
from bot.chat.service import Service, Unanswered
from bot.chat.sync import Fingerprints, sync_if_changed
from bot.chat.wording import CatalogueTranslator
from bot.store import Store


class Tree(app_commands.CommandTree["HatsugenBot"]):
    """The commands, with one answer for whatever goes wrong in them."""

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the member and the log."""
        await interaction.client.errors.report(interaction, error)


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
        self.work = Work()
        self.service = Service(store, answering, unanswered=unanswered, pick=pick)
        self.errors = ErrorReports(self.work)
        cooldown = Cooldown(cooldown_seconds)
        self.responder = Responder(cooldown, self.work)
        self._messages = Messages(self.service, cooldown, self.work, self.errors)
        self._fingerprints = fingerprints

    async def setup_hook(self) -> None:
        """Prepare commands and buttons before the first event."""
        await self.tree.set_translator(CatalogueTranslator())
        self.add_dynamic_items(*CONTROLS)
        for command in all_commands(self.service, self.responder, self.errors):
            self.tree.add_command(command, override=True)
        if self._fingerprints is not None:
            await sync_if_changed(self.tree, self._fingerprints)

    async def on_message(self, message: discord.Message, /) -> None:
        """Answer what is written to the bot."""
        if self.user is not None and message.author.id != self.user.id:
            await self._messages.hear(message, self.user)

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
