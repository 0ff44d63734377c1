"""Who said something, where in which session, and by which record: small print under a quote.

Each piece is made once for what it tells of and a language; what a record does not tell is left
out.
"""

import re
from datetime import timedelta
from functools import lru_cache
from typing import Final

from bot.chat.markup import brief
from bot.chat.wording import Wording, wording
from bot.session import Language, SessionSummary, Source, Speaker, clock

_MOST_LINES: Final = 1024
_LONGEST_NOTE: Final = 60
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
def attribution(
    speaker: Speaker,
    session: SessionSummary,
    utterance: int,
    start: float | None,
    language: Language,
) -> str:
    """Return who said something and where, in a line, and what the words are taken from.

    ``start`` is when that was, in seconds from the beginning, where it is known.
    """
    say = wording(language)
    said = (
        _with_role(f"**{name_of(speaker, language)}**", speaker, say),
        brief(session.title.to(language), 120),
        say("date", started=session.started_at) if session.started_at else "",
        say("place-utterance", number=utterance, total=session.utterance_count),
        "" if start is None else clock(start),
    )
    line = " · ".join(part for part in said if part)
    return f"-# {line}\n-# {source_line(session.source, language)}"


@lru_cache(_MOST_LINES)
def source_line(source: Source, language: Language) -> str:
    """Return in a line what the words are taken from, whether that is everything, and consent."""
    say = wording(language)
    note = brief(_first_sentence(source.description.to(language)), _LONGEST_NOTE)
    if source.complete:
        line = say("source-complete", description=note)
    else:
        line = say("source-incomplete", description=note, kind=str(source.kind))
    consent = source.consent and brief(source.consent.to(language), _LONGEST_NOTE)
    return f"{line} · {consent}" if consent else line


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
