"""The commands; they are built when the bot starts, not at import."""

from collections.abc import Iterator
from typing import Any

from discord import app_commands

from bot.chat.commands.administering import DailyQuotes, configure_command, daily_command
from bot.chat.commands.ask import ask_command, quote_command
from bot.chat.commands.guide import help_command, privacy_command, session_command
from bot.chat.commands.menus import find_related_menu, not_asked_menu, remove_menu
from bot.chat.errors import ErrorReports
from bot.chat.responding import Responder
from bot.chat.servers import Servers
from bot.chat.service import Service

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu


def all_commands(
    service: Service,
    responder: Responder,
    errors: ErrorReports,
    daily: DailyQuotes,
    servers: Servers,
) -> Iterator[AnyCommand]:
    """Yield every command."""
    yield ask_command(service, responder, errors)
    yield quote_command(service, responder, errors)
    yield session_command(service, responder, errors)
    yield daily_command(daily, responder)
    yield configure_command(service, servers, responder, errors)
    yield help_command(service)
    yield privacy_command(service)
    yield find_related_menu(service, responder)
    yield remove_menu(responder)
    if service.unanswered is not None:
        yield not_asked_menu(service, responder)
