"""How sure it is that the discussion answers a question at all.

A logistic score over signs, each of which tells by itself whether a question is about the
discussion. The coefficients were fitted on questions written for that purpose and on unrelated
ones (``tests/benchmarks/calibrate.py``); they are no part of the ranking.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from math import exp, log, log1p
from typing import NamedTuple

from bot.answering.candidates import Findings, Ranking
from bot.answering.documents import Allowed
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import rank
from bot.japanese import Family, Word, reading_numbers

SUREST = 0.69
"""The most that other words make sure of: what its own leave in doubt is perhaps related."""

# What an unknown word is worth that sounds like the quote, and how much more it asks for.
_SOUNDING_ALIKE = 0.5
_UNKNOWN_ASKS = 1.3
# Nats that every question asks for on top, so that a single word is no full share.
_LEAST_ASKED = 3.0
# From here on, more kana lower the other signs no further.
_MOST_KANA = 0.7
# Keeps the logarithm of nothing at hand.
_LEAST_LIKENESS = 0.03


class Signs(NamedTuple):
    """The signs, each for the quote that is ranked first.

    ``likeness``: logarithm of the best score by characters and readings; ``strength``: logarithm
    of how much matched, in nats of rarity, however much was asked; ``share``: the part of the
    question's content words that a quote has; ``kana``: how much of the question is in hiragana,
    which lowers the other signs though nothing is missing; ``alien``: names and numbers that occur
    nowhere. ``translated`` is the part that it says in other words, where a dictionary was asked.

    Where the meaning was asked too, ``nearness`` is the highest cosine of a quote, less what chance
    adds to it among many, ``standing`` by how many standard deviations that of the first quote is
    above the mean of all, ``usual``, and ``foreign`` 1 where the question is in other letters than
    the quotes. ``phrase`` is the likeness of a search phrase of the first quote.
    """

    likeness: float
    strength: float
    share: float
    kana: float
    alien: float
    translated: float = 0.0
    nearness: float = 0.0
    usual: float = 0.0
    foreign: float = 0.0
    standing: float = 0.0
    phrase: float = 0.0


class Model(NamedTuple):
    """A logistic score over the signs."""

    coefficients: Signs
    intercept: float

    def confidence(self, signs: Signs) -> float:
        """Return the estimated probability in (0, 1) that an answer is among the best quotes."""
        weighted = zip(self.coefficients, signs, strict=True)
        return 1 / (1 + exp(-(self.intercept + sum(weight * sign for weight, sign in weighted))))


BY_WORDS = Model(Signs(likeness=3.50, strength=1.52, share=2.53, kana=1.61, alien=-1.19), 1.00)
"""Where the words have to tell alone."""

BY_DICTIONARY = Model(
    Signs(likeness=0.77, strength=0.64, share=0.45, kana=-1.61, alien=-2.00, translated=3.10), 0.48
)
"""Where a dictionary was asked, no encoder, and the best quote has no search phrases.

0.2 are taken from the fitted intercept: without an encoder, a word in common is soon by chance.
"""

BARE = Model(
    Signs(
        likeness=1.05,
        strength=0.65,
        share=-1.34,
        kana=2.64,
        alien=-1.10,
        translated=3.63,
        nearness=9.55,
        usual=14.55,
        foreign=3.55,
        standing=0.23,
    ),
    -5.28,
)
"""Where the meaning was asked, and the best quote has no search phrases.

0.2 are added to the fitted intercept: perhaps related is what is a little likelier than not an
answer. Of the calibration questions, five in six are shown then, and one in thirty about others.
"""

ANNOTATED = Model(
    Signs(
        likeness=2.50,
        strength=0.40,
        share=2.22,
        kana=5.85,
        alien=-0.15,
        translated=3.20,
        nearness=2.10,
        usual=18.94,
        foreign=3.39,
        standing=0.45,
        phrase=3.83,
    ),
    -10.22,
)
"""Where the meaning was asked, and the best quote has search phrases."""


@dataclass(frozen=True, slots=True)
class Considered:
    """A reading of a question, its ranking, and how sure it is, by which signs, that it answers.

    ``by_meaning`` tells that the words left doubt, and that the meaning changed what was found.
    """

    question: Question
    ranking: Ranking
    signs: Signs
    sure: float
    by_meaning: bool = False


async def consider(
    index: Index, readings: Iterable[Question], allowed: Allowed | None, limit: int
) -> list[Considered]:
    """Return the readings of a question with their rankings, the surest by their words first."""
    considered = []
    for reading in readings:
        ranking = await rank(index, reading, allowed, limit)
        signs = read_signs(index, reading, ranking.findings)
        considered.append(Considered(reading, ranking, signs, BY_WORDS.confidence(signs)))
    return sorted(considered, key=lambda each: -each.sure)


def reconsidered(found: Considered, ranking: Ranking, signs: Signs, model: Model) -> Considered:
    """Return what is found in other words than the question's own."""
    sure = min(model.confidence(signs), SUREST)
    first = {position for each in (found.ranking, ranking) for position in each.positions[:1]}
    by_meaning = sure > found.sure or len(first) > 1
    return Considered(found.question, ranking, signs, sure, by_meaning=by_meaning)


def read_signs(index: Index, question: Question, findings: Findings) -> Signs:
    """Return the signs that the best quotes answer a question, by its words."""
    share, alien = _words(index, question, findings)
    return Signs(
        likeness=log(_likeness(findings) + _LEAST_LIKENESS),
        strength=log1p(findings.highest * findings.total),
        share=share,
        kana=min(question.kana_share, _MOST_KANA),
        alien=alien,
    )


def _likeness(findings: Findings) -> float:
    alike = [part.family is not Family.WORDS for part in findings.parts]
    total = sum(compress(findings.totals, alike))
    return sum(compress(findings.matched, alike)) / (total or 1.0)


def _words(index: Index, question: Question, findings: Findings) -> tuple[float, float]:
    """Return the share of the content words that a quote has, and how many are alien."""
    if not question.content:
        return 0.0, 0.0
    # The words are the first of the parts, and the content words the first of its terms.
    part = findings.parts[0]
    unknown_rarity = float(index.unknown_rarities[findings.group])
    got = findings.matched[0] / part.weight
    asked, alien = _LEAST_ASKED, 0.0
    rarities = findings.rarities[part.terms]
    groups = dict(zip(question.groups, rarities[len(question.content) :], strict=True))
    for word, rarity in zip(question.content, rarities, strict=False):
        # Another spelling of what is known is not unknown.
        spellings = [groups[group] for group in question.spelled.get(word.key, ())]
        known = [each for each in (rarity, *spellings) if each < unknown_rarity]
        if known:
            asked += known[0]
        else:
            near = _sounding(index, question, word, findings)
            got += _SOUNDING_ALIKE * unknown_rarity * near
            asked += _UNKNOWN_ASKS * unknown_rarity
            alien += word.specific * (1 - near)
    return got / asked, alien


def _sounding(index: Index, question: Question, word: Word, findings: Findings) -> float:
    """Return how much of a word's reading the best quote has, by the rarest 3-gram at each kana."""
    start = question.analysis.reading_start(word)
    end = start + len(word.reading)
    if word.letters.isascii() or start == end or not len(findings.first):
        return 0.0
    first = max(0, start - 2)
    covering = reading_numbers(question.analysis.reading)[first:end]
    rarities = index.heard(covering, int(findings.first[0]), findings.group)
    heard = [
        max(rarities[max(place - 2 - first, 0) : place + 1 - first], default=0.0)
        for place in range(start, end)
    ]
    return sum(heard) / len(heard) / float(index.unknown_rarities[findings.group])
