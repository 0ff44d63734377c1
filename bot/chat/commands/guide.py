"""/help and /privacy: what the bot can do, and what it stores."""

from typing import Any

from discord import app_commands

from bot.chat.controls import Interaction
from bot.chat.desk import Desk
from bot.chat.translating import language_of, localised
from bot.chat.views.guide import guide, privacy


def help_command() -> app_commands.Command[Any, ..., None]:
    """Build /help."""

    @app_commands.command(
        name=localised("command-help"), description=localised("command-help-description")
    )
    async def help_(interaction: Interaction) -> None:
        view = guide(language_of(interaction.locale))
        await interaction.response.send_message(view=view, ephemeral=True)

    return help_


def privacy_command(desk: Desk) -> app_commands.Command[Any, ..., None]:
    """Build /privacy."""

    @app_commands.command(
        name=localised("command-privacy"), description=localised("command-privacy-description")
    )
    async def privacy_(interaction: Interaction) -> None:
        keeps = desk.unanswered is not None
        view = privacy(language_of(interaction.locale), keeps_unanswered=keeps)
        await interaction.response.send_message(view=view, ephemeral=True)

    return privacy_
