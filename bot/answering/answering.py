"""The way from a question to its outcome."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial, wraps
from typing import Any, NamedTuple, TypeVar, cast

from bot.answering.confidence import Considered, consider
from bot.answering.corpus import Corpus
from bot.answering.documents import Allowed, Within
from bot.answering.highlighting import (
    QuotedText,
    best_reading,
    marked_length,
    match_of,
    matches,
)
from bot.answering.objections import CONTRADICTED, is_objectionable
from bot.answering.outcome import (
    Answer,
    Aside,
    Match,
    NoAnswer,
    Outcome,
    Related,
    Remark,
)
from bot.answering.question import Question
from bot.answering.ranking import unknown_words
from bot.answering.suggestions import is_meant, nearest_topics, suggestions, topics_within
from bot.encoder import Encoder
from bot.japanese import Analyzer, comparison_key
from bot.session import Language, Quote, QuoteRef, SessionSummary, Speaker, Topic
from bot.store import ArraysDamagedError, Store

# Confidence from which a quote answers, or is perhaps related.
ANSWERS = 0.7
RELATED = 0.6

_ASKING_FOR_ANYTHING = frozenset({"何", "どう", "何故", "どんな", "ホワット", "ハウ", "why"})
# Confidence in a quote against which something speaks.
_OBJECTED = 0.65
# Of the first match's score: of weaker ones, hardly one in seventy answers too (calibration).
_TAIL = 0.3
# How many of the best are looked at for words of the question.
_MOST_READ = 100


class _Found(NamedTuple):
    """What a search found but far weaker matches, whose words alone, and the best one's score."""

    matches: tuple[Match, ...]
    speaker: Speaker | None
    best: float = 0.0


_MethodT = TypeVar("_MethodT", bound=Callable[..., Coroutine[Any, Any, object]])


def _searching(method: _MethodT) -> _MethodT:
    """Make a method that searches do so again where the index turned out to be damaged."""

    @wraps(method)
    async def search(answering: "Answering", /, *args: object, **kwargs: object) -> object:
        try:
            return await method(answering, *args, **kwargs)
        except ArraysDamagedError as error:
            logger = logging.getLogger(__name__)
            logger.warning("The index is damaged, and built anew: %s", error)
            answering._corpus = None  # noqa: SLF001
            return await search(answering, *args, **kwargs)

    return cast("_MethodT", search)


