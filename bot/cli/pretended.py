"""Members of a pretended Discord with a language each, which simcord does not give them."""

from typing import Any

import simcord


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
