"""How well questions are answered, over questions whose answers are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answering import Answering
from bot.answering.judgements import JudgedQuestion
from bot.answering.outcome import Answer, NoAnswer, Outcome, Related

DEPTH = 10
"""How many matches are looked at: a right quote further down counts as not found."""

_HITS = 3


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
