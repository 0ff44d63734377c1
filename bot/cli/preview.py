"""``hatsugen preview``: the real bot on a pretended Discord, shown as a local page."""

import asyncio
import os
import platform
import signal
import time
import webbrowser
from contextlib import suppress
from typing import Annotated, Any

import simcord
import typer
from simcord.backend.errors import SetupError

from bot.chat.access import MANAGING
from bot.chat.client import HatsugenBot
from bot.chat.picture import Pictures
from bot.cli.context import DatabaseOption, DataOption, encoder_of, terminal_of
from bot.cli.errors import CommandError
from bot.cli.logs import log_to
from bot.cli.progress import bars
from bot.cli.simulator import Clock, Locales, let_refusals_pass
from bot.corpus import Watch, open_corpus
from bot.settings import Settings

_TICK = 1.0
_NAME = "hatsugen"
_MEMBERS = (("花子", "ja"), ("Alice", "en-US"))


def preview(
    ctx: typer.Context,
    *,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port; a free one when none is given.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser, where there is one.")
    ] = True,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Try the bot on a local page that looks much like Discord; no account needed."""
    terminal = terminal_of(ctx, database, data)
    log_to(terminal.err, terminal.settings)
    watch = bars(terminal.err)
    asyncio.run(_preview(terminal.settings, port=port, browser=browser, watch=watch))


class _Registered:
    """Registers the commands at each start, as nothing outlasts a preview."""

    def read(self) -> str | None:
        return None

    def write(self, fingerprint: str) -> None:
        del fingerprint


async def _preview(settings: Settings, *, port: int | None, browser: bool, watch: Watch) -> None:
    """Show the preview until it is closed, or Ctrl-C."""
    async with open_corpus(
        settings.database_path, settings.data_dir, watch=watch, encoder=encoder_of(settings)
    ) as corpus:
        bot = HatsugenBot(
            corpus.store,
            corpus.answering,
            cooldown_seconds=settings.cooldown_seconds,
            fingerprints=_Registered(),
            sends_questions=settings.sends_questions,
            translating=settings.show_translations,
            site=settings.site_url,
            answers_messages=settings.answer_messages,
            pictures=settings.pictures_folder,
        )
        try:
            async with simcord.run(bot, shard_count=1) as env:
                if bot.user is not None:
                    await bot.user.edit(username=_NAME)
                let_refusals_pass(bot)
                await _show(env, bot.service.pictures, port=port, browser=browser)
        except (SetupError, OSError) as error:
            raise CommandError(f"the preview cannot be shown: {error}") from error


async def _show(env: simcord.Env, pictures: Pictures, *, port: int | None, browser: bool) -> None:
    stop = _stop_signal()
    clock = Clock(env)
    clock.catch_up()
    locales = Locales(env)
    guild = env.create_guild()
    channel = guild.create_text_channel("general")
    role = guild.create_role("administrators", permissions=MANAGING)
    members = []
    for name, locale in _MEMBERS:
        members.append(guild.add_member(env.create_user(name), roles=[role]))
        locales.give(members[-1], locale)
    options: dict[str, Any] = {"viewers": members, "layout": "channel", "port": port}
    async with env.preview(channel, **options) as page:
        typer.echo(f"Preview: {page.url}")
        typer.echo("Two administrators to switch between: 花子 (Japanese) and Alice (English).")
        typer.echo("Write / for the commands. Ctrl-C ends the preview.")
        if browser and _has_browser():
            await asyncio.to_thread(webbrowser.open, page.url)
        beside = (_tick(clock), pictures.keep_drawn())
        meanwhile = [asyncio.create_task(each) for each in beside]
        ending: list[asyncio.Task[Any]] = [
            asyncio.create_task(page.wait_closed()),
            asyncio.create_task(stop.wait()),
        ]
        await asyncio.wait(ending, return_when=asyncio.FIRST_COMPLETED)
        for task in (*meanwhile, *ending):
            task.cancel()
        await asyncio.gather(*meanwhile, *ending, return_exceptions=True)
    # Errors went to the member and to the log; reading them tells simcord so.
    _ = env.errors


async def _tick(clock: Clock) -> None:
    """Let time pass, which stands still otherwise."""
    while True:
        await asyncio.to_thread(time.sleep, _TICK)
        clock.catch_up()


def _stop_signal() -> asyncio.Event:
    """Return what is set by Ctrl-C and SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
    return stop


def _has_browser() -> bool:
    """Tell whether a browser would open in a window, and not in this terminal."""
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
