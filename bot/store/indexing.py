"""Which terms a quote and an utterance are found by."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.japanese import Analysis, Analyzer, Family, Glossary
from bot.session import Annotation, Utterance

# A quote's own words count three times beside what was written about it.
_OWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a document, a string of them for each family, and how many there are."""

    words: str
    characters: str
    readings: str
    length: int


class Indexer:
    """Cuts the documents of one session into terms."""

    def __init__(self, analyzer: Analyzer, glossary: Glossary) -> None:
        self._analyzer = analyzer
        self._glossary = glossary

    def quote(self, text: str, annotation: Annotation) -> Terms:
        """Return the terms of a quote together with those written about it."""
        extra = [annotation.translation] if annotation.translation else []
        return self._terms([*[text] * _OWN_WORDS, *annotation.phrases, *extra])

    def utterance(self, utterance: Utterance) -> Terms:
        """Return the terms of an utterance and of the note on its occasion."""
        return self._terms([utterance.note or "", utterance.text])

    def reading(self, phrase: str) -> str:
        """Return the reading by which a search phrase is compared with a question."""
        return self._analyzer.analyze(phrase).reading

    def _terms(self, texts: Iterable[str]) -> Terms:
        analyses = [(text, self._analyzer.analyze(text)) for text in texts]
        words = [
            term
            for text, analysis in analyses
            for term in (*analysis.terms(Family.WORDS), *self._glossary.groups_in(text))
        ]
        characters = _of(analyses, Family.CHARACTERS)
        readings = _of(analyses, Family.READINGS)
        return Terms(" ".join(words), " ".join(characters), " ".join(readings), len(readings))


def _of(analyses: Iterable[tuple[str, Analysis]], family: Family) -> list[str]:
    return [term for _, analysis in analyses for term in analysis.terms(family)]
