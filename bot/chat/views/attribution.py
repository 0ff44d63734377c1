"""Who said something, where in which session, and by which record: small print under a quote.

Under an answer it takes two lines of a phone; what has no room there is told in full beside the
conversation and by /session. Each piece is made once for what it tells of and a language; what a
record does not tell is left out.
"""

import re
from datetime import timedelta
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

from bot.chat.markup import brief, fitted, unescape
from bot.chat.wording import Wording, wording
from bot.session import Language, SessionSummary, Source, SourceKind, Speaker, clock

_MOST_LINES: Final = 1024
_LONGEST_NOTE: Final = 160
# Of small print, in cells: what a phone 390 pixels wide has room for; a kanji takes two.
_LINE: Final = 44
_WIDEST_NAME: Final = 20
# Of a role or title, in cells; less of it tells nothing.
_LEAST: Final = 8
_BETWEEN: Final = " · "
_JAPAN: Final = timedelta(hours=9)
_SENTENCE_END: Final = re.compile(r"。|\.(?=\s|$)|\n")


@lru_cache(_MOST_LINES)
def name_of(speaker: Speaker, language: Language) -> str:
    """Return a speaker's name, escaped."""
    return brief(speaker.name.to(language), 60)


@lru_cache(_MOST_LINES)
def speaker_line(speaker: Speaker, language: Language) -> str:
    """Return who took part: name, title as the record has it, and role."""
    say = wording(language)
    line = f"**{name_of(speaker, language)}**"
    if speaker.title != speaker.name.to(language):
        line = say("with-title", person=line, title=brief(speaker.title, 60))
    line = _with_role(line, speaker, say)
    session = speaker.session and brief(speaker.session.to(language), 80)
    return f"{line} · {session}" if session else line


def _with_role(person: str, speaker: Speaker, say: Wording) -> str:
    role = brief(speaker.role.to(say.language), 100)
    return say("with-role", person=person, role=role) if role else person


@lru_cache(_MOST_LINES)
def short_attribution(
    speaker: Speaker,
    session: SessionSummary,
    utterance: int,
    start: float | None,
    language: Language,
) -> str:
    """Return who said something and where, and the source, in a line of a phone each.

    ``start`` is when that was, in seconds from the beginning, where it is known.
    """
    say = wording(language)
    place = say("place-number", number=utterance) if start is None else clock(start)
    role, title = speaker.role.to(language).strip(), session.title.to(language)
    around = cell_len(_BETWEEN + _BETWEEN + place)
    room = _LINE - min(cell_len(speaker.name.to(language)), _WIDEST_NAME) - around
    room -= cell_len(say("with-role", person="", role="")) if role else 0
    for_role, for_title = _shared(room, cell_len(role), cell_len(title))
    if for_role < min(_LEAST, cell_len(role)):
        role, for_title = "", room
    who = f"**{fitted(speaker.name.to(language), _WIDEST_NAME)}**"
    if role:
        who = say("with-role", person=who, role=fitted(role, for_role))
    said = (who, fitted(title, for_title), place)
    line = _BETWEEN.join(part for part in said if part)
    return f"-# {line}\n-# {_short_source(session, say)}"


def _shared(room: int, first: int, second: int) -> tuple[int, int]:
    """Share the room of a line between two texts of such widths: to each half, or what is left."""
    for_first = min(first, max(room // 2, room - second))
    return for_first, room - for_first


def _short_source(session: SessionSummary, say: Wording) -> str:
    """Return what the words are taken from: its description or its kind, then what has room."""
    source = session.source
    consent = source.consent.to(say.language) if source.consent else ""
    date = say("date", started=session.started_at) if session.started_at else ""
    note = _first_sentence(source.description.to(say.language))
    room = _LINE - cell_len(_from("", source, say))
    if cell_len(note) + cell_len(_BETWEEN + date) > room and source.kind is not SourceKind.UNKNOWN:
        note = say("source-kind", kind=str(source.kind))
    line = _from(fitted(note, room), source, say)
    for more in filter(None, (date, consent)):
        longer = f"{line}{_BETWEEN}{brief(more, _LONGEST_NOTE)}"
        line = longer if cell_len(unescape(longer)) <= _LINE else line
    return line


def _from(note: str, source: Source, say: Wording) -> str:
    """Return what words are taken from, by a note on that, and whether they are all."""
    if source.complete:
        return say("source-complete", description=note)
    return say("source-incomplete", description=note, kind=str(source.kind))


@lru_cache(_MOST_LINES)
def attribution(
    speaker: Speaker, session: SessionSummary, start: float | None, language: Language
) -> str:
    """Return who said something and in which session, and the source, in full."""
    say = wording(language)
    said = (
        _with_role(f"**{name_of(speaker, language)}**", speaker, say),
        brief(session.title.to(language), 120),
        say("date", started=session.started_at) if session.started_at else "",
        "" if start is None else clock(start),
    )
    line = _BETWEEN.join(part for part in said if part)
    return f"-# {line}\n-# {_source(session.source, say)}"


def _source(source: Source, say: Wording) -> str:
    """Return what the words are taken from, whether that is everything, and consent."""
    note = brief(_first_sentence(source.description.to(say.language)), _LONGEST_NOTE)
    consent = source.consent and brief(source.consent.to(say.language), _LONGEST_NOTE)
    line = _from(note, source, say)
    return f"{line}{_BETWEEN}{consent}" if consent else line


def _first_sentence(text: str) -> str:
    """Return the beginning of a description, without its full stop."""
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]


def when(session: SessionSummary, say: Wording) -> str:
    """Return when a session began, or nothing."""
    started = session.started_at
    if started is None:
        return ""
    if started.utcoffset() == _JAPAN:
        return say("when", started=started, zone="japan")
    return say("when", started=started, zone=started.tzname() or say["zone-unknown"])


def venue(session: SessionSummary, say: Wording) -> str:
    """Return where a session took place, or nothing."""
    return brief(session.venue.to(say.language), 80) if session.venue else ""
