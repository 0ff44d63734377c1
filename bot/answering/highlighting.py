"""What a quote says of a question in its own words, where they stand, and why it was found."""

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, reduce
from operator import and_

from rapidfuzz import fuzz, process

from bot.answering.candidates import likely
from bot.answering.confidence import SUREST, Considered
from bot.answering.index import Index
from bot.answering.outcome import Match, Span
from bot.answering.question import Question
from bot.japanese import Analyzer, Glossary, Mention, Word, fold
from bot.japanese.spelling import is_kana_alone, loose_sound
from bot.session import Quote, Speaker

# A shorter reading occurs by chance inside others.
_TELLING_READING = 3
_SAME_WORD = 80
# How much of the question has to be visible in a quote that needs no explanation.
_SELF_EXPLAINING = 0.5
# Confidence in a quote that says by itself all that was named.
_SAID = 0.85
# Confidence where it is not sure that this was asked: at most perhaps related.
_DOUBTFUL = 0.65


class Said(IntEnum):
    """How a quote has what a question names."""

    IN_THESE_WORDS = 0
    IN_ANOTHER_SPELLING = 1
    IN_KANA = 2
    NO = 3


@dataclass(frozen=True)
class QuotedText:
    """A quote's text made ready for comparing and marking.

    ``places`` are those of its telling words, by their keys; ``heard`` are these keys by readings
    long enough to tell; ``mentions`` are the glossary groups that it names, where they can be
    marked. ``said`` are the keys of all its words and of the groups that it names.
    """

    places: dict[str, list[Span]]
    heard: dict[str, str]
    mentions: tuple[Mention, ...]
    said: frozenset[str]
    all_words: tuple[Word, ...]
    folded: str

    @classmethod
    def read(cls, text: str, analyzer: Analyzer, glossary: Glossary) -> "QuotedText":
        """Cut a quote; mentions are left out where folding moves the characters."""
        analysis = analyzer.analyze(text)
        words = [word for word in analysis.words if word.telling]
        places: dict[str, list[Span]] = {}
        for word in words:
            places.setdefault(word.key, []).append(Span(word.start, word.end))
        folded = fold(text)
        mentions = glossary.mentions(folded)
        if mentions and (len(folded) != len(text) or any(len(fold(each)) != 1 for each in text)):
            mentions = []
        return cls(
            places,
            {word.reading: word.key for word in words if len(word.reading) >= _TELLING_READING},
            tuple(mentions),
            frozenset((*(word.key for word in analysis.words), *glossary.all_groups_in(folded))),
            analysis.words,
            folded,
        )

    @cached_property
    def alone(self) -> "Sayings":
        """What it has of questions, without any other text."""
        return Sayings([self])

    def says(self, question: Question) -> Said:
        """Return how the quote has all that a question names, if it has."""
        return next(iter(self.alone.ways(question, [0])), Said.NO)

    def spans(self, question: Question, unknown: Iterable[Word]) -> tuple[Span, ...]:
        """Return the stretches of the quote that the question names, in order, apart.

        ``unknown`` are those of its words that no quote has: they may be misspelled.
        """
        reading = question.analysis.reading
        named = {key for key in question.keys if key in self.places}
        named.update([key for heard, key in self.heard.items() if heard in reading])
        for asked in unknown:
            telling = list(self.heard) if len(asked.reading) >= _TELLING_READING else []
            nearest = process.extractOne(
                asked.reading, telling, scorer=fuzz.ratio, score_cutoff=_SAME_WORD
            )
            named |= {self.heard[nearest[0]]} if nearest else set()
        found = [span for key in named for span in self.places[key]]
        found += [Span(at.start, at.end) for at in self.mentions if at.group in question.groups]
        # A single letter by itself is but a piece of another word.
        least = 2 if any(len(word.letters) > 1 for word in question.telling) else 1
        return tuple([span for span in _merged(found) if span.end - span.start >= least])


class Sayings:
    """How texts have what questions name; a set of texts is an integer with bit n for text n."""

    def __init__(self, read: Iterable[QuotedText]) -> None:
        texts = list(read)
        self._all = (1 << len(texts)) - 1
        spaced = [" ".join([word.letters for word in text.all_words]) for text in texts]
        self._spaced = [f" {letters} " for letters in spaced]
        self._having: dict[str, int] = defaultdict(int)
        self._written: dict[str, int] = defaultdict(int)
        # All of them as they sound, broken between texts; where words begin and end, and texts do.
        sound = ""
        self._edges: set[int] = set()
        self._begins: list[int] = []
        for number, text in enumerate(texts):
            self._begins.append(len(sound))
            for key in text.said:
                self._having[key] |= 1 << number
            for word in text.all_words:
                self._written[word.letters] |= 1 << number
                self._edges.add(len(sound))
                sound += loose_sound(word.reading) or "\n"
                self._edges.add(len(sound))
            sound += "\n"
        self._sound = sound

    def ways(self, question: Question, numbers: Sequence[int]) -> list[Said]:
        """Return how each of these texts has all that a question names; nothing if none has."""
        found: dict[int, Said] = {}
        for way, texts in self._that_say(question).items():
            found |= dict.fromkeys(_bits(texts), way)
        return [found.get(number, Said.NO) for number in numbers] if found else []

    def _that_say(self, question: Question) -> dict[Said, int]:
        """Return which texts say all of it in which way, the closest ways last."""
        words = question.analysis.words
        having = [self._having.get(word.key, 0) for word in question.content]
        same = reduce(and_, having, self._all)
        written = reduce(and_, [self._written.get(word.letters, 0) for word in words], self._all)
        if written:
            letters = f" {' '.join([word.letters for word in words])} "
            same |= sum(1 << text for text in _bits(written) if letters in self._spaced[text])
        spelled = heard = self._all
        for word, own in zip(question.content, having, strict=True):
            named = own
            for group in question.spelled.get(word.key, ()):
                named |= self._having.get(group, 0)
            spelled &= named
            heard &= named | self._that_sound_like(word.letters, word.reading)
        heard |= self._that_sound_like(question.analysis.letters, question.analysis.reading)
        return {Said.IN_KANA: heard, Said.IN_ANOTHER_SPELLING: spelled, Said.IN_THESE_WORDS: same}

    def _that_sound_like(self, letters: str, kana: str) -> int:
        """Return which texts have whole words that sound like kana; homonyms are other words."""
        if not is_kana_alone(letters):
            return 0
        sound = loose_sound(kana)
        if len(sound) < _TELLING_READING:
            return 0
        found = 0
        start = self._sound.find(sound)
        while start >= 0:
            if start in self._edges and start + len(sound) in self._edges:
                found |= 1 << bisect_right(self._begins, start) - 1
            start = self._sound.find(sound, start + 1)
        return found


