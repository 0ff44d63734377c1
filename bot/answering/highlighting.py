"""Where in a quote the question's words stand, and what else explains why it was found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.answering.outcome import Match, Span
from bot.answering.question import Question
from bot.japanese import Analyzer, Glossary, Mention, Word, fold
from bot.session import Speaker

# A shorter reading occurs by chance inside others.
_TELLING_READING = 3
_SAME_WORD = 80
# How much of the question has to be visible in a quote that needs no explanation.
_SELF_EXPLAINING = 0.5


@dataclass(frozen=True, slots=True)
class QuotedText:
    """A quote's text made ready for marking.

    ``words`` are its telling words, ``keys`` theirs; ``heard`` are the words by readings long
    enough to tell; ``mentions`` are the glossary groups that it names.
    """

    words: tuple[Word, ...]
    keys: frozenset[str]
    heard: dict[str, str]
    mentions: tuple[Mention, ...]

    @classmethod
    def read(cls, text: str, analyzer: Analyzer, glossary: Glossary) -> "QuotedText":
        """Cut a quote; mentions are left out where folding moves the characters."""
        words = tuple(word for word in analyzer.analyze(text).words if word.telling)
        folded = fold(text)
        in_place = len(folded) == len(text) and all(len(fold(letter)) == 1 for letter in text)
        return cls(
            words,
            frozenset(word.key for word in words),
            {word.reading: word.key for word in words if len(word.reading) >= _TELLING_READING},
            tuple(glossary.mentions(folded)) if in_place else (),
        )

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
