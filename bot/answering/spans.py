"""Where in a quote the question's words stand, also where they were spelled otherwise."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.answering.outcome import Span
from bot.answering.question import Question
from bot.japanese import Analysis, Glossary, Word, fold

# A shorter reading occurs by chance inside others.
_TELLING_READING = 3
_SAME_WORD = 80


def matched_spans(quote: Analysis, question: Question, glossary: Glossary) -> tuple[Span, ...]:
    """Return the stretches of the quote that the question names, in order, apart."""
    spans = [Span(word.start, word.end) for word in _content(quote) if _is_named(word, question)]
    return _merged([*spans, *_named_groups(quote.text, question, glossary)])


def _content(analysis: Analysis) -> list[Word]:
    return [part for word in analysis.words if word.content for part in word.shortest]


def _is_named(word: Word, question: Question) -> bool:
    if word.key in question.keys:
        return True
    if len(word.reading) < _TELLING_READING:
        return False
    if word.reading in question.analysis.reading:
        return True
    return (
        process.extractOne(
            word.reading, question.readings, scorer=fuzz.ratio, score_cutoff=_SAME_WORD
        )
        is not None
    )


def _named_groups(text: str, question: Question, glossary: Glossary) -> list[Span]:
    folded = fold(text)
    if len(folded) != len(text):
        return []
    return [
        Span(mention.start, mention.end)
        for mention in glossary.mentions(folded)
        if mention.group in question.groups
    ]


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
