"""The bot with what it needs, and Discord's refusals in one line."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import aiohttp
import discord

from bot.chat import client
from bot.chat.client import HatsugenBot
from bot.chat.sync import fingerprint_of
from bot.chat.sync import sync as sync_commands
from bot.cli.commands import CommandError
from bot.cli.state import UNANSWERED, FingerprintFile
from bot.corpus import Watch, open_corpus
from bot.settings import Settings
from bot.store.unanswered import UnansweredQuestions

_SIX_HOURS = 6 * 60 * 60


async def serve(settings: Settings, token: str, watch: Watch) -> None:
    """Run the bot until it is told to stop."""
    async with (
        open_corpus(settings.database_path, settings.data_dir, watch=watch) as corpus,
        _unanswered(settings) as unanswered,
    ):
        with _refusals():
            bot = HatsugenBot(
                corpus.store,
                corpus.answering,
                cooldown_seconds=settings.cooldown_seconds,
                fingerprints=FingerprintFile(settings.state_dir),
                unanswered=unanswered,
            )
            await client.run(bot, token)


async def register(settings: Settings, token: str, guild: int | None, watch: Watch) -> int:
    """Register the commands, everywhere or in one server; return how many there are."""
    async with open_corpus(settings.database_path, settings.data_dir, watch=watch) as corpus:
        with _refusals():
            async with HatsugenBot(corpus.store, corpus.answering) as bot:
                await bot.login(token)
                count = await sync_commands(bot, guild)
                if guild is None:
                    FingerprintFile(settings.state_dir).write(await fingerprint_of(bot))
    return count


async def application_of(token: str) -> int:
    """Return the id of the application that a token belongs to."""
    with _refusals():
        async with discord.Client(intents=discord.Intents(guilds=True)) as connection:
            await connection.login(token)
            return (await connection.application_info()).id


def _speechless() -> None:
    """Keep discord.py from warning that voice is not supported, which is not used."""
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one line why Discord does not let the bot in; raises CommandError."""
    _speechless()
    try:
        yield
    except discord.LoginFailure as error:
        raise CommandError(
            "Discord rejects the token in DISCORD_TOKEN; take a new one from"
            ' https://discord.com/developers/applications, page "Bot", "Reset Token".'
        ) from error
    except discord.HTTPException as error:
        raise CommandError(f"Discord refuses: {error}") from error
    except (aiohttp.ClientError, discord.DiscordException, OSError) as error:
        reason = str(error) or type(error).__name__
        raise CommandError(f"Discord cannot be reached: {reason}") from error


@asynccontextmanager
async def _unanswered(settings: Settings) -> AsyncIterator[UnansweredQuestions | None]:
    """Open what keeps refused questions where that is switched on; old ones go in any case."""
    path = settings.state_dir / UNANSWERED
    if not settings.log_unanswered and not path.exists():
        yield None
        return
    async with UnansweredQuestions.open(path) as questions:
        pruning = asyncio.create_task(_prune(questions))
        try:
            yield questions if settings.log_unanswered else None
        finally:
            pruning.cancel()
            with suppress(asyncio.CancelledError):
                await pruning


async def _prune(questions: UnansweredQuestions) -> None:
    while True:
        await asyncio.sleep(_SIX_HOURS)
        await questions.prune()
