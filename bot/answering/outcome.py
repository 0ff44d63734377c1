"""What comes of a question: an answer, something perhaps related, nothing, or an error."""

from dataclasses import dataclass
from enum import StrEnum

from bot.session import Quote, Speaker, Topic


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``text[start:end]`` of a quote, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A quote that matched.

    ``score`` lies in [0, 1] and means the same from question to question; ``spans`` are the places
    in the quote that the question named, in order and apart from each other; ``reason`` is the
    search phrase that matched where the quote's own words did not; ``instead_of`` are those whose
    words the question asks for by name, where somebody else said this; ``by_meaning`` tells that
    nothing but the meaning led to it.
    """

    quote: Quote
    score: float
    spans: tuple[Span, ...] = ()
    reason: str | None = None
    instead_of: tuple[Speaker, ...] = ()
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer the question, best first; never empty.

    Where a question names only a person, they are the first ones of that ``speaker``.
    """

    question: str
    matches: tuple[Match, ...]
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Quotes that are perhaps related, best first; never empty."""

    question: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The discussion does not answer the question.

    ``matches`` are the best candidates all the same, for those who measure; they are not for
    showing. ``topics`` are the subjects nearest to the question, for asking again.

    Where only the words of one ``speaker`` were to answer, ``elsewhere`` are the quotes of others
    that do, best first.
    """

    question: str
    matches: tuple[Match, ...]
    topics: tuple[Topic, ...]
    speaker: Speaker | None = None
    elsewhere: tuple[Match, ...] = ()


class Remark(StrEnum):
    """What a message is that asks for no quote.

    ``SESSION`` asks about the session itself; ``NOTHING`` is anything that asks for nothing.
    """

    HELP = "help"
    THANKS = "thanks"
    SESSION = "session"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Aside(NoAnswer):
    """A message that asks for nothing that was said: ``remark`` tells what it is instead."""

    remark: Remark = Remark.NOTHING


Outcome = Answer | Related | NoAnswer


class UnknownSpeakerError(Exception):
    """Nobody is called like that; ``known`` are the speakers that there are."""

    def __init__(self, text: str, known: tuple[Speaker, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.known = known


class AmbiguousSpeakerError(UnknownSpeakerError):
    """More than one is called like that: those of ``matching``, out of all ``known``."""

    def __init__(
        self, text: str, matching: tuple[Speaker, ...], known: tuple[Speaker, ...]
    ) -> None:
        super().__init__(text, known)
        self.matching = matching


class UnknownSessionError(Exception):
    """There is no session with that id; ``known`` are the ids that there are."""

    def __init__(self, text: str, known: tuple[str, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.known = known
