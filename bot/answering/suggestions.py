"""What a member may be about to ask."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.japanese import comparison_key, folded_start
from bot.session import Language

# Discord's limit for a choice; nothing longer is worth suggesting anywhere else either.
LONGEST = 100

_LEAST_LIKENESS = 40


def suggestions(
    typed: str, topics: Iterable[str], phrases: Iterable[str], language: Language, limit: int
) -> tuple[str, ...]:
    """Return the topics that go on as typed, then the phrases most like it, each once."""
    typed = folded_start(typed, LONGEST)
    key = comparison_key(typed)
    begun = [topic for topic in topics if len(topic) <= LONGEST and key in comparison_key(topic)]
    usable = [phrase for phrase in phrases if len(phrase) <= LONGEST and _is_in(phrase, language)]
    alike = process.extract(
        typed,
        usable,
        scorer=fuzz.partial_token_ratio if language is Language.EN else fuzz.partial_ratio,
        processor=comparison_key,
        score_cutoff=_LEAST_LIKENESS,
        limit=limit,
    )
    return tuple(dict.fromkeys([*begun, *(phrase for phrase, _, _ in alike)]))[:limit]


def _is_in(phrase: str, language: Language) -> bool:
    return phrase.isascii() == (language is Language.EN)
