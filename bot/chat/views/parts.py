"""The pieces that replies are made of."""

from collections.abc import Iterable
from typing import Any, Final

from discord import ui

from bot.chat.markup import size, unescape
from bot.chat.portions import shortened_line
from bot.chat.wording import Wording
from bot.session import SessionSummary, Speaker

ASKED_ID: Final = 7001
"""The id of the component that shows the question, by which it is read back."""

SHARED_ID: Final = 7002
"""The id of the component that says who shared the reply."""

MOST_ASKED: Final = 400
MOST_QUOTED: Final = 1300
MOST_TRANSLATED: Final = 900
MOST_PASSAGE: Final = 2600
_HEADING: Final = "### "
_HEADING_LENGTH: Final = 150


Item = ui.Item[Any]


class Reply(ui.LayoutView):
    """A message whose buttons are found by their ``custom_id``, so that it needs no memory."""

    def __init__(self, *items: Item | None) -> None:
        super().__init__(timeout=None)
        for item in items:
            if item is not None:
                self.add_item(item)


def box(*items: Item | None) -> ui.Container[Reply]:
    """Return a frame around those items that there are."""
    return ui.Container(*(item for item in items if item is not None))


def text(content: str) -> ui.TextDisplay[Reply]:
    """Return a piece of Markdown of our own; foreign text in it has been escaped before."""
    return ui.TextDisplay(content)


def small(content: str) -> ui.TextDisplay[Reply]:
    """Return small print, every line of it."""
    return ui.TextDisplay("\n".join(f"-# {line}" for line in content.split("\n") if line))


def rule() -> ui.Separator[Reply]:
    """Return a dividing line."""
    return ui.Separator()


def row(*items: Item | None) -> ui.ActionRow[Reply] | None:
    """Return a row of those buttons that there are."""
    present = [item for item in items if item is not None]
    return ui.ActionRow(*present) if present else None


def asked_heading(asked: str, say: Wording) -> Iterable[Item]:
    """Yield the question or topic as the member wrote it."""
    line, was_shortened = shortened_line(asked, MOST_ASKED)
    heading = _HEADING if size(line) <= _HEADING_LENGTH else ""
    yield ui.TextDisplay(heading + (line or "…"), id=ASKED_ID)
    if was_shortened:
        yield small(say("question-shortened"))


def asked_in(content: str) -> str:
    """Return the question that ``asked_heading`` has shown."""
    return unescape(content.removeprefix(_HEADING))


def name_of(speaker: Speaker, say: Wording) -> str:
    """Return a speaker's name, escaped."""
    return brief(speaker.name.to(say.language), 60)


def speaker_line(speaker: Speaker, say: Wording) -> str:
    """Return who spoke: name, title as the record has it, and role."""
    return say(
        "speaker-line",
        name=name_of(speaker, say),
        title=brief(speaker.title, 60),
        role=brief(speaker.role.to(say.language), 100),
    )


def place_line(session: SessionSummary, utterance: int, say: Wording) -> str:
    """Return where something was said: session, time, venue and position."""
    said = [brief(session.title.to(say.language), 120), when(session, say), venue(session, say)]
    said.append(say("place-utterance", number=utterance, total=session.utterance_count))
    return " · ".join(part for part in said if part)


def when(session: SessionSummary, say: Wording) -> str:
    """Return when a session began, or nothing."""
    started = session.started_at
    if started is None:
        return ""
    return say("when", started=started, zone=started.tzname() or say("zone-unknown"))


def venue(session: SessionSummary, say: Wording) -> str:
    """Return where a session took place, or nothing."""
    return brief(session.venue.to(say.language), 80) if session.venue else ""


def source_line(session: SessionSummary, say: Wording) -> str:
    """Return where the words come from, and that they may be incomplete."""
    description = brief(session.source.description.to(say.language), 160)
    if session.source.complete:
        return say("source-complete", description=description)
    return say("source-incomplete", description=description)


def shared_line(member: int | None, say: Wording) -> ui.TextDisplay[Reply] | None:
    """Return who shared a reply; the mention notifies nobody."""
    if member is None:
        return None
    return ui.TextDisplay("-# " + say("shared-by", member=f"<@{member}>"), id=SHARED_ID)


def brief(foreign: str, limit: int) -> str:
    """Return a short foreign text on one escaped line."""
    return shortened_line(foreign, limit)[0]
