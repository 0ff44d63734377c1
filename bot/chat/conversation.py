"""Mentions and direct messages, answered like commands; nothing else is ever answered."""

import re
from typing import TYPE_CHECKING

import discord
from discord import MessageType

from bot.chat.pace import TooFastError
from bot.chat.translating import language_in, language_of
from bot.chat.views.notices import plain
from bot.chat.views.parts import Reply
from bot.chat.wording import wording
from bot.session import Language

if TYPE_CHECKING:
    from bot.chat.client import HatsugenBot


async def hear(bot: "HatsugenBot", message: discord.Message) -> None:
    """Answer a message if it was written to the bot by a person."""
    if not _is_addressed(bot, message):
        return
    try:
        bot.work.admit()
        async with bot.work:
            bot.pace.admit(message.author, message.created_at)
            await message.reply(view=await _answer(bot, message), mention_author=False)
    except Exception as error:
        if isinstance(error, TooFastError) and error.repeated:
            return  # A notice for each of many messages would be as much clutter as they are.
        await bot.failures.report_message(bot, message, error)


def _is_addressed(bot: "HatsugenBot", message: discord.Message) -> bool:
    if message.author.bot or message.webhook_id or bot.user is None:
        return False
    if message.type not in (MessageType.default, MessageType.reply):
        return False
    # A reply notifies its author without being written to them: only a written mention counts.
    return message.guild is None or bot.user.id in message.raw_mentions


async def _answer(bot: "HatsugenBot", message: discord.Message) -> Reply:
    question = _question(bot, message.content)
    if not question:
        say = wording(_language(message))
        return plain(say("introduction"))
    answer = await bot.desk.ask(question, asker=message.author.id, language=language_in(question))
    return answer.view


def _question(bot: "HatsugenBot", content: str) -> str:
    own = bot.user.id if bot.user else 0
    return re.sub(rf"<@!?{own}>", " ", content).strip()


def _language(message: discord.Message) -> Language:
    return language_of(message.guild.preferred_locale) if message.guild else Language.JA
