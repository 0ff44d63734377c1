"""How near the meaning of quotes is to that of a question, where words leave doubt."""

import asyncio
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.confidence import ANNOTATED, BARE, Considered, reconsidered
from bot.answering.documents import Allowed, Floats, Integers
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import rank, unknown_words
from bot.encoder import Encoder, EncoderAwayError
from bot.store import Kind, Level, Store

STRETCH = 0.5
"""How much of a bare quote's nearness comes from its nearest stretch: long, it says many things."""

AROUND = 0.3
"""How much of it comes from its words together with those around them.

Alone, a short quote, or one that goes on from what was said before, means next to nothing.
"""

MISSPELT = 0.3
"""How much of a meaning counts where every word of the question is one that no quote has."""

# Questions, and sentences that answer them in another language: how near an encoder sees these,
# and those that have nothing to do with each other, tells what its cosines are worth.
_PAIRS = (
    ("図書館は何時に閉まりますか", "The library closes at eight in the evening."),
    ("犬を散歩に連れて行くのは誰ですか", "My brother walks the dog every day."),
    ("昨日の試合はどちらが勝ちましたか", "The home team won the match yesterday."),
    ("パンはどうやって焼くのですか", "The bread is baked in a stone oven."),
    ("古い橋はいつ直されるのですか", "Repairs of the old bridge begin in June."),
    ("子どもの熱が下がらない", "The child still has a fever."),
    ("切符はどこで買えますか", "Tickets are sold at the counter."),
    ("税金が高すぎる", "Taxes are too high."),
)
APART = 0.502
"""By how much the mean cosines of pairs and of others differ with the built-in encoder.

The confidence was fitted on it.
"""

USUAL = 0.07
"""The mean cosine of quotes with it, whatever is asked; that of others depends on the language."""

