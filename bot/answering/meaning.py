"""How near the meaning of quotes is to that of a question, where words leave doubt."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.bm25 import Floats, Integers
from bot.answering.confidence import ANNOTATED, BARE, Considered, reconsidered
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

# So many rows at a time become floats.
_ROWS = 512
_SAMPLE = 50
# What differs by less is the same.
_LEAST_APART = 0.01


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near quotes are to a question: cosines by position, and their mean over all quotes.

    ``foreign`` tells that the question is in other letters than the quotes: what means the same in
    two languages is not as near as in one.
    """

    cosines: Floats
    mean: float
    foreign: bool


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
        positions = index.positions_of(np.array(stored.quote_keys, np.int64))
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
        allowed: NDArray[np.bool_] | None,
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
            near = await self.nearness([text, question.analysis.text])
        except EncoderAwayError:
            return None
        meant = (near.cosines - near.mean) * await _trusted(self._index, question)
        ranking = await rank(
            self._index, question, allowed, limit, meant=meant, translated=translated
        )
        nearest = near.cosines if allowed is None else near.cosines[allowed]
        first = ranking.findings.best[:1]
        signs = found.signs._replace(
            translated=float(translated[first].max(initial=0.0)),
            nearness=float(nearest.max(initial=-1.0)),
            usual=near.mean,
            foreign=float(near.foreign),
        )
        best = ranking.candidates[:1]
        model = BARE if best and self._index.bare[best[0].position] else ANNOTATED
        return reconsidered(found, ranking, signs, model)

    async def warm_up(self) -> None:
        """Let the encoder load what it needs."""
        with suppress(EncoderAwayError):
            await self.nearness([""])

    async def nearness(self, texts: Sequence[str]) -> Nearness:
        """Return how near quotes are to what some texts, wordings of one question, mean together.

        Raises EncoderAwayError.
        """
        wordings = list(dict.fromkeys(texts))
        vectors = await self._encoder.encode(wordings, asked=True)
        if not self._measured:
            self._scale = await _scale(self._encoder)
            self._measured = True
        if vectors.shape != (len(wordings), self._rows.shape[1]):
            raise EncoderAwayError("the encoder makes other vectors than before")
        foreign = texts[0].isascii() != self._latin
        return await asyncio.to_thread(self._nearness, vectors.mean(axis=0), foreign=foreign)

    def _nearest(self, kind: Kind, near: Floats) -> Floats:
        """Return for each quote the highest cosine of its texts of a kind; -inf without any."""
        nearest = np.full(self._size, -np.inf)
        rows, quotes = self._of_kind[kind]
        np.maximum.at(nearest, quotes, near[rows])
        return nearest

    def _nearness(self, asked: NDArray[np.float32], *, foreign: bool) -> Nearness:
        parts = [self._rows[start : start + _ROWS] @ asked for start in _starts(self._rows)]
        near = np.concatenate(parts) / self._norms
        cosines = np.full(self._size, np.nan)
        rows, quotes = self._of_kind[Kind.OWN]
        cosines[quotes] = near[rows]
        nearest = self._nearest(Kind.STRETCH, near)
        cosines += STRETCH * np.where(np.isfinite(nearest), nearest - cosines, 0.0)
        rows, quotes = self._of_kind[Kind.AROUND]
        cosines[quotes] += AROUND * (near[rows] - cosines[quotes])
        about = self._nearest(Kind.ABOUT, near)
        cosines = np.fmax(cosines, np.where(np.isfinite(about), about, np.nan))
        known = np.isfinite(cosines)
        mean = float(cosines[known].mean()) if known.any() else 0.0
        if self._scale is not None:
            cosines = USUAL + self._scale * (cosines - mean)
            mean = USUAL
        # What has no vector yet is neither near nor far.
        return Nearness(np.where(known, cosines, mean), mean, foreign)


async def _trusted(index: Index, question: Question) -> float:
    """Return how much of a question's meaning is to be trusted: less, where it is misspelt.

    Words in Latin letters that a record does not know are rather of another language.
    """
    misspelt = [word for word in await unknown_words(index, question) if not word.letters.isascii()]
    return 1 - (1 - MISSPELT) * len(misspelt) / max(len(question.content), 1)


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
