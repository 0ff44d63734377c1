"""The domain: a recorded discussion, who took part and what was said.

Plain frozen values without input or output; every other room speaks in these terms.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_YOUTUBE: Final = ("youtube.com", "youtu.be")
_VIMEO: Final = "vimeo.com"
_PLAYED: Final = (".m4a", ".mp3", ".mp4", ".ogg", ".opus", ".wav", ".webm")

# Words that point back. これから and これまで do not, nor does あの, which recalls what is known.
_POINTS_BACK: Final = re.compile(
    r"[\W_]*(?:(?:こ(?:れ(?!から|まで)|[このう]|んな)|そ(?:[れこのう]|んな))"
    r"|(?:and|because|but|he|it|she|so|such|that|then|these|they|this|those|which)\b)",
    re.IGNORECASE,
)
_LEFT_OPEN: Final = re.compile(r"(?:[はがをにでとへも]|から|より|として)[\W_]*$")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺ]")
# In Japanese, words that say something are written in these more often than not.
_TELLING: Final = re.compile(r"[々一-鿿]+|[ァ-ヺー]+|[A-Za-z0-9]+")
_WORD: Final = re.compile(r"\w+")
_FEW_TELLING, _FEW_WORDS, _SHORT = 2, 4, 40
_MOST_LEANING: Final = 4096


class Language(StrEnum):
    """The languages in which the project speaks to people."""

    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text of ours in both languages."""

    ja: str
    en: str

    def to(self, language: Language) -> str:
        """Return the text in one language."""
        return self.ja if language is Language.JA else self.en


class SourceKind(StrEnum):
    """What kind of record the words were taken from."""

    MEMO = "memo"
    MINUTES = "minutes"
    TRANSCRIPT = "transcript"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words were taken from, and how far they can be trusted.

    ``consent`` is what those who were recorded agreed to, as far as the record tells; ``url`` is
    where the source can be read.
    """

    kind: SourceKind
    complete: bool
    description: Bilingual
    consent: Bilingual | None = None
    url: str | None = None

    def url_at(self, start: float) -> str | None:
        """Return where the source can be read or heard, from ``start`` seconds on where it can.

        That is on YouTube and Vimeo, and in files of sound or film (W3C Media Fragments).
        """
        if self.url is None:
            return None
        parts = urlsplit(self.url)
        second = int(start)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        if host in _YOUTUBE:
            kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("t", "start")]
            parts = parts._replace(query=urlencode([*kept, ("t", str(second))]))
        elif host == _VIMEO:
            parts = parts._replace(fragment=f"t={second}s")
        elif parts.path.lower().endswith(_PLAYED):
            parts = parts._replace(fragment=f"t={second}")
        return urlunsplit(parts)


def clock(start: float) -> str:
    """Write seconds from the beginning as people do: 12:34, or 1:02:03."""
    minutes, second = divmod(int(start), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who took part.

    ``title`` is how the source names the person; ``aliases`` are further names under which members
    may ask for them. ``session`` is the title of a session of theirs, where somebody of another one
    bears the same name.
    """

    id: str
    title: str
    name: Bilingual
    role: Bilingual
    aliases: tuple[str, ...] = ()
    session: Bilingual | None = None


@dataclass(frozen=True, slots=True, order=True)
class QuoteRef:
    """The position of a quote: both numbers count from 1, the quote's within its utterance."""

    session: str
    utterance: int
    quote: int

    def __str__(self) -> str:
        return f"{self.session}:{self.utterance}.{self.quote}"


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence of an utterance, exactly as the source has it.

    ``translation`` (unofficial, into English) and ``topics`` (their ids) were written about it, and
    make no other quote of it. ``start`` is when its utterance began, in seconds from the beginning,
    where the source tells.
    """

    ref: QuoteRef
    speaker: Speaker
    text: str
    translation: str | None = field(default=None, compare=False)
    topics: tuple[str, ...] = field(default=(), compare=False)
    start: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker said in one go; ``note`` is the editor's remark on the occasion.

    ``start`` is when it was said, in seconds from the beginning, where the source tells.
    ``translations`` are those of the quotes, unofficial and as far as there are any; they make no
    other utterance of it.
    """

    number: int
    speaker: Speaker
    quotes: tuple[str, ...]
    note: str | None = None
    start: float | None = None
    translations: tuple[str | None, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The spoken words, unbroken."""
        return "".join(self.quotes)


@lru_cache(_MOST_LEANING)
def leans(sentence: str) -> bool:
    """Tell whether a sentence says little without the one beside it.

    That is one which begins with a word that points back (そういう, この, this, but), ends with a
    particle instead of a predicate (霞が関にとっては。), or is short and has next to no words that
    tell something: at most two in Japanese, counted as runs of kanji, katakana or Latin letters,
    and at most four words in any other language.
    """
    if _POINTS_BACK.match(sentence) or _LEFT_OPEN.search(sentence):
        return True
    if len(sentence) > _SHORT:
        return False
    if _KANA.search(sentence):
        return len(_TELLING.findall(sentence)) <= _FEW_TELLING
    return len(_WORD.findall(sentence)) <= _FEW_WORDS


@dataclass(frozen=True, slots=True)
class Beside:
    """The sentence beside one that leans on it, of the same utterance.

    ``before`` tells that it was said before that one, not after it.
    """

    text: str
    before: bool
    translation: str | None = None


def beside(utterance: Utterance, quote: int) -> Beside | None:
    """Return the sentence before a quote, by its number; of the first one, the one after it.

    What a first one points back to was said by somebody else, and nothing after it helps.
    """
    before = quote > 1
    index = quote - 2 if before else quote
    pointless = not before and _POINTS_BACK.match(utterance.quotes[0])
    if pointless or index >= len(utterance.quotes):
        return None
    translation = utterance.translations[index] if utterance.translations else None
    return Beside(utterance.quotes[index], before, translation)


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject under which members can look for quotes."""

    id: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was written about a quote, never shown as if it had been said.

    ``translation`` is an unofficial English one; ``phrases`` are the words and questions under
    which a person would look for the quote; ``topics`` are topic ids.
    """

    translation: str | None = None
    phrases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """A recorded discussion with everything that its files say about it.

    ``annotations`` maps (utterance, quote) to what was written about that quote; each group of
    ``glossary`` lists spellings that stand for the same thing.
    """

    id: str
    title: Bilingual
    started_at: datetime | None
    venue: Bilingual | None
    source: Source
    speakers: tuple[Speaker, ...]
    utterances: Sequence[Utterance]
    topics: tuple[Topic, ...] = ()
    annotations: dict[tuple[int, int], Annotation] = field(default_factory=dict)
    glossary: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote, in the order in which it was said."""
        return tuple(
            chain.from_iterable(
                (
                    Quote(QuoteRef(self.id, utterance.number, number), utterance.speaker, text)
                    for number, text in enumerate(utterance.quotes, start=1)
                )
                for utterance in self.utterances
            )
        )

    def annotation(self, ref: QuoteRef) -> Annotation:
        """Return what was written about a quote; an empty annotation when nothing was."""
        return self.annotations.get((ref.utterance, ref.quote), Annotation())


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session without its words: what it was, and how much of it there is."""

    id: str
    title: Bilingual
    started_at: datetime | None
    venue: Bilingual | None
    source: Source
    speakers: tuple[Speaker, ...]
    topics: tuple[Topic, ...]
    utterance_count: int
    quote_count: int
