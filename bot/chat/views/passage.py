"""The conversation around a quote, or read from its beginning, as a message."""

from discord import SelectOption, ui

from bot.answering.outcome import Span
from bot.chat.custom_id import Reading
from bot.chat.markup import Passage, brief, portioned
from bot.chat.pages import PassagePage
from bot.chat.views.attribution import attribution
from bot.chat.views.parts import (
    MOST_PASSAGE,
    Button,
    Item,
    Reply,
    Sharing,
    asked_heading,
    box,
    jump_menu,
    part_buttons,
    part_line,
    preview,
    row,
    share_button,
    shared_line,
    small,
    source_button,
    text,
    turn_button,
)
from bot.chat.wording import Wording


def draw_passage(page: PassagePage, say: Wording, sharing: Sharing, shared_by: int | None) -> Reply:
    """Draw an utterance."""
    pages = portioned(_passages(page), MOST_PASSAGE)
    part = min(page.state.part or _part_that_matters(pages), len(pages))
    utterance = page.utterance
    note = utterance.note if part == 1 else None
    frame = box(
        *(item for passage in pages[part - 1] for item in _marked(passage, say)),
        part_line(part, len(pages), say),
        text(attribution(utterance.speaker, page.session, utterance.number, say.language)),
        small(say("passage-note", note=brief(note, 200))) if note else None,
    )
    return Reply(
        shared_line(shared_by, say),
        *(asked_heading(page.asked, say) if page.asked is not None else ()),
        small(_position(page, say)),
        frame,
        row(*_step_buttons(page, say), *part_buttons(page.state, part, len(pages), say)),
        row(
            turn_button("b", page.state, say["button-back"], at=0, part=0) if page.quote else None,
            share_button(page.state, sharing, say),
            source_button(page.session.source, say),
        ),
        _utterance_menu(page, say),
    )


def _passages(page: PassagePage) -> list[Passage]:
    """Split an utterance into what comes before the quote, the quote, and what comes after it."""
    quotes, ref = page.utterance.quotes, page.quote
    if ref is None or ref.utterance != page.utterance.number:
        return [Passage(page.utterance.text)]
    cut = ref.quote - 1
    passages = [
        Passage("".join(quotes[:cut])),
        Passage(quotes[cut], (Span(0, len(quotes[cut])),), marked=True),
        Passage("".join(quotes[cut + 1 :])),
    ]
    return [passage for passage in passages if passage.text]


def _part_that_matters(pages: tuple[tuple[Passage, ...], ...]) -> int:
    for number, passages in enumerate(pages, start=1):
        if any(passage.marked for passage in passages):
            return number
    return 1


def _marked(passage: Passage, say: Wording) -> list[Item]:
    if not passage.marked:
        return [text(passage.rendered)]
    return [small(say["passage-mark"]), text(passage.rendered), small(say["passage-mark-end"])]


def _position(page: PassagePage, say: Wording) -> str:
    number, total = page.utterance.number, page.session.utterance_count
    if page.quote is None:
        return say("passage-position", number=number, total=total)
    distance = number - page.quote.utterance
    if distance == 0:
        return say("passage-here", number=number, total=total)
    if distance < 0:
        return say("passage-before", number=number, total=total, distance=-distance)
    return say("passage-after", number=number, total=total, distance=distance)


def _step_buttons(page: PassagePage, say: Wording) -> list[Button]:
    number, total = page.utterance.number, page.session.utterance_count
    before, after = max(1, number - 1), number + 1
    return [
        turn_button("e", page.state, say["button-earlier"], at=before, part=0, enabled=number > 1),
        turn_button("l", page.state, say["button-later"], at=after, part=0, enabled=number < total),
    ]


def _utterance_menu(page: PassagePage, say: Wording) -> ui.ActionRow[Reply] | None:
    if not isinstance(page.state, Reading):
        return None
    options = [
        SelectOption(
            label=say("option-utterance-number", number=jump.index),
            description=preview(jump.text),
            value=str(jump.index),
            default=jump.index == page.utterance.number,
        )
        for jump in page.jumps
    ]
    return jump_menu(page.state, options, say["select-utterance"])
