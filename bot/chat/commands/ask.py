"""/ask: a question, answered with quotes."""

from typing import Any

from discord import app_commands

from bot.chat.commands.options import paced, speaker_choices, topic_choices
from bot.chat.controls import Interaction
from bot.chat.desk import Desk
from bot.chat.failures import Failures
from bot.chat.replying import respond
from bot.chat.translating import language_of, localised


def ask_command(desk: Desk, failures: Failures) -> app_commands.Command[Any, ..., None]:
    """Build the command."""

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
        question=topic_choices(desk, failures), speaker=speaker_choices(desk, failures)
    )
    @app_commands.check(paced)
    async def ask(
        interaction: Interaction,
        question: str,
        speaker: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        making = desk.ask(
            question,
            asker=interaction.user.id,
            language=language_of(interaction.locale),
            speaker=speaker,
            private=private,
        )
        await respond(interaction, making, private=private)

    return ask
