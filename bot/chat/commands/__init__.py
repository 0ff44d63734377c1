"""The commands, one file each; they are built when the bot starts, not at import."""

from collections.abc import Iterator
from typing import Any

from discord import app_commands

from bot.chat.commands.ask import ask_command
from bot.chat.commands.find_related import find_related_menu
from bot.chat.commands.guide import help_command, privacy_command
from bot.chat.commands.quote import quote_command
from bot.chat.commands.session import session_command
from bot.chat.desk import Desk
from bot.chat.failures import Failures

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu


def all_commands(desk: Desk, failures: Failures) -> Iterator[AnyCommand]:
    """Yield every command."""
    yield ask_command(desk, failures)
    yield quote_command(desk, failures)
    yield session_command(desk, failures)
    yield help_command()
    yield privacy_command(desk)
    yield find_related_menu(desk)
