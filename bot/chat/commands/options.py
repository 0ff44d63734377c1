"""What the options of commands have in common: choices while a member types."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, Final

import discord
from discord import app_commands

from bot.chat.errors import ErrorReports
from bot.chat.markup import shortened
from bot.chat.responding import STALE, Interaction, Work
from bot.chat.sending import LOST
from bot.chat.servers import LIMIT
from bot.chat.service import Service
from bot.chat.wording import language_of, wording
from bot.session import Language, Speaker

Choices = list[app_commands.Choice[str]]
Complete = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]
MOST_CHOICES: Final = 25
LONGEST_CHOICE: Final = 100

_AT_ONCE = 8


async def may_complete(interaction: Interaction, work: Work) -> bool:
    """Tell whether a member who types is offered choices; if not, they are offered none at once.

    There are none for who waited too long, and while many others wait. A process whose place is
    taken leaves them to the other one.
    """
    stale = work.age(interaction.created_at) > STALE
    if not (stale or work.stopping or work.crowded or work.completing >= _AT_ONCE):
        return True
    async with work.line:
        if work.age(interaction.created_at) <= STALE and not work.has_successor:
            # Nobody misses the choices that there are not.
            with suppress(discord.HTTPException, *LOST):
                await interaction.response.autocomplete([])
    return False


def completing(
    work: Work,
    errors: ErrorReports,
    suggest: Callable[[str, Language], Awaitable[Iterable[tuple[str, str]]]],
    service: Service | None = None,
) -> Complete:
    """Return an autocomplete callback; ``suggest`` gives pairs of what is shown and what is meant.

    With a ``service``, a session that is named beside limits what is suggested. An error leaves
    the member without choices, and a note in the log.
    """

    async def complete(interaction: Interaction, typed: str) -> Choices:
        work.completing += 1
        try:
            await asyncio.sleep(0)  # Who came at the same time is counted first.
            if service is not None and (named := getattr(interaction.namespace, "session", "")):
                called = await service.sessions_called(named)
                LIMIT.set({each.id for each in called} or LIMIT.get())
            pairs = await suggest(typed, language_of(interaction.locale))
        except Exception as error:
            errors.note(error)
            return []
        finally:
            work.completing -= 1
        return [
            app_commands.Choice(name=shortened(name, LONGEST_CHOICE), value=value)
            for name, value in pairs
            if name.strip() and 0 < len(value) <= LONGEST_CHOICE
        ][:MOST_CHOICES]

    return complete


def speaker_choices(service: Service, work: Work, errors: ErrorReports) -> Complete:
    """Return the choices of an option that names a speaker."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        speakers = await service.speakers(typed)
        return [(_described(speaker, language), speaker.id) for speaker in speakers]

    return completing(work, errors, suggest, service)


def topic_choices(service: Service, work: Work, errors: ErrorReports) -> Complete:
    """Return the choices of an option that holds a question or topic."""

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        texts = await service.suggest(typed, language, MOST_CHOICES)
        return [(text, text) for text in texts]

    return completing(work, errors, suggest, service)


def session_choices(
    service: Service, work: Work, errors: ErrorReports, *, everywhere: bool = False
) -> Complete:
    """Return the choices of an option that names a session, latest first.

    With ``everywhere``, also those that the server is not limited to.
    """

    async def suggest(typed: str, language: Language) -> list[tuple[str, str]]:
        if everywhere:
            LIMIT.set(())
        return [
            (session.title.to(language), session.id)
            for session in await service.sessions_called(typed)
        ]

    return completing(work, errors, suggest)


def _described(speaker: Speaker, language: Language) -> str:
    """Return who is meant: by name and role, and by session where somebody else is called so."""
    name, role = speaker.name.to(language), speaker.role.to(language)
    if role.strip():
        name = wording(language)("choice-speaker", name=name, role=role)
    if speaker.session is None:
        return name
    session = f" · {speaker.session.to(language)}"
    return shortened(name, max(1, LONGEST_CHOICE - len(session))) + session
