"""What Discord is told: commands, intents, permissions."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import discord
import pytest

from bot.chat.access import server_invite, sync, user_invite
from bot.chat.client import HatsugenBot
from tests.harness import Discord, Fingerprint, pretended


def registered(world: Discord) -> Any:
    """The global commands as Discord got them last."""
    return world.requests("PUT", "/commands")[-1].json


NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = {"ja", "en-US", "en-GB"}
CHAT_INPUT, MESSAGE = 1, 3
STRING = 3


async def test_commands_are_registered_once_and_not_at_every_start(
    make_bot: Callable[..., HatsugenBot], fingerprint: Fingerprint
) -> None:
    async with pretended(make_bot()) as world:
        assert len(world.requests("PUT", "/commands")) == 1
        await world.env.restart_bot(make_bot())
        assert len(world.requests("PUT", "/commands")) == 1
        assert fingerprint.written == 1


async def test_commands_are_registered_again_when_they_changed(
    make_bot: Callable[..., HatsugenBot], fingerprint: Fingerprint
) -> None:
    fingerprint.value = "an older tree"

    async with pretended(make_bot()) as world:
        assert len(world.requests("PUT", "/commands")) == 1
        assert fingerprint.written == 1
        assert fingerprint.value != "an older tree"


async def test_a_refused_registration_is_logged_and_tried_again(
    make_bot: Callable[..., HatsugenBot], fingerprint: Fingerprint, caplog: pytest.LogCaptureFixture
) -> None:
    bot = make_bot()
    async with pretended(make_bot(fingerprints=None), strict_sync=False) as world:
        world.env.inject_error("PUT", "/applications/*/commands")
        await world.env.restart_bot(bot)
        assert fingerprint.value is None
        assert "could not be registered" in caplog.text
        await world.env.restart_bot(make_bot())
        assert fingerprint.value


async def test_commands_are_registered_on_demand(
    make_bot: Callable[..., HatsugenBot], fingerprint: Fingerprint
) -> None:
    async with pretended(make_bot(fingerprints=None)) as world:
        assert not world.requests("PUT", "/commands")

        assert await sync(world.tree, fingerprint, world.guild.id) == 9
        (request,) = world.requests("PUT", "/commands")
        assert f"/guilds/{world.guild.id}/" in request.path

        assert fingerprint.written == 0
        assert await sync(world.tree, fingerprint) == 9
        written = fingerprint.value
        assert written
        await world.env.restart_bot(make_bot())
        assert fingerprint.value == written
        assert len(world.requests("PUT", "/commands")) == 2


OF_SERVERS = {"daily", "configure"}


async def test_every_command_is_named_in_each_language_and_offered_everywhere(
    world: Discord,
) -> None:
    assert {command["type"] for command in registered(world)} == {CHAT_INPUT, MESSAGE}
    for command in registered(world):
        assert command["name_localizations"].keys() == LOCALES
        of_servers = command["name"] in OF_SERVERS
        assert command["contexts"] == ([0] if of_servers else [0, 1, 2])
        assert command["integration_types"] == ([0] if of_servers else [0, 1])


async def test_every_command_and_option_is_described_in_each_language(world: Discord) -> None:
    commands = [command for command in registered(world) if command["type"] == CHAT_INPUT]
    assert any(command["options"] for command in commands)
    for command in commands:
        assert command["description_localizations"].keys() == LOCALES
        names = [command["name"], *command["name_localizations"].values()]
        for option in command["options"]:
            assert option["name_localizations"].keys() == LOCALES
            assert option["description_localizations"].keys() == LOCALES
            names += [option["name"], *option["name_localizations"].values()]
            for choice in option.get("choices", []):
                assert choice["name_localizations"].keys() == LOCALES
        assert all(NAME.fullmatch(name) and name == name.lower() for name in names)


async def test_what_members_type_into_a_command_has_a_limit(world: Discord) -> None:
    limits = {
        (command["name"], option["name"]): (option["min_length"], option["max_length"])
        for command in registered(world)
        for option in command.get("options", [])
        if option["type"] == STRING and not option.get("choices")
    }

    assert limits == {
        ("ask", "question"): (1, 600),
        ("ask", "speaker"): (1, 100),
        ("ask", "session"): (1, 100),
        ("quote", "speaker"): (1, 100),
        ("quote", "topic"): (1, 200),
        ("daily", "time"): (1, 10),
        ("configure", "sessions"): (1, 100),
        ("session", "session"): (1, 100),
    }


async def test_japanese_members_find_japanese_names(world: Discord) -> None:
    names = {command["name"]: command["name_localizations"]["ja"] for command in registered(world)}

    assert names["ask"] == "質問"
    assert names["Find related quotes"] == "関連する発言を探す"


async def test_no_privileged_intent_is_asked_for(world: Discord) -> None:
    intents = world.env.bot.intents

    assert {name for name, enabled in intents if enabled} == {
        "guilds",
        "guild_messages",
        "dm_messages",
    }


def test_the_invite_asks_for_the_least() -> None:
    query = parse_qs(urlparse(server_invite(42)).query)

    assert query["client_id"] == ["42"]
    assert set(query["scope"][0].split()) == {"bot", "applications.commands"}
    permissions = discord.Permissions(int(query["permissions"][0]))
    assert {name for name, given in permissions if given} == {
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "read_message_history",
    }


def test_the_commands_can_be_added_to_an_account() -> None:
    query = parse_qs(urlparse(user_invite(42)).query)

    assert query["scope"] == ["applications.commands"]
    assert query["integration_type"] == ["1"]
    assert query.get("permissions", ["0"]) == ["0"]


@pytest.mark.parametrize("locale", ["ja", "en-US", "en-GB"])
async def test_a_command_takes_less_than_8000_characters_in_any_language(
    world: Discord, locale: str
) -> None:
    for command in registered(world):
        assert length_in(command, locale) <= 8000


def length_in(part: Any, locale: str) -> int:
    """The length of a command as Discord counts it: names, descriptions and choices."""
    own = sum(
        len(part.get(f"{key}_localizations", {}).get(locale, part.get(key, "")))
        for key in ("name", "description")
    )
    values = len(part["value"]) if isinstance(part.get("value"), str) else 0
    inner = [*part.get("options", []), *part.get("choices", [])]
    return own + values + sum(length_in(each, locale) for each in inner)
