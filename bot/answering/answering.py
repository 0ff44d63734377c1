"""The way from a question to its outcome."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from bot.answering.confidence import Considered, consider
from bot.answering.highlighting import (
    QuotedText,
    Sayings,
    best_reading,
    explained,
    marked_length,
    matches,
)
from bot.answering.index import Index, Within
from bot.answering.meaning import Meaning
from bot.answering.objections import is_objectionable
from bot.answering.outcome import (
    Answer,
    Aside,
    Match,
    NoAnswer,
    Outcome,
    Related,
    Remark,
)
from bot.answering.question import Question, Reader
from bot.answering.ranking import unknown_words
from bot.answering.speakers import SpeakerDirectory
from bot.answering.suggestions import is_meant, nearest_topics, suggestions
from bot.answering.translations import Translations
from bot.answering.vocabulary import Vocabulary
from bot.encoder import Encoder
from bot.japanese import Analyzer, comparison_key
from bot.session import Language, QuoteRef, SessionSummary, Speaker, Topic
from bot.store import Store

# Confidence from which a quote answers, or is perhaps related.
ANSWERS = 0.7
RELATED = 0.6

# Confidence in a quote against which something speaks.
_OBJECTED = 0.65
# Of the first match's score: of weaker ones, hardly one in seventy answers too (calibration).
_TAIL = 0.3
# How many of the quotes ranked best are looked at for words of the question.
_MOST_READ = 100
_MOST_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is known of one generation of the corpus."""

    index: Index
    reader: Reader
    words: Vocabulary
    directory: SpeakerDirectory
    texts: Callable[[str], QuotedText]
    sayings: Sayings | None
    meaning: Meaning | None
    translations: Translations

    def named(self, question: Question) -> tuple[Speaker, ...]:
        """Return those whose words a question asks for by name."""
        return tuple(each for each in self.index.record.people if each.id in question.speakers)

    def allowed(
        self, speaker: Speaker | None, session: Within | None = None
    ) -> NDArray[np.bool_] | None:
        """Return for each quote whether it is a person's, and of a session or some (ids)."""
        masks = [self.index.spoken_by({speaker.id})] if speaker else []
        if session is not None:
            masks.append(self.index.within(session))
        return np.logical_and.reduce(masks) if masks else None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search found, and whose words alone it looked at."""

    matches: tuple[Match, ...]
    speaker: Speaker | None

    @property
    def best(self) -> float:
        return self.matches[0].score if self.matches else 0.0

    def shown(self) -> tuple[Match, ...]:
        return tuple(each for each in self.matches if each.score >= _TAIL * self.best)


class Answering:
    """Answers questions over a store; one instance serves all members.

    Answers follow the corpus: when another process loads sessions, the next question sees them.
    Where words leave doubt, the ``encoder``, if there is one, is asked what the question means.
    """

    def __init__(self, store: Store, analyzer: Analyzer, encoder: Encoder | None = None) -> None:
        self._store = store
        self._analyzer = analyzer
        self._encoder = encoder
        self._corpus: _Corpus | None = None
        self._reading = asyncio.Lock()

    async def warm_up(self) -> None:
        """Load what the first question that words leave in doubt would have to wait for."""
        meaning = (await self._current()).meaning
        if meaning is not None:
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
            return Answer(question, found.shown())
        if found.best >= RELATED:
            return Related(question, found.shown())
        topics = nearest_topics(await self._store.record(), found.matches)
        if not found.matches:
            return await self._aside(question, topics, found.speaker, limit)
        if found.speaker is None:
            return NoAnswer(question, found.matches, topics)
        others = await self._search(question, None, session, limit)
        elsewhere = others.shown() if others.best >= ANSWERS else ()
        return NoAnswer(question, found.matches, topics, found.speaker, elsewhere)

    async def _aside(
        self, text: str, topics: tuple[Topic, ...], speaker: Speaker | None, limit: int
    ) -> Outcome:
        """Return what comes of a text that asks for nothing, or for a person's words at large."""
        corpus = await self._current()
        aside = corpus.reader.read_aside(text)
        if aside is None:
            return NoAnswer(text, (), topics, speaker)
        remark = aside if isinstance(aside, Remark) else Remark.NOTHING
        named = () if isinstance(aside, Remark) else aside
        people = [each for each in corpus.index.record.people if each.id in named]
        asked = people[0] if len(people) == 1 else None
        if remark is Remark.NOTHING and comparison_key(text):
            asked = speaker or asked
        if asked is None:
            return Aside(text, (), topics, speaker, remark=remark)
        quotes = await self._store.quotes_by_speaker(asked.id, limit=limit)
        if not quotes:
            return NoAnswer(text, (), topics, speaker)
        return Answer(text, tuple(Match(quote, 1.0) for quote in quotes), asked)

    async def on_topic(
        self, speaker: str, topic: str, *, session: Within | None = None, limit: int = 10
    ) -> tuple[Match, ...]:
        """Return a speaker's quotes near a topic, nearest first; empty when none is near."""
        found = await self._search(topic, speaker, session, limit)
        return tuple(match for match in found.matches if match.score >= RELATED)

    async def match_at(self, ref: QuoteRef, question: str | None = None) -> Match | None:
        """Return the quote at a position, and why it matches a question; None if there is none.

        No other quote is looked at, so its ``score`` says nothing: it is 1.
        """
        while True:
            corpus = await self._current()
            position = corpus.index.position(ref)
            if position is None:
                return None
            if (quotes := await corpus.index.quotes([position])) is not None:
                break
        (quote,) = quotes
        (phrases,) = await corpus.index.phrases([position])
        ways = [Match(quote, 1.0)]
        for reading in corpus.reader.read(question) if question else ():
            nearest = phrases.nearest(reading.analysis.reading)
            phrase = nearest[0] if nearest else None
            unknown = await unknown_words(corpus.index, reading)
            spans = corpus.texts(quote.text).spans(reading, unknown)
            match = Match(quote, 1.0, spans, phrase)
            ways.append(explained(match, reading, corpus.named(reading)))
        return max(ways, key=lambda way: (marked_length(way.spans), way.reason is not None))

    async def find_speakers(self, text: str) -> tuple[Speaker, ...]:
        """Return the speakers whom ``text`` may mean, likeliest first; all when it is empty."""
        return (await self._current()).directory.search(text)

    async def resolve_speaker(self, text: str) -> Speaker:
        """Return the speaker whom ``text`` means.

        Raises UnknownSpeakerError when it means nobody, and AmbiguousSpeakerError when it may mean
        more than one.
        """
        return (await self._current()).directory.resolve(text)

    async def resolve_session(self, session_id: str) -> SessionSummary:
        """Return the session with an id. Raises UnknownSessionError when there is none."""
        return (await self._current()).index.session(session_id)

    async def suggest(self, typed: str, language: Language, *, limit: int = 25) -> tuple[str, ...]:
        """Return topics and likely questions for what has been typed so far."""
        corpus = await self._current()
        found = await consider(corpus.index, corpus.reader.read_begun(typed), None, limit)
        near = {each.position for reading in found for each in reading.ranking.candidates}
        phrases = await corpus.index.phrases(sorted(near))
        texts = [text for of_quote in phrases for text in of_quote.texts]
        readings = [reading.question for reading in found if reading.question.content]
        meant = partial(is_meant, corpus.texts, readings)
        topics = [topic.label for topic in corpus.index.record.topics]
        heard = corpus.words.begun(question.analysis.reading for question in readings)
        return suggestions(typed, topics, texts, language, limit, meant=meant, heard=heard)

    async def _search(
        self, text: str, speaker: str | None, session: Within | None, limit: int
    ) -> _Found:
        while True:
            corpus = await self._current()
            named = None if speaker is None else corpus.directory.resolve(speaker)
            allowed = corpus.allowed(named, session)
            found = await _considered(corpus, text, allowed)
            if found is None:
                return _Found((), named)
            candidates = found.ranking.candidates[:limit]
            quotes = await corpus.index.quotes([each.position for each in candidates])
            if quotes and found.sure >= ANSWERS and found.question.may_be_objected_to:
                said = corpus.texts(quotes[0].text)
                if is_objectionable(found.question, quotes[0], said, by_anybody=named is not None):
                    found = replace(found, sure=_OBJECTED)
            # Not when the corpus has changed since it was looked at.
            if quotes or (quotes is not None and await corpus.index.is_current()):
                unknown = await unknown_words(corpus.index, found.question)
                read = [(quote, corpus.texts(quote.text)) for quote in quotes]
                people = corpus.named(found.question)
                return _Found(matches(found, read, unknown, named=people), named)

    async def considered(self, text: str, speaker: str | None = None) -> Considered | None:
        """Return how a question is read, what ranks first, and the signs that it is an answer."""
        corpus = await self._current()
        named = None if speaker is None else corpus.directory.resolve(speaker)
        return await _considered(corpus, text, corpus.allowed(named))

    async def _current(self) -> _Corpus:
        async with self._reading:
            if (
                self._corpus is None
                or await self._store.generation() != self._corpus.index.record.generation
            ):
                index = await Index.read(self._store)
                encoder = self._encoder
                meaning = await Meaning.read(self._store, index, encoder) if encoder else None
                self._corpus = await asyncio.to_thread(self._understand, index, meaning)
            return self._corpus

    def _understand(self, index: Index, meaning: Meaning | None) -> _Corpus:
        """Make a corpus ready; what is known already is read before the first question."""
        read_text = partial(QuotedText.read, analyzer=self._analyzer, glossary=index.glossary)
        texts = lru_cache(maxsize=_MOST_TEXTS)(read_text)
        quotes = [texts(quote) for quote in index.all_quotes]
        said = [quote.all_words for quote in quotes]
        words = Vocabulary(said, index.written_about, index.glossary)
        directory = SpeakerDirectory(self._analyzer, index.record.people)
        starts = [each.started_at for each in index.record.sessions.values() if each.started_at]
        reader = Reader(self._analyzer, directory.mentions, index.glossary, starts, words)
        sayings = Sayings(quotes) if quotes else None
        others = Translations(index, texts)
        return _Corpus(index, reader, words, directory, texts, sayings, meaning, others)


async def _considered(
    corpus: _Corpus, text: str, allowed: NDArray[np.bool_] | None
) -> Considered | None:
    """Return the reading to answer, by its meaning where the words leave doubt; None without."""
    readings = await consider(corpus.index, corpus.reader.read(text), allowed, _MOST_READ)
    if not readings:
        return None
    best = await best_reading(corpus.index, corpus.texts, corpus.sayings, readings)
    if best.sure >= ANSWERS:
        return best
    said = await corpus.translations.shares(best)
    found = None
    if corpus.meaning is not None:
        found = await corpus.meaning.reconsider(best, text, said, allowed, _MOST_READ)
    if found is None:
        found = await corpus.translations.reconsider(best, said, allowed, _MOST_READ)
    return await best_reading(corpus.index, corpus.texts, corpus.sayings, [found])
