"""Pages as messages."""

from bot.chat.library import Page, PassagePage, QuotePage
from bot.chat.views.parts import Reply
from bot.chat.views.passage import draw_passage
from bot.chat.views.quote import draw_quote
from bot.chat.views.shared import Sharing
from bot.chat.wording import wording
from bot.session import Language


def draw(
    page: Page,
    language: Language,
    *,
    sharing: Sharing = Sharing.NO,
    shared_by: int | None = None,
) -> Reply:
    """Draw a page in a member's language."""
    say = wording(language)
    match page:
        case QuotePage():
            return draw_quote(page, say, sharing, shared_by)
        case PassagePage():
            return draw_passage(page, say, sharing, shared_by)
