"""What a member may be about to ask."""

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from bot.answering.documents import Within
from bot.answering.highlighting import QuotedText, Said
from bot.answering.outcome import Match
from bot.answering.question import Question
from bot.japanese import comparison_key, folded_start
from bot.session import Bilingual, Language, Topic
from bot.store import Record

# Discord's limit for a choice; nothing longer is worth suggesting anywhere else either.
LONGEST = 100

# Less is what any two texts have in common.
_LEAST_LIKENESS = 65

_NEAREST_TOPICS = 5


def suggestions(
    typed: str,
    topics: Iterable[Bilingual],
    phrases: Iterable[str],
    language: Language,
    limit: int,
    *,
    meant: Callable[[Bilingual], bool],
    heard: Iterable[str],
) -> tuple[str, ...]:
    """Return the topics that go on as typed, then the phrases most like it, each once.

    ``meant`` tells of a topic whether it is named in another spelling. ``heard`` are words of the
    record that begin as it sounds; they come before phrases.
    """
    typed = folded_start(typed, LONGEST)
    key = comparison_key(typed)
    labels = ((topic, topic.to(language)) for topic in topics)
    begun = [
        label
        for topic, label in labels
        if len(label) <= LONGEST and (key in comparison_key(label) or meant(topic))
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
    new = (word for word in heard if comparison_key(word) != key)
    return tuple(dict.fromkeys([*begun, *new, *(phrase for phrase, _, _ in alike)]))[:limit]


def is_meant(
    texts: Callable[[str], QuotedText], questions: Iterable[Question], label: Bilingual
) -> bool:
    """Tell whether a label has, however it is spelled, all that one of the questions names."""
    said = [texts(text) for text in (label.ja, label.en)]
    return any(text.says(question) is not Said.NO for question in questions for text in said)


def topics_within(record: Record, session: Within | None) -> tuple[Topic, ...]:
    """Return the topics of a session or some (ids), each once; without, those of all."""
    if session is None:
        return record.topics
    ids = [session] if isinstance(session, str) else session
    return tuple(dict.fromkeys(each for key in ids for each in record.sessions[key].topics))


def nearest_topics(
    record: Record, matches: Iterable[Match], session: Within | None
) -> tuple[Topic, ...]:
    """Return a few topics to ask about, of a session or some: first those of what was found."""
    near = [
        topic
        for match in matches
        for topic in record.sessions[match.quote.ref.session].topics
        if topic.id in match.quote.topics
    ]
    return tuple(dict.fromkeys([*near, *topics_within(record, session)]))[:_NEAREST_TOPICS]


def _is_in(phrase: str, language: Language) -> bool:
    return phrase.isascii() == (language is Language.EN)
