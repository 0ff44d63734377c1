"""What a state shows, fetched from the rooms below."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from secrets import randbelow

from bot.answering import Answering
from bot.answering.outcome import Answer, Match, Related
from bot.chat.state import (
    ANY,
    MOST_REFS,
    Browse,
    Found,
    Reading,
    ShortRef,
    StaleError,
    State,
    key_of,
)
from bot.session import Quote, QuoteRef, SessionSummary, Speaker, Topic, Utterance
from bot.store import Store

WINDOW = 25
"""How many options a select menu has at most."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A place that a select menu leads to."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class QuotePage:
    """A quote out of a series of ``total``, with what is known about it.

    ``topics`` are those of the quote.
    """

    state: Found | Browse
    asked: str | None
    match: Match
    session: SessionSummary
    translation: str | None
    total: int
    jumps: tuple[Jump, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePage:
    """An utterance of the conversation; ``quote`` is what the member came from, if anything."""

    state: State
    asked: str | None
    session: SessionSummary
    utterance: Utterance
    quote: QuoteRef | None = None
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingNear:
    """A speaker said nothing near a topic, or nothing at all."""

    speaker: Speaker
    topic: str | None


Page = QuotePage | PassagePage
Series = tuple[Match, int, tuple[Jump, ...]]


class Library:
    """Opens the pages of replies."""

    def __init__(
        self, store: Store, answering: Answering, pick: Callable[[int], int] = randbelow
    ) -> None:
        self._store = store
        self._answering = answering
        self._pick = pick

    async def first(self, outcome: Answer | Related, asker: int) -> QuotePage:
        """Open the best quote of an outcome."""
        matches = outcome.matches[:MOST_REFS]
        refs = tuple(ShortRef.of(match.quote.ref) for match in matches)
        state = Found(asker, refs=refs, weak=isinstance(outcome, Related))
        return await self._quote_page(state, outcome.question, matches[0], len(refs), ())

    async def browse(
        self, speaker: Speaker, topic: str | None, asker: int, *, at_random: bool
    ) -> Page | NothingNear:
        """Open a speaker's first quote, or one at random, or the one nearest to a topic."""
        index = ANY if at_random else 0
        state = Browse(asker, index, speaker=key_of(speaker.id), by_topic=topic is not None)
        try:
            return await self.open(state, topic)
        except StaleError:
            return NothingNear(speaker, topic)

    async def open(self, state: State, asked: str | None) -> Page:
        """Open what a state shows; raises ``StaleError`` when the record no longer has it.

        ``asked`` is the question or topic as the member gave it, or what is left of it.
        """
        if isinstance(state, Reading):
            return await self._reading(state)
        state, (match, total, jumps) = await self._series(state, asked)
        if state.at:
            return await self._around(state, asked, match.quote.ref)
        return await self._quote_page(state, asked, match, total, jumps)

    async def _series(
        self, state: Found | Browse, asked: str | None
    ) -> tuple[Found | Browse, Series]:
        match state:
            case Found():
                return state, await self._found(state, asked)
            case Browse(by_topic=True):
                return await self._near_topic(state, asked or "")
            case Browse():
                return await self._in_order(state)

    async def _found(self, state: Found, asked: str | None) -> Series:
        if state.index >= len(state.refs):
            raise StaleError
        short = state.refs[state.index]
        session_id = await self._session_id(short.session)
        quote = await self._store.quote(QuoteRef(session_id, short.utterance, short.quote))
        if quote is None:
            raise StaleError
        return await self._explained(quote, asked), len(state.refs), ()

    async def _explained(self, quote: Quote, asked: str | None) -> Match:
        """Find out again why a quote matched; the question may have been shortened since."""
        if asked:
            outcome = await self._answering.ask(
                asked, speaker=quote.speaker.id, session=quote.ref.session, limit=MOST_REFS
            )
            for match in outcome.matches:
                if match.quote.ref == quote.ref:
                    return match
        return Match(quote, 0.0)

    async def _near_topic(self, state: Browse, topic: str) -> tuple[Browse, Series]:
        speaker = await self._speaker(state.speaker)
        matches = await self._answering.on_topic(speaker.id, topic)
        state = self._picked(state, len(matches))
        jumps = tuple(Jump(index, match.quote.text) for index, match in enumerate(matches[:WINDOW]))
        return state, (matches[state.index], len(matches), jumps)

    async def _in_order(self, state: Browse) -> tuple[Browse, Series]:
        speaker = await self._speaker(state.speaker)
        total = await self._store.count_quotes(speaker.id)
        state = self._picked(state, total)
        start = _window(state.index, total)
        quotes = await self._store.quotes_by_speaker(speaker.id, offset=start, limit=WINDOW)
        jumps = tuple(Jump(start + number, quote.text) for number, quote in enumerate(quotes))
        return state, (Match(quotes[state.index - start], 1.0), total, jumps)

    def _picked(self, state: Browse, total: int) -> Browse:
        if total and state.index == ANY:
            state = replace(state, index=self._pick(total))
        if state.index >= total:
            raise StaleError
        return state

    async def _quote_page(
        self,
        state: Found | Browse,
        asked: str | None,
        match: Match,
        total: int,
        jumps: tuple[Jump, ...],
    ) -> QuotePage:
        session = await self._session(match.quote.ref.session)
        annotation = await self._store.annotation(match.quote.ref)
        topics = tuple(topic for topic in session.topics if topic.id in annotation.topics)
        return QuotePage(state, asked, match, session, annotation.translation, total, jumps, topics)

    async def _around(
        self, state: Found | Browse, asked: str | None, quote: QuoteRef
    ) -> PassagePage:
        session = await self._session(quote.session)
        utterance = await self._utterance(session, state.at)
        return PassagePage(state, asked, session, utterance, quote)

    async def _reading(self, state: Reading) -> PassagePage:
        session = await self._session(await self._session_id(state.session))
        utterance = await self._utterance(session, state.at)
        start = _window(state.at - 1, session.utterance_count)
        nearby = await self._store.utterances(session.id, start=start + 1, limit=WINDOW)
        jumps = tuple(Jump(each.number, each.text) for each in nearby)
        return PassagePage(state, None, session, utterance, jumps=jumps)

    async def _session_id(self, key: int) -> str:
        for session_id in await self._store.digests():
            if key_of(session_id) == key:
                return session_id
        raise StaleError

    async def _session(self, session_id: str) -> SessionSummary:
        session = await self._store.session(session_id)
        if session is None:
            raise StaleError
        return session

    async def _speaker(self, key: int) -> Speaker:
        for speaker in await self._store.speakers():
            if key_of(speaker.id) == key:
                return speaker
        raise StaleError

    async def _utterance(self, session: SessionSummary, number: int) -> Utterance:
        utterance = await self._store.utterance(session.id, number)
        if utterance is None:
            raise StaleError
        return utterance


def _window(index: int, total: int) -> int:
    """Return where a stretch of ``WINDOW`` items around an index begins."""
    return max(0, min(index - WINDOW // 2, total - WINDOW))
