"""What the options of commands have in common: choices while a member types."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final

from discord import app_commands

from bot.chat.errors import ErrorReports
from bot.chat.markup import shortened
from bot.chat.responding import Interaction
from bot.chat.service import Service
from bot.chat.wording import language_of
from bot.session import Language

Choices = list[app_commands.Choice[str]]
Complete = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]
MOST_CHOICES: Final = 25
LONGEST_CHOICE: Final = 100


def completing(
    errors: ErrorReports, suggest: Callable[[str, Language], Awaitable[Iterable[tuple[str, str]]]]
) -> Complete:
    """Return an autocomplete callback; ``suggest`` gives pairs of what is shown and what is meant.

    An error leaves the member without choices, and a note in the log.
    """

    async def complete(interaction: Interaction, typed: str) -> Choices:
        try:
            pairs = await suggest(typed, language_of(interaction.locale))
        except Exception as error:
            errors.note(error)
            return []
        return [
            app_commands.Choice(name=shortened(name, LONGEST_CHOICE), value=value)
            for name, value in pairs
            if name.strip() and 0 < len(value) <= LONGEST_CHOICE
        ][:MOST_CHOICES]

    return complete


def speaker_choices(service: Service, errors: ErrorReports) -> Complete:
    """Return the choices of an option that names a speaker."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        speakers = await service.answering.find_speakers(typed)
        return [
            (f"{speaker.name.to(language)} ({speaker.role.to(language)})", speaker.id)
            for speaker in speakers
        ]

    return completing(errors, suggest)


def topic_choices(service: Service, errors: ErrorReports) -> Complete:
    """Return the choices of an option that holds a question or topic."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        texts = await service.answering.suggest(typed, language, limit=MOST_CHOICES)
        return [(text, text) for text in texts]

    return completing(errors, suggest)
