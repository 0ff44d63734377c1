"""A pretended Discord around the real bot.

What simcord lacks is in ``bot/cli/simulator.py``; only here and there its inside is known.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import aiohttp
import discord
import simcord

from bot.chat.client import HatsugenBot
from bot.chat.wording import wording
from bot.cli.simulator import Locales
from bot.session import Language

# A guard against what never ends, in seconds; simcord's own, 5, is too little on a busy machine.
SETTLE_TIMEOUT = 60.0


@dataclass
class Fingerprint:
    """Remembers the registered commands as long as a test lasts."""

    value: str | None = None
    written: int = 0

    def read(self) -> str | None:
        return self.value

    def write(self, fingerprint: str) -> None:
        self.value = fingerprint
        self.written += 1


@dataclass
class Shown:
    """A message as a member sees it: its texts, its buttons and its menus."""

    payload: Any
    texts: list[str] = field(default_factory=list)
    buttons: dict[str, dict[str, Any]] = field(default_factory=dict)
    menus: list[dict[str, Any]] = field(default_factory=list)
    components: int = 0
    button_rows: int = 0

    def __post_init__(self) -> None:
        for component in walk(self.payload.components):
            self.components += 1
            match component["type"]:
                case 1:
                    self.button_rows += any(each["type"] == 2 for each in component["components"])
                case 10:
                    self.texts.append(component["content"])
                case 2:
                    self.buttons[component["label"]] = component
                case 3:
                    self.menus.append(component)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def quoted(self) -> str:
        """What is quoted of the record, without its marks and without translations."""
        return _unmarked(text for before, text in self._following if before not in HEADINGS)

    @property
    def translated(self) -> str:
        """The translation, without its marks; it always follows its label."""
        return _unmarked(text for before, text in self._following if before in HEADINGS)

    @property
    def _following(self) -> Iterator[tuple[str, str]]:
        """Each text with the one before it."""
        return pairwise(["", *self.texts])

    def is_enabled(self, label: str) -> bool:
        return not self.buttons[label].get("disabled")


HEADINGS = {f"-# {wording(language)['translation-heading']}" for language in Language}


def _unmarked(texts: Iterable[str]) -> str:
    lines = [line for text in texts for line in text.split("\n")]
    return "\n".join(line[2:] for line in lines if line.startswith("> "))


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


class Discord:
    """A server with one channel, and members who speak different languages."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self._locales = Locales(env)
        self._make_one_message_of_a_nonce()
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("general")

    def member(self, name: str, locale: str = "en-US", *, guild: Any = None, **given: Any) -> Any:
        """Let a member join, who reads a language."""
        actor = (guild or self.guild).add_member(self.env.create_user(name), **given)
        self._locales.give(actor, locale)
        return actor

    def user(self, name: str, locale: str = "en-US") -> Any:
        """A user in no server, who writes to the bot directly."""
        user = self.env.create_user(name)
        self._locales.give(user, locale)
        return user

    def token_of(self, result: Any) -> str:
        """The token of an interaction, which nobody may see."""
        return str(result._interaction.token)

    def rewrite_button(self, message: Any, label: str, custom_id: str) -> None:
        """Let a button be one that another version, or nobody, has made."""
        stored = self.env.backend.get_message(message.channel_id, message.id)
        for component in walk(stored.components):
            if component.get("label") == label:
                component["custom_id"] = custom_id

    def webhook(self, name: str) -> Any:
        """Something outside that posts into the channel; nothing says that it is a bot."""
        webhook = self.guild.create_webhook(self.channel, name)
        self.env.backend.users[webhook.id].bot = False
        return webhook

    def bot_member(self, name: str) -> Any:
        return self.guild.add_member(self.env.create_user(name, bot=True))

    def requests(self, method: str, ending: str) -> list[Any]:
        """The bot's requests whose path ends so, oldest first."""
        return [
            request
            for request in self.env.http_requests
            if request.method == method and request.path.endswith(ending)
        ]

    @property
    def _adapters(self) -> list[Any]:
        """What sends the bot's requests: those of messages, and those of interactions."""
        return [self.env.bot.http, self.env._webhook_adapter]

    def _make_one_message_of_a_nonce(self) -> None:
        """Answer a message that is sent again with the one that there is, as Discord does."""
        http: Any = self.env.bot.http
        request = http.request
        made: dict[tuple[str, str], Any] = {}

        async def requested(route: Any, **options: Any) -> Any:
            body = options.get("json") or {}
            if not (isinstance(body, dict) and body.get("enforce_nonce")):
                return await request(route, **options)
            key = (route.url, str(body["nonce"]))
            if key not in made:
                made[key] = await request(route, **options)
            return made[key]

        http.request = requested

    def lose_receipts(self, method: str, ending: str, *, times: int, garbled: Any = None) -> None:
        """Let requests whose path ends so arrive, but not what Discord answers to the first few.

        ``garbled`` is what arrives instead, if anything does.
        """
        left = times

        def lossy(request: Any) -> Any:
            async def requested(route: Any, *args: Any, **options: Any) -> Any:
                nonlocal left
                answer = await request(route, *args, **options)
                if not left or route.method != method or not route.path.endswith(ending):
                    return answer
                left -= 1
                if garbled is None:
                    raise aiohttp.ServerDisconnectedError
                return garbled

            return requested

        for adapter in self._adapters:
            adapter.request = lossy(adapter.request)

    def break_requests(self, error: type[Exception]) -> None:
        """Let every request end in an error of this kind before it reaches Discord."""

        async def broken(*_: Any, **__: Any) -> Any:
            raise error

        for adapter in self._adapters:
            adapter.request = broken

    @property
    def messages(self) -> list[discord.Message]:
        return list(self.channel.history())

    @property
    def tree(self) -> discord.app_commands.CommandTree[Any]:
        bot: Any = self.env.bot
        tree: discord.app_commands.CommandTree[Any] = bot.tree
        return tree

    @property
    def bot_id(self) -> int:
        assert self.env.bot.user is not None
        return self.env.bot.user.id

    @property
    def errors(self) -> list[BaseException]:
        """What went wrong in the bot; a test fails where it does not look at them."""
        return [getattr(error, "original", error) for error in self.env.errors]


@asynccontextmanager
async def pretended(bot: HatsugenBot, **options: Any) -> AsyncIterator[Discord]:
    """Run a bot on a pretended Discord."""
    options.setdefault("shard_count", bot.shard_count or 1)
    env = simcord.Env(bot, **options | {"settle_timeout": SETTLE_TIMEOUT})
    await env.start()
    try:
        yield Discord(env)
    finally:
        await env.shutdown()
    env._raise_errors_since(env._errors_acknowledged)


def shown(reply: Any) -> Shown:
    """What a member sees of a result, a response or a message."""
    if isinstance(reply, simcord.InteractionResult):
        reply = reply.response or reply.followups[-1]
    if isinstance(reply, discord.Message):
        return Shown(_Raw([component.to_dict() for component in reply.components]))
    return Shown(reply)


@dataclass
class _Raw:
    components: list[Any]
