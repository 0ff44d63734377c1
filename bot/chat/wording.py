"""What the bot says: the message catalogues in ``locales/``, one set a language.

No other module holds words that a member sees.
"""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from bot.session import Language

CATALOGUES: Final = files("bot.chat") / "locales"


class Wording:
    """The wording of one language; call it with a message's id and its variables.

    Raises ``KeyError`` for an unknown id and ``ValueError`` for a message that cannot be formatted,
    for instance because a variable is missing.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        for catalogue in sorted((CATALOGUES / language).iterdir(), key=lambda file: file.name):
            self._bundle.add_resource(FluentResource(catalogue.read_text(encoding="utf-8")))

    def __call__(self, message_id: str, /, **variables: str | float | datetime) -> str:
        """Return a message with its variables filled in."""
        pattern = self._bundle.get_message(message_id).value
        if pattern is None:
            raise KeyError(message_id)
        text, errors = self._bundle.format_pattern(pattern, variables)
        if errors:
            raise ValueError(f"{message_id}: {errors[0]}")
        return str(text)


@cache
def wording(language: Language) -> Wording:
    """Return the wording of a language, read from its catalogues on first use."""
    return Wording(language)
