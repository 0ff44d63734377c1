"""What is measured of hatsugen and of its peers, as rows of one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

from bot.answering import Answer, Answering, NoAnswer
from bot.encoder import Encoder
from bot.evaluation import JudgedQuestion, Report, evaluate
from bot.session import Quote
from tests.benchmarks.corpora import answering_over, spoken
from tests.benchmarks.jsquad import Paragraphs
from tests.benchmarks.peers import Search, peers

HATSUGEN = "hatsugen"
BARE = "hatsugen, bare"
"""The same, over the record without its annotations."""


@dataclass
class Rows:
    """Figures by what they say, and by whose they are."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, figure: str, whose: str, value: str) -> None:
        """Add a figure."""
        self.rows.setdefault(figure, {})[whose] = value


async def session_figures(
    rows: Rows,
    answerings: Mapping[str, Answering],
    quotes: Sequence[Quote],
    questions: Sequence[JudgedQuestion],
) -> None:
    """Add hit@1 / hit@3 by kind, and how much of what has no answer is refused."""
    for whose, answering in answerings.items():
        _put_report(rows, whose, await evaluate(answering, questions))
    answerable = [question for question in questions if question.is_answerable]
    for name, search in peers([quote.text for quote in quotes]).items():
        ranks = [_rank(search, quotes, question) for question in answerable]
        rows.put("session, all", name, _hits(ranks))
        for kind in dict.fromkeys(question.kind for question in answerable):
            of_kind = [
                rank
                for rank, question in zip(ranks, answerable, strict=True)
                if question.kind == kind
            ]
            rows.put(f"session, {kind}", name, _hits(of_kind))


def _put_report(rows: Rows, whose: str, report: Report) -> None:
    if report.answerable is not None:
        rows.put("session, all", whose, hits_of(report.answerable))
    for kind, figures in report.kinds.items():
        if figures.hit_at_1 is not None:
            rows.put(f"session, {kind}", whose, hits_of(figures))
    if report.answerable is not None:
        rows.put("answerable and shown", whose, rate(report.answerable.shown))
    for kind, figures in report.kinds.items():
        if figures.hit_at_1 is None:
            rates = f"{rate(figures.refused)} / {rate(1 - figures.answered)}"
            rows.put(f"refused / not answered outright, {kind}", whose, rates)


async def paragraph_figures(
    rows: Rows, answerings: Mapping[str, Answering], paragraphs: Paragraphs, encoder: Encoder
) -> None:
    """Add hit@1 over paragraphs, and how many of their questions the sessions refuse."""
    asked = [question for question, _ in paragraphs.questions["clean"]]
    for whose, session in answerings.items():
        outcomes = [await session.ask(question) for question in asked]
        refused = sum(isinstance(outcome, NoAnswer) for outcome in outcomes) / len(outcomes)
        answered = sum(isinstance(outcome, Answer) for outcome in outcomes) / len(outcomes)
        rates = f"{rate(refused)} / {rate(1 - answered)}"
        rows.put("refused / not answered outright, JSQuAD questions", whose, rates)
    async with answering_over(spoken(paragraphs.texts), encoder=encoder) as (_, answering):
        for name, questions in paragraphs.questions.items():
            hits = 0
            for question, position in questions:
                matches = (await answering.ask(question, limit=1)).matches
                hits += bool(matches) and matches[0].quote.ref.utterance == position + 1
            rows.put(f"JSQuAD, {name}", HATSUGEN, rate(hits / len(questions)))
    for peer, search in peers(paragraphs.texts).items():
        for name, questions in paragraphs.questions.items():
            hits = sum(search(question, 1) == [position] for question, position in questions)
            rows.put(f"JSQuAD, {name}", peer, rate(hits / len(questions)))


async def speed_figures(
    rows: Rows, answering: Answering, texts: Sequence[str], questions: Sequence[JudgedQuestion]
) -> None:
    """Add milliseconds a question: everybody answers one question before the next is asked."""
    searches = peers(texts)
    # Whatever is read once and kept, is read here.
    await answering.ask("hatsugen")
    for figure in ("ms a question, asked first", "ms a question, asked again"):
        times: dict[str, list[float]] = {name: [] for name in (HATSUGEN, *searches)}
        for question in questions:
            started = perf_counter()
            await answering.ask(question.text)
            times[HATSUGEN].append(perf_counter() - started)
            for name, search in searches.items():
                started = perf_counter()
                search(question.text, 5)
                times[name].append(perf_counter() - started)
        medians = {name: median(of_one) * 1000 for name, of_one in times.items()}
        for name, value in medians.items():
            rows.put(figure, name, f"{value:.2f}")
        for name, value in medians.items():
            ratio = value / medians["rapidfuzz WRatio"]
            rows.put(f"{figure}, of WRatio's", name, f"{ratio:.2f}")


def _rank(search: Search, quotes: Sequence[Quote], question: JudgedQuestion) -> int | None:
    """Return the rank of the first right quote among those of the speaker asked for."""
    found = [quotes[position] for position in search(question.text, len(quotes))]
    allowed = [
        quote
        for quote in found
        if question.speaker is None or quote.speaker.id == question.speaker.id
    ]
    right = (rank for rank, quote in enumerate(allowed, start=1) if question.is_answered_by(quote))
    return next(right, None)


def _hits(ranks: Sequence[int | None]) -> str:
    first = sum(rank == 1 for rank in ranks) / len(ranks)
    third = sum(rank is not None and rank <= 3 for rank in ranks) / len(ranks)
    return f"{rate(first)} / {rate(third)}"


def hits_of(figures: Any) -> str:
    return f"{rate(figures.hit_at_1)} / {rate(figures.hit_at_3)}"


def rate(value: float) -> str:
    return f"{value:.3f}"
