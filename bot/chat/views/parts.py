"""The pieces that replies are made of: texts, buttons and menus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import Any, Final, Unpack

from discord import ButtonStyle, File, MediaGalleryItem, SelectOption, ui

from bot.chat.custom_id import (
    LONGEST,
    Place,
    State,
    judge_id,
    jump_id,
    share_id,
    topic_id,
    turn_id,
)
from bot.chat.markup import Passage, portioned, shortened, shortened_line, unescape
from bot.chat.wording import Wording
from bot.session import Language, Source, Topic

ASKED_ID: Final = 7001
"""The id of the component that shows the question, by which it is read back."""

SHARED_ID: Final = 7002
"""The id of the component that says who shared the reply."""

PICTURE: Final = "session.png"
"""The name of the picture in a reply."""

MOST_ASKED: Final = 400
MOST_QUOTED: Final = 1300
MOST_TRANSLATED: Final = 1500
MOST_PASSAGE: Final = 2400
_HEADING: Final = "-# "
_EARLIER_HEADING: Final = "### "
MOST_IN_ROW: Final = 5
_MOST_TOPICS: Final = 5
LONGEST_LABEL: Final = 80
_LONGEST_TEXT: Final = 100
# In characters, of the address of a button.
_LONGEST_URL: Final = 512


Item = ui.Item[Any]
Button = ui.Button[Any]


class Reply(ui.LayoutView):
    """A message whose buttons do what their ``custom_id`` says, so that it needs no memory."""

    def __init__(self, *items: Item | None) -> None:
        super().__init__(timeout=None)
        for item in items:
            if item is not None:
                self.add_item(item)

    def is_finished(self) -> bool:
        """Whether presses need not be brought here, for which discord.py would keep every reply."""
        return True


@dataclass(frozen=True, slots=True)
class Response:
    """A reply, and whether only the member who asked may see it."""

    view: Reply
    private: bool


def picture_file(png: bytes) -> File:
    """Return a picture as it is sent."""
    return File(BytesIO(png), PICTURE)


def picture(alt: str) -> ui.MediaGallery[Reply]:
    """Return the place of the picture, and what is told to whom cannot see it."""
    return ui.MediaGallery(MediaGalleryItem(f"attachment://{PICTURE}", description=alt))


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
    """Return a row of those buttons that there are; it has room for five."""
    present = [item for item in items if item is not None]
    return ui.ActionRow(*present) if present else None


def in_rows(
    turning: Sequence[Button], acting: Iterable[Button | None], share: Button | None
) -> list[list[Button]]:
    """Return buttons that turn the page and those that do something else, a row each.

    The one that shares stands where there are fewer, so that a row fits a phone.
    """
    rows = [[*turning], [button for button in acting if button is not None]]
    if share is not None:
        fewer = rows[0] if 0 < len(rows[0]) <= len(rows[1]) else rows[1]
        fewer.append(share)
    return rows


def asked_heading(asked: str, say: Wording) -> Iterable[Item]:
    """Yield the question or topic as the member wrote it."""
    line, was_shortened = shortened_line(asked, MOST_ASKED)
    yield ui.TextDisplay(_HEADING + (line or "…"), id=ASKED_ID)
    if was_shortened:
        yield small(say["question-shortened"])


def asked_in(content: str) -> str:
    """Return the question that ``asked_heading`` has shown, in this version or an earlier one."""
    return unescape(content.removeprefix(_HEADING).removeprefix(_EARLIER_HEADING))


def shared_line(member: int | None, say: Wording) -> ui.TextDisplay[Reply] | None:
    """Return who shared a reply; the mention notifies nobody."""
    if member is None:
        return None
    return ui.TextDisplay("-# " + say("shared-by", member=f"<@{member}>"), id=SHARED_ID)


class Sharing(Enum):
    """Whether a reply can be shared by the member who sees it."""

    NO = "no"
    OFFERED = "offered"
    DONE = "done"


def turn_button(
    verb: str, state: State, label: str, *, enabled: bool = True, **place: Unpack[Place]
) -> Button:
    """Return a button to another place of a state; ``verb`` tells a message's buttons apart."""
    custom_id = turn_id(verb, state.turned(**place))
    return ui.Button(label=label, custom_id=custom_id, disabled=not enabled)


