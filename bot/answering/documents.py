"""The documents of a corpus: where they stand, and whose they are."""

from collections.abc import Callable, Collection, Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.answering.outcome import UnknownSessionError
from bot.session import QuoteRef, SessionSummary, Speaker
from bot.store import Layout, Record

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# From so many quotes on, a session tells by itself what is rare.
_TELLING_SESSION = 50

SESSIONS_APART = 1_000
"""How far the places of the last and the first utterance of two sessions lie apart."""

Within = str | Collection[str]
"""A session or some, by id."""

Allowed = Callable[[Integers], NDArray[np.bool_]]
"""Tells of quotes, by their positions, whether they may be found."""


class Documents:
    """The quotes and utterances of a corpus, each counted from 0 in the order of speech."""

    def __init__(self, record: Record, layout: Layout) -> None:
        self._record = record
        self._layout = layout
        sessions = layout.session_keys
        self._begins = np.diff(sessions, prepend=sessions[:1]) != 0

    def utterance_places(self) -> Integers:
        """Return positions of utterances with a gap between sessions.

        So nothing is near what was said on another day.
        """
        gaps: Integers = np.cumsum(self._begins) * SESSIONS_APART
        return np.arange(len(self._begins)) + gaps

    def telling_sessions(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Return stretches of quotes and of utterances: those of large sessions beside others."""
        firsts = [0, *np.flatnonzero(self._begins).tolist(), len(self._begins)]
        if len(firsts) == len("01"):
            # By itself it is the whole corpus.
            return []
        stretches = [(self.quotes_of(*stretch), stretch) for stretch in pairwise(firsts)]
        return [each for each in stretches if each[0][1] - each[0][0] >= _TELLING_SESSION]

    def quotes_of(self, first: int, last: int) -> tuple[int, int]:
        """Return from where to where the quotes of a stretch of utterances lie."""
        start, end = np.searchsorted(self._layout.utterance_of_quote, [first, last])
        return int(start), int(end)

    def position(self, ref: QuoteRef) -> int | None:
        """Return the position of the quote that is referred to; None where there is none."""
        layout = self._layout
        session = self._record.session_keys.get(ref.session)
        utterance = _place(
            layout.utterance_numbers, np.flatnonzero(layout.session_keys == session), ref.utterance
        )
        if utterance is None:
            return None
        quotes = np.arange(*self.quotes_of(utterance, utterance + 1))
        return _place(layout.quote_numbers, quotes, ref.quote)

    def positions_of(self, quote_keys: Integers) -> Integers:
        """Return the positions of the quotes with these keys; -1 where there is none."""
        keys = self._layout.quote_keys
        if not len(keys):
            return np.full(len(quote_keys), -1)
        order = np.argsort(keys)
        places = np.minimum(np.searchsorted(keys, quote_keys, sorter=order), len(keys) - 1)
        positions = order[places]
        return np.where(keys[positions] == quote_keys, positions, -1)

    def spoken_by(self, speaker_ids: Collection[str]) -> Allowed:
        """Return what tells of quotes whether one of these speakers said them."""
        speakers = self._record.speakers.items()
        keys = [key for key, speaker in speakers if speaker.id in speaker_ids]
        return self._belonging(self._layout.speaker_keys, keys)

    def allowed(self, speaker: Speaker | None, session: Within | None = None) -> Allowed | None:
        """Return what tells of quotes whether they are a person's, and of a session or some (ids).

        Raises UnknownSessionError.
        """
        conditions = [self.spoken_by({speaker.id})] if speaker else []
        if session is not None:
            conditions.append(self.within(session))
        if not conditions:
            return None
        return lambda quotes: np.logical_and.reduce([holds(quotes) for holds in conditions])

    def session(self, session_id: str) -> SessionSummary:
        """Return the session with an id. Raises UnknownSessionError when there is none."""
        sessions = self._record.sessions
        if session_id not in sessions:
            raise UnknownSessionError(session_id, tuple(sessions))
        return sessions[session_id]

    def within(self, sessions: Within) -> Allowed:
        """Return what tells of quotes whether they belong to a session, or to one of some.

        Raises UnknownSessionError when there is none with an id.
        """
        return self._belonging(self._layout.session_keys, self._keys_of(sessions))

    def speakers_within(self, sessions: Within | None) -> frozenset[str]:
        """Return the ids of those who speak in a session, or in one of some; without, of all.

        Raises UnknownSessionError when there is none with an id.
        """
        keys = self._layout.speaker_keys
        if sessions is not None:
            keys = keys[np.isin(self._layout.session_keys, self._keys_of(sessions))]
        return frozenset(self._record.speakers[key].id for key in np.unique(keys).tolist())

    def _keys_of(self, sessions: Within) -> list[int]:
        ids = [sessions] if isinstance(sessions, str) else sessions
        return [self._record.session_keys[self.session(each).id] for each in ids]

    def _belonging(self, keys_of_utterances: Integers, keys: Iterable[int]) -> Allowed:
        wanted = np.fromiter(keys, np.int64)

        def belongs(quotes: Integers) -> NDArray[np.bool_]:
            return np.isin(keys_of_utterances[self._layout.utterance_of_quote[quotes]], wanted)

        return belongs


def _place(numbers: Integers, places: Integers, number: int) -> int | None:
    """Return that one of ascending places at which a number stands."""
    found = np.searchsorted(numbers[places], number)
    if found == len(places) or numbers[places[found]] != number:
        return None
    return int(places[found])
