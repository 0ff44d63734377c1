"""How much of a question quotes say in other words, by what both are called in English."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from math import log

import numpy as np

from bot.answering.candidates import MOST_CUT
from bot.answering.confidence import BY_DICTIONARY, Considered, reconsidered
from bot.answering.documents import Allowed, Floats
from bot.answering.highlighting import QuotedText
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import rank
from bot.japanese.english import english_for
from bot.store import Level


class Translations:
    """The English words of the quotes of one generation of the corpus."""

    def __init__(self, index: Index, texts: Callable[[str], QuotedText]) -> None:
        self._index = index
        self._texts = texts
        said = enumerate(texts(quote) for quote in index.all_quotes)
        self._of_all = _English(said, index.size(Level.QUOTE)) if index.all_quotes else None

    async def shares(self, found: Considered) -> Floats:
        """Return how much of a question each quote says in other words, in [0, 1].

        Of a large corpus, only those quotes are looked at that its own words have found.
        """
        if self._of_all is not None:
            return self._of_all.shares(found.question)
        positions = found.ranking.positions[:MOST_CUT]
        quotes = await self._index.quotes(positions) or ()
        texts = [quote.text for quote in quotes]
        return await asyncio.to_thread(self._shares, found.question, positions, texts)

    async def reconsider(
        self,
        found: Considered,
        translated: Floats,
        allowed: Allowed | None,
        limit: int,
    ) -> Considered:
        """Return what is found where other words count too, and nothing tells what they mean."""
        index = self._index
        async with index.turn:
            ranking = await rank(index, found.question, allowed, limit, translated=translated)
        first = ranking.positions[:1]
        if not index.bare[first].all():
            return found
        signs = found.signs._replace(translated=float(translated[first].max(initial=0.0)))
        return reconsidered(found, ranking, signs, BY_DICTIONARY)

    def _shares(self, question: Question, positions: list[int], texts: list[str]) -> Floats:
        shares = np.zeros(self._index.size(Level.QUOTE))
        said = enumerate(map(self._texts, texts))
        shares[positions[: len(texts)]] = _English(said, len(texts)).shares(question)
        return shares


class _English:
    """The English words of some quotes, by their positions: where each stands, how rare it is."""

    def __init__(self, said: Iterable[tuple[int, QuotedText]], size: int) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        count = 0
        for position, text in said:
            count += 1
            telling = (word for word in text.all_words if word.telling)
            for stem in {stem for word in telling for stem in english_for(word)}:
                places[stem].append(position)
        self._size = size
        self._places = {word: np.array(found, np.int64) for word, found in places.items()}
        rarest = log((count + 1) / 0.5)
        self._rarities = {
            word: log((count + 1) / (len(found) + 0.5)) / rarest for word, found in places.items()
        }

    def shares(self, question: Question) -> Floats:
        """Return how much of a question's words each quote has.

        A word counts by the rarest English one that it has in common with a quote.
        """
        shares = np.zeros(self._size)
        for asked in question.content:
            rarities = np.zeros(self._size)
            known = [word for word in english_for(asked) if word in self._places]
            for word in sorted(known, key=self._rarities.__getitem__):
                rarities[self._places[word]] = self._rarities[word]
            shares += rarities
        return shares / max(len(question.content), 1)
