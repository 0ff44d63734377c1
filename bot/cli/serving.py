"""The bot with what it needs, and Discord's refusals in one line."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from bot.chat import access, client
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
        return await access.application_of(token)


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one line why Discord does not let the bot in; raises CommandError."""
    try:
        with access.refusals():
            yield
    except access.RefusedError as error:
        raise CommandError(str(error)) from error


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
