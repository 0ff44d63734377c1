"""The rows of a session: what is stored of utterances, quotes and search phrases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.japanese import Analyzer
from bot.session import Annotation, Quote, QuoteRef, Session, Utterance
from bot.store.layout import LayoutDigest
from bot.store.rows import Placed, phrases_digest


@dataclass
class Rows:
    """The rows of a batch of utterances, by the statement that inserts them."""

    utterances: list[tuple[Any, ...]] = field(default_factory=list)
    quotes: list[tuple[Any, ...]] = field(default_factory=list)
    phrases: list[tuple[Any, ...]] = field(default_factory=list)
    topics: list[tuple[Any, ...]] = field(default_factory=list)

    def by_statement(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return the statements, in an order in which nothing refers to what is not there yet."""
        return {
            "INSERT INTO utterances VALUES (?, ?, ?, ?, ?, ?, ?, ?)": self.utterances,
            "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?)": self.quotes,
            "INSERT INTO phrases VALUES (?, ?, ?, ?)": self.phrases,
            "INSERT INTO quote_topics VALUES (?, ?)": self.topics,
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
        self._analyzer = analyzer
        self._session_key = session_key
        self._speaker_keys = speaker_keys
        self._topic_keys = topic_keys
        self._utterance_key, self._quote_key = after
        self._place = 0
        self._layout = LayoutDigest()

    @property
    def layout_digest(self) -> bytes:
        """The digest of the layout so far."""
        return self._layout.digest

    def rows(self, utterances: Iterable[Utterance]) -> Rows:
        """Make the rows of the next utterances."""
        rows = Rows()
        layout: list[tuple[int, ...]] = []
        for utterance in utterances:
            self._place += 1
            self._utterance_key += 1
            layout += self._add_utterance(rows, utterance)
        self._layout.add(layout)
        return rows

    def _add_utterance(self, rows: Rows, utterance: Utterance) -> list[tuple[int, ...]]:
        """Add an utterance; return its part of the layout."""
        key = self._utterance_key
        speaker_key = self._speaker_keys[utterance.speaker.id]
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
            )
        )
        layout: list[tuple[int, ...]] = []
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
            self._add_quote(rows, placed, quote, annotation)
            spoken = (key, utterance.number, speaker_key)
            layout.append((self._quote_key, number, *spoken, int(bool(annotation.phrases))))
        return layout

    def _add_quote(self, rows: Rows, placed: Placed, quote: Quote, annotation: Annotation) -> None:
        key = placed.key
        phrases = [(phrase, self._analyzer.cut(phrase).reading) for phrase in annotation.phrases]
        rows.quotes.append(
            (
                key,
                placed.utterance_key,
                quote.ref.quote,
                quote.text,
                quote.translation,
                placed.digest(quote),
                phrases_digest(key, phrases),
            )
        )
        rows.phrases.extend((key, position, *phrase) for position, phrase in enumerate(phrases))
        rows.topics.extend((key, self._topic_keys[topic]) for topic in quote.topics)
