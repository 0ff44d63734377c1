"""Questions whose right answers are known, read from a file of tab-separated values."""

from dataclasses import dataclass
from pathlib import Path

from bot.answering.answering import Answering
from bot.answering.errors import UnknownSpeakerError
from bot.session import Quote, Speaker
from bot.store import Store
from bot.transcript import Problem, TranscriptError
from bot.transcript.encodings import read_bytes

_COLUMNS = "kind, speaker or -, question, words of the quotes that answer it or nothing"
_ANYBODY = "-"
_OR = "|"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the quotes that answer it.

    ``kind`` groups questions in a report; ``speaker`` is the speaker option under which it is
    asked. A quote answers it that has one of ``answers`` in its words; where ``answers`` is empty,
    nothing in the record does.
    """

    line: int
    kind: str
    speaker: Speaker | None
    text: str
    answers: tuple[str, ...]

    @property
    def is_answerable(self) -> bool:
        """Whether the record answers the question."""
        return bool(self.answers)

    def is_answered_by(self, quote: Quote) -> bool:
        """Return whether a quote is among those that answer the question."""
        return any(answer in quote.text for answer in self.answers)


async def read_questions(
    path: Path, store: Store, answering: Answering
) -> tuple[JudgedQuestion, ...]:
    """Read a file with one question a line: kind, speaker, question, answers, between tabs.

    The speaker is ``-`` or what a member may call one; answers are words of quotes with ``|``
    between them, none for a question to be refused. Raises TranscriptError with every line that is
    not like that, asks for an unknown speaker, or expects words that no quote has.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TranscriptError([Problem(path, None, "not UTF-8; expected UTF-8 text")]) from error
    reader = _Reader(answering, await _quotes(store))
    questions = []
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                questions.append(await reader.read(number, line.removesuffix("\r")))
            except ValueError as error:
                problems.append(Problem(path, number, str(error)))
    if not questions and not problems:
        problems.append(Problem(path, None, f"no questions; expected lines of {_COLUMNS}"))
    if problems:
        raise TranscriptError(problems)
    return tuple(questions)


class _Reader:
    """Reads lines against the record that they speak of."""

    def __init__(self, answering: Answering, quotes: tuple[Quote, ...]) -> None:
        self._answering = answering
        self._quotes = quotes

    async def read(self, number: int, line: str) -> JudgedQuestion:
        """Return the question on a line; raise ValueError saying what is wrong with it."""
        columns = line.split("\t")
        match columns:
            case [kind, speaker, text, answers] if kind.strip() and text.strip():
                question = JudgedQuestion(
                    line=number,
                    kind=kind.strip(),
                    speaker=await self._speaker(speaker.strip()),
                    text=text,
                    answers=tuple(answers.split(_OR)) if answers.strip() else (),
                )
            case [_, _, _, _]:
                raise ValueError("kind or question is empty")
            case _:
                raise ValueError(f"{len(columns)} columns; expected 4, between tabs: {_COLUMNS}")
        self._check_answers(question)
        return question

    async def _speaker(self, name: str) -> Speaker | None:
        if name == _ANYBODY:
            return None
        try:
            return await self._answering.resolve_speaker(name)
        except UnknownSpeakerError as error:
            known = ", ".join(speaker.title for speaker in error.known)
            raise ValueError(
                f"unknown speaker {name!r}; expected {_ANYBODY} for anybody, or one of: {known}"
            ) from error

    def _check_answers(self, question: JudgedQuestion) -> None:
        for answer in question.answers:
            found = [quote for quote in self._quotes if answer.strip() and answer in quote.text]
            if not found:
                raise ValueError(f"no quote has the words {answer!r}")
            if question.speaker and not any(
                quote.speaker.id == question.speaker.id for quote in found
            ):
                raise ValueError(f"{question.speaker.title} did not say {answer!r}")


async def _quotes(store: Store) -> tuple[Quote, ...]:
    return tuple(
        [
            quote
            for speaker in await store.speakers()
            for quote in await store.quotes_by_speaker(speaker.id)
        ]
    )
