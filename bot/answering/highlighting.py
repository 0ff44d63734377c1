"""What a quote says of a question in its own words, where they stand, and why it was found."""

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import accumulate

from rapidfuzz import fuzz, process

from bot.answering.confidence import Considered
from bot.answering.index import Index
from bot.answering.outcome import Match, Span
from bot.answering.question import Question
from bot.answering.ranking import Candidate
from bot.japanese import Analyzer, Glossary, Mention, Word, fold
from bot.japanese.english import english_for
from bot.japanese.spelling import is_kana_alone, loose_sound
from bot.session import Bilingual, Quote, Speaker

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


@dataclass(frozen=True, slots=True)
class QuotedText:
    """A quote's text made ready for comparing and marking.

    ``words`` are its telling words, ``keys`` theirs; ``heard`` are the words by readings long
    enough to tell; ``mentions`` are the glossary groups that it names, where they can be marked.
    ``said`` are the keys of all its words and of the groups that it names; ``letters`` are those of
    the text with a space between words. ``english`` are the stems by which its telling words are
    said in English.
    """

    words: tuple[Word, ...]
    keys: frozenset[str]
    heard: dict[str, str]
    mentions: tuple[Mention, ...]
    said: frozenset[str]
    letters: str
    all_words: tuple[Word, ...]
    sound: str
    english: frozenset[str]

    @classmethod
    def read(cls, text: str, analyzer: Analyzer, glossary: Glossary) -> "QuotedText":
        """Cut a quote; mentions are left out where folding moves the characters."""
        analysis = analyzer.analyze(text)
        words = tuple(word for word in analysis.words if word.telling)
        folded = fold(text)
        in_place = len(folded) == len(text) and all(len(fold(letter)) == 1 for letter in text)
        return cls(
            words,
            frozenset(word.key for word in words),
            {word.reading: word.key for word in words if len(word.reading) >= _TELLING_READING},
            tuple(glossary.mentions(folded)) if in_place else (),
            frozenset((*(word.key for word in analysis.words), *glossary.all_groups_in(text))),
            _spaced(analysis.words),
            analysis.words,
            f" {' '.join(loose_sound(word.reading) for word in analysis.words)} ",
            frozenset(stem for word in words for stem in english_for(word)),
        )

    def says(self, question: Question) -> Said:
        """Return how the quote has all that a question names, if it has."""
        if question.keys <= self.said or _spaced(question.analysis.words) in self.letters:
            return Said.IN_THESE_WORDS
        if all(
            word.key in self.said or self.said & question.spelled.get(word.key, frozenset())
            for word in question.content
        ):
            return Said.IN_ANOTHER_SPELLING
        if self._sounds_like(question.analysis.letters, question.analysis.reading) or (
            question.content
            and all(
                word.key in self.said
                or self.said & question.spelled.get(word.key, frozenset())
                or self._sounds_like(word.letters, word.reading)
                for word in question.content
            )
        ):
            return Said.IN_KANA
        return Said.NO

    def _sounds_like(self, letters: str, reading: str) -> bool:
        """Tell whether kana sound like whole words of the quote; homonyms are other words."""
        sound = loose_sound(reading)
        if len(sound) < _TELLING_READING or not is_kana_alone(letters):
            return False
        return re.search(rf" {' ?'.join(sound)} ", self.sound) is not None

    def spans(self, question: Question, unknown: Iterable[Word]) -> tuple[Span, ...]:
        """Return the stretches of the quote that the question names, in order, apart.

        ``unknown`` are those of its words that no quote has: they may be misspelled.
        """
        named = (self.keys & question.keys) | self._spelled_otherwise(question, unknown)
        words = [Span(word.start, word.end) for word in self.words if word.key in named]
        groups = [
            Span(mention.start, mention.end)
            for mention in self.mentions
            if mention.group in question.groups
        ]
        spans = _merged([*words, *groups])
        if any(len(word.letters) > 1 for word in question.telling):
            # A single letter by itself is but a piece of another word.
            spans = tuple(span for span in spans if span.end - span.start > 1)
        return spans

    def _spelled_otherwise(self, question: Question, unknown: Iterable[Word]) -> set[str]:
        reading = question.analysis.reading
        found = {key for heard, key in self.heard.items() if heard in reading}
        for asked in unknown:
            if len(asked.reading) >= _TELLING_READING:
                nearest = process.extractOne(
                    asked.reading, self.heard.keys(), scorer=fuzz.ratio, score_cutoff=_SAME_WORD
                )
                if nearest is not None:
                    found.add(self.heard[nearest[0]])
        return found