class Answering:
    """Answers questions over a store; one instance serves all members.

    Answers follow the corpus: when another process loads sessions, the next question sees them.
    Where words leave doubt, the ``encoder``, if there is one, is asked what the question means.
    """

    def __init__(self, store: Store, analyzer: Analyzer, encoder: Encoder | None = None) -> None:
        self._store = store
        self._analyzer = analyzer
        self._encoder = encoder
        self._corpus: Corpus | None = None
        self._reading = asyncio.Lock()

    async def warm_up(self) -> None:
        """Load what the first question that words leave in doubt would have to wait for."""
        if (meaning := (await self._current()).meaning) is not None:
            await meaning.warm_up()

    async def ask(
        self,
        question: str,
        *,
        speaker: str | None = None,
        session: Within | None = None,
        limit: int = 5,
    ) -> Outcome:
        """Return the quotes that answer a question, best first, or that nothing does.

        Quotes far weaker than the first are left out, so that there may be fewer than ``limit``.
        ``speaker``, whatever a member calls one, restricts the answer to one person's words and
        wins over names in the question; ``session`` (an id, or some) restricts it to one session,
        or to those. Raises UnknownSpeakerError, AmbiguousSpeakerError and UnknownSessionError.
        """
        found = await self._search(question, speaker, session, limit)
        if found.best >= ANSWERS:
            return Answer(question, found.matches)
        if found.best >= RELATED:
            return Related(question, found.matches)
        topics = nearest_topics(await self._store.record(), found.matches, session)
        if not found.matches:
            return await self._aside(question, topics, found.speaker, session, limit)
        if found.speaker is None:
            return NoAnswer(question, found.matches, topics)
        others = await self._search(question, None, session, limit)
        elsewhere = others.matches if others.best >= ANSWERS else ()
        return NoAnswer(question, found.matches, topics, found.speaker, elsewhere)

    async def _aside(
        self,
        text: str,
        topics: tuple[Topic, ...],
        speaker: Speaker | None,
        session: Within | None,
        limit: int,
    ) -> Outcome:
        """Return what comes of a text that asks for nothing, or for a person's words at large."""
        corpus = await self._current()
        aside = corpus.reader.read_aside(text)
        if aside is None:
            return NoAnswer(text, (), topics, speaker)
        remark = aside if isinstance(aside, Remark) else Remark.NOTHING
        named = () if isinstance(aside, Remark) else aside
        within = named and corpus.index.documents.speakers_within(session).intersection(named)
        people = [each for each in corpus.index.record.people if each.id in (within or named)]
        asked = people[0] if len(people) == 1 else None
        if remark is Remark.NOTHING and comparison_key(text):
            asked = speaker or asked
        if asked is None:
            return Aside(text, (), topics, speaker, remark=remark)
        quotes: list[Quote] = []
        for each in [session] if session is None or isinstance(session, str) else session:
            quotes += await self._store.quotes_by_speaker(asked.id, session=each, limit=limit)
        shown = tuple(Match(quote, 1.0) for quote in quotes[:limit])
        return Answer(text, shown, asked) if shown else NoAnswer(text, (), topics, asked)

    async def on_topic(
        self, speaker: str, topic: str, *, session: Within | None = None, limit: int = 10
    ) -> tuple[Match, ...]:
        """Return a speaker's quotes near a topic, nearest first; empty when none is near."""
        found = await self._search(topic, speaker, session, limit)
        return tuple(match for match in found.matches if match.score >= RELATED)

    @_searching
    async def match_at(self, ref: QuoteRef, question: str | None = None) -> Match | None:
        """Return the quote at a position, and why it matches a question; None if there is none.

        No other quote is looked at, so its ``score`` says nothing: it is 1.
        """
        while True:
            corpus = await self._current()
            position = corpus.index.documents.position(ref)
            if position is None:
                return None
            quotes = await corpus.index.quotes([position])
            if quotes is not None:
                break
        (quote,) = quotes
        (phrases,) = await corpus.index.phrases([position])
        ways = [Match(quote, 1.0)]
        for reading in corpus.reader.read(question) if question else ():
            nearest = phrases.nearest(reading.analysis.reading)
            phrase = nearest[0] if nearest else None
            unknown = unknown_words(corpus.index, reading)
            spans = corpus.texts(quote.text).spans(reading, unknown)
            ways.append(match_of(quote, reading, spans, phrase, _named(corpus, reading)))
        return max(ways, key=lambda way: (marked_length(way.spans), way.reason is not None))

    async def find_speakers(self, text: str, session: Within | None = None) -> tuple[Speaker, ...]:
        """Return whom ``text`` may mean, likeliest first; all of a session or some without it."""
        corpus = await self._current()
        found = corpus.directory.search(text)
        there = None if session is None else corpus.index.documents.speakers_within(session)
        return found if there is None else tuple(each for each in found if each.id in there)

    async def resolve_speaker(self, text: str, session: Within | None = None) -> Speaker:
        """Return the speaker whom ``text`` means, in a session or some (ids) where one is of them.

        Raises UnknownSpeakerError when it means nobody, and AmbiguousSpeakerError when it may mean
        more than one.
        """
        return (await self._current()).resolve(text, session)

    async def resolve_session(self, session_id: str) -> SessionSummary:
        """Return the session with an id. Raises UnknownSessionError when there is none."""
        return (await self._current()).index.documents.session(session_id)

    @_searching
    async def suggest(
        self, typed: str, language: Language, *, session: Within | None = None, limit: int = 25
    ) -> tuple[str, ...]:
        """Return topics and likely questions, of a session or some, for what is typed so far."""
        corpus = await self._current()
        allowed = corpus.index.documents.allowed(None, session)
        async with corpus.index.turn:
            found = await consider(corpus.index, corpus.reader.read_begun(typed), allowed, limit)
        near = sorted({position for reading in found for position in reading.ranking.positions})
        phrases = await corpus.index.phrases(near)
        texts = [text for of_quote in phrases for text in of_quote.texts]
        readings = [reading.question for reading in found if reading.question.content]
        meant = partial(is_meant, corpus.texts, readings)
        topics = [topic.label for topic in topics_within(corpus.index.record, session)]
        said = None if session is None else await corpus.index.quotes(near) or ()
        heard = corpus.words.begun(
            (question.analysis.reading for question in readings),
            said and [quote.text for quote in said],
        )
        return suggestions(typed, topics, texts, language, limit, meant=meant, heard=heard)

    @_searching
    async def _search(
        self, text: str, speaker: str | None, session: Within | None, limit: int
    ) -> _Found:
        while True:
            corpus = await self._current()
            named = None if speaker is None else corpus.resolve(speaker, session)
            restricted = named is not None or session is not None
            allowed = corpus.index.documents.allowed(named, session) if restricted else None
            found = await _considered(corpus, text, allowed)
            if found is None:
                return _Found((), named)
            quotes = await corpus.index.quotes(found.ranking.positions[:limit])
            read = await _read(corpus, quotes or ())
            question = found.question
            doubtful = read and found.sure >= ANSWERS and _may_be_objected_to(question)
            if doubtful and is_objectionable(question, *read[0], by_anybody=named is not None):
                found = replace(found, sure=_OBJECTED)
            # Not when the corpus has changed since it was looked at.
            if quotes or (quotes is not None and await corpus.index.is_current()):
                unknown = unknown_words(corpus.index, question)
                least = _TAIL if found.sure >= RELATED else 0.0
                shown = matches(found, read, unknown, _named(corpus, question), least=least)
                return _Found(shown, named, shown[0].score if shown else 0.0)

    @_searching
    async def considered(self, text: str, speaker: str | None = None) -> Considered | None:
        """Return how a question is read, what ranks first, and the signs that it is an answer."""
        corpus = await self._current()
        named = None if speaker is None else corpus.directory.resolve(speaker)
        return await _considered(corpus, text, corpus.index.documents.allowed(named))

    async def _current(self) -> Corpus:
        async with self._reading:
            known = self._corpus and self._corpus.index.record.generation
            if self._corpus is None or known != await self._store.generation():
                self._corpus = await Corpus.read(self._store, self._analyzer, self._encoder)
            return self._corpus


