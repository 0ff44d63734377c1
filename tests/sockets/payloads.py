"""What Discord sends, as far as discord.py reads it: accounts, a server, messages, interactions."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, TypeAlias

from discord import Permissions
from discord.utils import time_snowflake

Json: TypeAlias = dict[str, Any]

APPLICATION = "710000000000000001"
TOKEN = "NzEwMDAwMDAwMDAwMDAwMDAx.loopback.token-that-no-log-may-hold"  # noqa: S105
EVERYTHING = str(Permissions.all().value)
LONG_AGO = "2021-02-09T09:30:00+00:00"

_numbers = itertools.count(1)


class Kind(IntEnum):
    """What kind of interaction a member begins."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4


def new_id() -> str:
    """Return an id that carries the present time, as Discord's do."""
    return str(time_snowflake(datetime.now(UTC)) | next(_numbers) & 0x3FFFFF)


def account(user: str, *, bot: bool = False) -> Json:
    """Return a member's account, or the bot's own."""
    return {
        "id": user,
        "username": f"user{user}",
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


BOT = account(APPLICATION, bot=True)


def application() -> Json:
    """Return the application that the token belongs to."""
    return {
        "id": APPLICATION,
        "name": "hatsugen",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "owner": account("710000000000000002"),
    }


def channel(number: str, guild: str) -> Json:
    """Return a text channel of a server."""
    return {
        "id": number,
        "guild_id": guild,
        "type": 0,
        "name": "general",
        "position": 0,
        "permission_overwrites": [],
        "permissions": EVERYTHING,
    }


def direct_channel(number: str, user: str) -> Json:
    """Return the channel between the bot and one member."""
    return {"id": number, "type": 1, "recipients": [account(user)], "last_message_id": None}


def guild(number: str, channels: Sequence[str]) -> Json:
    """Return a server in which everybody may do everything."""
    everyone = {
        "id": number,
        "name": "@everyone",
        "permissions": EVERYTHING,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": number,
        "name": "Server",
        "owner_id": "710000000000000002",
        "roles": [everyone],
        "members": [member(BOT)],
        "member_count": 2,
        "channels": [channel(each, number) for each in channels],
        "preferred_locale": "ja",
    }


def member(user: Json) -> Json:
    """Return an account as a member of the server."""
    return {
        "user": user,
        "roles": [],
        "joined_at": LONG_AGO,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": EVERYTHING,
    }


def message(number: str, channel: str, author: Json, **given: Any) -> Json:
    """Return a message; what is ``given`` wins."""
    return {
        "id": number,
        "channel_id": channel,
        "author": author,
        "content": "",
        "timestamp": LONG_AGO,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    } | given


def command(name: str, options: Mapping[str, str | bool], focused: str | None = None) -> Json:
    """Return the data of a slash command, or of one whose option ``focused`` is being typed."""
    return {
        "id": "1",
        "name": name,
        "type": 1,
        "options": [
            {"name": option, "type": 5 if isinstance(value, bool) else 3, "value": value}
            | ({"focused": True} if option == focused else {})
            for option, value in options.items()
        ],
    }


def message_command(name: str, target: Json) -> Json:
    """Return the data of an entry in the menu of the message ``target``."""
    return {
        "id": "1",
        "name": name,
        "type": 3,
        "target_id": target["id"],
        "resolved": {"messages": {target["id"]: target}},
    }


def interaction(kind: Kind, data: Json, *, user: str, guild: str, channel_id: str) -> Json:
    """Return an interaction of a member who reads English, in a channel of the server."""
    number = new_id()
    return {
        "id": number,
        "application_id": APPLICATION,
        "type": kind,
        "data": data,
        "token": f"token-of-{number}-that-no-log-may-hold",
        "version": 1,
        "locale": "en-US",
        "guild_locale": "ja",
        "guild_id": guild,
        "guild": {"id": guild, "locale": "ja", "features": []},
        "channel_id": channel_id,
        "channel": channel(channel_id, guild),
        "member": member(account(user)),
        "context": 0,
        "authorizing_integration_owners": {"0": guild},
        "app_permissions": EVERYTHING,
        "attachment_size_limit": 10485760,
        "entitlements": [],
    }