def _bits(numbers: int) -> Iterator[int]:
    """Yield the numbers of the texts in a set."""
    while numbers:
        yield (number := numbers.bit_length() - 1)
        numbers ^= 1 << number


async def best_reading(
    index: Index,
    texts: Callable[[str], QuotedText],
    sayings: Sayings | None,
    considered: Sequence[Considered],
) -> Considered:
    """Return the reading to answer: the surest, if no other has everything said by a quote.

    Where a question only names something, the quotes that say by themselves all of it come first;
    not where a frame had to be left out, and all of the question makes sure of another quote.
    ``sayings`` are those of all quotes; without them, the texts of the candidates are cut.
    """
    surest = next((each for each in considered if not each.question.unframed), considered[0])
    known = surest.ranking.positions[:1] if surest.sure > SUREST else None
    # What was hardly meant, last.
    for reading in sorted(considered, key=lambda each: each.question.doubtful):
        question = reading.question
        if question.asking:
            continue
        positions = reading.ranking.positions
        if sayings is None:
            ranks = likely(index, question, positions)
            quotes = await index.quotes([positions[rank] for rank in ranks]) or ()
            # Cutting takes its time.
            cut = await asyncio.to_thread(Sayings, map(texts, [quote.text for quote in quotes]))
            said = dict(zip(ranks, cut.ways(question, range(len(quotes))), strict=False))
            ways = [said.get(rank, Said.NO) for rank in range(len(positions))]
        else:
            ways = sayings.ways(question, positions)
        if min(ways, default=Said.NO) is not Said.NO:
            order = sorted(range(len(ways)), key=ways.__getitem__)
            first = reading.ranking.reordered(order)
            if question.unframed and known not in (None, first.positions[:1]):
                continue
            tells = question.tells or min(ways) is Said.IN_KANA
            sure = max(reading.sure, _SAID) if tells else reading.sure
            return _doubted(replace(reading, ranking=first, sure=sure))
    return _doubted(surest)


def _doubted(considered: Considered) -> Considered:
    sure = min(considered.sure, _DOUBTFUL)
    return replace(considered, sure=sure) if considered.question.doubtful else considered


def matches(
    found: Considered,
    quotes: Iterable[tuple[Quote, QuotedText]],
    unknown: Collection[Word],
    named: tuple[Speaker, ...],
    *,
    least: float,
) -> tuple[Match, ...]:
    """Return the first of the candidates, whose quotes are given, as matches.

    The first is scored by how sure it is that it answers, the others as much lower as they are
    ranked lower; there are none lower than the ``least`` share of the first.
    """
    question, ranking = found.question, found.ranking
    ranked = zip(ranking.positions, ranking.scores, quotes, strict=False)
    return tuple(
        match_of(
            quote,
            question,
            text.spans(question, unknown),
            ranking.phrases[position][0] if position in ranking.phrases else None,
            named,
            score=round(found.sure * score / ranking.scores[0], 6),
            by_meaning=found.by_meaning,
        )
        for position, score, (quote, text) in ranked
        if score >= least * ranking.scores[0]
    )


def match_of(
    quote: Quote,
    question: Question,
    spans: tuple[Span, ...],
    phrase: str | None,
    named: tuple[Speaker, ...],
    *,
    score: float = 1.0,
    by_meaning: bool = False,
) -> Match:
    """Return a match, without its phrase where enough is marked; say whom else it ``named``.

    What shows a word of the question, or a phrase like it, was not found by meaning alone.
    """
    visible = marked_length(spans)
    asked = sum([len(word.letters) for word in question.telling])
    reason = None if visible and visible >= _SELF_EXPLAINING * asked else phrase
    return Match(
        quote,
        score,
        spans,
        reason,
        instead_of=() if quote.speaker.id in question.speakers else named,
        by_meaning=by_meaning and not visible and reason is None,
    )


def marked_length(spans: Iterable[Span]) -> int:
    """Return how many characters are marked."""
    return sum([span.end - span.start for span in spans])


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
