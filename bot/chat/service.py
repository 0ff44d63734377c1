"""What members are shown: a member's words in, a reply out; knows no interaction."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import randbelow
from typing import Final, Protocol

from bot.answering import Answering
from bot.answering.outcome import Answer, Aside, NoAnswer, Outcome, Related
from bot.chat.custom_id import Found, StaleError, State
from bot.chat.journal import CURRENT
from bot.chat.names import naming, sessions_called
from bot.chat.pages import NothingNear, Pages, QuotePage, Step, others_in, stepped
from bot.chat.picture import Pictures
from bot.chat.views.notices import about, aside, no_answer, nothing_near, plain, sessions_meant
from bot.chat.views.parts import Reply, Response, Sharing
from bot.chat.views.quote import draw
from bot.chat.wording import wording
from bot.session import Language, SessionSummary, Speaker, Topic
from bot.store import Store

# Members, channels and commands as Discord writes them in a text, and bare numbers of theirs.
_IDS: Final = re.compile(r"<[^<>]*\d{15,20}>|\d{15,20}")

_OUTCOMES: Final = {Answer: "answer", Aside: "aside", Related: "related", NoAnswer: "none"}


class Unanswered(Protocol):
    """Keeps questions that found no answer, where the operator switched that on."""

    async def keep(self, question: str) -> None:
        """Keep a question, without who asked it."""

    async def judge(self, question: str, quote: str, *, helpful: bool) -> None:
        """Keep whether a quote, by its reference, helped with a question."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on which a button was pressed, as the member who pressed it sees it.

    ``member`` is that member's id, ``asked`` the question that the message shows; ``private`` tells
    whether only this member sees it, ``shared`` whether it was shared with everyone.
    """

    member: int
    language: Language
    asked: str | None
    private: bool
    shared: bool

    def belongs_to(self, asker: int) -> bool:
        """Tell whether a page turns in place: for the asker, and where nobody else sees it."""
        return self.private or asker == self.member


class Service:
    """Makes the replies; whatever shows them hands it the member's words.

    ``sends_questions`` tells that questions leave the machine, ``answers_messages`` that mentions
    and direct messages are answered; ``site`` is the address of the pages, if any, of the record.
    """

    def __init__(
        self,
        store: Store,
        answering: Answering,
        *,
        unanswered: Unanswered | None = None,
        sends_questions: bool = False,
        translating: bool = True,
        site: str | None = None,
        answers_messages: bool = True,
        pictures: Path | None = None,
        pick: Callable[[int], int] = randbelow,
    ) -> None:
        self.answering = answering
        self._draw = partial(draw, translating=translating, site=site)
        self.unanswered = unanswered
        self.sends_questions = sends_questions
        self.answers_messages = answers_messages
        self._store = store
        self._pages = Pages(store, answering, pick)
        self.pictures = Pictures(store, pictures)

    async def sessions(self) -> tuple[SessionSummary, ...]:
        """Return the recorded sessions that are shown here, in order of their start."""
        return tuple((await self._pages.sessions()).values())

    async def ask(
        self,
        question: str,
        *,
        asker: int,
        language: Language,
        speaker: str | None = None,
        session: str | None = None,
        private: bool = False,
        own_words: bool = True,
        topic: str | None = None,
    ) -> Response:
        """Answer a question; ``speaker`` and ``session`` are what the member named, if anything.

        What was not asked in the member's ``own_words``, but stands in a message of anybody or on
        a button, is never kept. ``topic`` is the id of what a button asks about.
        """
        within = await self._within(session, language)
        if isinstance(within, Response):
            return within
        outcome = await self.answering.ask(question, speaker=speaker or None, session=within)
        if topic is not None:
            outcome = _on_topic(outcome, topic)
        if entry := CURRENT.get(None):
            entry.outcome = _OUTCOMES[type(outcome)]
            entry.confidence = outcome.matches[0].score if outcome.matches else 0.0
            if not isinstance(outcome, NoAnswer):
                entry.quote = outcome.matches[0].quote.ref
        if isinstance(outcome, Aside):
            return Response(aside(outcome, await self.sessions(), asker, language), private=True)
        if isinstance(outcome, NoAnswer):
            if self.unanswered is not None and own_words:
                await self._keep(self.unanswered, question)
            notice = no_answer(outcome, others_in(outcome.elsewhere, asker), asker, language)
            return Response(notice, private=True)
        if isinstance(outcome, Answer) and outcome.speaker is not None:
            return await self.quotes(
                outcome.speaker.id,
                None,
                asker=asker,
                language=language,
                at_random=False,
                private=private,
            )
        may_judge = self.unanswered is not None and own_words
        page = await self._pages.first(outcome, asker, may_judge=may_judge)
        return Response(self._draw(page, language, sharing=_sharing(private=private)), private)

    async def _within(self, named: str | None, language: Language) -> Response | list[str] | None:
        """Return the sessions to answer from, None for all; or why there is none."""
        if named is not None:
            called = await self.sessions_called(named)
            if len(called) == 1:
                return [called[0].id]
            return Response(sessions_meant(named, called, language), private=True)
        limit = await self._pages.limit()
        if limit == []:
            return Response(plain(wording(language)["nothing-recorded"]), private=True)
        return limit

    async def suggest(self, typed: str, language: Language, limit: int) -> tuple[str, ...]:
        """Return what a member may be about to ask here."""
        here = await self._pages.limit()
        return await self.answering.suggest(typed, language, session=here, limit=limit)

    async def speakers(self, typed: str) -> tuple[Speaker, ...]:
        """Return whom a member may be about to name, of those who speak here."""
        return await self.answering.find_speakers(typed, await self._pages.limit())

    async def naming(self, words: str, mentioned: Mapping[int, Iterable[str]]) -> str:
        """Return words that name whoever they mention and who is called like a speaker."""
        if not mentioned:
            return words
        return naming(words, mentioned, (await self._store.record()).people)

    async def _keep(self, unanswered: Unanswered, question: str) -> None:
        if words := _without_ids(question):
            await unanswered.keep(words)

    async def judge(self, state: State, shown: Shown, *, helpful: bool) -> Response:
        """Keep whether an answer helped, by the words of the question and the quote alone."""
        page = await self._pages.open(state.turned(asker=shown.member), shown.asked)
        words = _without_ids(shown.asked or "")
        keeper = self.unanswered if isinstance(state, Found) and state.may_judge else None
        if keeper is None or not words or not isinstance(page, QuotePage):
            raise StaleError
        await keeper.judge(words, str(page.match.quote.ref), helpful=helpful)
        if not shown.private:
            return Response(plain(wording(shown.language)["judged"]), private=True)
        view = self._draw(page, shown.language, sharing=Sharing.OFFERED, judged=True)
        return Response(view, private=True)

    async def quotes(
        self,
        speaker: str | None,
        topic: str | None,
        *,
        asker: int,
        language: Language,
        at_random: bool,
        private: bool,
    ) -> Response:
        """Open what a speaker said; without a speaker, what anybody did."""
        if speaker is None and topic is None:
            return await self.anything(asker=asker, language=language, private=private)
        if speaker is None:
            return await self.ask(topic or "", asker=asker, language=language, private=private)
        named = await self.answering.resolve_speaker(speaker, await self._pages.limit())
        page = await self._pages.browse(named, topic, asker, at_random=at_random)
        if isinstance(page, NothingNear):
            return Response(nothing_near(page, language), private=True)
        return Response(self._draw(page, language, sharing=_sharing(private=private)), private)

    async def anything(self, *, asker: int, language: Language, private: bool = False) -> Response:
        """Show a quote of anybody, at random."""
        page = await self._pages.anyone(asker)
        if page is None:
            return Response(plain(wording(language)["nothing-recorded"]), private=True)
        return Response(self._draw(page, language, sharing=_sharing(private=private)), private)

    async def sessions_called(self, typed: str) -> tuple[SessionSummary, ...]:
        """Return the sessions that a member may mean, latest first."""
        return sessions_called(typed, await self.sessions())[::-1]

    async def session(self, named: str | None, *, asker: int, language: Language) -> Response:
        """Describe a session: the one that is meant, or the latest."""
        sessions = await self.sessions()
        called = sessions[-1:] if named is None else await self.sessions_called(named)
        if len(called) != 1:
            return Response(sessions_meant(named or "", called, language), private=True)
        return Response(about(called[0], asker, language), private=True)

    async def illustrated(
        self, named: str | None, *, asker: int, language: Language
    ) -> tuple[Reply, bytes] | None:
        """Describe a session as ``session`` does, with a picture; None where there is none."""
        sessions = await self.sessions()
        called = sessions[-1:] if named is None else await self.sessions_called(named)
        picture = await self.pictures.of(called[0], language) if len(called) == 1 else None
        if picture is None:
            return None
        return about(called[0], asker, language, alt=picture.alt), picture.png

    async def turn(self, state: State, shown: Shown) -> Response:
        """Turn to another page: in place to the asker, privately to anyone else."""
        in_place = shown.belongs_to(state.asker)
        private = shown.private or not in_place
        page = await self._pages.open(state.turned(asker=shown.member), shown.asked)
        shared_by = state.asker if in_place and shown.shared else None
        view = self._draw(
            page, shown.language, sharing=_sharing(private=private), shared_by=shared_by
        )
        return Response(view, private)

    async def follow(
        self, state: State, step: Step, asked: str | None, *, asker: int, language: Language
    ) -> Response:
        """Go on from what an answer shows: to another quote, or to what was said around it."""
        try:
            page = await self._pages.open(state.turned(asker=asker, part=0), asked)
            page = await self._pages.open(stepped(page, step), asked)
        except StaleError:
            return Response(plain(wording(language)["no-more"]), private=False)
        return Response(self._draw(page, language), private=False)

    async def share(self, state: State, shown: Shown) -> tuple[Reply, Reply]:
        """Return a page for everyone, under the member's name, and what the member sees then."""
        page = await self._pages.open(state.turned(asker=shown.member), shown.asked)
        return (
            self._draw(page, shown.language, shared_by=shown.member),
            self._draw(page, shown.language, sharing=Sharing.DONE),
        )

    async def ask_about(self, topic_id: str, asker: int, shown: Shown) -> Response:
        """Answer with what was said about a topic."""
        topic = await self._topic(topic_id)
        return await self.ask(
            topic.label.to(shown.language),
            asker=shown.member,
            language=shown.language,
            private=shown.private or not shown.belongs_to(asker),
            own_words=False,
            topic=topic_id,
        )

    async def _topic(self, topic_id: str) -> Topic:
        for topic in (await self._store.record()).topics:
            if topic.id == topic_id:
                return topic
        raise StaleError


def _on_topic(outcome: Outcome, topic: str) -> Outcome:
    """Return what is perhaps related as an answer, where it was written to be about the topic."""
    about = tuple(match for match in outcome.matches if topic in match.quote.topics)
    return Answer(outcome.question, about) if isinstance(outcome, Related) and about else outcome


def _without_ids(question: str) -> str:
    return " ".join(_IDS.sub(" ", question).split())


def _sharing(*, private: bool) -> Sharing:
    return Sharing.OFFERED if private else Sharing.NO
