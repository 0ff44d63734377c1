"""/session: what was discussed, when and by whom, and the conversation to read."""

from typing import Any

from discord import app_commands

from bot.chat.commands.options import completing
from bot.chat.controls import Interaction
from bot.chat.desk import Desk
from bot.chat.failures import Failures
from bot.chat.replying import respond
from bot.chat.translating import language_of, localised
from bot.session import Language


def session_command(desk: Desk, failures: Failures) -> app_commands.Command[Any, ..., None]:
    """Build the command."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        return [
            (session.title.to(language), session.id)
            for session in reversed(await desk.sessions())
            if typed.casefold() in f"{session.title.ja} {session.title.en} {session.id}".casefold()
        ]

    @app_commands.command(
        name=localised("command-session"), description=localised("command-session-description")
    )
    @app_commands.rename(session=localised("option-session"))
    @app_commands.describe(session=localised("option-session-description"))
    @app_commands.autocomplete(session=completing(failures, suggest))
    async def session_(interaction: Interaction, session: str | None = None) -> None:
        language = language_of(interaction.locale)
        making = desk.session(session, asker=interaction.user.id, language=language)
        await respond(interaction, making, private=True)

    return session_
