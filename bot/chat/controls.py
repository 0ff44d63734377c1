"""Buttons and menus that never die: what they do is written in their ``custom_id``.

They are registered with the client when it starts; a press is matched by its pattern, on whatever
process it arrives.
"""

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias, TypeVar

import discord
from discord import ui

from bot.chat.portions import shortened
from bot.chat.state import State, decode, encode

if TYPE_CHECKING:
    from bot.chat.client import HatsugenBot

Interaction: TypeAlias = "discord.Interaction[HatsugenBot]"
Base = TypeVar("Base", bound="ui.Button[Any] | ui.Select[Any]")

_LONGEST_LABEL: Final = 80
_LONGEST_ID: Final = 100


class Control(ui.DynamicItem[Base], template=r"(?!)"):
    """A button or menu whose failures reach the member and the log like those of a command."""

    @abstractmethod
    async def press(self, interaction: Interaction) -> None:
        """Do what the button is there for."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Press, and answer for what goes wrong."""
        try:
            interaction.client.work.admit()
            await self.press(interaction)
        except Exception as error:
            await interaction.client.failures.report(interaction, error)


class Turn(Control[ui.Button[Any]], template=r"h1:(?P<verb>[a-z]):(?P<state>[\w-]*)"):
    """Shows another place of a series, or the same one in another way."""

    def __init__(self, verb: str, state: str, label: str, *, enabled: bool = True) -> None:
        super().__init__(
            ui.Button(label=label, custom_id=f"h1:{verb}:{state}", disabled=not enabled)
        )
        self.state = state

    @classmethod
    def to(cls, verb: str, state: State, label: str, *, enabled: bool = True) -> Self:
        """Return a button to a state; ``verb`` tells the buttons of a message apart."""
        return cls(verb, encode(state), label, enabled=enabled)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003
        item: ui.Item[Any],  # noqa: ARG003
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match["verb"], match["state"], "·")

    async def press(self, interaction: Interaction) -> None:
        """Turn the page."""
        await interaction.client.desk.turn(interaction, decode(self.state))


class Jump(Control[ui.Select[Any]], template=r"h1j:(?P<state>[\w-]*)"):
    """Leads to any of the nearby places."""

    def __init__(self, state: str, options: list[discord.SelectOption], placeholder: str) -> None:
        super().__init__(
            ui.Select(
                custom_id=f"h1j:{state}",
                options=options,
                placeholder=shortened(placeholder, _LONGEST_ID),
            )
        )
        self.state = state

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003
        item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the menu that was used, with what was chosen in it."""
        control = cls(match["state"], [], "·")
        if isinstance(item, ui.Select):
            control.item = item
        return control

    async def press(self, interaction: Interaction) -> None:
        """Go to the chosen place."""
        state = decode(self.state)
        number = int(self.item.values[0])
        chosen = state.turned(at=number) if state.at else state.turned(index=number)
        await interaction.client.desk.turn(interaction, chosen.turned(part=0))


class Share(Control[ui.Button[Any]], template=r"h1s:(?P<state>[\w-]*)"):
    """Shows a private reply to everyone, under the name of the member who presses it."""

    def __init__(self, state: str, label: str, *, enabled: bool = True) -> None:
        super().__init__(
            ui.Button(
                label=label,
                custom_id=f"h1s:{state}",
                style=discord.ButtonStyle.primary,
                disabled=not enabled,
            )
        )
        self.state = state

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003
        item: ui.Item[Any],  # noqa: ARG003
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match["state"], "·")

    async def press(self, interaction: Interaction) -> None:
        """Share what is shown."""
        await interaction.client.desk.share(interaction, decode(self.state))


class AskAbout(Control[ui.Button[Any]], template=r"h1t:(?P<asker>\d+):(?P<topic>.+)"):
    """Asks again, about a topic."""

    def __init__(self, asker: int, topic: str, label: str) -> None:
        super().__init__(
            ui.Button(
                label=shortened(label, _LONGEST_LABEL),
                custom_id=self.id_for(asker, topic),
                style=discord.ButtonStyle.primary,
            )
        )
        self.asker = asker
        self.topic = topic

    @staticmethod
    def id_for(asker: int, topic: str) -> str:
        """Return the ``custom_id`` for a topic."""
        return f"h1t:{asker}:{topic}"

    @classmethod
    def fits(cls, asker: int, topic: str) -> bool:
        """Tell whether a topic's id is short enough for a button."""
        return len(cls.id_for(asker, topic)) <= _LONGEST_ID

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003
        item: ui.Item[Any],  # noqa: ARG003
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the button that was pressed."""
        return cls(int(match["asker"]), match["topic"], "·")

    async def press(self, interaction: Interaction) -> None:
        """Ask about the topic."""
        await interaction.client.desk.ask_about(interaction, self.topic, self.asker)


CONTROLS: Final = (Turn, Jump, Share, AskAbout)
