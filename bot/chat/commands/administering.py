"""/daily and /configure: what administrators set up for their servers."""

import asyncio
import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import Any, Final

import discord
from discord import app_commands

from bot.chat.commands.options import session_choices
from bot.chat.errors import ErrorReports
from bot.chat.markup import brief
from bot.chat.responding import Interaction, Responder
from bot.chat.servers import JAPAN, LIMIT, DailyQuote, Servers
from bot.chat.service import Service
from bot.chat.views.notices import plain, sessions_meant
from bot.chat.views.parts import Reply
from bot.chat.wording import language_of, localised, wording
from bot.session import Language

_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LONGEST_TIME: Final = 10
_LONGEST_NAME: Final = 100


class DailyQuotes:
    """Posts what is set up for the servers of this process, each at its time."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        service: Service,
        errors: ErrorReports,
        servers: Servers,
    ) -> None:
        self._client = client
        self._service = service
        self._errors = errors
        self._servers = servers
        self._timer: asyncio.TimerHandle | None = None
        self._posting: asyncio.Task[None] | None = None

    def end(self) -> None:
        """Post no more until the next start."""
        for waiting in (self._timer, self._posting):
            if waiting is not None:
                waiting.cancel()

    async def start(self, guild: int, channel: int, at: time, language: Language) -> datetime:
        """Post in a channel from now on, instead of what was set up before; return when first."""
        now = _now()
        yesterday = now.date() - timedelta(days=1)
        daily = DailyQuote(channel=channel, at=at, language=language, posted=yesterday)
        if datetime.combine(now, at, JAPAN) <= now:
            daily = daily.done(now.date())
        await self._servers.set_up(guild, daily=daily)
        self.wait()
        return daily.next_after(now)

    async def stop(self, guild: int) -> bool:
        """Post in a server no more; tell whether that was set up."""
        if self._servers.of(guild).daily is None:
            return False
        await self._servers.set_up(guild, daily=None)
        return True

    def wait(self) -> None:
        """Sleep until the next quote is due, if any is set up."""
        if self._timer is not None:
            self._timer.cancel()
        now = _now()
        ours = [daily for guild, daily in self._servers.daily().items() if self._is_ours(guild)]
        if ours:
            delay = (min(daily.next_after(now) for daily in ours) - now).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(delay, self._wake)

    def _wake(self) -> None:
        # One that is posting already looks for the next by itself.
        if self._posting is None or self._posting.done():
            self._posting = asyncio.create_task(self._post_due())

    async def _post_due(self) -> None:
        for guild, daily in self._servers.daily().items():
            if daily.is_due(_now()) and self._is_ours(guild):
                try:
                    await self._post(guild, daily)
                except Exception as error:
                    self._errors.note(error)
        self.wait()

    async def _post(self, guild: int, daily: DailyQuote) -> None:
        if self._servers.of(guild).daily is not daily:
            return  # It was stopped or changed meanwhile.
        # Kept first: whatever happens then, nothing is posted twice.
        await self._servers.set_up(guild, daily=daily.done(_now().date()))
        LIMIT.set(self._servers.of(guild).sessions)
        made = await self._service.anything(asker=0, language=daily.language)
        if made.private:
            return  # Nothing is recorded.
        channel = self._client.get_partial_messageable(daily.channel, guild_id=guild)
        try:
            await channel.send(view=made.view)
        except discord.NotFound:
            await self.stop(guild)
            raise

    def _is_ours(self, guild: int) -> bool:
        """Tell whether a server is on a shard of this process."""
        ours, count = self._client.shard_ids, self._client.shard_count
        return not ours or not count or (guild >> 22) % count in ours


def daily_command(
    quotes: DailyQuotes, responder: Responder
) -> app_commands.Command[Any, ..., None]:
    """Build /daily."""

    @app_commands.command(
        name=localised("command-daily"), description=localised("command-daily-description")
    )
    @app_commands.rename(channel=localised("option-channel"), time=localised("option-time"))
    @app_commands.describe(
        channel=localised("option-channel-description"), time=localised("option-time-description")
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def daily(
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        time: app_commands.Range[str, 1, _LONGEST_TIME] | None = None,
    ) -> None:
        responder.work.admit(interaction.created_at)
        notice = await _planned(quotes, interaction, channel, time)
        await interaction.response.send_message(view=plain(notice), ephemeral=True)

    return daily


def configure_command(
    service: Service, servers: Servers, responder: Responder, errors: ErrorReports
) -> app_commands.Command[Any, ..., None]:
    """Build /configure, which limits a server to some sessions."""

    @app_commands.command(
        name=localised("command-configure"), description=localised("command-configure-description")
    )
    @app_commands.rename(sessions=localised("option-sessions"))
    @app_commands.describe(sessions=localised("option-sessions-description"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.autocomplete(
        sessions=session_choices(service, responder.work, errors, everywhere=True)
    )
    async def configure(
        interaction: Interaction,
        sessions: app_commands.Range[str, 1, _LONGEST_NAME] | None = None,
    ) -> None:
        responder.work.admit(interaction.created_at)
        if interaction.guild_id is None:
            raise app_commands.NoPrivateMessage
        view = await _limited(service, servers, interaction, sessions)
        await interaction.response.send_message(view=view, ephemeral=True)

    return configure


async def _limited(
    service: Service, servers: Servers, interaction: Interaction, typed: str | None
) -> Reply:
    """Put a session into what a server is limited to, or take it out; return what is told."""
    guild, language = interaction.guild_id or 0, language_of(interaction.locale)
    say = wording(language)
    LIMIT.set(())
    called = () if typed is None else await service.sessions_called(typed)
    if typed is not None and len(called) != 1:
        return sessions_meant(typed, called, language)
    limit = servers.of(guild).sessions ^ {each.id for each in called} if called else frozenset()
    await servers.set_up(guild, sessions=limit)
    titles = [
        f"- {brief(each.title.to(language), 120)}"
        for each in await service.sessions()
        if each.id in limit
    ]
    return plain("\n".join([say["limited"], *titles]) if titles else say["not-limited"])


async def _planned(
    quotes: DailyQuotes,
    interaction: Interaction,
    channel: discord.TextChannel | None,
    typed: str | None,
) -> str:
    """Do what the command says; return what the administrator is told."""
    guild, language = interaction.guild, language_of(interaction.locale)
    say = wording(language)
    if guild is None:
        raise app_commands.NoPrivateMessage
    if channel is None and typed is None:
        return say["daily-stopped" if await quotes.stop(guild.id) else "daily-none"]
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", typed or "").strip())
    if channel is None or found is None:
        return say["daily-how"]
    allowed = channel.permissions_for(guild.me)
    if not (allowed.view_channel and allowed.send_messages):
        return say["missing-permission"]
    first = await quotes.start(guild.id, channel.id, time(int(found[1]), int(found[2])), language)
    return say("daily-started", channel=channel.mention, first=discord.utils.format_dt(first, "F"))


def _now() -> datetime:
    return discord.utils.utcnow().astimezone(JAPAN)
