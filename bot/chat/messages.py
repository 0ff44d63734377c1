"""Mentions and direct messages, answered like commands; nothing else is ever answered."""

import re

import discord
from discord import MessageType

from bot.chat.errors import ErrorReports
from bot.chat.responding import Cooldown, Work
from bot.chat.sending import TooFastError, reply_once
from bot.chat.service import Service
from bot.chat.views.notices import plain
from bot.chat.views.parts import Reply
from bot.chat.wording import language_in, language_of, wording
from bot.session import Language


class Messages:
    """Answers messages that were written to the bot by a person."""

    def __init__(
        self, service: Service, cooldown: Cooldown, work: Work, errors: ErrorReports
    ) -> None:
        self._service = service
        self._cooldown = cooldown
        self._work = work
        self._errors = errors

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message if it was written to ``me``."""
        if not _is_addressed(message, me):
            return
        try:
            self._work.admit()
            async with self._work:
                self._cooldown.admit(message.author, message.created_at)
                await reply_once(message, await self._work.begin(self._answer(message, me)))
        except Exception as error:
            if isinstance(error, TooFastError) and error.repeated:
                return  # A notice for each of many messages would be as much clutter as they are.
            await self._errors.report_message(message, error)

    async def _answer(self, message: discord.Message, me: discord.ClientUser) -> Reply:
        question = re.sub(rf"<@!?{me.id}>", " ", message.content).strip()
        if not question:
            return plain(wording(_language(message))["introduction"])
        answer = await self._service.ask(
            question, asker=message.author.id, language=language_in(question)
        )
        return answer.view


def _is_addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    if message.author.bot or message.webhook_id:
        return False
    if message.type not in (MessageType.default, MessageType.reply):
        return False
    # A reply notifies its author without being written to them: only a written mention counts.
    return message.guild is None or me.id in message.raw_mentions


def _language(message: discord.Message) -> Language:
    return language_of(message.guild.preferred_locale) if message.guild else Language.JA
