"""The way from a question to its outcome."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.answering.errors import UnknownSessionError, UnknownSpeakerError
from bot.answering.index import Index
from bot.answering.outcome import Answer, Match, NoAnswer, Outcome, Related
from bot.answering.question import Question, Reader
from bot.answering.ranking import Candidate, rank
from bot.answering.spans import matched_spans
from bot.answering.speakers import SpeakerDirectory
from bot.answering.suggestions import suggestions
from bot.japanese import Analyzer
from bot.session import Language, Quote, Speaker, Topic
from bot.store import Store

# Scores from which a quote answers, or is perhaps related.
ANSWERS = 0.34
RELATED = 0.18

_NEAREST_TOPICS = 5
# How much of the question has to be visible in a quote that needs no explanation.
_SELF_EXPLAINING = 0.5


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is known of one generation of the corpus."""

    index: Index
    reader: Reader
    directory: SpeakerDirectory


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
        question = corpus.reader.read(typed)[0]
        near = [] if question.is_empty else await rank(corpus.index, question, None, limit)
        phrases = await corpus.index.phrases([candidate.position for candidate in near])
        texts = [phrase.text for phrase in chain.from_iterable(phrases)]
        labels = [topic.label.to(language) for topic in topics]
        return suggestions(typed, labels, texts, language, limit)

    async def _search(
        self, text: str, speaker: str | None, session: str | None, limit: int
    ) -> tuple[Match, ...]:
        while True:
            corpus = await self._current()
            allowed = await self._allowed(corpus.index, speaker, session)
            readings = [reading for reading in corpus.reader.read(text) if not reading.is_empty]
            candidates = await _best(corpus.index, readings, allowed, limit)
            positions = [candidate.position for _, candidate in candidates]
            quotes = await corpus.index.quotes(positions)
            if quotes is not None:
                break
            self._corpus = None
        return tuple(
            self._match(quote, candidate, reading, corpus)
            for quote, (reading, candidate) in zip(quotes, candidates, strict=True)
        )

    async def _allowed(
        self, index: Index, speaker: str | None, session: str | None
    ) -> NDArray[np.bool_] | None:
        masks = []
        if speaker is not None:
            masks.append(index.spoken_by({speaker}))
        if session is not None:
            if session not in index.sessions:
                raise UnknownSessionError(session, tuple(index.sessions))
            masks.append(index.in_session(session))
        return np.logical_and.reduce(masks) if masks else None

    def _match(
        self, quote: Quote, candidate: Candidate, question: Question, corpus: _Corpus
    ) -> Match:
        analysis = self._analyzer.analyze(quote.text)
        spans = matched_spans(analysis, question, corpus.index.glossary)
        shown = sum(span.end - span.start for span in spans)
        explains_itself = shown >= _SELF_EXPLAINING * len(question.analysis.letters)
        return Match(quote, candidate.score, spans, None if explains_itself else candidate.phrase)

    async def _topics(self, quotes: Iterable[Quote]) -> tuple[Topic, ...]:
        near = [topic for quote in quotes for topic in await self._store.topics_of(quote.ref)]
        everything = await self._store.topics()
        return tuple(dict.fromkeys([*near, *everything]))[:_NEAREST_TOPICS]

    async def _current(self) -> _Corpus:
        async with self._reading:
            if self._corpus is None:
                index = await Index.read(self._store)
                speakers = {speaker.id: speaker for speaker in index.speakers.values()}
                self._corpus = await asyncio.to_thread(
                    self._understand, index, tuple(speakers.values())
                )
            return self._corpus

    def _understand(self, index: Index, speakers: tuple[Speaker, ...]) -> _Corpus:
        return _Corpus(
            index,
            Reader(self._analyzer, speakers, index.glossary),
            SpeakerDirectory(self._analyzer, speakers),
        )


async def _best(
    index: Index,
    readings: Iterable[Question],
    allowed: NDArray[np.bool_] | None,
    limit: int,
) -> list[tuple[Question, Candidate]]:
    """Return each quote under the reading of the question that suits it best."""
    best: dict[int, tuple[Question, Candidate]] = {}
    for reading in readings:
        for candidate in await rank(index, reading, allowed, limit):
            known = best.get(candidate.position)
            if known is None or known[1].score < candidate.score:
                best[candidate.position] = (reading, candidate)
    ordered = sorted(best.values(), key=lambda pair: (-pair[1].score, pair[1].position))
    return ordered[:limit]
