"""What a member may be about to ask."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.japanese import comparison_key, folded_start
from bot.session import Language

# Discord's limit for a choice; nothing longer is worth suggesting anywhere else either.
LONGEST = 100

# Less is what any two texts have in common.
_LEAST_LIKENESS = 65


def suggestions(
    typed: str,
    topics: Mapping[str, bool],
    phrases: Iterable[str],
    language: Language,
    limit: int,
    *,
    heard: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the topics that go on as typed, then the phrases most like it, each once.

    ``topics`` tells of each whether it is meant however it is spelled. ``heard`` are words
    of the record that begin as it sounds; they come before phrases.
    """
    typed = folded_start(typed, LONGEST)
    key = comparison_key(typed)
    begun = [
        topic
        for topic, meant in topics.items()
        if len(topic) <= LONGEST and (meant or key in comparison_key(topic))
    ]
    usable = [phrase for phrase in phrases if len(phrase) <= LONGEST and _is_in(phrase, language)]
    alike = process.extract(
        typed,
        usable,
        scorer=fuzz.partial_token_ratio if language is Language.EN else fuzz.partial_ratio,
        processor=comparison_key,
        score_cutoff=_LEAST_LIKENESS,
        limit=limit,
    )
    return tuple(dict.fromkeys([*begun, *heard, *(phrase for phrase, _, _ in alike)]))[:limit]


def _is_in(phrase: str, language: Language) -> bool:
    return phrase.isascii() == (language is Language.EN)
