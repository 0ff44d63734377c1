"""Who spoke when and about what in a session, ready to be drawn, and the same in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.chat.markup import shortened
from bot.chat.wording import Wording
from bot.session import Quote, SessionSummary, Utterance

MOST_TOPICS: Final = 6
"""How many topics are told apart; the rest are one."""

_MOST_SPEAKERS: Final = 8
_MOST_STEPS: Final = 600
_LONGEST_NAME, _LONGEST_TOPIC, _LONGEST_TITLE, _LONGEST_ALT = 24, 30, 60, 1000
_TELLING: Final = 2  # topics of each speaker


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where to where somebody spoke about a topic; rows and topics by number."""

    start: float
    end: float
    row: int
    topic: int | None


class Timeline:
    """Who spoke when and about what, with all the words that a picture of it needs.

    ``timed`` tells that the places are minutes; otherwise they count the letters of the record.
    """

    def __init__(
        self,
        session: SessionSummary,
        utterances: Sequence[Utterance],
        quotes: Iterable[Quote],
        say: Wording,
    ) -> None:
        topics = {(quote.ref.utterance, quote.ref.quote): quote.topics for quote in quotes}
        spoken = Counter({each.id: 0 for each in session.speakers})
        about: Counter[str] = Counter()
        for utterance in utterances:
            spoken[utterance.speaker.id] += len(utterance.text)
            for number, text in enumerate(utterance.quotes, start=1):
                about.update(dict.fromkeys(topics.get((utterance.number, number), ()), len(text)))
        self.title = shortened(session.title.to(say.language), _LONGEST_TITLE)
        labels = {topic.id: topic.label.to(say.language) for topic in session.topics}
        shown = [topic for topic, _ in about.most_common(MOST_TOPICS)]
        self.topics = [shortened(labels[topic], _LONGEST_TOPIC) for topic in shown]
        if rest := [topic for topic in about if topic not in shown]:
            self.topics.append(say("picture-other-topics", count=len(rest)))
        self._numbers = {topic: number for number, topic in enumerate(shown)}
        self._numbers |= dict.fromkeys(rest, len(shown))
        people = [speaker for speaker, letters in spoken.most_common(_MOST_SPEAKERS) if letters]
        names = {each.id: each.name.to(say.language) for each in session.speakers}
        self.speakers = [shortened(names[person], _LONGEST_NAME) for person in people]
        self._rows = {person: row for row, person in enumerate(people)}
        if others := [each for each in spoken if spoken[each] and each not in people]:
            self.speakers.append(say("picture-others", count=len(others)))
            self._rows |= dict.fromkeys(others, len(people))
        self.timed = bool(utterances) and all(each.start is not None for each in utterances)
        self.axis = say["picture-minutes" if self.timed else "picture-utterances"]
        self.stretches = _coarse([*self._stretches(utterances, topics)])
        self.ticks = self._ticks(utterances)
        self.alt = self._told(utterances, topics, labels, names, say)

    @property
    def words(self) -> str:
        """All that is written in the picture."""
        return "".join((self.title, self.axis, *self.speakers, *self.topics))

    def _stretches(
        self, utterances: Sequence[Utterance], topics: dict[tuple[int, int], tuple[str, ...]]
    ) -> Iterable[Stretch]:
        for utterance, start, end in self._spans(utterances):
            row = self._rows[utterance.speaker.id]
            letters = max(1, len(utterance.text))
            before = 0
            for number, text in enumerate(utterance.quotes, start=1):
                found = topics.get((utterance.number, number), ())
                # What is spoken of most in all of the session tells most of a quote.
                topic = min((self._numbers[each] for each in found), default=None)
                after = before + len(text)
                length = (end - start) / letters
                yield Stretch(start + before * length, start + after * length, row, topic)
                before = after

    def _spans(self, utterances: Sequence[Utterance]) -> list[tuple[Utterance, float, float]]:
        if not self.timed:
            spans, before = [], 0
            for utterance in utterances:
                spans.append((utterance, before, before + len(utterance.text)))
                before += len(utterance.text)
            return [(each, float(start), float(end)) for each, start, end in spans]
        starts = [(each.start or 0.0) / 60 for each in utterances]
        letters = sum(len(each.text) for each in utterances[:-1])
        # Of the last one, only its beginning is known.
        pace = (starts[-1] - starts[0]) / letters if letters and starts[-1] > starts[0] else 0.003
        ends = [*starts[1:], starts[-1] + pace * max(1, len(utterances[-1].text))]
        return [
            (each, start, max(start, end))
            for each, start, end in zip(utterances, starts, ends, strict=True)
        ]

    def _ticks(self, utterances: Sequence[Utterance]) -> list[tuple[float, str]] | None:
        """Return where the numbers of utterances stand; None where the axis counts minutes."""
        if self.timed:
            return None
        every = max(1, round(len(utterances) / 9))
        spans = self._spans(utterances)
        return [(start, str(each.number)) for each, start, _ in spans[::every]]

    def _told(
        self,
        utterances: Sequence[Utterance],
        topics: dict[tuple[int, int], tuple[str, ...]],
        labels: dict[str, str],
        names: dict[str, str],
        say: Wording,
    ) -> str:
        lines = [say("picture-alt", title=self.title, total=len(utterances))]
        for person in list(self._rows)[:_MOST_SPEAKERS]:
            own = [each for each in utterances if each.speaker.id == person]
            about = Counter(
                topic
                for each in own
                for number, _ in enumerate(each.quotes, start=1)
                for topic in topics.get((each.number, number), ())
            )
            most = say["list-separator"].join(labels[one] for one, _ in about.most_common(_TELLING))
            lines.append(
                say("picture-alt-about", speaker=names[person], count=len(own), topics=most)
                if most
                else say("picture-alt-speaker", speaker=names[person], count=len(own))
            )
        return shortened(" ".join(lines), _LONGEST_ALT)


def _coarse(stretches: list[Stretch]) -> list[Stretch]:
    """Join what follows without a change; of very many, keep what most of each step belongs to."""
    if len(stretches) > _MOST_STEPS:
        first, last = stretches[0].start, stretches[-1].end
        step = (last - first) / _MOST_STEPS or 1.0
        shares: dict[int, Counter[tuple[int, int | None]]] = {}
        for each in stretches:
            place = min(_MOST_STEPS - 1, int((each.start - first) / step))
            shares.setdefault(place, Counter())[each.row, each.topic] += each.end - each.start  # type: ignore[assignment]
        stretches = [
            Stretch(first + place * step, first + (place + 1) * step, *share.most_common(1)[0][0])
            for place, share in sorted(shares.items())
        ]
    joined = []
    for (row, topic), same in groupby(stretches, key=lambda each: (each.row, each.topic)):
        run = [*same]
        joined.append(Stretch(run[0].start, run[-1].end, row, topic))
    return joined
