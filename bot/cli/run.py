"""``hatsugen run``, ``sync`` and ``invite``: what needs Discord itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Annotated, Final

import typer
from filelock import FileLock, Timeout

from bot.chat import access, client
from bot.chat.access import FingerprintFile
from bot.chat.access import sync as sync_commands
from bot.chat.client import HatsugenBot
from bot.cli.context import DatabaseOption, DataOption, Terminal, terminal_of
from bot.cli.errors import CommandError
from bot.cli.logs import log_to
from bot.cli.progress import bars
from bot.corpus import Watch, open_corpus
from bot.settings import Settings
from bot.store.unanswered import UnansweredQuestions

_SIX_HOURS: Final = 6 * 60 * 60
_END_WITHIN: Final = 4.7
_HOW_TO_GET_ONE = (
    "DISCORD_TOKEN is not set. Make an application at https://discord.com/developers/applications,"
    ' take the token from its page "Bot", and put DISCORD_TOKEN=… into .env.'
    " `hatsugen preview` shows the bot without a token."
)


def run(ctx: typer.Context, *, database: DatabaseOption = None, data: DataOption = None) -> None:
    """Run the bot on Discord, until Ctrl-C or SIGTERM."""
    terminal = terminal_of(ctx, database, data)
    token = _token(terminal.settings)
    watch = _prepared(terminal)
    asyncio.run(_serve(terminal.settings, token, watch))


def sync(
    ctx: typer.Context,
    *,
    guild: Annotated[
        int | None,
        typer.Option(metavar="ID", help="Only in this server, where they appear at once."),
    ] = None,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Register the commands with Discord; `run` does so by itself when they have changed."""
    terminal = terminal_of(ctx, database, data)
    token = _token(terminal.settings)
    watch = _prepared(terminal)
    count = asyncio.run(_register(terminal.settings, token, guild, watch))
    where = f"in the server {guild}" if guild else "everywhere"
    typer.echo(f"{count} commands are registered {where}.")


def invite(
    ctx: typer.Context,
    *,
    application_id: Annotated[
        int | None,
        typer.Option("--application-id", metavar="ID", help="Instead of asking Discord for it."),
    ] = None,
) -> None:
    """Show the links that add the bot, with the least permissions that it works with."""
    terminal = terminal_of(ctx)
    if application_id is None:
        token = _token(terminal.settings)
        _prepared(terminal)
        application_id = asyncio.run(_application_of(token))
    typer.echo(f"To a server: {access.server_invite(application_id)}")
    typer.echo(f"To one's own account: {access.user_invite(application_id)}")


def _token(settings: Settings) -> str:
    if settings.discord_token is None:
        raise CommandError(_HOW_TO_GET_ONE)
    return settings.discord_token.get_secret_value()


def _prepared(terminal: Terminal) -> Watch:
    log_to(terminal.err, terminal.settings)
    return bars(terminal.err)


async def _serve(settings: Settings, token: str, watch: Watch) -> None:
    """Run the bot until it is told to stop."""
    with client.ended_by_signals(_END_WITHIN), _alone(settings):
        async with (
            open_corpus(settings.database_path, settings.data_dir, watch=watch) as corpus,
            _unanswered(settings) as unanswered,
        ):
            with _refusals():
                bot = HatsugenBot(
                    corpus.store,
                    corpus.answering,
                    cooldown_seconds=settings.cooldown_seconds,
                    fingerprints=FingerprintFile(settings.fingerprint_path),
                    unanswered=unanswered,
                    translating=settings.show_translations,
                )
                await bot.warm_up()
                await client.run(bot, token)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Keep others from answering too; the lock ends with the process. Raises CommandError."""
    path = settings.lock_path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=0):
            yield
    except Timeout as error:
        raise CommandError(
            f"another `hatsugen run` works with {path.parent}; a second one would answer"
            " everything twice. Give it a STATE_DIR of its own if it is another bot."
        ) from error


async def _register(settings: Settings, token: str, guild: int | None, watch: Watch) -> int:
    """Register the commands, everywhere or in one server; return how many there are."""
    async with open_corpus(settings.database_path, settings.data_dir, watch=watch) as corpus:
        with _refusals():
            async with HatsugenBot(corpus.store, corpus.answering) as bot:
                await bot.login(token)
                fingerprints = FingerprintFile(settings.fingerprint_path)
                return await sync_commands(bot.tree, fingerprints, guild)


async def _application_of(token: str) -> int:
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
    path = settings.unanswered_path
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