def jump_menu(
    state: State, options: Sequence[SelectOption], placeholder: str
) -> ui.ActionRow[Reply] | None:
    """Return a row with a menu of nearby places; None where there is but one."""
    if len(options) <= 1:
        return None
    return row(
        ui.Select(
            custom_id=jump_id(state),
            options=list(options),
            placeholder=shortened(placeholder, _LONGEST_TEXT),
        )
    )


def part_line(part: int, parts: int, say: Wording) -> ui.TextDisplay[Reply] | None:
    """Return which part of a long text is shown."""
    return small(say("part-count", number=part, total=parts)) if parts > 1 else None


def part_buttons(state: State, part: int, parts: int, say: Wording) -> list[Button]:
    """Return buttons to the parts of a long text."""
    if parts <= 1:
        return []
    earlier, later = max(1, part - 1), part + 1
    return [
        turn_button("x", state, say["button-previous-part"], part=earlier, enabled=part > 1),
        turn_button("y", state, say["button-next-part"], part=later, enabled=part < parts),
    ]


def share_button(state: State, sharing: Sharing, say: Wording) -> Button | None:
    """Return the button that shows a private reply to everyone."""
    match sharing:
        case Sharing.NO:
            return None
        case Sharing.OFFERED:
            label = say["button-share"]
        case Sharing.DONE:
            label = say["button-shared"]
    return ui.Button(
        label=label,
        custom_id=share_id(state),
        style=ButtonStyle.primary,
        disabled=sharing is Sharing.DONE,
    )


def judge_buttons(state: State, say: Wording) -> list[Button]:
    """Return the buttons that say whether an answer helped."""
    return [
        ui.Button(label=label, custom_id=judge_id(state, helpful=helpful))
        for label, helpful in ((say["button-helpful"], True), (say["button-not-asked"], False))
    ]


def is_translated(state: State, say: Wording, *, at_once: bool) -> bool:
    """Tell whether a translation is to be shown, where there is one.

    It is what the member chose, or else ``at_once`` to whom does not read Japanese: translations
    are into English.
    """
    if state.translated is None:
        return at_once and say.language is Language.EN
    return state.translated


def translation(written: str, say: Wording) -> list[Item]:
    """Return an unofficial translation, named as such."""
    (first, *_), *more = portioned([Passage(written)], MOST_TRANSLATED)
    heading = small(say["translation-heading"])
    shortened_here = small(say["translation-shortened"]) if more else None
    return [each for each in (heading, text(first.rendered), shortened_here) if each is not None]


def translation_button(state: State, say: Wording, *, shown: bool) -> Button:
    """Return the button that shows or hides a translation."""
    label = say["button-original" if shown else "button-translate"]
    return turn_button("t", state, label, translated=not shown, part=0)


def source_button(source: Source, say: Wording, start: float | None = None) -> Button | None:
    """Return the button that opens the source, where it can be read somewhere.

    It opens ``start`` seconds from the beginning, where the source can.
    """
    url = source.url if start is None else source.url_at(start)
    if url is not None and len(url) > _LONGEST_URL:
        url = source.url
    return ui.Button(label=say["button-source"], url=url) if url else None


def site_button(address: str, say: Wording) -> Button | None:
    """Return the button that opens where something was said in the pages of the record."""
    fits = len(address) <= _LONGEST_URL
    return ui.Button(label=say["button-site"], url=address) if fits else None


def topic_buttons(topics: Iterable[Topic], asker: int, language: Language) -> list[Button]:
    """Return buttons that ask about topics, as many as a row has room for."""
    ids = ((topic, topic_id(asker, topic.id)) for topic in topics)
    fitting = [(topic, custom_id) for topic, custom_id in ids if len(custom_id) <= LONGEST]
    return [
        ui.Button(
            label=shortened(topic.label.to(language), LONGEST_LABEL),
            custom_id=custom_id,
            style=ButtonStyle.primary,
        )
        for topic, custom_id in fitting[:_MOST_TOPICS]
    ]


def preview(foreign: str) -> str:
    """Return the beginning of a text for a menu, which shows no Markdown."""
    return shortened(" ".join(foreign.split()) or "…", _LONGEST_TEXT)
