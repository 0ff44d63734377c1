"""Links that add the bot, with the least permissions it works with."""

from typing import Final

import discord
from discord.utils import oauth_url

NEEDED: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
)
"""What answering a mention takes: replying to a message needs the right to read it."""


def server_invite(application_id: int) -> str:
    """Return the link that adds the bot to a server."""
    return oauth_url(application_id, permissions=NEEDED, scopes=("bot", "applications.commands"))


def user_invite(application_id: int) -> str:
    """Return the link that adds the commands to one's own account."""
    return oauth_url(application_id, scopes=("applications.commands",)) + "&integration_type=1"
