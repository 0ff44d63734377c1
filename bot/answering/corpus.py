"""What is known of one generation of the corpus before the first question is asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Self

from bot.answering.documents import Within
from bot.answering.highlighting import QuotedText, Sayings
from bot.answering.index import Index
from bot.answering.meaning import Meaning
from bot.answering.question import Reader
from bot.answering.speakers import SpeakerDirectory
from bot.answering.translations import Translations
from bot.answering.vocabulary import Vocabulary
from bot.encoder import Encoder
from bot.japanese import Analyzer
from bot.session import Speaker
from bot.store import Store

# How many texts are kept cut, beside those of a small corpus.
_MOST_TEXTS = 512


@dataclass(frozen=True, slots=True)
class Corpus:
    """One generation of the corpus; build it with ``Corpus.read``.

    ``texts`` cuts a text, and keeps it. ``sayings`` are those of all quotes of a small corpus.
    """

    index: Index
    reader: Reader
    words: Vocabulary
    directory: SpeakerDirectory
    texts: Callable[[str], QuotedText]
    sayings: Sayings | None
    meaning: Meaning | None
    translations: Translations

    @classmethod
    async def read(cls, store: Store, analyzer: Analyzer, encoder: Encoder | None) -> Self:
        """Read the corpus as it stands, and make it ready."""
        index = await Index.read(store, analyzer)
        meaning = await Meaning.read(store, index, encoder) if encoder else None
        return await asyncio.to_thread(cls._understood, index, analyzer, meaning)

    @classmethod
    def _understood(cls, index: Index, analyzer: Analyzer, meaning: Meaning | None) -> Self:
        cut = partial(QuotedText.read, analyzer=analyzer, glossary=index.glossary)
        texts = lru_cache(maxsize=len(index.all_quotes) + _MOST_TEXTS)(cut)
        quotes = [texts(quote) for quote in index.all_quotes]
        said = [quote.all_words for quote in quotes]
        words = Vocabulary(said, index.written_about, index.glossary)
        directory = SpeakerDirectory(analyzer, index.record.people)
        starts = [each.started_at for each in index.record.sessions.values() if each.started_at]
        reader = Reader(analyzer, directory.mentions, index.glossary, starts, words)
        sayings = Sayings(quotes) if quotes else None
        others = Translations(index, texts)
        return cls(index, reader, words, directory, texts, sayings, meaning, others)

    def resolve(self, speaker: str, session: Within | None) -> Speaker:
        """Return whom a name means: who speaks in a session or some, where there is one of them.

        Raises UnknownSpeakerError, AmbiguousSpeakerError and UnknownSessionError.
        """
        among = () if session is None else self.index.documents.speakers_within(session)
        return self.directory.resolve(speaker, among)
