"""What the bot says, in the language of each member: the catalogues in ``locales/``.

No other module holds words that a member sees.
"""

import re
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from discord import Locale, app_commands
from discord.app_commands import locale_str
from fluent.runtime import FluentBundle, FluentResource

from bot.session import Language

CATALOGUES: Final = files("bot.chat") / "locales"
OFFERED: Final = {
    Locale.japanese: Language.JA,
    Locale.american_english: Language.EN,
    Locale.british_english: Language.EN,
}
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


class Wording(dict[str, str]):
    """The wording of one language: ``say["id"]`` as it stands, ``say("id", …)`` with variables.

    Raises ``KeyError`` for an unknown id and ``ValueError`` for a message that cannot be formatted,
    for instance because a variable is missing.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
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

    def __missing__(self, message_id: str) -> str:
        """Format a message without variables once."""
        self[message_id] = self(message_id)
        return self[message_id]


@cache
def wording(language: Language) -> Wording:
    """Return the wording of a language, read from its catalogues on first use."""
    return Wording(language)


def language_of(locale: Locale) -> Language:
    """Return the language in which a member with this locale is answered."""
    return OFFERED.get(locale, Language.EN)


def language_in(text: str) -> Language:
    """Guess the language of a message, which carries no locale."""
    return Language.JA if _JAPANESE.search(text) else Language.EN


class LanguagesHeard:
    """In which language members and channels were answered last, by id, for the latest few.

    It is kept in memory alone.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._languages: dict[int, Language] = {}

    def note(self, language: Language, *ids: int | None) -> None:
        """Remember an answer to a member in a channel."""
        for each in ids:
            if each is not None:
                self._languages.pop(each, None)
                self._languages[each] = language
        while len(self._languages) > self._most:
            del self._languages[next(iter(self._languages))]

    def last(self, *ids: int) -> Language | None:
        """Return the language of the last answer to the first of these that had one."""
        return next((self._languages[each] for each in ids if each in self._languages), None)


def localised(message_id: str) -> locale_str:
    """Return a message for a command's definition; members see it in their own language."""
    return locale_str(wording(Language.EN)[message_id], message_id=message_id)


class CatalogueTranslator(app_commands.Translator):
    """Gives Discord the commands' wording in every language that the catalogues have."""

    async def translate(
        self,
        string: locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002
    ) -> str | None:
        """Return the wording for a locale, or nothing where the catalogues have none."""
        message_id: Any = string.extras.get("message_id")
        if message_id is None or locale not in OFFERED:
            return None
        return wording(OFFERED[locale])[message_id]
