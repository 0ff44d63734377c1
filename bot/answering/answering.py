"""The way from a question to its outcome."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.answering.highlighting import QuotedText
from bot.answering.index import Index
from bot.answering.outcome import (
    Answer,
    Match,
    NoAnswer,
    Outcome,
    Related,
    UnknownSessionError,
    UnknownSpeakerError,
)
from bot.answering.question import Question, Reader
from bot.answering.ranking import Ranking, rank
from bot.answering.speakers import SpeakerDirectory
from bot.answering.suggestions import suggestions
from bot.japanese import Analyzer
from bot.session import Language, Quote, Speaker, Topic
from bot.store import Store

# Confidence from which a quote answers, or is perhaps related.
ANSWERS = 0.7
RELATED = 0.6

_NEAREST_TOPICS = 5
_MOST_TEXTS = 4096
# How much of the question has to be visible in a quote that needs no explanation.
_SELF_EXPLAINING = 0.5


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is known of one generation of the corpus."""

    index: Index
    reader: Reader
    directory: SpeakerDirectory
    texts: Callable[[str], QuotedText]


class Answering:
    """Answers questions over a store; one instance serves all members.

    Answers follow the corpus: when another process loads sessions, the next question sees them.
    """

    def __init__(self, store: Store, analyzer: Analyzer) -> None:
        self._store = store
        self._analyzer = analyzer
        self._corpus: _Corpus | None = None
        self._reading = asyncio.Lock()

    async def ask(
        self,
        question: str,
        *,
        speaker: str | None = None,
        session: str | None = None,
        limit: int = 5,
    ) -> Outcome:
        """Return the quotes that answer a question, best first, or that nothing does.

        ``speaker`` (an id) restricts the answer to one person's words and wins over names in the
        question; ``session`` restricts it to one session. Raises UnknownSessionError for a
        session that does not exist.
        """
        matches = await self._search(question, speaker, session, limit)
        best = matches[0].score if matches else 0.0
        if best >= ANSWERS:
            return Answer(question, matches)
        if best >= RELATED:
            return Related(question, matches)
        return NoAnswer(question, matches, await self._topics(match.quote for match in matches))

    async def on_topic(
        self, speaker_id: str, topic: str, *, session: str | None = None, limit: int = 10
    ) -> tuple[Match, ...]:
        """Return a speaker's quotes near a topic, nearest first; empty when none is near."""
        matches = await self._search(topic, speaker_id, session, limit)
        return tuple(match for match in matches if match.score >= RELATED)

    async def find_speakers(self, text: str) -> tuple[Speaker, ...]:
        """Return the speakers whom ``text`` may mean, likeliest first; all when it is empty."""
        return (await self._current()).directory.search(text)

    async def resolve_speaker(self, text: str) -> Speaker:
        """Return the speaker whom ``text`` means.

        Raises UnknownSpeakerError when it means nobody, or more than one.
        """
        directory = (await self._current()).directory
        found = directory.resolve(text)
        if found is None:
            raise UnknownSpeakerError(text, directory.speakers)
        return found

    async def suggest(self, typed: str, language: Language, *, limit: int = 25) -> tuple[str, ...]:
        """Return topics and likely questions for what has been typed so far."""
        corpus = await self._current()
        topics = await self._store.topics()
        found = await _surest(corpus.index, corpus.reader.read_begun(typed), None, limit)
        near = found[1].candidates if found else []
        phrases = await corpus.index.phrases([candidate.position for candidate in near])
        texts = chain.from_iterable(of_quote.texts for of_quote in phrases)
        labels = [topic.label.to(language) for topic in topics]
        return suggestions(typed, labels, texts, language, limit)

    async def _search(
        self, text: str, speaker: str | None, session: str | None, limit: int
    ) -> tuple[Match, ...]:
        while True:
            corpus = await self._current()
            allowed = _allowed(corpus.index, speaker, session)
            found = await _surest(corpus.index, corpus.reader.read(text), allowed, limit)
            if found is None:
                return ()
            question, ranking = found
            quotes = await corpus.index.quotes([each.position for each in ranking.candidates])
            # None only when another process loaded sessions since the corpus was looked at.
            if quotes is not None:
                return _matches(question, ranking, quotes, corpus)

    async def _topics(self, quotes: Iterable[Quote]) -> tuple[Topic, ...]:
        near = [topic for quote in quotes for topic in await self._store.topics_of(quote.ref)]
        everything = await self._store.topics()
        return tuple(dict.fromkeys([*near, *everything]))[:_NEAREST_TOPICS]

    async def _current(self) -> _Corpus:
        async with self._reading:
            if (
                self._corpus is None
                or await self._store.generation() != self._corpus.index.generation
            ):
                index = await Index.read(self._store)
                self._corpus = await asyncio.to_thread(self._understand, index)
            return self._corpus

    def _understand(self, index: Index) -> _Corpus:
        """Make a corpus ready; what is known already is read before the first question."""
        speakers = {speaker.id: speaker for speaker in index.speakers.values()}.values()
        read_text = partial(QuotedText.read, analyzer=self._analyzer, glossary=index.glossary)
        texts = lru_cache(maxsize=_MOST_TEXTS)(read_text)
        for quote in index.known_quotes:
            texts(quote.text)
        return _Corpus(
            index,
            Reader(self._analyzer, speakers, index.glossary),
            SpeakerDirectory(self._analyzer, speakers),
            texts,
        )


def _allowed(index: Index, speaker: str | None, session: str | None) -> NDArray[np.bool_] | None:
    masks = []
    if speaker is not None:
        masks.append(index.spoken_by({speaker}))
    if session is not None:
        if session not in index.sessions:
            raise UnknownSessionError(session, tuple(index.sessions))
        masks.append(index.in_session(session))
    return np.logical_and.reduce(masks) if masks else None


async def _surest(
    index: Index, readings: Iterable[Question], allowed: NDArray[np.bool_] | None, limit: int
) -> tuple[Question, Ranking] | None:
    """Return the reading of a question with the surest ranking; None when there is no reading."""
    ranked = [(reading, await rank(index, reading, allowed, limit)) for reading in readings]
    return max(ranked, key=lambda pair: pair[1].confidence, default=None)


def _matches(
    question: Question, ranking: Ranking, quotes: Sequence[Quote], corpus: _Corpus
) -> tuple[Match, ...]:
    """Return the candidates as matches.

    The first is scored by how sure it is that it answers, the others as much lower as they are
    ranked lower. A quote that says in its own words all that was asked for does answer.
    """
    texts = [corpus.texts(quote.text) for quote in quotes]
    sure = ranking.confidence
    if texts and texts[0].says_all(question):
        sure = max(sure, ANSWERS)
    unknown = ranking.findings.unknown(question)
    asked = sum(len(word.letters) for word in question.telling)
    matches = []
    for candidate, quote, text in zip(ranking.candidates, quotes, texts, strict=True):
        spans = text.spans(question, unknown)
        visible = sum(span.end - span.start for span in spans)
        explains_itself = visible and visible >= _SELF_EXPLAINING * asked
        score = round(sure * candidate.score / ranking.candidates[0].score, 6)
        reason = None if explains_itself else candidate.phrase
        matches.append(Match(quote, score, spans, reason))
    return tuple(matches)
