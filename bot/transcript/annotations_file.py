"""Annotations files: what was written about a session's quotes, beside the session file."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bot.session import Quote, Session
from bot.transcript.models import AnnotationsModel, validate
from bot.transcript.problems import Problem, TranscriptError, by_line
from bot.transcript.toml_file import Location, TomlFile, members, show_location

SUFFIX = ".annotations.toml"


def annotations_path(session_path: Path) -> Path:
    """Return where the annotations of a session file are: NAME.annotations.toml."""
    return session_path.with_name(session_path.stem + SUFFIX)


def unannotated(session: Session) -> tuple[Quote, ...]:
    """Return the quotes without search phrases or without a translation, in order."""
    return tuple(
        quote
        for quote in session.quotes
        if not (annotation := session.annotation(quote.ref)).phrases or not annotation.translation
    )


def annotate(session: Session | None, path: Path) -> Session | None:
    """Return the session with the annotations of a file.

    Without a session the file is only checked, as far as that can be done. Raises
    TranscriptError with everything that is wrong.
    """
    file = TomlFile(path)
    model, problems = validate(AnnotationsModel, file)
    problems += _topic_problems(file)
    problems += _glossary_problems(file)
    problems += _phrase_problems(file)
    if session is not None:
        problems += _position_problems(file, session)
    if model is None or problems:
        raise TranscriptError(by_line(problems))
    if session is None:
        return None
    return replace(
        session,
        topics=tuple(topic.to_domain() for topic in model.topics),
        annotations={quote.position: quote.to_domain() for quote in model.quotes},
        glossary=tuple(tuple(group) for group in model.glossary),
    )


def _topic_problems(file: TomlFile) -> Iterator[Problem]:
    topics = list(file.texts("topics", "id"))
    yield from _repeated(file, ((("topics", index, "id"), topic) for index, topic in topics))
    known = [topic for _, topic in topics]
    for location, topic in _listed_texts(file, "topics"):
        if topic not in known:
            expected = ", ".join(map(repr, known)) or "the id of a topic (there are no topics)"
            yield file.problem(location, f"unknown topic {topic!r}; expected one of {expected}")


def _glossary_problems(file: TomlFile) -> Iterator[Problem]:
    yield from _repeated(
        file,
        (
            (("glossary", group, index), spelling)
            for group, spellings in enumerate(members(file.data.get("glossary")))
            for index, spelling in enumerate(members(spellings))
            if isinstance(spelling, str)
        ),
    )


def _phrase_problems(file: TomlFile) -> Iterator[Problem]:
    phrases: dict[object, list[tuple[Location, str]]] = {}
    for location, phrase in _listed_texts(file, "phrases"):
        phrases.setdefault(location[1], []).append((location, phrase))
    for found in phrases.values():
        yield from _repeated(file, found)


def _position_problems(file: TomlFile, session: Session) -> Iterator[Problem]:
    positions = list(file.texts("quotes", "at"))
    yield from _repeated(file, ((("quotes", index, "at"), at) for index, at in positions))
    words = {f"{quote.ref.utterance}.{quote.ref.quote}": quote.text for quote in session.quotes}
    given = dict(file.texts("quotes", "text"))
    for index, at in positions:
        if at not in words:
            message = f"there is no quote {at!r}; {_positions_expected(at, session)}"
            yield file.problem(("quotes", index, "at"), message)
        elif index in given and given[index] != words[at]:
            message = f"differs from quote {at}; expected {words[at]!r}"
            yield file.problem(("quotes", index, "text"), message)


def _positions_expected(at: str, session: Session) -> str:
    for utterance in session.utterances:
        if at.startswith(f"{utterance.number}."):
            last = f"{utterance.number}.{len(utterance.quotes)}"
            return f"expected {utterance.number}.1 to {last}"
    return f"expected an utterance from 1 to {len(session.utterances)}"


def _listed_texts(file: TomlFile, key: str) -> Iterator[tuple[Location, str]]:
    """Yield the texts in the list that each annotated quote has under a key."""
    for number, quote in enumerate(members(file.data.get("quotes"))):
        listed = members(quote.get(key)) if isinstance(quote, dict) else []
        for index, text in enumerate(listed):
            if isinstance(text, str):
                yield ("quotes", number, key, index), text


def _repeated(file: TomlFile, found: Iterable[tuple[Location, str]]) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for location, text in found:
        folded = unicodedata.normalize("NFKC", text).casefold().strip()
        if folded in seen:
            message = f"{text!r} is already given at {show_location(seen[folded])}; expected once"
            yield file.problem(location, message)
        seen.setdefault(folded, location)
