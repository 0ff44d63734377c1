"""What stands in the menu of a message: quotes near what it says, and taking an answer away."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import discord
from discord import app_commands

from bot.chat.custom_id import TOPIC, state_among
from bot.chat.messages import custom_ids, names_mentioned, shown_by
from bot.chat.responding import Interaction, Responder
from bot.chat.service import Service, Shown
from bot.chat.views.notices import plain
from bot.chat.wording import language_of, localised, wording

_NOBODY: Final = 0


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
        words = await service.naming(message.content, names_mentioned(message))
        making = service.ask(
            words,
            asker=interaction.user.id,
            language=language,
            private=True,
            own_words=False,
        )
        await responder.respond(interaction, making, private=True)

    return find_related


def not_asked_menu(service: Service, responder: Responder) -> app_commands.ContextMenu:
    """Build the entry that says that an answer is not what was asked."""

    @app_commands.context_menu(name=localised("command-not-asked"))
    async def not_asked(interaction: Interaction, message: discord.Message) -> None:
        responder.admit_share(interaction)
        language = language_of(interaction.locale)
        answer = shown_by(message) if message.author.id == interaction.client.user.id else None
        if answer is None:
            notice = plain(wording(language)["not-my-answer"])
            await interaction.response.send_message(view=notice, ephemeral=True)
            return
        shown = Shown(interaction.user.id, language, answer.asked, private=False, shared=False)
        making = service.judge(answer.state, shown, helpful=False)
        await responder.respond(interaction, making, private=True)

    return not_asked


def remove_menu(responder: Responder) -> app_commands.ContextMenu:
    """Build the entry that removes an answer: for who asked, and for who may manage messages."""

    @app_commands.context_menu(name=localised("command-remove"))
    async def remove(interaction: Interaction, message: discord.Message) -> None:
        responder.work.admit(interaction.created_at)
        say = wording(language_of(interaction.locale))
        if message.author.id != interaction.client.user.id:
            notice = say["not-my-answer"]
        elif message.flags.ephemeral:
            notice = say["remove-private"]
        elif not (
            interaction.permissions.manage_messages or interaction.user.id in _askers(message)
        ):
            notice = say["remove-not-allowed"]
        else:
            notice = say["removed"]
            with suppress(discord.NotFound):  # Somebody else was quicker.
                await message.delete()
        await interaction.response.send_message(view=plain(notice), ephemeral=True)

    return remove


def _askers(answer: discord.Message) -> set[int]:
    """Return for whom an answer was made, told by its buttons and by Discord."""
    return {*_told(answer)} - {_NOBODY}


def _told(answer: discord.Message) -> Iterator[int]:
    if answer.interaction_metadata is not None:
        yield answer.interaction_metadata.user.id
    if answer.reference and isinstance(answer.reference.resolved, discord.Message):
        yield answer.reference.resolved.author.id
    ids = [*custom_ids(answer)]
    state = state_among(ids)
    if state is not None:
        yield state.asker
    for found in filter(None, (re.fullmatch(TOPIC, each) for each in ids)):
        yield int(found["asker"])
