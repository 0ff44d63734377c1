"""Where members are answered: questions, quotes of a speaker, sessions, and presses on buttons."""

from collections.abc import Callable
from secrets import randbelow
from typing import Protocol

import discord

from bot.answering import Answering
from bot.answering.outcome import NoAnswer
from bot.chat.controls import Interaction
from bot.chat.library import Library, NothingNear
from bot.chat.pace import Pace
from bot.chat.replying import Response, turn_page
from bot.chat.state import StaleError, State
from bot.chat.translating import language_of
from bot.chat.views.guide import about
from bot.chat.views.notices import no_answer, nothing_near, plain
from bot.chat.views.pages import draw
from bot.chat.views.parts import ASKED_ID, SHARED_ID, asked_in
from bot.chat.views.shared import Sharing
from bot.chat.wording import wording
from bot.session import Language, SessionSummary, Topic
from bot.store import Store


class Unanswered(Protocol):
    """Keeps questions that found no answer, where the operator switched that on."""

    async def keep(self, question: str) -> None:
        """Keep a question, without who asked it."""


class Desk:
    """Makes the replies; whatever shows them hands it the member's words."""

    def __init__(
        self,
        store: Store,
        answering: Answering,
        pace: Pace,
        *,
        unanswered: Unanswered | None = None,
        pick: Callable[[int], int] = randbelow,
    ) -> None:
        self.answering = answering
        self.unanswered = unanswered
        self._store = store
        self._pace = pace
        self._library = Library(store, answering, pick)

    async def sessions(self) -> tuple[SessionSummary, ...]:
        """Return the recorded sessions, in order of their start."""
        return await self._store.sessions()

    async def ask(
        self,
        question: str,
        *,
        asker: int,
        language: Language,
        speaker: str | None = None,
        private: bool = False,
    ) -> Response:
        """Answer a question; ``speaker`` is whom the member named, if anyone."""
        named = await self.answering.resolve_speaker(speaker) if speaker else None
        outcome = await self.answering.ask(question, speaker=named.id if named else None)
        if isinstance(outcome, NoAnswer):
            if self.unanswered is not None:
                await self.unanswered.keep(question)
            return Response(no_answer(question, outcome.topics, asker, language), private=True)
        page = await self._library.first(outcome, asker)
        return Response(draw(page, language, sharing=_sharing(private=private)), private)

    async def quotes(
        self,
        speaker: str,
        topic: str | None,
        *,
        asker: int,
        language: Language,
        at_random: bool,
        private: bool,
    ) -> Response:
        """Open what a speaker said."""
        named = await self.answering.resolve_speaker(speaker)
        page = await self._library.browse(named, topic, asker, at_random=at_random)
        if isinstance(page, NothingNear):
            return Response(nothing_near(page, language), private=True)
        return Response(draw(page, language, sharing=_sharing(private=private)), private)

    async def session(self, named: str | None, *, asker: int, language: Language) -> Response:
        """Describe a session: the one whose id is given, or the latest."""
        sessions = await self._store.sessions()
        chosen = [session for session in sessions if named in (None, session.id)]
        if not chosen:
            say = wording(language)
            return Response(plain(say("unknown-session")), private=True)
        return Response(about(chosen[-1], asker, language), private=True)

    async def turn(self, interaction: Interaction, state: State) -> None:
        """Show another page: in place to the asker, privately to anyone else."""
        in_place = _is_own(interaction, state.asker)
        await turn_page(interaction, self._turned(interaction, state, in_place), in_place=in_place)

    async def _turned(
        self,
        interaction: Interaction,
        state: State,
        in_place: bool,  # noqa: FBT001
    ) -> Response:
        private = not in_place or _is_private(interaction.message)
        state = state.turned(asker=interaction.user.id)
        page = await self._library.open(state, _asked_in(interaction.message))
        shared = in_place and _shown(interaction.message, SHARED_ID) is not None
        view = draw(
            page,
            language_of(interaction.locale),
            sharing=_sharing(private=private),
            shared_by=state.asker if shared else None,
        )
        return Response(view, private)

    async def share(self, interaction: Interaction, state: State) -> None:
        """Show a private page to everyone, under the name of the member who shares it."""
        self._pace.admit(interaction.user, interaction.created_at)
        async with interaction.client.work:
            await interaction.response.defer()
            state = state.turned(asker=interaction.user.id)
            page = await self._library.open(state, _asked_in(interaction.message))
            language = language_of(interaction.locale)
            public = draw(page, language, shared_by=interaction.user.id)
            await interaction.followup.send(view=public, ephemeral=False)
            await interaction.edit_original_response(
                view=draw(page, language, sharing=Sharing.DONE)
            )

    async def ask_about(self, interaction: Interaction, topic_id: str, asker: int) -> None:
        """Answer with what was said about a topic."""
        in_place = _is_own(interaction, asker)
        private = not in_place or _is_private(interaction.message)
        topic = await self._topic(topic_id)
        language = language_of(interaction.locale)
        making = self.ask(
            topic.label.to(language), asker=interaction.user.id, language=language, private=private
        )
        await turn_page(interaction, making, in_place=in_place)

    async def _topic(self, topic_id: str) -> Topic:
        for session in await self._store.sessions():
            for topic in session.topics:
                if topic.id == topic_id:
                    return topic
        raise StaleError


def _sharing(*, private: bool) -> Sharing:
    return Sharing.OFFERED if private else Sharing.NO


def _is_own(interaction: Interaction, asker: int) -> bool:
    """Tell whether a page turns in place: for the asker, and where nobody else sees it."""
    return asker == interaction.user.id or _is_private(interaction.message)


def _is_private(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral


def _asked_in(message: discord.Message | None) -> str | None:
    shown = _shown(message, ASKED_ID)
    return asked_in(shown) if shown is not None else None


def _shown(message: discord.Message | None, component_id: int) -> str | None:
    for component in message.components if message else ():
        if isinstance(component, discord.TextDisplay) and component.id == component_id:
            return component.content
    return None
