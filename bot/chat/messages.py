"""Mentions and direct messages, answered like commands; nothing else is ever answered."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import discord
from discord import MessageType, ui

from bot.chat.custom_id import State, state_among
from bot.chat.errors import ErrorReports
from bot.chat.pages import Step
from bot.chat.responding import Cooldown, Work
from bot.chat.sending import TooFastError, reply_once
from bot.chat.servers import LIMIT, Servers
from bot.chat.service import Service
from bot.chat.views.notices import plain
from bot.chat.views.parts import ASKED_ID, Reply, asked_in
from bot.chat.wording import LanguagesHeard, language_in, language_of, wording
from bot.session import Language

_MOST_ANSWERS: Final = 1024
"""How many answers are remembered, to go on from."""

# Fewer words in Latin letters may as well be names in a Japanese conversation.
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an answer shows, and the question above it where that is known."""

    state: State
    asked: str | None = None


class Messages:
    """Answers messages that were written to the bot by a person.

    To go on from an answer, what the latest few showed is kept in memory: places in the record,
    without a question.
    """

    def __init__(
        self,
        service: Service,
        cooldown: Cooldown,
        work: Work,
        errors: ErrorReports,
        *,
        languages: LanguagesHeard,
        servers: Servers,
    ) -> None:
        self._service = service
        self._cooldown = cooldown
        self._work = work
        self._errors = errors
        self._languages = languages
        self._servers = servers
        # By channel and member, oldest first.
        self._answers: dict[tuple[int, int], State] = {}

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message if it was written to ``me``."""
        if not _is_addressed(message, me):
            return
        if message.guild is not None:
            LIMIT.set(self._servers.limits.get(message.guild.id, ()))
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
        question = await self._service.naming(_words(message, me), names_mentioned(message))
        if not question:
            return plain(wording(_language_around(message))["introduction"])
        language = self._language(message, question)
        self._languages.note(language, message.author.id, message.channel.id)
        reply = await self._reply(message, me, question, language)
        self._remember(message, reply, went_on=_step(question) is not None)
        return reply

    async def _reply(
        self, message: discord.Message, me: discord.ClientUser, question: str, language: Language
    ) -> Reply:
        asker = message.author.id
        step = _step(question)
        before = self._before(message, me) if step else None
        if step and before:
            going_on = self._service.follow(
                before.state, step, before.asked, asker=asker, language=language
            )
            return (await going_on).view
        return (await self._service.ask(question, asker=asker, language=language)).view

    def _before(self, message: discord.Message, me: discord.ClientUser) -> _Shown | None:
        """Return what a message goes on from: the answer replied to, or the member's last one."""
        replied = _replied_to(message, me)
        if replied is not None:
            return shown_by(replied)
        state = self._answers.get((message.channel.id, message.author.id))
        return _Shown(state) if state else None

    def _remember(self, message: discord.Message, reply: Reply, *, went_on: bool) -> None:
        """Keep what a reply shows; where it ``went_on`` and shows nothing, what it went on from."""
        state = state_among(
            item.custom_id
            for item in reply.walk_children()
            if isinstance(item, ui.Button) and item.custom_id
        )
        place = message.channel.id, message.author.id
        if state is not None or not went_on:
            self._answers.pop(place, None)
        if state is not None:
            self._answers[place] = state
        if len(self._answers) > _MOST_ANSWERS:
            del self._answers[next(iter(self._answers))]

    def _language(self, message: discord.Message, words: str) -> Language:
        """Return the language of a message; where that says little, the last one heard."""
        guessed = language_in(words)
        if guessed is Language.JA or len(words.split()) >= _FEW:
            return guessed
        return self._languages.last(message.author.id, message.channel.id) or guessed


def _is_addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    if message.author.bot or message.webhook_id:
        return False
    if message.type not in (MessageType.default, MessageType.reply):
        return False
    # A reply notifies its author without being written to them: only a written mention counts, or
    # words that can mean nothing but the answer replied to.
    return (
        message.guild is None
        or me.id in message.raw_mentions
        or (_replied_to(message, me) is not None and _step(message.content) is not None)
    )


def _words(message: discord.Message, me: discord.ClientUser) -> str:
    return re.sub(rf"<@!?{me.id}>", " ", message.content).strip()


def names_mentioned(message: discord.Message) -> dict[int, tuple[str, ...]]:
    """Return what those are called whom a message mentions, by id."""
    return {
        each.id: tuple(filter(None, (each.display_name, each.global_name, each.name)))
        for each in message.mentions
    }


def _replied_to(message: discord.Message, me: discord.ClientUser) -> discord.Message | None:
    """Return the message of ``me`` that a message replies to."""
    replied = message.reference.resolved if message.reference else None
    if isinstance(replied, discord.Message) and replied.author.id == me.id:
        return replied
    return None


def shown_by(answer: discord.Message) -> _Shown | None:
    """Return what an answer shows, and the question above it; None where it shows no quote."""
    state = state_among(custom_ids(answer))
    asked = [
        asked_in(each.content)
        for each in answer.components
        if isinstance(each, discord.TextDisplay) and each.id == ASKED_ID
    ]
    return _Shown(state, *asked[:1]) if state else None


def custom_ids(answer: discord.Message) -> Iterator[str]:
    """Yield the ids of an answer's buttons."""
    for row in answer.components:
        for item in row.children if isinstance(row, discord.ActionRow) else ():
            if isinstance(item, discord.Button) and item.custom_id:
                yield item.custom_id


def _step(words: str) -> Step | None:
    """Return where a message wants to go on to, in either language; None for anything else."""
    folded = _folded(words)
    for language in Language:
        say = wording(language)
        ways = {
            Step.MORE: say["go-on-more"],
            Step.BEFORE: say["go-on-before"],
            Step.AROUND: say["go-on-around"],
            Step.AFTER: say["go-on-after"],
        }
        for step, phrases in ways.items():
            if folded in map(_folded, phrases.split("|")):
                return step
    return None


def _folded(words: str) -> str:
    """Return words without width, case, spaces and punctuation."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words).casefold()))


def _language_around(message: discord.Message) -> Language:
    return language_of(message.guild.preferred_locale) if message.guild else Language.JA
