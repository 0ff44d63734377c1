"""How well questions are answered, over a file of questions whose answers are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answering import Answering
from bot.answering.outcome import (
    AmbiguousSpeakerError,
    Answer,
    NoAnswer,
    Outcome,
    Related,
    UnknownSpeakerError,
)
from bot.session import Quote, Speaker
from bot.store import Store
from bot.transcript import Problem, TranscriptError
from bot.transcript.encodings import read_bytes

DEPTH = 10
"""How many matches are looked at: a right quote further down counts as not found."""

_HITS = 3
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


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question; ``rank`` is that of the first right quote, from 1."""

    question: JudgedQuestion
    outcome: Outcome
    rank: int | None

    @property
    def is_miss(self) -> bool:
        """Whether a member would have been served badly.

        A right quote has to come first and be shown; to a question that nothing answers, nothing
        may be shown.
        """
        refused = isinstance(self.outcome, NoAnswer)
        return (self.rank != 1 or refused) if self.question.is_answerable else not refused


@dataclass(frozen=True, slots=True)
class Figures:
    """Rates over some questions, each in [0, 1].

    ``hit_at_1`` and ``hit_at_3`` are the shares of answerable questions whose first, or one of
    whose first three matches is right, whatever the outcome; ``mrr_at_10`` is the mean of 1/rank
    of the first right match (0 past rank 10). They are None where no question is answerable.
    ``answered``, ``related`` and ``refused`` are the shares of each outcome and add up to 1.
    """

    questions: int
    hit_at_1: float | None
    hit_at_3: float | None
    mrr_at_10: float | None
    answered: float
    related: float
    refused: float

    @property
    def shown(self) -> float:
        """The share of questions to which something was shown."""
        return self.answered + self.related


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all questions, in the order of the file."""

    results: tuple[Result, ...]

    @property
    def kinds(self) -> dict[str, Figures]:
        """The figures of each kind of question, in the order in which kinds first appear."""
        kinds = dict.fromkeys(result.question.kind for result in self.results)
        return {
            kind: _figures([result for result in self.results if result.question.kind == kind])
            for kind in kinds
        }

    @property
    def answerable(self) -> Figures | None:
        """The figures of all questions that have an answer; None when there are none."""
        found = [result for result in self.results if result.question.is_answerable]
        return _figures(found) if found else None

    @property
    def unanswerable(self) -> Figures | None:
        """The figures of all questions that have no answer; None when there are none."""
        found = [result for result in self.results if not result.question.is_answerable]
        return _figures(found) if found else None

    @property
    def misses(self) -> tuple[Result, ...]:
        """The results with which a member would have been served badly."""
        return tuple(result for result in self.results if result.is_miss)


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
        except AmbiguousSpeakerError as error:
            matching = ", ".join(speaker.title for speaker in error.matching)
            raise ValueError(f"which one do you mean by {name!r}: {matching}") from error
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
            for speaker in (await store.record()).people
            for quote in await store.quotes_by_speaker(speaker.id)
        ]
    )


async def evaluate(answering: Answering, questions: Iterable[JudgedQuestion]) -> Report:
    """Ask every question, and compare what comes with what should."""
    return Report(tuple([await _result(answering, question) for question in questions]))


async def _result(answering: Answering, question: JudgedQuestion) -> Result:
    speaker = question.speaker.id if question.speaker else None
    outcome = await answering.ask(question.text, speaker=speaker, limit=DEPTH)
    ranks = (
        rank
        for rank, match in enumerate(outcome.matches, start=1)
        if question.is_answered_by(match.quote)
    )
    return Result(question, outcome, next(ranks, None))


def _figures(results: Sequence[Result]) -> Figures:
    ranks = [result.rank for result in results if result.question.is_answerable]

    def share(outcome: type[Outcome]) -> float:
        return sum(isinstance(result.outcome, outcome) for result in results) / len(results)

    def per_answerable(values: Iterable[float]) -> float | None:
        return sum(values) / len(ranks) if ranks else None

    return Figures(
        questions=len(results),
        hit_at_1=per_answerable(rank == 1 for rank in ranks),
        hit_at_3=per_answerable(rank is not None and rank <= _HITS for rank in ranks),
        mrr_at_10=per_answerable(1 / rank for rank in ranks if rank is not None),
        answered=share(Answer),
        related=share(Related),
        refused=share(NoAnswer),
    )
