"""Pages of a record for the web: where each utterance stands in them, for whoever links there."""

from urllib.parse import quote as escaped

from bot.session import Language


def page_of(session: str, language: Language) -> str:
    """Return the path of a session's page in a language, below the folder of the pages."""
    return f"{language}/sessions/{escaped(session)}.html"


def anchor_of(utterance: int, quote: int | None = None) -> str:
    """Return the anchor of an utterance, or of one of its quotes."""
    return f"u{utterance}" if quote is None else f"u{utterance}q{quote}"


def address_of(
    site: str, language: Language, session: str, utterance: int, quote: int | None = None
) -> str:
    """Return where something can be read, on the ``site`` whose address is given."""
    page = page_of(session, language)
    return f"{site.rstrip('/')}/{page}#{anchor_of(utterance, quote)}"
