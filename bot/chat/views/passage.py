"""The conversation around a quote, or read from its beginning, as a message."""

from collections.abc import Iterator, Sequence
from typing import Final

from discord import SelectOption, ui

from bot.answering.outcome import Span
from bot.chat.custom_id import Reading
from bot.chat.markup import Passage, brief, portioned
from bot.chat.pages import PassagePage
from bot.chat.views.attribution import attribution
from bot.chat.views.parts import (
    MOST_PASSAGE,
    MOST_TRANSLATED,
    Button,
    Item,
    Reply,
    Sharing,
    asked_heading,
    in_rows,
    is_translated,
    jump_menu,
    part_buttons,
    part_line,
    preview,
    row,
    share_button,
    shared_line,
    site_button,
    small,
    source_button,
    text,
    translation,
    translation_button,
    turn_button,
)
from bot.chat.wording import Wording
from bot.session import Utterance
from bot.site import address_of

_Part = tuple[tuple[Passage, ...], str]
"""What is on a page of a long utterance: its words, and their translation or nothing."""

_UNTRANSLATED: Final = "[…]"

_MOST_ORIGINAL: Final = 900
"""How much of an utterance is shown beside its translation, which is longer."""


def draw_passage(
    page: PassagePage,
    say: Wording,
    sharing: Sharing,
    shared_by: int | None,
    *,
    at_once: bool,
    site: str | None,
) -> Reply:
    """Draw an utterance; a translation is shown ``at_once`` to whom needs it.

    ``site`` is the address of the pages of the record, where there are any.
    """
    utterance, state = page.utterance, page.state
    has_translation = any(utterance.translations)
    translated = has_translation and is_translated(state, say, at_once=at_once)
    pages = _translated_pages(page) if translated else _pages(page)
    part = min(state.part or _part_that_matters(pages), len(pages))
    passages, written = pages[part - 1]
    note = utterance.note if part == 1 else None
    said: list[Item | None] = [
        *(item for passage in passages for item in _marked(passage, say)),
        part_line(part, len(pages), say),
        *(translation(written, say) if written else ()),
        text(attribution(utterance.speaker, page.session, utterance.start, say.language)),
        small(say("passage-note", note=brief(note, 200))) if note else None,
    ]
    acting = (
        translation_button(state, say, shown=translated) if has_translation else None,
        source_button(page.session.source, say, utterance.start),
        site_button(address_of(site, say.language, page.session.id, utterance.number), say)
        if site
        else None,
    )
    turning = [*_step_buttons(page, say), *part_buttons(state, part, len(pages), say)]
    if page.quote:
        turning.append(turn_button("b", state, say["button-back"], at=0, part=0))
    rows = in_rows(turning, acting, share_button(state, sharing, say))
    return Reply(
        shared_line(shared_by, say),
        *(asked_heading(page.asked, say) if page.asked is not None else ()),
        small(_position(page, say)),
        *said,
        *(row(*buttons) for buttons in rows),
        _utterance_menu(page, say),
    )


def _pages(page: PassagePage) -> list[_Part]:
    """Spread an utterance over pages."""
    whole = _passages(page, 0, len(page.utterance.quotes))
    return [(passages, "") for passages in portioned(whole, MOST_PASSAGE)]


def _translated_pages(page: PassagePage) -> list[_Part]:
    """Spread an utterance over pages, each with the translation of what is on it."""
    parts: list[_Part] = []
    for start, end in _runs(page.utterance):
        some = page.utterance.translations[start:end]
        written = " ".join(each or _UNTRANSLATED for each in some) if any(some) else ""
        for passages in portioned(_passages(page, start, end), _MOST_ORIGINAL):
            parts.append((passages, written))
            written = ""
    return parts


def _runs(utterance: Utterance) -> Iterator[tuple[int, int]]:
    """Yield from where to where quotes go onto a page together with their translations."""
    start = original = translated = 0
    pairs = zip(utterance.quotes, utterance.translations, strict=True)
    for index, (quote, written) in enumerate(pairs):
        longer = len(written or _UNTRANSLATED) + 1
        if index > start and (
            original + len(quote) > _MOST_ORIGINAL or translated + longer > MOST_TRANSLATED
        ):
            yield start, index
            start, original, translated = index, 0, 0
        original += len(quote)
        translated += longer
    yield start, len(utterance.quotes)


def _passages(page: PassagePage, start: int, end: int) -> list[Passage]:
    """Split quotes of an utterance into those before the quote, the quote, and those after it."""
    quotes, ref = page.utterance.quotes, page.quote
    cut = ref.quote - 1 if ref is not None and ref.utterance == page.utterance.number else -1
    if not start <= cut < end:
        return [Passage("".join(quotes[start:end]))]
    passages = [
        Passage("".join(quotes[start:cut])),
        Passage(quotes[cut], (Span(0, len(quotes[cut])),), marked=True),
        Passage("".join(quotes[cut + 1 : end])),
    ]
    return [passage for passage in passages if passage.text]


def _part_that_matters(pages: Sequence[_Part]) -> int:
    for number, (passages, _) in enumerate(pages, start=1):
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
