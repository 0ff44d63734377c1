"""Who said something, in which session, and by which record: lines that a record does not change.

Each is made once for a speaker or session and a language.
"""

from functools import lru_cache
from typing import Final

from bot.chat.markup import brief
from bot.chat.wording import Wording, wording
from bot.session import Language, SessionSummary, Speaker

_MOST_LINES: Final = 1024


@lru_cache(_MOST_LINES)
def name_of(speaker: Speaker, language: Language) -> str:
    """Return a speaker's name, escaped."""
    return brief(speaker.name.to(language), 60)


@lru_cache(_MOST_LINES)
def speaker_line(speaker: Speaker, language: Language) -> str:
    """Return who spoke: name, title as the record has it, and role."""
    line = wording(language)(
        "speaker-line",
        name=name_of(speaker, language),
        title=brief(speaker.title, 60),
        role=brief(speaker.role.to(language), 100),
    )
    session = speaker.session and brief(speaker.session.to(language), 80)
    return f"{line} · {session}" if session else line


@lru_cache(_MOST_LINES)
def session_line(session: SessionSummary, language: Language) -> str:
    """Return in which session something was said, when that was and where."""
    say = wording(language)
    said = [brief(session.title.to(language), 120), when(session, say), venue(session, say)]
    return " · ".join(part for part in said if part)


@lru_cache(_MOST_LINES)
def source_line(session: SessionSummary, language: Language) -> str:
    """Return where the words come from, and that they may be incomplete."""
    say = wording(language)
    description = brief(session.source.description.to(language), 160)
    if session.source.complete:
        return say("source-complete", description=description)
    return say("source-incomplete", description=description)


def when(session: SessionSummary, say: Wording) -> str:
    """Return when a session began, or nothing."""
    started = session.started_at
    if started is None:
        return ""
    return say("when", started=started, zone=started.tzname() or say["zone-unknown"])


def venue(session: SessionSummary, say: Wording) -> str:
    """Return where a session took place, or nothing."""
    return brief(session.venue.to(say.language), 80) if session.venue else ""
