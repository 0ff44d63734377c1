"""What a reply shows, packed into the ``custom_id`` of its buttons and menus.

A button carries all it needs, so it works after a restart and on another process. Sessions and
speakers are named by a short key that follows from their id alone.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Final, Self, TypedDict, Unpack

import msgpack

from bot.session import QuoteRef

LONGEST: Final = 100
"""How long Discord lets a ``custom_id`` be, in characters."""

ANY: Final = 0xFFFFFFFF
"""An index that stands for one picked at random."""

TURN: Final = r"h2:(?P<verb>[a-z]):(?P<state>[\w-]*)"
JUMP: Final = r"h2j:(?P<state>[\w-]*)"
SHARE: Final = r"h2s:(?P<state>[\w-]*)"
JUDGE: Final = r"h2(?P<verdict>[yn]):(?P<state>[\w-]*)"
TOPIC: Final = r"h2t:(?P<asker>\d+):(?P<topic>.+)"
OUTDATED: Final = r"(?!h2[jnsty]?:).*"
"""What another version has made, or nobody."""

_LONGEST_STATE: Final = LONGEST - len("h2:x:")
_FOUND, _BROWSE, _READING = 1, 2, 3
_KIND, _TRANSLATED, _WEAK, _OF_SPEAKER, _BY_MEANING = 0x07, 0x08, 0x10, 0x20, 0x40
_UNTRANSLATED, _MAY_JUDGE = 0x80, 0x100


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
    translated: bool | None


# What takes the most room in an id; an index is less than the number of quotes.
_LARGEST: Final[Place] = {"asker": 2**64 - 1, "index": 99, "part": 2**16 - 1, "at": 2**32 - 1}


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which part of a series of quotes is shown, and how.

    ``asker`` is the account that turns the page for everyone; ``index`` counts from 0; ``part`` is
    the portion of a long text, from 1, where 0 means the one that matters; ``at`` is the utterance
    shown, or 0 for the quote itself. ``translated`` is whether the member chose to see the
    translation, None while nothing was chosen.
    """

    asker: int
    index: int = 0
    part: int = 0
    at: int = 0
    translated: bool | None = None

    def turned(self, **changes: Unpack[Place]) -> Self:
        """Return the same series at another place."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Found(_Shown):
    """The quotes found for a question, best first; ``weak`` when they are perhaps related.

    With ``of_speaker``, they are what one speaker said near a topic. With ``by_meaning``, those in
    which no word of the question is to be seen were found by what it means. With ``may_judge``, the
    member may say whether they help: the question was in their own words, and that is kept.
    """

    refs: tuple[ShortRef, ...] = ()
    weak: bool = False
    of_speaker: bool = False
    by_meaning: bool = False
    may_judge: bool = False

    def carrying(self, refs: Iterable[QuoteRef]) -> Self:
        """Return the same with as many references as a ``custom_id`` has room for."""
        found = replace(self, refs=tuple(map(ShortRef.of, refs)))
        while len(encode(found.turned(**_LARGEST))) > _LONGEST_STATE:
            found = replace(found, refs=found.refs[:-1])
        return found


@dataclass(frozen=True, slots=True)
class Browse(_Shown):
    """All quotes of a speaker, in order; without a ``speaker``, those of everybody."""

    speaker: int = 0


@dataclass(frozen=True, slots=True)
class Reading(_Shown):
    """A session's conversation, utterance by utterance."""

    session: int = 0


State = Found | Browse | Reading


def turn_id(verb: str, state: State) -> str:
    """Return the ``custom_id`` that leads to a state; ``verb`` tells a message's buttons apart."""
    return f"h2:{verb}:{encode(state)}"


def jump_id(state: State) -> str:
    """Return the ``custom_id`` of a menu that leads from a state to nearby places."""
    return f"h2j:{encode(state)}"


def share_id(state: State) -> str:
    """Return the ``custom_id`` that shows a state to everyone."""
    return f"h2s:{encode(state)}"


