"""The entry in a message's menu that looks for quotes near what the message says."""

import discord
from discord import app_commands

from bot.chat.commands.options import paced
from bot.chat.controls import Interaction
from bot.chat.desk import Desk
from bot.chat.replying import respond
from bot.chat.translating import language_of, localised
from bot.chat.views.notices import plain
from bot.chat.wording import wording


def find_related_menu(desk: Desk) -> app_commands.ContextMenu:
    """Build the menu entry."""

    @app_commands.context_menu(name=localised("command-find-related"))
    @app_commands.check(paced)
    async def find_related(interaction: Interaction, message: discord.Message) -> None:
        language = language_of(interaction.locale)
        if not message.content.strip():
            say = wording(language)
            notice = plain(say("empty-question"))
            await interaction.response.send_message(view=notice, ephemeral=True)
            return
        making = desk.ask(
            message.content, asker=interaction.user.id, language=language, private=True
        )
        await respond(interaction, making, private=True)

    return find_related
