"""A page as a message: a quote and what is known about it, or the conversation around it."""

from dataclasses import astuple
from typing import Final

from discord import SelectOption, ui

from bot.chat.custom_id import ANY, Browse, Found
from bot.chat.markup import Passage, brief, fitted, portioned
from bot.chat.pages import Page, PassagePage, QuotePage
from bot.chat.views.attribution import name_of, short_attribution
from bot.chat.views.parts import (
    MOST_IN_ROW,
    MOST_QUOTED,
    Button,
    Item,
    Reply,
    Sharing,
    asked_heading,
    in_rows,
    is_translated,
    judge_buttons,
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
    topic_buttons,
    translation,
    translation_button,
    turn_button,
)
from bot.chat.views.passage import draw_passage
from bot.chat.wording import Wording, wording
from bot.session import Beside, Language
from bot.site import address_of

_LONGEST_BESIDE: Final = 300
# In cells; with what it is called, two lines of a phone.
_WIDEST_REASON: Final = 56


def draw(
    page: Page,
    language: Language,
    *,
    sharing: Sharing = Sharing.NO,
    shared_by: int | None = None,
    translating: bool = True,
    site: str | None = None,
    judged: bool = False,
) -> Reply:
    """Draw a page in a member's language; ``shared_by`` is the id of who shared it.

    With ``translating``, members see a translation that they need without asking for it. ``site``
    is where the record has pages of its own.
    """
    say = wording(language)
    match page:
        case QuotePage():
            return draw_quote(
                page, say, sharing, shared_by, at_once=translating, site=site, judged=judged
            )
        case PassagePage():
            return draw_passage(page, say, sharing, shared_by, at_once=translating, site=site)


def draw_quote(
    page: QuotePage,
    say: Wording,
    sharing: Sharing,
    shared_by: int | None,
    *,
    at_once: bool,
    site: str | None,
    judged: bool = False,
) -> Reply:
    """Draw a quote; a translation is shown ``at_once`` to whom needs it.

    ``site`` is the address of the pages of the record, where there are any. With ``judged``, the
    member has said whether the quote helps.
    """
    quote = page.match.quote
    pages = portioned([Passage(quote.text, page.match.spans)], MOST_QUOTED)
    part = min(max(page.state.part, 1), len(pages))
    # An answer speaks for itself; what is less sure says what led to it.
    reason = page.match.reason if _is_doubtful(page) else None
    written = quote.translation
    translated = written is not None and is_translated(page.state, say, at_once=at_once)
    near = page.beside
    said: list[Item | None] = [
        _beside(near, near.text, say) if near and near.before else None,
        *(text(passage.rendered) for passage in pages[part - 1]),
        _beside(near, near.text, say) if near and not near.before else None,
        part_line(part, len(pages), say),
        *(translation(written, say) if written and translated else ()),
        _beside(near, near.translation, say) if near and near.translation and translated else None,
        text(
            short_attribution(
                quote.speaker, page.session, quote.ref.utterance, quote.start, say.language
            )
        ),
        small(say("reason-line", reason=fitted(reason, _WIDEST_REASON))) if reason else None,
        small(say["by-meaning"]) if _is_by_meaning(page) else None,
    ]
    acting = [
        turn_button("c", page.state, say["button-context"], at=quote.ref.utterance, part=0),
        translation_button(page.state, say, shown=translated) if written else None,
        source_button(page.session.source, say, quote.start),
        site_button(address_of(site, say.language, *astuple(quote.ref)), say) if site else None,
    ]
    turning = [*_series_buttons(page, say), *part_buttons(page.state, part, len(pages), say)]
    if sharing is Sharing.OFFERED and not judged and _may_be_judged(page, turning):
        turning += judge_buttons(page.state, say)
    rows = in_rows(turning, acting, share_button(page.state, sharing, say))
    return Reply(
        shared_line(shared_by, say),
        *_heading(page, say),
        *said,
        ui.TextDisplay("-# " + _count(page, say)) if _is_counted(page) else None,
        small(say["judged"]) if judged else None,
        *_with_topics(page, say, rows),
        _quote_menu(page, say),
    )


