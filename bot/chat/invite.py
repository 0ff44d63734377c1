"""Links that add the bot, with the least permissions it works with."""

from base64 import b64decode
from typing import Final

import discord
from discord.utils import oauth_url

_TOKEN_PARTS: Final = 3

NEEDED: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
)
"""What answering a mention takes: replying to a message needs the right to read it."""


def application_id_of(token: str) -> int:
    """Return the application that a token belongs to, which is written in its first part.

    Raises ``ValueError`` for what is no token.
    """
    first, *rest = token.split(".")
    if len(rest) < _TOKEN_PARTS - 1:
        raise ValueError("a token has three parts")
    return int(b64decode(first + "=" * (-len(first) % 4), validate=True))


def server_invite(application_id: int) -> str:
    """Return the link that adds the bot to a server."""
    return oauth_url(application_id, permissions=NEEDED, scopes=("bot", "applications.commands"))


def user_invite(application_id: int) -> str:
    """Return the link that adds the commands to one's own account."""
    return oauth_url(application_id, scopes=("applications.commands",)) + "&integration_type=1"