def judge_id(state: State, *, helpful: bool) -> str:
    """Return the ``custom_id`` that says whether what is shown helped."""
    return f"h2{'y' if helpful else 'n'}:{encode(state)}"


def topic_id(asker: int, topic: str) -> str:
    """Return the ``custom_id`` that asks about a topic; it may be longer than Discord takes."""
    return f"h2t:{asker}:{topic}"


def state_among(custom_ids: Iterable[str]) -> State | None:
    """Return what a message shows, told by the ids of its buttons; None where they do not tell."""
    for custom_id in custom_ids:
        found = re.fullmatch(TURN, custom_id)
        if found is None:
            continue
        with suppress(StaleError):
            state = decode(found["state"])
            match found["verb"]:
                case "c":  # from a quote to the conversation around it
                    return state.turned(at=0)
                case "l":  # from an utterance to the one after it
                    return state.turned(at=state.at - 1)
    return None


def encode(state: State) -> str:
    """Pack a state into letters, digits, hyphens and underscores."""
    rest: tuple[object, ...]
    match state:
        case Found(refs=refs):
            kind = _FOUND | _WEAK * state.weak | _OF_SPEAKER * state.of_speaker
            kind |= _BY_MEANING * state.by_meaning | _MAY_JUDGE * state.may_judge
            sessions = list(dict.fromkeys(ref.session for ref in refs))
            rest = (sessions, [number for ref in refs for number in _place(ref, sessions)])
        case Browse(speaker=key):
            kind, rest = _BROWSE, (key,)
        case Reading(session=key):
            kind, rest = _READING, (key,)
    if state.translated is not None:
        kind |= _TRANSLATED if state.translated else _UNTRANSLATED
    fields = (kind, state.asker, state.index, state.part, state.at, *rest)
    return urlsafe_b64encode(msgpack.packb(fields)).decode().rstrip("=")


def decode(text: str) -> State:
    """Unpack a state; raises ``StaleError`` for anything that ``encode`` has not made."""
    try:
        state = _state(msgpack.unpackb(urlsafe_b64decode(text + "=" * (-len(text) % 4))))
    except (ValueError, TypeError, IndexError, ArithmeticError, msgpack.UnpackException) as error:
        raise StaleError from error
    # What is not exactly what a state is packed into was made by nobody.
    if encode(state) != text:
        raise StaleError
    return state


def _state(fields: Any) -> State:  # noqa: ANN401 - whatever was packed
    match fields:
        case [int(kind), int(asker), int(index), int(part), int(at), *rest] if all(
            0 <= number <= ANY for number in (index, part, at)
        ):
            chosen = bool(kind & _TRANSLATED) if kind & (_TRANSLATED | _UNTRANSLATED) else None
            shown = (asker, index, part, at, chosen)
        case _:
            raise StaleError
    match kind & _KIND, rest:
        case 1, [list(sessions), list(flat)] if all(
            isinstance(number, int) for number in (*sessions, *flat)
        ):
            places = zip(*[iter(flat)] * 2, strict=True)
            refs = tuple(_ref(sessions, *place) for place in places)
            told = (kind & each for each in (_WEAK, _OF_SPEAKER, _BY_MEANING, _MAY_JUDGE))
            return Found(*shown, refs, *map(bool, told))
        case 2, [int(key)]:
            return Browse(*shown, key)
        case 3, [int(key)]:
            return Reading(*shown, key)
    raise StaleError


def _place(ref: ShortRef, sessions: list[int]) -> tuple[int, int]:
    """Return an utterance's number, and its session and the quote's number in one."""
    return ref.utterance, ref.quote * len(sessions) + sessions.index(ref.session)


def _ref(sessions: list[int], utterance: int, quote_and_session: int) -> ShortRef:
    quote, session = divmod(quote_and_session, len(sessions))
    return ShortRef(sessions[session], utterance, quote)