def _spaced(words: Iterable[Word]) -> str:
    return f" {' '.join(word.letters for word in words)} "


async def best_reading(
    index: Index, texts: Callable[[str], QuotedText], considered: Sequence[Considered]
) -> Considered:
    """Return the reading to answer: the surest, if no other has everything said by a quote.

    Where a question only names something, the quotes that say by themselves all of it come first.
    """
    for reading in considered:
        question = reading.question
        if question.asking:
            continue
        candidates = reading.ranking.candidates
        quotes = await index.quotes([candidate.position for candidate in candidates]) or ()
        # Of a large corpus, texts are not cut yet, which takes its time.
        ways = (
            _ways(texts, question, quotes)
            if index.all_quotes
            else await asyncio.to_thread(_ways, texts, question, quotes)
        )
        if min(ways, default=Said.NO) is not Said.NO:
            first = replace(reading.ranking, candidates=_said_first(candidates, ways))
            tells = question.tells or min(ways) is Said.IN_KANA
            sure = max(reading.sure, _SAID) if tells else reading.sure
            return _doubted(replace(reading, ranking=first, sure=sure))
    return _doubted(considered[0])


def _doubted(considered: Considered) -> Considered:
    if not considered.question.doubtful:
        return considered
    return replace(considered, sure=min(considered.sure, _DOUBTFUL))


def _ways(
    texts: Callable[[str], QuotedText], question: Question, quotes: Iterable[Quote]
) -> list[Said]:
    return [texts(quote.text).says(question) for quote in quotes]


def _said_first(candidates: Sequence[Candidate], ways: Sequence[Said]) -> list[Candidate]:
    order = sorted(range(len(ways)), key=ways.__getitem__)
    # Where a lower score comes first, what follows it is lowered as much.
    scores = accumulate((candidates[place].score for place in order), min)
    return [
        replace(candidates[place], score=score) for place, score in zip(order, scores, strict=True)
    ]


def matches(
    found: Considered,
    quotes: Iterable[tuple[Quote, QuotedText]],
    unknown: Collection[Word],
    *,
    named: tuple[Speaker, ...],
) -> tuple[Match, ...]:
    """Return the first of the candidates, whose quotes are given, as matches.

    The first is scored by how sure it is that it answers, the others as much lower as they are
    ranked lower.
    """
    question, candidates = found.question, found.ranking.candidates
    highest = candidates[0].score if candidates else 1.0
    return tuple(
        explained(
            Match(
                quote,
                round(found.sure * candidate.score / highest, 6),
                text.spans(question, unknown),
                candidate.phrase,
                by_meaning=found.by_meaning,
            ),
            question,
            named,
        )
        for candidate, (quote, text) in zip(candidates, quotes, strict=False)
    )


def is_meant(
    texts: Callable[[str], QuotedText], questions: Iterable[Question], label: Bilingual
) -> bool:
    """Tell whether a label has, however it is spelled, all that one of the questions names."""
    said = [texts(text) for text in (label.ja, label.en)]
    return any(text.says(question) is not Said.NO for question in questions for text in said)


def explained(match: Match, question: Question, named: tuple[Speaker, ...]) -> Match:
    """Leave out the phrase where enough is marked; say whom else the question ``named``.

    What shows a word of the question, or a phrase like it, was not found by meaning alone.
    """
    visible = marked_length(match.spans)
    asked = sum(len(word.letters) for word in question.telling)
    explains_itself = visible and visible >= _SELF_EXPLAINING * asked
    reason = None if explains_itself else match.reason
    return replace(
        match,
        reason=reason,
        instead_of=() if match.quote.speaker.id in question.speakers else named,
        by_meaning=match.by_meaning and not visible and reason is None,
    )


def marked_length(spans: Iterable[Span]) -> int:
    """Return how many characters are marked."""
    return sum(span.end - span.start for span in spans)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
