"""Controls that quotes and passages have in common."""

from collections.abc import Iterable
from enum import Enum
from typing import Final

from discord import ui

from bot.chat import controls
from bot.chat.portions import shortened
from bot.chat.state import State, encode
from bot.chat.views.parts import Reply, row, small
from bot.chat.wording import Wording
from bot.session import Language, Topic

_MOST_TOPICS: Final = 5


class Sharing(Enum):
    """Whether a reply can be shared by the member who sees it."""

    NO = "no"
    OFFERED = "offered"
    DONE = "done"


def part_line(part: int, parts: int, say: Wording) -> ui.TextDisplay[Reply] | None:
    """Return which part of a long text is shown."""
    return small(say("part-count", number=part, total=parts)) if parts > 1 else None


def part_buttons(state: State, part: int, parts: int, say: Wording) -> ui.ActionRow[Reply] | None:
    """Return buttons to the parts of a long text."""
    if parts <= 1:
        return None
    return row(
        controls.Turn.to(
            "x", state.turned(part=max(1, part - 1)), say("button-previous-part"), enabled=part > 1
        ),
        controls.Turn.to(
            "y", state.turned(part=part + 1), say("button-next-part"), enabled=part < parts
        ),
    )


def share_button(state: State, sharing: Sharing, say: Wording) -> controls.Share | None:
    """Return the button that shows a private reply to everyone."""
    match sharing:
        case Sharing.NO:
            return None
        case Sharing.OFFERED:
            return controls.Share(encode(state), say("button-share"))
        case Sharing.DONE:
            return controls.Share(encode(state), say("button-shared"), enabled=False)


def topic_buttons(
    topics: Iterable[Topic], asker: int, language: Language
) -> list[controls.AskAbout]:
    """Return buttons that ask about topics, as many as a row has room for."""
    fitting = [topic for topic in topics if controls.AskAbout.fits(asker, topic.id)]
    return [
        controls.AskAbout(asker, topic.id, topic.label.to(language))
        for topic in fitting[:_MOST_TOPICS]
    ]


def preview(foreign: str) -> str:
    """Return the beginning of a text for a menu, which shows no Markdown."""
    return shortened(" ".join(foreign.split()) or "…", 100)
