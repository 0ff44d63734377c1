"""What a pretended Discord lacks: members with a language each, refusals, and time that passes."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import simcord

from bot.chat.client import HatsugenBot
from bot.chat.errors import is_expected


class Locales:
    """The locale of each member, by id; amends the interactions on their way to the bot."""

    def __init__(self, env: simcord.Env) -> None:
        self._locales: dict[str, str] = {}
        self._emit: Any = env.backend.emit
        env.backend.emit = self._amended  # type: ignore[method-assign]

    def give(self, member: Any, locale: str) -> None:  # noqa: ANN401
        """Let a member read a language."""
        self._locales[str(member.id)] = locale

    def _amended(self, event: str, payload: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        if event == "INTERACTION_CREATE":
            user = payload.get("user") or payload["member"]["user"]
            payload["locale"] = self._locales.get(user["id"], payload["locale"])
            # simcord leaves out who installed the bot; without it discord.py takes every command
            # for one of a user's own.
            payload["authorizing_integration_owners"] = {"0": payload.get("guild_id") or "0"}
        return self._emit(event, payload, *args, **options)


def let_refusals_pass(bot: HatsugenBot) -> None:
    """Let a command refuse what it cannot do, such as an unknown name, without being an error.

    The pretended Discord takes whatever a command raises for one.
    """
    recorded: Any = bot.tree.on_error
    answered = partial(type(bot.tree).on_error, bot.tree)

    async def on_error(interaction: Any, error: Any) -> None:  # noqa: ANN401
        await (answered if is_expected(error) else recorded)(interaction, error)

    bot.tree.on_error = on_error  # type: ignore[method-assign]


class Clock:
    """The clock of a pretended Discord, which otherwise begins at New Year and stands still.

    ``env.advance_time`` would move it too, but makes a member's action fail that comes meanwhile.
    """

    def __init__(self, env: simcord.Env) -> None:
        self._env = env

    def catch_up(self) -> None:
        """Set the clock to the time that it is."""
        behind = (datetime.now(UTC) - self._env.now()).total_seconds()
        if behind > 0:
            self._env.backend.advance_clock(behind)
