"""/session, /help and /privacy: what is recorded, what the bot can do, and what it stores."""

from typing import Any, Final

from discord import app_commands

from bot.chat.commands.options import session_choices
from bot.chat.errors import ErrorReports
from bot.chat.responding import Interaction, Responder
from bot.chat.sending import illustrate
from bot.chat.service import Service
from bot.chat.views.notices import guide, privacy
from bot.chat.wording import language_of, localised

_LONGEST_SESSION: Final = 100


def session_command(
    service: Service, responder: Responder, errors: ErrorReports
) -> app_commands.Command[Any, ..., None]:
    """Build /session."""

    @app_commands.command(
        name=localised("command-session"), description=localised("command-session-description")
    )
    @app_commands.rename(session=localised("option-session"))
    @app_commands.describe(session=localised("option-session-description"))
    @app_commands.autocomplete(session=session_choices(service, responder.work, errors))
    async def session_(
        interaction: Interaction,
        session: app_commands.Range[str, 1, _LONGEST_SESSION] | None = None,
    ) -> None:
        language = language_of(interaction.locale)
        asked: Any = {"asker": interaction.user.id, "language": language}
        await responder.respond(interaction, service.session(session, **asked), private=True)
        # Perhaps it is still to be drawn; and whatever goes wrong with it, the words are there.
        if illustrated := await service.illustrated(session, **asked):
            await illustrate(interaction, *illustrated)

    return session_


def help_command(service: Service) -> app_commands.Command[Any, ..., None]:
    """Build /help."""

    @app_commands.command(
        name=localised("command-help"), description=localised("command-help-description")
    )
    async def help_(interaction: Interaction) -> None:
        language = language_of(interaction.locale)
        view = guide(language, answers_messages=service.answers_messages)
        await interaction.response.send_message(view=view, ephemeral=True)

    return help_


def privacy_command(service: Service) -> app_commands.Command[Any, ..., None]:
    """Build /privacy."""

    @app_commands.command(
        name=localised("command-privacy"), description=localised("command-privacy-description")
    )
    async def privacy_(interaction: Interaction) -> None:
        keeps = service.unanswered is not None
        view = privacy(
            language_of(interaction.locale),
            keeps_unanswered=keeps,
            sends_questions=service.sends_questions,
        )
        await interaction.response.send_message(view=view, ephemeral=True)

    return privacy_
