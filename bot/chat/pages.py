"""What a state shows, fetched from the rooms below."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from secrets import randbelow

from bot.answering import Answering
from bot.answering.outcome import Answer, Match, NoAnswer, Related
from bot.chat.custom_id import ANY, Browse, Found, Reading, ShortRef, StaleError, State, key_of
from bot.chat.servers import LIMIT
from bot.session import Beside, Quote, QuoteRef, SessionSummary, Speaker, Utterance, beside, leans
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
    """A quote out of a series of ``total``; ``beside`` is what it leans on, if anything."""

    state: Found | Browse
    asked: str | None
    match: Match
    session: SessionSummary
    total: int
    jumps: tuple[Jump, ...] = ()
    beside: Beside | None = None


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
class Others:
    """What somebody else said: by whom, and the state that shows it."""

    speaker: Speaker
    state: Found


@dataclass(frozen=True, slots=True)
class NothingNear:
    """No words of a speaker were found near a topic, or none at all.

    ``others`` shows what others said about it, if anybody did.
    """

    speaker: Speaker
    topic: str | None
    others: Others | None = None


Page = QuotePage | PassagePage


class Step(Enum):
    """Where somebody wants to go on to from a page."""

    MORE = "another of the quotes, or the next utterance"
    BEFORE = "what was said before"
    AROUND = "who said it, and around what"
    AFTER = "what was said after"


def stepped(page: Page, step: Step) -> State:
    """Return the state one step further on; it may lead beyond what there is."""
    state = page.state
    if isinstance(page, QuotePage):
        if step is Step.MORE:
            return state.turned(index=state.index + 1)
        at = page.match.quote.ref.utterance
    else:
        at = page.utterance.number
    distance = {Step.BEFORE: -1, Step.AROUND: 0}.get(step, 1)
    if at + distance < 1:
        raise StaleError
    return state.turned(at=at + distance)


class Pages:
    """Opens the pages of replies."""

    def __init__(
        self, store: Store, answering: Answering, pick: Callable[[int], int] = randbelow
    ) -> None:
        self._store = store
        self._answering = answering
        self._pick = pick

    async def first(
        self, outcome: Answer | Related, asker: int, *, may_judge: bool = False
    ) -> QuotePage:
        """Open the best quote of an outcome; ``may_judge`` lets the asker say whether it helps."""
        matches = outcome.matches
        by_meaning = any(match.by_meaning for match in matches)
        weak = isinstance(outcome, Related)
        state = Found(asker, weak=weak, by_meaning=by_meaning, may_judge=may_judge)
        state = state.carrying(match.quote.ref for match in matches)
        return await self._found(state, outcome.question, matches)

    async def browse(
        self, speaker: Speaker, topic: str | None, asker: int, *, at_random: bool
    ) -> Page | NothingNear:
        """Open a speaker's first quote, or one at random, or the one nearest to a topic."""
        if topic is not None:
            limit = await self.limit()
            matches = await self._answering.on_topic(speaker.id, topic, session=limit)
            if not matches:
                outcome = await self._answering.ask(topic, speaker=speaker.id, session=limit)
                elsewhere = outcome.elsewhere if isinstance(outcome, NoAnswer) else ()
                return NothingNear(speaker, topic, others_in(elsewhere, asker))
            state = Found(asker, of_speaker=True).carrying(each.quote.ref for each in matches)
            index = self._pick(len(state.refs)) if at_random else 0
            return await self._found(state.turned(index=index), topic, matches)
        try:
            index = ANY if at_random else 0
            return await self.open(Browse(asker, index, speaker=key_of(speaker.id)), None)
        except StaleError:
            return NothingNear(speaker, topic)

    async def anyone(self, asker: int) -> Page | None:
        """Open a quote of anybody at random; None where there is none."""
        try:
            return await self.open(Browse(asker, ANY), None)
        except StaleError:
            return None

    async def open(self, state: State, asked: str | None) -> Page:
        """Open what a state shows; raises ``StaleError`` when the record no longer has it.

        ``asked`` is the question or topic as the member gave it, or what is left of it.
        """
        match state:
            case Reading():
                return await self._reading(state)
            case Found():
                page = await self._found(state, asked)
            case Browse():
                page = await self._in_order(state)
        if state.at:
            utterance = await self._utterance(page.session, state.at)
            return PassagePage(page.state, asked, page.session, utterance, page.match.quote.ref)
        return page

    async def _found(
        self, state: Found, asked: str | None, matches: Sequence[Match] = ()
    ) -> QuotePage:
        """Open one of the quotes found; ``matches`` are all of them, where they are at hand."""
        if state.index >= len(state.refs):
            raise StaleError
        found = (
            matches[state.index] if matches else await self._match(state.refs[state.index], asked)
        )
        jumps: tuple[Jump, ...] = ()
        if state.of_speaker:
            matches = matches or [await self._match(ref) for ref in state.refs]
            jumps = _jumps(match.quote.text for match in matches[: len(state.refs)])
        return await self._quote(state, asked, found, len(state.refs), jumps)

    async def _quote(
        self,
        state: Found | Browse,
        asked: str | None,
        match: Match,
        total: int,
        jumps: tuple[Jump, ...] = (),
    ) -> QuotePage:
        ref = match.quote.ref
        session = await self._session(ref.session)
        near = None
        if leans(match.quote.text):
            near = beside(await self._utterance(session, ref.utterance), ref.quote)
        return QuotePage(state, asked, match, session, total, jumps, near)

    async def _match(self, short: ShortRef, asked: str | None = None) -> Match:
        ref = QuoteRef(await self._session_id(short.session), short.utterance, short.quote)
        found = await self._answering.match_at(ref, asked)
        if found is None:
            raise StaleError
        return found

    async def _in_order(self, state: Browse) -> QuotePage:
        people = (await self._store.record()).people
        if state.speaker:
            people = (await self._speaker(state.speaker),)
        total, _ = await self._quotes_of(people, 0, 0)
        if total and state.index == ANY:
            state = replace(state, index=self._pick(total))
        if state.index >= total:
            raise StaleError
        start, most = (_window(state.index, total), WINDOW) if state.speaker else (state.index, 1)
        _, quotes = await self._quotes_of(people, start, most)
        if state.index - start >= len(quotes):
            raise StaleError
        quote = quotes[state.index - start]
        jumps = _jumps((each.text for each in quotes), start) if state.speaker else ()
        return await self._quote(state, None, Match(quote, 1.0), total, jumps)

    async def _quotes_of(
        self, people: Iterable[Speaker], start: int, most: int
    ) -> tuple[int, list[Quote]]:
        """Return how many quotes some people have in the sessions shown here, and a part of them.

        That is up to ``most`` of them from the one numbered ``start`` on, counted from 0.
        """
        record, total = await self._store.record(), 0
        quotes: list[Quote] = []
        for person in people:
            for session in await self.sessions():
                count = record.count_quotes(person.id, session)
                offset = max(0, start - total)
                if offset < count and len(quotes) < most:
                    quotes += await self._store.quotes_by_speaker(
                        person.id, session=session, offset=offset, limit=most - len(quotes)
                    )
                total += count
        return total, quotes

    async def sessions(self) -> dict[str, SessionSummary]:
        """Return the sessions that are shown here by their ids, in order of their start."""
        sessions, limit = (await self._store.record()).sessions, LIMIT.get()
        return {key: each for key, each in sessions.items() if key in limit} if limit else sessions

    async def limit(self) -> list[str] | None:
        """Return the ids of the sessions that are shown here alone; None where all are."""
        return [*await self.sessions()] if LIMIT.get() else None

    async def _reading(self, state: Reading) -> PassagePage:
        session = await self._session(await self._session_id(state.session))
        utterance = await self._utterance(session, state.at)
        start = _window(state.at - 1, session.utterance_count)
        nearby = await self._store.utterances(session.id, start=start + 1, limit=WINDOW)
        jumps = tuple(Jump(each.number, each.text) for each in nearby)
        return PassagePage(state, None, session, utterance, jumps=jumps)

    async def _session_id(self, key: int) -> str:
        for session_id in await self.sessions():
            if key_of(session_id) == key:
                return session_id
        raise StaleError

    async def _session(self, session_id: str) -> SessionSummary:
        session = (await self.sessions()).get(session_id)
        if session is None:
            raise StaleError
        return session

    async def _speaker(self, key: int) -> Speaker:
        for speaker in (await self._store.record()).people:
            if key_of(speaker.id) == key:
                return speaker
        raise StaleError

    async def _utterance(self, session: SessionSummary, number: int) -> Utterance:
        utterance = await self._store.utterance(session.id, number)
        if utterance is None:
            raise StaleError
        return utterance


def others_in(matches: Sequence[Match], asker: int) -> Others | None:
    """Return what leads to these words of others, if there are any."""
    if not matches:
        return None
    state = Found(asker).carrying(match.quote.ref for match in matches)
    return Others(matches[0].quote.speaker, state)


def _jumps(texts: Iterable[str], start: int = 0) -> tuple[Jump, ...]:
    return tuple(Jump(index, text) for index, text in enumerate(texts, start))


def _window(index: int, total: int) -> int:
    """Return where a stretch of ``WINDOW`` items around an index begins."""
    return max(0, min(index - WINDOW // 2, total - WINDOW))
