"""/ask, and “Find related quotes” in a message's menu: a question, answered with quotes."""

from typing import Any, Final

import discord
from discord import app_commands

from bot.chat.commands.options import speaker_choices, topic_choices
from bot.chat.errors import ErrorReports
from bot.chat.responding import Interaction, Responder
from bot.chat.service import Service
from bot.chat.views.notices import plain
from bot.chat.wording import language_of, localised, wording

_LONGEST_QUESTION: Final = 600
_LONGEST_SPEAKER: Final = 100


def ask_command(
    service: Service, responder: Responder, errors: ErrorReports
) -> app_commands.Command[Any, ..., None]:
    """Build /ask."""

    @app_commands.command(
        name=localised("command-ask"), description=localised("command-ask-description")
    )
    @app_commands.rename(
        question=localised("option-question"),
        speaker=localised("option-speaker"),
        private=localised("option-private"),
    )
    @app_commands.describe(
        question=localised("option-question-description"),
        speaker=localised("option-ask-speaker-description"),
        private=localised("option-private-description"),
    )
    @app_commands.autocomplete(
        question=topic_choices(service, responder.work, errors),
        speaker=speaker_choices(service, responder.work, errors),
    )
    async def ask(
        interaction: Interaction,
        question: app_commands.Range[str, 1, _LONGEST_QUESTION],
        speaker: app_commands.Range[str, 1, _LONGEST_SPEAKER] | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        language = language_of(interaction.locale)
        responder.admit(interaction)
        making = service.ask(
            question,
            asker=interaction.user.id,
            language=language,
            speaker=speaker,
            private=private,
        )
        await responder.respond(interaction, making, private=private)

    return ask


def find_related_menu(service: Service, responder: Responder) -> app_commands.ContextMenu:
    """Build the entry in a message's menu that looks for quotes near what the message says."""

    @app_commands.context_menu(name=localised("command-find-related"))
    async def find_related(interaction: Interaction, message: discord.Message) -> None:
        responder.admit(interaction)
        language = language_of(interaction.locale)
        if not message.content.strip():
            notice = plain(wording(language)["empty-question"])
            await interaction.response.send_message(view=notice, ephemeral=True)
            return
        making = service.ask(
            message.content,
            asker=interaction.user.id,
            language=language,
            private=True,
            own_words=False,
        )
        await responder.respond(interaction, making, private=True)

    return find_related
