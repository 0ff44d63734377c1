"""The rows of a session: what is stored of utterances and quotes, and the terms to find them by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.japanese import Analysis, Analyzer, Family, Glossary
from bot.session import Annotation, Quote, QuoteRef, Session, Utterance
from bot.store.rows import Placed, digest_of, phrases_digest
from bot.store.search_index import layout_digest

# A quote's own words count three times beside what was written about it.
_OWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a document, a string of them for each family, and how many there are."""

    words: str
    characters: str
    readings: str
    length: int

    def of(self, key: int) -> tuple[int, str, str, str]:
        """Return the row of the document with a key."""
        return key, self.words, self.characters, self.readings


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


@dataclass
class Rows:
    """The rows of a batch of utterances, by the statement that inserts them."""

    utterances: list[tuple[Any, ...]] = field(default_factory=list)
    quotes: list[tuple[Any, ...]] = field(default_factory=list)
    phrases: list[tuple[Any, ...]] = field(default_factory=list)
    topics: list[tuple[Any, ...]] = field(default_factory=list)
    quote_terms: list[tuple[Any, ...]] = field(default_factory=list)
    utterance_terms: list[tuple[Any, ...]] = field(default_factory=list)

    def by_statement(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return the statements, in an order in which nothing refers to what is not there yet."""
        terms = "(rowid, words, characters, readings) VALUES (?, ?, ?, ?)"
        return {
            "INSERT INTO utterances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)": self.utterances,
            "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)": self.quotes,
            "INSERT INTO phrases VALUES (?, ?, ?, ?)": self.phrases,
            "INSERT INTO quote_topics VALUES (?, ?)": self.topics,
            f"INSERT INTO quote_terms {terms}": self.quote_terms,
            f"INSERT INTO utterance_terms {terms}": self.utterance_terms,
        }


class RowMaker:
    """Makes the rows of a session, a batch of utterances after the other.

    Keys of utterances and of quotes go on after the last ones given; those of speakers and topics
    are by their ids.
    """

    def __init__(
        self,
        session: Session,
        analyzer: Analyzer,
        session_key: int,
        speaker_keys: Mapping[str, int],
        topic_keys: Mapping[str, int],
        *,
        after: tuple[int, int],
    ) -> None:
        self._session = session
        self._indexer = Indexer(analyzer, Glossary(session.glossary))
        self._session_key = session_key
        self._speaker_keys = speaker_keys
        self._topic_keys = topic_keys
        self._utterance_key, self._quote_key = after
        self._place = 0
        self._layout: list[tuple[int, ...]] = []

    @property
    def layout_digest(self) -> bytes:
        """The digest of the layout so far."""
        return layout_digest(self._layout)

    def rows(self, utterances: Iterable[Utterance]) -> Rows:
        """Make the rows of the next utterances."""
        rows = Rows()
        for utterance in utterances:
            self._place += 1
            self._utterance_key += 1
            self._add_utterance(rows, utterance)
        return rows

    def _add_utterance(self, rows: Rows, utterance: Utterance) -> None:
        key = self._utterance_key
        speaker_key = self._speaker_keys[utterance.speaker.id]
        terms = self._indexer.utterance(utterance)
        count = len(utterance.quotes)
        rows.utterances.append(
            (
                key,
                self._session_key,
                utterance.number,
                self._place,
                speaker_key,
                utterance.note,
                utterance.start,
                count,
                terms.length,
                digest_of(*terms.of(key)),
            )
        )
        rows.utterance_terms.append(terms.of(key))
        for number, text in enumerate(utterance.quotes, start=1):
            self._quote_key += 1
            placed = Placed(
                self._quote_key,
                key,
                speaker_key,
                self._place,
                utterance.note,
                utterance.start,
                count,
            )
            ref = QuoteRef(self._session.id, utterance.number, number)
            annotation = self._session.annotation(ref)
            topics = sorted(set(annotation.topics), key=self._topic_keys.__getitem__)
            quote = Quote(
                ref, utterance.speaker, text, annotation.translation, tuple(topics), utterance.start
            )
            length = self._add_quote(rows, placed, quote, annotation)
            spoken = (key, utterance.number, terms.length, speaker_key)
            self._layout.append(
                (self._quote_key, number, length, *spoken, int(bool(annotation.phrases)))
            )

    def _add_quote(self, rows: Rows, placed: Placed, quote: Quote, annotation: Annotation) -> int:
        """Add the rows of a quote; return its length in terms."""
        key = placed.key
        terms = self._indexer.quote(quote.text, annotation)
        phrases = [(phrase, self._indexer.reading(phrase)) for phrase in annotation.phrases]
        rows.quotes.append(
            (
                key,
                placed.utterance_key,
                quote.ref.quote,
                quote.text,
                quote.translation,
                terms.length,
                placed.digest(quote),
                phrases_digest(key, phrases),
                digest_of(*terms.of(key)),
            )
        )
        rows.quote_terms.append(terms.of(key))
        rows.phrases.extend((key, position, *phrase) for position, phrase in enumerate(phrases))
        rows.topics.extend((key, self._topic_keys[topic]) for topic in quote.topics)
        return terms.length
