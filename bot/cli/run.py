"""``hatsugen run``, ``sync`` and ``invite``: what needs Discord itself."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from importlib import metadata
from typing import Annotated, Any, Final

import typer

from bot.chat import access, client, journal
from bot.chat.access import FingerprintFile
from bot.chat.access import sync as sync_commands
from bot.chat.client import HatsugenBot
from bot.chat.journal import Entry
from bot.chat.shards import IdentifyTurns
from bot.cli.context import DatabaseOption, DataOption, Terminal, encoder_of, terminal_of
from bot.cli.errors import CommandError
from bot.cli.logs import log_to
from bot.cli.progress import bars
from bot.cli.running import Tenure
from bot.corpus import Corpus, Watch, open_corpus
from bot.settings import Settings
from bot.store import Store
from bot.store.unanswered import UnansweredQuestions

_SIX_HOURS: Final = 6 * 60 * 60
_END_WITHIN: Final = 4.7
_READY_WITHIN: Final = 0.1
_HOW_TO_GET_ONE = (
    "DISCORD_TOKEN is not set. Make an application at https://discord.com/developers/applications,"
    ' take the token from its page "Bot", and put DISCORD_TOKEN=… into .env.'
    " `hatsugen preview` shows the bot without a token."
)


def run(
    ctx: typer.Context,
    *,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over",
            help="Take the place of one that runs: it ends when this one is ready, and no question"
            " goes unanswered.",
        ),
    ] = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Run the bot on Discord, until Ctrl-C or SIGTERM."""
    terminal = terminal_of(ctx, database, data)
    token = _token(terminal.settings)
    watch = _prepared(terminal)
    asyncio.run(_serve(terminal.settings, token, watch, taking_over=take_over))


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


async def _serve(settings: Settings, token: str, watch: Watch, *, taking_over: bool) -> None:
    """Run the bot until it is told to stop."""
    tenure = Tenure(settings)
    with client.ended_by_signals(_END_WITHIN), tenure.begin(taking_over=taking_over):
        async with (
            open_corpus(
                settings.database_path,
                settings.data_dir,
                watch=watch,
                encoder=encoder_of(settings),
            ) as corpus,
            _unanswered(settings) as unanswered,
        ):
            with _refusals():
                bot = HatsugenBot(
                    corpus.store,
                    corpus.answering,
                    cooldown_seconds=settings.cooldown_seconds,
                    fingerprints=_fingerprints(settings),
                    unanswered=unanswered,
                    sends_questions=settings.sends_questions,
                    shard_count=settings.shard_count,
                    shard_ids=settings.shards,
                    turns=None if settings.shards is None else IdentifyTurns(settings.state_dir),
                    translating=settings.show_translations,
                    servers=settings.servers_folder,
                    site=settings.site_url,
                    answers_messages=settings.answer_messages,
                    pictures=settings.pictures_folder,
                )
                await bot.warm_up()
                # What is there by now stays; looking through it again and again stops everything.
                gc.freeze()
                async with (
                    _monitored(settings, bot, corpus.store, taking_over=taking_over),
                    _beside(_keep_in_step(corpus, bot)),
                    _beside(bot.service.pictures.keep_drawn()),
                    _beside(_follow(tenure, bot)),
                ):
                    await client.run(bot, token)


@asynccontextmanager
async def _monitored(
    settings: Settings, bot: HatsugenBot, store: Store, *, taking_over: bool
) -> AsyncIterator[None]:
    """Log what is answered, and tell how the bot is at an address, where that is switched on.

    Whoever is taken over from has the address until it ends.
    """
    bot.work.watching = journal.log
    if settings.monitoring_port is None:
        yield
        return
    from bot.chat.monitoring import Monitor

    monitor = Monitor(bot, bot.work, store, metadata.version("hatsugen"))

    def watch(entry: Entry) -> None:
        journal.log(entry)
        monitor.note(entry)

    bot.work.watching = watch
    async with AsyncExitStack() as stack:
        address = settings.monitoring_host, settings.monitoring_port
        serving = monitor.serving(*address, patient=taking_over)
        try:
            await stack.enter_async_context(serving)
        except OSError as error:
            raise CommandError(f"MONITORING_PORT: {error.strerror or error}") from error
        yield


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do something meanwhile, and no longer."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(tenure: Tenure, bot: HatsugenBot) -> None:
    """Once ready, take over from whoever has the same shards; end when somebody else does so."""
    while not bot.is_ready():  # noqa: ASYNC110 - it can be waited for only after the login
        await asyncio.sleep(_READY_WITHIN)
    await tenure.take_over()
    await tenure.end()
    bot.work.has_successor = True
    signal.raise_signal(signal.SIGTERM)


async def _keep_in_step(corpus: Corpus, bot: HatsugenBot) -> None:
    """Take over what changes in the data folder: soon, and on SIGHUP at once.

    At a terminal, SIGHUP says that it was closed.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    listens = hasattr(signal, "SIGHUP") and not sys.stderr.isatty()
    if listens:
        loop.add_signal_handler(signal.SIGHUP, told.set)
    try:
        await corpus.keep_in_step(told, bot.warm_up)
    finally:
        if listens:
            loop.remove_signal_handler(signal.SIGHUP)


def _fingerprints(settings: Settings) -> FingerprintFile | None:
    return FingerprintFile(settings.fingerprint_path) if settings.registers_commands else None


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
    async with UnansweredQuestions.open(path) as questions, _beside(_prune(questions)):
        yield questions if settings.log_unanswered else None


async def _prune(questions: UnansweredQuestions) -> None:
    while True:
        await asyncio.sleep(_SIX_HOURS)
        await questions.prune()
