"""Languages of members, and the commands' names and descriptions in each of them."""

import re
from typing import Any, Final

from discord import Locale, app_commands
from discord.app_commands import locale_str

from bot.chat.wording import wording
from bot.session import Language

OFFERED: Final = {
    Locale.japanese: Language.JA,
    Locale.american_english: Language.EN,
    Locale.british_english: Language.EN,
}
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


def language_of(locale: Locale) -> Language:
    """Return the language in which a member with this locale is answered."""
    return OFFERED.get(locale, Language.EN)


def language_in(text: str) -> Language:
    """Guess the language of a message, which carries no locale."""
    return Language.JA if _JAPANESE.search(text) else Language.EN


def localised(message_id: str) -> locale_str:
    """Return a message for a command's definition; members see it in their own language."""
    return locale_str(wording(Language.EN)(message_id), message_id=message_id)


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
        return wording(OFFERED[locale])(message_id)