def _beside(near: Beside, sentence: str, say: Wording) -> ui.TextDisplay[Reply] | None:
    """Return in small print the sentence that the quote leans on, or its translation."""
    words = brief(sentence, _LONGEST_BESIDE)
    return small(say("said-before" if near.before else "said-after", words=words))


def _heading(page: QuotePage, say: Wording) -> list[Item]:
    heading: list[Item] = []
    if _is_of_speaker(page) and not _is_of_anyone(page):
        name = name_of(page.match.quote.speaker, say.language)
        heading.append(text("**" + say("browse-heading", speaker=name) + "**"))
    if page.asked is not None:
        heading += asked_heading(page.asked, say)
    if isinstance(page.state, Found) and page.state.weak:
        heading.append(text(say["related-heading"]))
    if page.match.instead_of:
        names = [name_of(person, say.language) for person in page.match.instead_of]
        speaker = name_of(page.match.quote.speaker, say.language)
        joined = say["list-separator"].join(names)
        heading.append(text(say("another-speaker", named=joined, speaker=speaker)))
    return heading


def _is_by_meaning(page: QuotePage) -> bool:
    """Tell whether nothing but its meaning led to the quote."""
    asked = isinstance(page.state, Found) and page.state.by_meaning
    return asked and not page.match.spans and page.match.reason is None


def _is_doubtful(page: QuotePage) -> bool:
    return isinstance(page.state, Found) and (page.state.weak or page.state.index > 0)


def _may_be_judged(page: QuotePage, turning: list[Button]) -> bool:
    """Tell whether the member may say if the quote helps, and the row has room for that."""
    may = isinstance(page.state, Found) and page.state.may_judge and page.asked is not None
    return may and len(turning) + 2 <= MOST_IN_ROW


def _is_counted(page: QuotePage) -> bool:
    return page.total > 1 and not _is_of_anyone(page)


def _is_of_anyone(page: QuotePage) -> bool:
    return isinstance(page.state, Browse) and not page.state.speaker


def _is_of_speaker(page: QuotePage) -> bool:
    return isinstance(page.state, Browse) or page.state.of_speaker


def _with_topics(page: QuotePage, say: Wording, rows: list[list[Button]]) -> list[Item | None]:
    """Return the two rows of what can be done with a quote.

    A weak match offers its topics too, about which more was said: in the second row, with what the
    first has no room for.
    """
    state = page.state
    topics: list[Button] = []
    if isinstance(state, Found) and state.weak:
        about = (each for each in page.session.topics if each.id in page.match.quote.topics)
        topics = topic_buttons(about, state.asker, say.language)
    if not topics:
        return [row(*each) for each in rows]
    together = [button for each in rows for button in each]
    first, rest = together[:MOST_IN_ROW], together[MOST_IN_ROW:]
    offered = topics[: MOST_IN_ROW - len(rest)]
    return [row(*first), small(say["related-topics"]), row(*offered, *rest)]


def _count(page: QuotePage, say: Wording) -> str:
    number = page.state.index + 1
    return say(
        "quote-count" if _is_of_speaker(page) else "match-count", number=number, total=page.total
    )


def _series_buttons(page: QuotePage, say: Wording) -> list[Button]:
    if page.total <= 1:
        return []
    state = page.state
    if _is_of_anyone(page):
        return [turn_button("r", state, say["button-random"], index=ANY, part=0)]
    of_speaker = _is_of_speaker(page)
    earlier = say["button-previous-quote" if of_speaker else "button-previous-match"]
    later = say["button-next-quote" if of_speaker else "button-next-match"]
    first, last = state.index == 0, state.index + 1 == page.total
    before, after = max(0, state.index - 1), state.index + 1
    buttons = [
        turn_button("p", state, earlier, index=before, part=0, enabled=not first),
        turn_button("n", state, later, index=after, part=0, enabled=not last),
    ]
    if isinstance(state, Browse):
        buttons.append(turn_button("r", state, say["button-random"], index=ANY, part=0))
    return buttons


def _quote_menu(page: QuotePage, say: Wording) -> ui.ActionRow[Reply] | None:
    options = [
        SelectOption(
            label=say("option-quote-number", number=jump.index + 1),
            description=preview(jump.text),
            value=str(jump.index),
            default=jump.index == page.state.index,
        )
        for jump in page.jumps
    ]
    return jump_menu(page.state, options, say["select-quote"])
