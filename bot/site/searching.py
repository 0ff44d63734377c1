"""What the search in a page knows of a record, as far as it can be told beforehand."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bot.japanese import Analyzer, Glossary, comparison_key, fold
from bot.session import Language, Quote, SessionSummary, Utterance
from bot.site import anchor_of, page_of
from bot.store import Record, Store

_KANJI: Final = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2FA20))

Json = dict[str, Any]


class SessionInFull:
    """A session with its words; ``quotes`` are in the order of ``utterances``."""

    def __init__(
        self, summary: SessionSummary, utterances: Iterable[Utterance], quotes: Iterable[Quote]
    ) -> None:
        self.summary = summary
        self.utterances = tuple(utterances)
        self.quotes = tuple(sorted(quotes, key=lambda quote: quote.ref))

    @classmethod
    async def read(cls, store: Store, summary: SessionSummary) -> "SessionInFull":
        """Read all of a session."""
        utterances = await store.utterances(summary.id, limit=summary.utterance_count)
        people = {speaker.id for speaker in summary.speakers}
        quotes = [
            quote
            for person in sorted(people)
            for quote in await store.quotes_by_speaker(person, session=summary.id)
        ]
        return cls(summary, utterances, quotes)


class Searching:
    """What the search in a page knows: texts, and all that is easier to tell beforehand."""

    def __init__(
        self, record: Record, sessions: Iterable[SessionInFull], analyzer: Analyzer
    ) -> None:
        self._analyzer = analyzer
        self._spellings = record.glossary
        self._glossary = Glossary(record.glossary)
        self._sessions = tuple(sessions)
        self._readings = {
            quote.ref: analyzer.analyze(quote.text).reading
            for session in self._sessions
            for quote in session.quotes
        }
        letters = {
            letter
            for session in self._sessions
            for quote in session.quotes
            for letter in fold(quote.text)
        }
        self._shapes = {shape: kanji for shape, kanji in _shapes() if kanji in letters}

    def of(
        self,
        sessions: Iterable[SessionInFull],
        language: Language,
        *,
        together: bool,
    ) -> Json:
        """Return what is needed to search some sessions from one page."""
        speakers: dict[str, int] = {}
        names: dict[str, str] = {}
        topics: dict[str, int] = {}
        groups: dict[str, int] = {}
        quotes = []
        for session in sessions:
            summary = session.summary
            labels = {topic.id: f"{topic.label.ja}\n{topic.label.en}" for topic in summary.topics}
            # The page of a session is a folder below the list of them.
            page = page_of(summary.id, language).partition("/")[2] if together else ""
            for quote in session.quotes:
                named = self._glossary.all_groups_in(fold(quote.text))
                name = quote.speaker.name.to(language)
                names.setdefault(name, f"{quote.speaker.name.ja}\n{quote.speaker.name.en}")
                quotes.append(
                    {
                        "href": f"{page}#{anchor_of(quote.ref.utterance, quote.ref.quote)}",
                        "session": summary.title.to(language) if together else "",
                        "speaker": speakers.setdefault(name, len(speakers)),
                        "text": quote.text,
                        "reading": self._readings[quote.ref],
                        "translation": quote.translation,
                        "topics": [
                            topics.setdefault(labels[each], len(topics)) for each in quote.topics
                        ],
                        "groups": [groups.setdefault(each, len(groups)) for each in sorted(named)],
                    }
                )
        spellings: dict[int, list[str]] = {number: [] for number in groups.values()}
        for group in self._spellings:
            number = groups.get(Glossary.mark(group[0]))
            if number is not None:
                spellings[number] += [each for each in group if comparison_key(each)]
        return {
            "quotes": quotes,
            "speakers": list(speakers),
            "names": list(names.values()),
            "topics": list(topics),
            "glossary": list(spellings.values()),
            "shapes": self._shapes,
        }


def _shapes() -> Iterator[tuple[str, str]]:
    """Yield each old shape of a kanji, and the kanji in use."""
    for code in (code for some in _KANJI for code in some):
        kanji = chr(code)
        in_use = fold(kanji)
        if in_use != kanji:
            yield kanji, in_use