async def _considered(corpus: Corpus, text: str, allowed: Allowed | None) -> Considered | None:
    """Return the reading to answer, by its meaning where the words leave doubt; None without."""
    async with corpus.index.turn:
        readings = await consider(corpus.index, corpus.reader.read(text), allowed, _MOST_READ)
        if not readings:
            return None
        best = await best_reading(corpus.index, corpus.texts, corpus.sayings, readings)
    if best.sure >= ANSWERS:
        return best
    said = await corpus.translations.shares(best)
    meaning = corpus.meaning
    found = await meaning.reconsider(best, text, said, allowed, _MOST_READ) if meaning else None
    if found is None:
        found = await corpus.translations.reconsider(best, said, allowed, _MOST_READ)
    async with corpus.index.turn:
        return await best_reading(corpus.index, corpus.texts, corpus.sayings, [found])


async def _read(corpus: Corpus, quotes: Sequence[Quote]) -> list[tuple[Quote, QuotedText]]:
    """Return quotes with their texts cut, which takes its time where they are not kept."""
    texts = map(corpus.texts, [quote.text for quote in quotes])
    cut = list(texts) if corpus.index.is_small else await asyncio.to_thread(list, texts)
    return list(zip(quotes, cut, strict=True))


def _may_be_objected_to(question: Question) -> bool:
    asked_for = question.names or question.speakers or question.asking - _ASKING_FOR_ANYTHING
    return bool(asked_for or question.is_statement or CONTRADICTED.search(question.analysis.text))


def _named(corpus: Corpus, question: Question) -> tuple[Speaker, ...]:
    """Return those whose words a question asks for by name."""
    people = corpus.index.record.people if question.speakers else ()
    return tuple(person for person in people if person.id in question.speakers)
