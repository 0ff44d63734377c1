"""What a reply shows, packed into the ``custom_id`` of its buttons.

A button carries all it needs, so it works after a restart and on another process. Sessions and
speakers are named by a short key that follows from their id alone.
"""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final, Self, TypedDict, Unpack

from bot.session import QuoteRef

ANY: Final = 0xFFFFFFFF
"""An index that stands for one picked at random."""

MOST_REFS: Final = 5
_HEAD: Final = struct.Struct(">BQIHI")
_REF: Final = struct.Struct(">IIH")
_KEY: Final = struct.Struct(">I")
_WEAK, _TRANSLATED, _BY_TOPIC = 0x10, 0x20, 0x40
_FOUND, _BROWSE, _READING = 1, 2, 3


class StaleError(Exception):
    """A button or an option that no longer stands for anything in the record."""


def key_of(identifier: str) -> int:
    """Return the short key of a session or speaker id."""
    return int.from_bytes(blake2b(identifier.encode(), digest_size=4).digest())


@dataclass(frozen=True, slots=True)
class ShortRef:
    """The position of a quote, its session named by key."""

    session: int
    utterance: int
    quote: int

    @classmethod
    def of(cls, ref: QuoteRef) -> Self:
        """Shorten a reference."""
        return cls(key_of(ref.session), ref.utterance, ref.quote)


class Place(TypedDict, total=False):
    """What may change when a page is turned."""

    asker: int
    index: int
    part: int
    at: int
    translated: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which part of a series of quotes is shown, and how.

    ``asker`` is the account that turns the page for everyone; ``index`` counts from 0; ``part`` is
    the portion of a long text, from 1, where 0 means the one that matters; ``at`` is the utterance
    shown, or 0 for the quote itself.
    """

    asker: int
    index: int = 0
    part: int = 0
    at: int = 0
    translated: bool = False

    def turned(self, **changes: Unpack[Place]) -> Self:
        """Return the same series at another place."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Found(_Shown):
    """The quotes found for a question, best first; ``weak`` when they are perhaps related."""

    refs: tuple[ShortRef, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Browse(_Shown):
    """The quotes of a speaker: all in order, or those near a topic."""

    speaker: int = 0
    by_topic: bool = False


@dataclass(frozen=True, slots=True)
class Reading(_Shown):
    """A session's conversation, utterance by utterance."""

    session: int = 0


State = Found | Browse | Reading


def encode(state: State) -> str:
    """Pack a state into at most 92 characters."""
    match state:
        case Found(refs=refs):
            kind = _FOUND | (_WEAK if state.weak else 0)
            body = b"".join(_REF.pack(ref.session, ref.utterance, ref.quote) for ref in refs)
        case Browse(speaker=key):
            kind, body = _BROWSE | (_BY_TOPIC if state.by_topic else 0), _KEY.pack(key)
        case Reading(session=key):
            kind, body = _READING, _KEY.pack(key)
    kind |= _TRANSLATED if state.translated else 0
    head = _HEAD.pack(kind, state.asker, state.index, state.part, state.at)
    return urlsafe_b64encode(head + body).decode().rstrip("=")


def decode(text: str) -> State:
    """Unpack a state; raises ``StaleError`` for anything that ``encode`` has not made."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        kind, asker, index, part, at = _HEAD.unpack_from(data)
        body = data[_HEAD.size :]
        translated = bool(kind & _TRANSLATED)
        match kind & 0x0F:
            case 1:
                refs = tuple(ShortRef(*fields) for fields in _REF.iter_unpack(body))
                return Found(asker, index, part, at, translated, refs, bool(kind & _WEAK))
            case 2:
                (key,) = _KEY.unpack(body)
                return Browse(asker, index, part, at, translated, key, bool(kind & _BY_TOPIC))
            case 3:
                (key,) = _KEY.unpack(body)
                return Reading(asker, index, part, at, translated, key)
            case _:
                raise StaleError
    except (ValueError, struct.error) as error:
        raise StaleError from error
