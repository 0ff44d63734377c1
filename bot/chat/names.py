"""Sessions and speakers by what members call them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.chat.wording import wording
from bot.japanese.spelling import fold
from bot.session import Language, SessionSummary, Speaker

_DATES: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%B %d, %Y")
_MENTION: Final = re.compile(r"<@!?(\d{15,20})>")
_LEADING_ZERO: Final = re.compile(r"\b0")


def sessions_called(typed: str, sessions: Sequence[SessionSummary]) -> tuple[SessionSummary, ...]:
    """Return the sessions that have everything typed in their title, topics, date or id.

    In any width and case; where something is exactly the id or title of some, those alone.
    """
    words = fold(typed).split()
    found = [(session, _called(session)) for session in sessions]
    exact = [session for session, names in found if " ".join(words) in names[:3]]
    return tuple(
        exact
        or [
            session
            for session, names in found
            if all(any(word in name for name in names) for word in words)
        ]
    )


def _called(session: SessionSummary) -> list[str]:
    """Return what a session may be called: its id and titles first, all of them folded."""
    names = [session.id]
    for text in (session.title, *(topic.label for topic in session.topics)):
        names += (text.ja, text.en)
    started = session.started_at
    if started is not None:
        names += (wording(language)("date", started=started) for language in Language)
        for way in _DATES:
            date = started.strftime(way)
            names += (date, _LEADING_ZERO.sub("", date))
    return [" ".join(fold(name).split()) for name in names]


def naming(words: str, mentioned: Mapping[int, Iterable[str]], people: Iterable[Speaker]) -> str:
    """Return words in which whoever is mentioned and called like one of ``people`` is named.

    ``mentioned`` has the names of members by id. All other mentions stay as they are.
    """
    called: set[str] = set()
    for person in people:
        names = (person.title, person.name.ja, person.name.en, *person.aliases)
        called.update(map(_squeezed, names))

    def name(found: re.Match[str]) -> str:
        names = mentioned.get(int(found[1]), ())
        return next((each for each in names if _squeezed(each) in called), found[0])

    return _MENTION.sub(name, words)


def _squeezed(name: str) -> str:
    return "".join(fold(name).split())
