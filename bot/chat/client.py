"""The client: what it listens to, and how it starts and stops."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import randbelow
from typing import Final

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.answering import Answering
from bot.chat.access import Fingerprints, patiently, sync_if_changed
from bot.chat.commands import all_commands
from bot.chat.commands.administering import DailyQuotes
from bot.chat.commands.options import may_complete
from bot.chat.controls import CONTROLS
from bot.chat.errors import ErrorReports
from bot.chat.messages import Messages
from bot.chat.responding import Cooldown, Interaction, Responder, Work
from bot.chat.servers import LIMIT, Servers
from bot.chat.service import Service, Unanswered
from bot.chat.shards import IdentifyTurns
from bot.chat.wording import CatalogueTranslator, LanguagesHeard, language_of
from bot.session import Language
from bot.store import Store

_CONNECTIONS: Final = 400
"""How many connections to Discord are open at the same time."""

_SYNC_PATIENCE: Final = 3.0
"""Seconds that the start waits for the commands to be registered."""

_CLOSING: Final = 0.8
"""Seconds in which a connection is closed politely."""


class Tree(app_commands.CommandTree["HatsugenBot"]):
    """The commands, with one answer for whatever goes wrong in them."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Leave out choices while other things are more urgent."""
        LIMIT.set(interaction.client.servers.limits.get(interaction.guild_id or 0, ()))
        if interaction.type is not discord.InteractionType.autocomplete:
            language = language_of(interaction.locale)
            interaction.client.languages.note(language, interaction.user.id, interaction.channel_id)
            return True
        return await may_complete(interaction, interaction.client.work)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the member and the log."""
        await interaction.client.errors.report(interaction, error)


class HatsugenBot(commands.AutoShardedBot):
    """The bot; it owns neither the store nor the answering that it is given.

    ``cooldown_seconds`` lie between two questions of a member; 0 switches that off.
    ``fingerprints`` remembers the commands registered last; without it, none are registered at the
    start. ``unanswered`` keeps refused questions; without it, none are kept. ``sends_questions``
    tells members that their questions may leave the machine. ``translating`` shows translations to
    whom needs them without being asked. ``site`` is the address of the pages of the record, where
    there are any. ``servers`` is the folder of what was set up for servers; without it, that is
    forgotten at the end. Without ``answers_messages``, the commands alone are answered.
    ``pictures`` is the folder of the pictures of sessions; without it, there are none. ``pick``
    chooses a number below its argument at random. Where other processes have the rest of
    ``shard_count`` shards, ``shard_ids`` are its own, and ``turns`` tells when they may introduce
    themselves.
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
        sends_questions: bool = False,
        translating: bool = True,
        servers: Path | None = None,
        site: str | None = None,
        answers_messages: bool = True,
        pictures: Path | None = None,
        shard_count: int | None = None,
        shard_ids: Sequence[int] | None = None,
        turns: IdentifyTurns | None = None,
        pick: Callable[[int], int] = randbelow,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(
                guilds=True, guild_messages=answers_messages, dm_messages=answers_messages
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            # The library's annotation leaves out that it need not be given.
            shard_ids=None if shard_ids is None else list(shard_ids),  # type: ignore[arg-type]
        )
        self._store, self._answering = store, answering
        self.work = Work()
        self.service = Service(
            store,
            answering,
            unanswered=unanswered,
            sends_questions=sends_questions,
            translating=translating,
            site=site,
            answers_messages=answers_messages,
            pictures=pictures,
            pick=pick,
        )
        self.errors = ErrorReports(self.work)
        cooldown, shares = Cooldown(cooldown_seconds), Cooldown(cooldown_seconds)
        self.responder = Responder(cooldown, shares, self.work)
        self.languages = LanguagesHeard()
        self.servers = Servers(servers)
        self._messages = Messages(
            self.service,
            cooldown,
            self.work,
            self.errors,
            languages=self.languages,
            servers=self.servers,
        )
        self._daily = DailyQuotes(self, self.service, self.errors, self.servers)
        self._syncing: asyncio.Task[bool] | None = None
        self._fingerprints = fingerprints
        self._turns = turns
        self._max_concurrency: int | None = None

    async def setup_hook(self) -> None:
        """Prepare commands and buttons before the first event."""
        await self.tree.set_translator(CatalogueTranslator())
        self.add_dynamic_items(*CONTROLS)
        for command in all_commands(
            self.service, self.responder, self.errors, self._daily, self.servers
        ):
            self.tree.add_command(command, override=True)
        self._daily.wait()
        if self._fingerprints is not None:
            self._syncing = asyncio.create_task(sync_if_changed(self.tree, self._fingerprints))
            await asyncio.wait({self._syncing}, timeout=_SYNC_PATIENCE)

    async def warm_up(self) -> None:
        """Read what the first question would have to wait for."""
        await self._answering.warm_up()
        service = Service(self._store, self._answering)
        for topic in (await self._store.record()).topics[:1]:
            for language in Language:
                await service.ask(topic.label.to(language), asker=0, language=language)

    async def login(self, token: str) -> None:
        """Log in; what is wrong with Discord for a moment is waited for."""
        await patiently(partial(self._login, token))

    async def _login(self, token: str) -> None:
        # What an attempt that failed has left.
        await self.http.close()
        self.http.connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
        await super().login(token)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Listen until the bot is closed; where the gateway's address is not told, ask again."""
        await patiently(partial(super().connect, reconnect=reconnect))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a shard may introduce itself."""
        if self._turns is None or shard_id is None:
            await super().before_identify_hook(shard_id, initial=initial)
            return
        if self._max_concurrency is None:
            _, _, limit = await self.http.get_bot_gateway()
            self._max_concurrency = limit["max_concurrency"]
        await self._turns.take(shard_id % self._max_concurrency)

    async def on_message(self, message: discord.Message, /) -> None:
        """Answer what is written to the bot."""
        if self.user is not None and message.author.id != self.user.id:
            await self._messages.hear(message, self.user)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what was set up in a server that the bot has left."""
        await self.servers.forget(guild.id)

    async def close(self) -> None:
        """Finish what is being answered, then leave."""
        try:
            await self.work.finish()
        finally:
            self._daily.end()
            if self._syncing is not None:
                self._syncing.cancel()
            try:
                async with asyncio.timeout(_CLOSING):
                    await super().close()
            except TimeoutError:  # Nobody is there to say goodbye to.
                await self.http.close()


async def run(bot: HatsugenBot, token: str) -> None:
    """Run the bot until it is cancelled; it then finishes what is being answered.

    Raises what ``access.refusals`` explains where Discord does not let the bot in.
    """
    async with bot:
        starting = asyncio.create_task(bot.start(token))
        # How it ends after it was cancelled matters to nobody.
        starting.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            await asyncio.wait({starting})
        finally:
            # The library waits for a gateway that is away as long as that takes.
            starting.cancel()
            await bot.close()
            await asyncio.wait({starting}, timeout=_CLOSING)
    await starting


@contextmanager
def ended_by_signals(within: float | None = None) -> Iterator[None]:
    """Let SIGINT and SIGTERM cancel what is done within; that it was cancelled is no error.

    The process ends ``within`` so many seconds even if something cannot be cancelled, such as the
    look-up of an address.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    told = False

    def stop() -> None:
        nonlocal told
        if within is not None and not told:
            loop.call_later(within, os._exit, 0)
        told = True
        if task is not None:
            task.cancel()

    signals = (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError):
        for number in signals:
            loop.add_signal_handler(number, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not told:
            raise
    finally:
        with suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)
