"""/ask and /quote: words in, quotes out."""

from typing import Any, Final

from discord import app_commands

from bot.chat.commands.options import session_choices, speaker_choices, topic_choices
from bot.chat.errors import ErrorReports
from bot.chat.responding import Interaction, Responder
from bot.chat.service import Service
from bot.chat.wording import language_of, localised

_LONGEST_QUESTION: Final = 600
_LONGEST_NAME: Final = 100
_LONGEST_TOPIC: Final = 200
_IN_ORDER, _RANDOM = "in-order", "random"


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
        session=localised("option-session"),
        private=localised("option-private"),
    )
    @app_commands.describe(
        question=localised("option-question-description"),
        speaker=localised("option-ask-speaker-description"),
        session=localised("option-ask-session-description"),
        private=localised("option-private-description"),
    )
    @app_commands.autocomplete(
        question=topic_choices(service, responder.work, errors),
        speaker=speaker_choices(service, responder.work, errors),
        session=session_choices(service, responder.work, errors),
    )
    async def ask(
        interaction: Interaction,
        question: app_commands.Range[str, 1, _LONGEST_QUESTION],
        speaker: app_commands.Range[str, 1, _LONGEST_NAME] | None = None,
        session: app_commands.Range[str, 1, _LONGEST_NAME] | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        language = language_of(interaction.locale)
        responder.admit(interaction)
        making = service.ask(
            question,
            asker=interaction.user.id,
            language=language,
            speaker=speaker,
            session=session,
            private=private,
        )
        await responder.respond(interaction, making, private=private)

    return ask


def quote_command(
    service: Service, responder: Responder, errors: ErrorReports
) -> app_commands.Command[Any, ..., None]:
    """Build /quote: what one speaker said, page by page, or what anybody did."""

    @app_commands.command(
        name=localised("command-quote"), description=localised("command-quote-description")
    )
    @app_commands.rename(
        speaker=localised("option-speaker"),
        topic=localised("option-topic"),
        order=localised("option-order"),
        private=localised("option-private"),
    )
    @app_commands.describe(
        speaker=localised("option-quote-speaker-description"),
        topic=localised("option-topic-description"),
        order=localised("option-order-description"),
        private=localised("option-private-description"),
    )
    @app_commands.choices(
        order=[
            app_commands.Choice(name=localised("choice-in-order"), value=_IN_ORDER),
            app_commands.Choice(name=localised("choice-random"), value=_RANDOM),
        ]
    )
    @app_commands.autocomplete(
        speaker=speaker_choices(service, responder.work, errors),
        topic=topic_choices(service, responder.work, errors),
    )
    async def quote(
        interaction: Interaction,
        speaker: app_commands.Range[str, 1, _LONGEST_NAME] | None = None,
        topic: app_commands.Range[str, 1, _LONGEST_TOPIC] | None = None,
        order: str = _IN_ORDER,
        private: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        language = language_of(interaction.locale)
        responder.admit(interaction)
        making = service.quotes(
            speaker,
            topic,
            asker=interaction.user.id,
            language=language,
            at_random=order == _RANDOM,
            private=private,
        )
        await responder.respond(interaction, making, private=private)

    return quote
