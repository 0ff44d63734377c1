"""What commands have in common: choices while typing, and the cooldown."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final

import discord
from discord import app_commands

from bot.chat.controls import Interaction
from bot.chat.desk import Desk
from bot.chat.failures import Failures
from bot.chat.portions import shortened
from bot.chat.translating import language_of
from bot.session import Language

Choices = list[app_commands.Choice[str]]
Complete = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, Choices]]
MOST_CHOICES: Final = 25
LONGEST_CHOICE: Final = 100


async def paced(interaction: Interaction) -> bool:
    """Hold a member to the cooldown."""
    interaction.client.pace.admit(interaction.user, interaction.created_at)
    return True


def completing(
    failures: Failures, suggest: Callable[[str, Language], Awaitable[Iterable[tuple[str, str]]]]
) -> Complete:
    """Return an autocomplete callback; ``suggest`` gives pairs of what is shown and what is meant.

    An error leaves the member without choices, and a note in the log.
    """

    async def complete(interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            pairs = await suggest(typed, language_of(interaction.locale))
        except Exception as error:
            failures.note(error, [typed], [interaction.token])
            return []
        return [
            app_commands.Choice(name=shortened(name, LONGEST_CHOICE), value=value)
            for name, value in pairs
            if name.strip() and 0 < len(value) <= LONGEST_CHOICE
        ][:MOST_CHOICES]

    return complete


def speaker_choices(desk: Desk, failures: Failures) -> Complete:
    """Return the choices of an option that names a speaker."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        speakers = await desk.answering.find_speakers(typed)
        return [
            (f"{speaker.name.to(language)} ({speaker.role.to(language)})", speaker.id)
            for speaker in speakers
        ]

    return completing(failures, suggest)


def topic_choices(desk: Desk, failures: Failures) -> Complete:
    """Return the choices of an option that holds a question or topic."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        texts = await desk.answering.suggest(typed, language, limit=MOST_CHOICES)
        return [(text, text) for text in texts]

    return completing(failures, suggest)
