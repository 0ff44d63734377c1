"""What a press on a button or a choice in a menu does, told by its ``custom_id`` alone.

The controls are registered with the client when it starts; a press is matched by its pattern, on
whatever process it arrives.
"""

import re
from abc import abstractmethod
from functools import partial
from typing import Any, Final, Protocol, Self

import discord
from discord import ui

from bot.chat.custom_id import JUDGE, JUMP, OUTDATED, SHARE, TOPIC, TURN, StaleError, decode
from bot.chat.errors import ErrorReports
from bot.chat.responding import Interaction, Responder, Work
from bot.chat.servers import LIMIT, Servers
from bot.chat.service import Service, Shown
from bot.chat.views.parts import ASKED_ID, SHARED_ID, asked_in
from bot.chat.wording import language_of


class Client(Protocol):
    """The client, as far as a press needs it."""

    service: Service
    responder: Responder
    errors: ErrorReports
    servers: Servers
    work: Work


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A button or menu whose failures reach the member and the log like those of a command."""

    def __init__(self, item: ui.Item[Any], values: dict[str, str]) -> None:
        super().__init__(item)
        self.values = values

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003
        item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the control that was pressed."""
        return cls(item, match.groupdict())

    @abstractmethod
    async def press(self, interaction: Interaction, client: Client) -> None:
        """Do what the control is there for."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Press, and answer for what goes wrong."""
        client: Client = interaction.client
        LIMIT.set(client.servers.limits.get(interaction.guild_id or 0, ()))
        try:
            client.work.admit(interaction.created_at)
            await self.press(interaction, client)
        except Exception as error:
            await client.errors.report(interaction, error)


class Turn(Control, template=TURN):
    """Shows another place of a series, or the same one in another way."""

    async def press(self, interaction: Interaction, client: Client) -> None:
        """Turn the page."""
        state, shown = decode(self.values["state"]), _shown(interaction)
        making = client.service.turn(state, shown)
        in_place = shown.belongs_to(state.asker)
        await client.responder.turn_page(interaction, making, in_place=in_place)


class Jump(Control, template=JUMP):
    """Leads to any of the nearby places."""

    async def press(self, interaction: Interaction, client: Client) -> None:
        """Go to the chosen place."""
        state, shown = decode(self.values["state"]), _shown(interaction)
        chosen = self.item.values if isinstance(self.item, ui.Select) else []
        if not chosen or not chosen[0].isdecimal():
            raise StaleError
        number = int(chosen[0])
        state = state.turned(at=number) if state.at else state.turned(index=number)
        making = client.service.turn(state.turned(part=0), shown)
        in_place = shown.belongs_to(state.asker)
        await client.responder.turn_page(interaction, making, in_place=in_place)


class Share(Control, template=SHARE):
    """Shows a private reply to everyone, under the name of the member who presses it."""

    async def press(self, interaction: Interaction, client: Client) -> None:
        """Share what is shown."""
        client.responder.admit_share(interaction)
        state, shown = decode(self.values["state"]), _shown(interaction)
        await client.responder.share(interaction, partial(client.service.share, state, shown))


class Judge(Control, template=JUDGE):
    """Says whether a private answer helped."""

    async def press(self, interaction: Interaction, client: Client) -> None:
        """Keep that."""
        state, helpful = decode(self.values["state"]), self.values["verdict"] == "y"
        making = client.service.judge(state, _shown(interaction), helpful=helpful)
        await client.responder.turn_page(interaction, making, in_place=True)


class AskAbout(Control, template=TOPIC):
    """Asks again, about a topic."""

    async def press(self, interaction: Interaction, client: Client) -> None:
        """Ask about the topic."""
        asker, shown = int(self.values["asker"]), _shown(interaction)
        making = client.service.ask_about(self.values["topic"], asker, shown)
        in_place = shown.belongs_to(asker)
        await client.responder.turn_page(interaction, making, in_place=in_place)


class Outdated(Control, template=OUTDATED):
    """Was made by another version of the bot."""

    async def press(self, interaction: Interaction, client: Client) -> None:  # noqa: ARG002
        """Say so."""
        raise StaleError


CONTROLS: Final = (Turn, Jump, Share, Judge, AskAbout, Outdated)


def _shown(interaction: Interaction) -> Shown:
    message = interaction.message
    asked = _content(message, ASKED_ID)
    return Shown(
        member=interaction.user.id,
        language=language_of(interaction.locale),
        asked=None if asked is None else asked_in(asked),
        private=message is not None and message.flags.ephemeral,
        shared=_content(message, SHARED_ID) is not None,
    )


def _content(message: discord.Message | None, component_id: int) -> str | None:
    for component in message.components if message else ():
        if isinstance(component, discord.TextDisplay) and component.id == component_id:
            return component.content
    return None