# In a corpus of more quotes, only those that words have found are compared, and these few others,
# by which the usual is told.
_MOST_COMPARED = 200_000
_USUAL = 1_000
# Of so many quotes was the highest cosine with which the confidence was fitted.
_FITTED_ON = 85
# So many rows at a time become floats.
_ROWS = 512
_SAMPLE = 50
# What differs by less is the same.
_LEAST_APART = 0.01


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near quotes are to a question: cosines by position, with their mean and deviation.

    ``foreign`` tells that the question is in other letters than the quotes: what means the same in
    two languages is not as near as in one.
    """

    cosines: Floats
    mean: float
    deviation: float
    foreign: bool

    def standing(self, quotes: Sequence[int]) -> float:
        """Return by how many deviations the nearest of these quotes is above the mean."""
        above = float(self.cosines[quotes].max(initial=-1.0)) - self.mean
        return above / self.deviation if self.deviation and quotes else 0.0


class Meaning:
    """The vectors of one generation of the corpus; build it with ``Meaning.read``."""

    def __init__(
        self,
        encoder: Encoder,
        index: Index,
        rows: NDArray[np.int8],
        of_kind: dict[Kind, tuple[Integers, Integers]],
        *,
        latin: bool,
    ) -> None:
        self._encoder = encoder
        self._index = index
        self._rows = rows
        self._of_kind = of_kind
        self._size = index.size(Level.QUOTE)
        self._latin = latin
        self._measured = False
        self._scale: float | None = None
        squares = (rows[start : start + _ROWS].astype(np.float32) for start in _starts(rows))
        norms = [np.linalg.norm(part, axis=1) for part in squares]
        self._norms = np.maximum(np.concatenate(norms), 1.0)

    @classmethod
    async def read(cls, store: Store, index: Index, encoder: Encoder) -> "Meaning | None":
        """Read the vectors that an encoder has made of the corpus; None when there are none."""
        stored = await store.vectors.read(encoder.identity)
        sample = await index.quotes(range(min(_SAMPLE, index.size(Level.QUOTE))))
        if not stored.quote_keys or not sample:
            return None
        latin = sum(quote.text.isascii() for quote in sample) * 2 > len(sample)
        rows = np.frombuffer(stored.content, np.int8).reshape(len(stored.quote_keys), -1)
        positions = index.documents.positions_of(np.array(stored.quote_keys, np.int64))
        kinds = np.array(stored.kinds)
        of_kind = {kind: np.flatnonzero((kinds == kind) & (positions >= 0)) for kind in Kind}
        return await asyncio.to_thread(
            cls,
            encoder,
            index,
            rows,
            {kind: (places, positions[places]) for kind, places in of_kind.items()},
            latin=latin,
        )

    async def reconsider(
        self,
        found: Considered,
        text: str,
        translated: Floats,
        allowed: Allowed | None,
        limit: int,
    ) -> Considered | None:
        """Return what is found where the meaning of a question, typed as ``text``, counts too.

        None where nothing tells the meaning: the encoder is away, or does not read the question.
        """
        question = found.question
        if text.isascii() and not question.analysis.text.isascii():
            # No encoder reads Japanese in Latin letters.
            return None
        try:
            asked = [text, question.analysis.text]
            near = await self.nearness(asked, found.ranking.positions)
        except EncoderAwayError:
            return None
        index = self._index
        async with index.turn:
            meant = (near.cosines - near.mean) * _trusted(index, question)
            ranking = await rank(
                index, question, allowed, limit, meant=meant, translated=translated
            )
        nearest = near.cosines if allowed is None else near.cosines[allowed(np.arange(self._size))]
        by_chance = near.deviation * _higher_of(len(nearest))
        best = ranking.positions[:1]
        signs = found.signs._replace(
            translated=float(translated[best].max(initial=0.0)),
            nearness=float(nearest.max(initial=-1.0)) - by_chance,
            usual=near.mean,
            foreign=float(near.foreign),
            standing=near.standing(best),
            phrase=max(
                (ranking.phrases[each][1] for each in best if each in ranking.phrases), default=0.0
            ),
        )
        model = BARE if best and index.bare[best[0]] else ANNOTATED
        return reconsidered(found, ranking, signs, model)

    async def warm_up(self) -> None:
        """Let the encoder load what it needs."""
        with suppress(EncoderAwayError):
            await self.nearness([""], ())

    async def nearness(self, texts: Sequence[str], found: Sequence[int]) -> Nearness:
        """Return how near quotes are to what some texts, wordings of one question, mean together.

        Of a very large corpus, only those at the positions ``found`` are compared with it. Raises
        EncoderAwayError.
        """
        wordings = list(dict.fromkeys(texts))
        vectors = await self._encoder.encode(wordings, asked=True)
        if not self._measured:
            self._scale = await _scale(self._encoder)
            self._measured = True
        if vectors.shape != (len(wordings), self._rows.shape[1]):
            raise EncoderAwayError("the encoder makes other vectors than before")
        foreign = texts[0].isascii() != self._latin
        asked = vectors.mean(axis=0)
        return await asyncio.to_thread(self._nearness, asked, found, foreign=foreign)

    def _nearest(self, kind: Kind, near: NDArray[np.float32]) -> Floats:
        """Return for each quote the highest cosine of its texts of a kind; else no number."""
        nearest = np.full(self._size, np.nan)
        rows, quotes = self._of_kind[kind]
        np.fmax.at(nearest, quotes, near[rows])
        return nearest

    def _nearness(
        self, asked: NDArray[np.float32], found: Sequence[int], *, foreign: bool
    ) -> Nearness:
        usual = np.arange(self._size)
        if self._size > _MOST_COMPARED:
            usual = np.linspace(0, self._size - 1, _USUAL, dtype=np.int64)
        near = self._near(asked, np.union1d(usual, np.array(found, np.int64)))
        cosines = np.full(self._size, np.nan)
        rows, quotes = self._of_kind[Kind.OWN]
        cosines[quotes] = near[rows]
        nearest = self._nearest(Kind.STRETCH, near)
        cosines += STRETCH * np.where(np.isfinite(nearest), nearest - cosines, 0.0)
        rows, quotes = self._of_kind[Kind.AROUND]
        cosines[quotes] += AROUND * (near[rows] - cosines[quotes])
        cosines = np.fmax(cosines, self._nearest(Kind.ABOUT, near))
        known = np.isfinite(cosines)
        compared = cosines[usual][known[usual]]
        mean, deviation = (
            (float(compared.mean()), float(compared.std())) if len(compared) else (0.0, 0.0)
        )
        if self._scale is not None:
            cosines = USUAL + self._scale * (cosines - mean)
            mean, deviation = USUAL, self._scale * deviation
        # What has no vector yet, or was not compared, is neither near nor far.
        return Nearness(np.where(known, cosines, mean), mean, deviation, foreign)

    def _near(self, asked: NDArray[np.float32], quotes: Integers) -> NDArray[np.float32]:
        """Return the cosine of each row of these quotes, which ascend; of others, no number."""
        if len(quotes) == self._size:
            parts = [self._rows[start : start + _ROWS] @ asked for start in _starts(self._rows)]
            return np.asarray(np.concatenate(parts) / self._norms, np.float32)
        near = np.full(len(self._rows), np.nan, np.float32)
        compared = np.zeros(self._size, np.bool_)
        compared[quotes] = True
        for rows, of_rows in self._of_kind.values():
            chosen = rows[compared[of_rows]]
            for start in range(0, len(chosen), _ROWS):
                some = chosen[start : start + _ROWS]
                near[some] = (self._rows[some] @ asked) / self._norms[some]
        return near


def _trusted(index: Index, question: Question) -> float:
    """Return how much of a question's meaning is to be trusted: less, where it is misspelt.

    Words in Latin letters that a record does not know are rather of another language.
    """
    misspelt = [word for word in unknown_words(index, question) if not word.letters.isascii()]
    return 1 - (1 - MISSPELT) * len(misspelt) / max(len(question.content), 1)


def _higher_of(count: int) -> float:
    """Return by how much the highest of so many is higher than of those that were fitted on.

    In standard deviations: that of n from a normal distribution is about the root of 2 ln n.
    """
    return math.sqrt(2 * math.log(max(count, 1))) - math.sqrt(2 * math.log(_FITTED_ON))


async def _scale(encoder: Encoder) -> float | None:
    """Return how many times wider differences are with the built-in encoder; None for itself.

    None as well for one that does not tell the pairs apart, which is taken as it is.
    """
    asked, said = zip(*_PAIRS, strict=True)
    cosines = await encoder.encode(asked, asked=True) @ (await encoder.encode(said)).T
    others = cosines[~np.eye(len(_PAIRS), dtype=bool)]
    apart = float(np.diag(cosines).mean() - others.mean())
    return None if apart < _LEAST_APART or abs(apart - APART) < _LEAST_APART else APART / apart


def _starts(rows: NDArray[np.int8]) -> range:
    return range(0, len(rows), _ROWS)
