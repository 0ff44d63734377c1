"""The terms that a question shares with documents, weighed by how rare they are.

Okapi BM25 over three families of terms. The sum is divided by what the question asked for, so that
a score lies in [0, 1] and means the same from question to question.
"""

from dataclasses import dataclass

import numpy as np

from bot.answering.bm25 import Floats, Integers, Postings
from bot.answering.index import Index
from bot.answering.question import Question
from bot.japanese import Family
from bot.store import Level


@dataclass(frozen=True, slots=True)
class View:
    """A way of comparing: terms of a family, how much it counts, and the size of n-grams."""

    family: Family
    weight: float
    size: int = 1


# Among whole utterances single characters tell most, since typing errors leave them alone; in a
# quote's document, long with annotations, they occur by chance, and pairs of them tell more.
VIEWS = {
    Level.QUOTE: (
        View(Family.WORDS, 0.38),
        View(Family.CHARACTERS, 0.24, size=2),
        View(Family.READINGS, 0.38),
    ),
    Level.UTTERANCE: (
        View(Family.CHARACTERS, 0.42, size=1),
        View(Family.READINGS, 0.32),
        View(Family.WORDS, 0.26),
    ),
}

NEIGHBOURS = 5
"""How many utterances before and after lend what an utterance itself does not say."""

# Characters count in full while at least this share of a question is not hiragana: written in
# kana, a word shares its characters with many others, and its reading says all there is.
_OTHER_THAN_KANA = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """What a question asks for under one view: the postings of its terms, and their weight."""

    family: Family
    weight: float
    postings: list[Postings]

    @property
    def total(self) -> float:
        """What all the terms count together, found or not; in nats."""
        return self.weight * sum([found.rarity for found in self.postings])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for at one level.

    ``total`` is what all terms count together, found or not, in nats; never 0.
    """

    parts: list[Part]
    total: float

    def matched(self, size: int) -> Floats:
        """Return what each of ``size`` documents has of each part, in nats; parts × documents."""
        if not self.parts:
            return np.zeros((0, size))
        found = [found for part in self.parts for found in part.postings]
        documents = np.concatenate([each.documents for each in found])
        weights = np.concatenate([each.weights for each in found])
        # One count for all parts: each has a row of documents to itself.
        lengths = [sum([len(each.documents) for each in part.postings]) for part in self.parts]
        rows = np.repeat(np.arange(len(self.parts)) * size, lengths)
        matched = np.bincount(documents + rows, weights, len(self.parts) * size)
        factors = np.array([part.weight for part in self.parts])
        return np.asarray(matched.reshape(len(self.parts), size) * factors[:, None], np.float64)

    def scores(self, matched: Floats) -> Floats:
        """Return the share of the question that documents have, from what the parts matched."""
        return np.asarray(matched.sum(axis=0) / self.total, np.float64)

    def lent(self, documents: Integers, places: Integers) -> Floats:
        """Return what the neighbours of documents lend them.

        That is the share of the question which a document lacks, by how many neighbours have it.
        ``places`` are those of all documents; neighbours lie at most ``NEIGHBOURS`` apart.
        """
        found = [
            (postings.documents, postings.rarity * part.weight)
            for part in self.parts
            for postings in part.postings
            if len(postings.documents)
        ]
        if not found or not len(documents):
            return np.zeros(len(documents))
        starts = np.cumsum([0, *(len(having) for having, _ in found[:-1])])
        having = np.concatenate([having for having, _ in found])
        distances = np.abs(places[having][:, None] - places[documents][None, :])
        near = np.add.reduceat(distances <= NEIGHBOURS, starts, axis=0, dtype=np.int64)
        absent = ~np.logical_or.reduceat(distances == 0, starts, axis=0)
        weights = np.array([weight for _, weight in found]) / self.total
        return np.asarray(weights @ (near * absent / (2 * NEIGHBOURS)), np.float64)


async def ask_for(index: Index, level: Level, question: Question) -> Asked:
    """Look up what a question asks for at one level."""
    parts = []
    for view in VIEWS[level]:
        if terms := question.terms(view.family, view.size):
            postings = await index.postings(level, view.family, terms)
            parts.append(Part(view.family, _weight(view, level, question), postings))
    return Asked(parts, sum(part.total for part in parts) or 1.0)


def _weight(view: View, level: Level, question: Question) -> float:
    if level is Level.QUOTE and view.family is Family.CHARACTERS:
        return view.weight * min(1.0, (1 - question.kana_share) / _OTHER_THAN_KANA)
    return view.weight
