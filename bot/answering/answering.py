"""The way from a question to its outcome."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.answering.confidence import BY_WORDS, Considered, read_signs
from bot.answering.highlighting import QuotedText, explained, marked_length
from bot.answering.index import Index
from bot.answering.meaning import Meaning
from bot.answering.outcome import (
    Answer,
    Match,
    NoAnswer,
    Outcome,
    Related,
    UnknownSessionError,
)
from bot.answering.question import Question, Reader
from bot.answering.ranking import rank, unknown_words
from bot.answering.speakers import SpeakerDirectory
from bot.answering.suggestions import suggestions
from bot.encoder import Encoder
from bot.japanese import Analyzer
from bot.session import Language, Quote, QuoteRef, SessionSummary, Speaker, Topic
from bot.store import Store

# Confidence from which a quote answers, or is perhaps related.
ANSWERS = 0.7
RELATED = 0.6

_NEAREST_TOPICS = 5
_MOST_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is known of one generation of the corpus."""

    index: Index
    reader: Reader
    directory: SpeakerDirectory
    texts: Callable[[str], QuotedText]
    meaning: Meaning | None = None

    def named(self, question: Question) -> tuple[Speaker, ...]:
        """Return those whose words a question asks for by name."""
        people = self.index.record.people if question.speakers else ()
        return tuple(person for person in people if person.id in question.speakers)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search found, and whose words alone it looked at."""

    matches: tuple[Match, ...]
    speaker: Speaker | None

    @property
    def best(self) -> float:
        """The score of the best match."""
        return self.matches[0].score if self.matches else 0.0


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
        session: str | None = None,
        limit: int = 5,
    ) -> Outcome:
        """Return the quotes that answer a question, best first, or that nothing does.

        ``speaker``, whatever a member calls one, restricts the answer to one person's words and
        wins over names in the question; ``session`` (an id) restricts it to one session. Raises
        UnknownSpeakerError, AmbiguousSpeakerError and UnknownSessionError.
        """
        found = await self._search(question, speaker, session, limit)
        if found.best >= ANSWERS:
            return Answer(question, found.matches)
        if found.best >= RELATED:
            return Related(question, found.matches)
        topics = await self._topics(found.matches)
        if found.speaker is None:
            return NoAnswer(question, found.matches, topics)
        others = await self._search(question, None, session, limit)
        elsewhere = others.matches if others.best >= ANSWERS else ()
        return NoAnswer(question, found.matches, topics, found.speaker, elsewhere)

    async def on_topic(
        self, speaker: str, topic: str, *, session: str | None = None, limit: int = 10
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
            quotes = await corpus.index.quotes([position])
            if quotes is not None:
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
        return _session((await self._current()).index, session_id)

    async def suggest(self, typed: str, language: Language, *, limit: int = 25) -> tuple[str, ...]:
        """Return topics and likely questions for what has been typed so far."""
        corpus = await self._current()
        found = await surest(corpus.index, corpus.reader.read_begun(typed), None, limit)
        near = found.ranking.candidates if found else []
        phrases = await corpus.index.phrases([candidate.position for candidate in near])
        texts = chain.from_iterable(of_quote.texts for of_quote in phrases)
        labels = [topic.label.to(language) for topic in corpus.index.record.topics]
        return suggestions(typed, labels, texts, language, limit)

    async def _search(
        self, text: str, speaker: str | None, session: str | None, limit: int
    ) -> _Found:
        while True:
            corpus = await self._current()
            named = None if speaker is None else corpus.directory.resolve(speaker)
            allowed = _allowed(corpus, named, session)
            found = await surest(corpus.index, corpus.reader.read(text), allowed, limit)
            if found is None:
                return _Found((), named)
            if corpus.meaning is not None and found.sure < ANSWERS:
                found = await corpus.meaning.reconsider(found, text, allowed, limit)
            candidates = found.ranking.candidates
            quotes = await corpus.index.quotes([each.position for each in candidates])
            # Not when the corpus has changed since it was looked at.
            if quotes or (quotes is not None and await corpus.index.is_current()):
                return _Found(await _matches(corpus, found, quotes), named)

    async def _topics(self, matches: Iterable[Match]) -> tuple[Topic, ...]:
        """Return the topics nearest to what was found, and then any."""
        record = await self._store.record()
        near = [
            topic
            for match in matches
            for topic in record.sessions[match.quote.ref.session].topics
            if topic.id in match.quote.topics
        ]
        return tuple(dict.fromkeys([*near, *record.topics]))[:_NEAREST_TOPICS]

    async def _current(self) -> _Corpus:
        async with self._reading:
            if (
                self._corpus is None
                or await self._store.generation() != self._corpus.index.record.generation
            ):
                index = await Index.read(self._store)
                meaning = None
                if self._encoder is not None:
                    meaning = await Meaning.read(self._store, index, self._encoder)
                self._corpus = await asyncio.to_thread(self._understand, index, meaning)
            return self._corpus

    def _understand(self, index: Index, meaning: Meaning | None) -> _Corpus:
        """Make a corpus ready; what is known already is read before the first question."""
        read_text = partial(QuotedText.read, analyzer=self._analyzer, glossary=index.glossary)
        texts = lru_cache(maxsize=_MOST_TEXTS)(read_text)
        for quote in index.known_quotes:
            texts(quote.text)
        directory = SpeakerDirectory(self._analyzer, index.record.people)
        reader = Reader(self._analyzer, directory.mentions, index.glossary)
        return _Corpus(index, reader, directory, texts, meaning)


def _session(index: Index, session_id: str) -> SessionSummary:
    sessions = index.record.sessions
    if session_id not in sessions:
        raise UnknownSessionError(session_id, tuple(sessions))
    return sessions[session_id]


def _allowed(
    corpus: _Corpus, speaker: Speaker | None, session: str | None
) -> NDArray[np.bool_] | None:
    masks = []
    if speaker is not None:
        masks.append(corpus.index.spoken_by({speaker.id}))
    if session is not None:
        masks.append(corpus.index.in_session(_session(corpus.index, session).id))
    return np.logical_and.reduce(masks) if masks else None


async def surest(
    index: Index, readings: Iterable[Question], allowed: NDArray[np.bool_] | None, limit: int
) -> Considered | None:
    """Return the surest reading by its words; None without any."""
    considered = []
    for reading in readings:
        ranking = await rank(index, reading, allowed, limit)
        signs = await read_signs(index, reading, ranking.findings)
        considered.append(Considered(reading, ranking, signs, BY_WORDS.confidence(signs)))
    return max(considered, key=lambda each: each.sure, default=None)


async def _matches(
    corpus: _Corpus, found: Considered, quotes: Sequence[Quote]
) -> tuple[Match, ...]:
    """Return the candidates as matches.

    The first is scored by how sure it is that it answers, the others as much lower as they are
    ranked lower.
    """
    question, candidates = found.question, found.ranking.candidates
    unknown = await unknown_words(corpus.index, question)
    marked = [corpus.texts(quote.text).spans(question, unknown) for quote in quotes]
    named = corpus.named(question)
    highest = found.ranking.findings.highest
    return tuple(
        explained(
            Match(
                quote,
                round(found.sure * candidate.score / highest, 6),
                spans,
                candidate.phrase,
                by_meaning=found.by_meaning,
            ),
            question,
            named,
        )
        for candidate, quote, spans in zip(candidates, quotes, marked, strict=True)
    )
