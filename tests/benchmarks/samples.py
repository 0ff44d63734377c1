"""Questions that say how sure one may be, and the signs that a database gives them."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from bot.answering.answering import ranked
from bot.answering.confidence import Signs, read_signs
from bot.answering.index import Index
from bot.answering.question import Reader
from bot.answering.speakers import SpeakerDirectory
from bot.evaluation import DEPTH, JudgedQuestion, read_questions
from bot.japanese import Analyzer
from bot.session import Session, Speaker
from bot.store import Store
from tests.benchmarks.corpora import answering_over, recorded
from tests.benchmarks.heldout import folds, in_many_voices
from tests.benchmarks.jsquad import halves

QUALITY = Path(__file__).parents[1] / "quality"

NAMES = ("likeness", "strength", "share", "kana", "alien")
"""The signs, in the order in which they stand in a row."""

Row = tuple[float, ...]

_NEAR = "near"
_PHRASES_OF_A_FOLD = 240
_SEED = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions of one sort.

    ``rows`` holds the signs of each, None for a question that asks for nothing, which is refused
    whatever the signs mean. ``weight`` is what all of them together count in the fit; those of
    weight 0 only judge.
    """

    name: str
    answerable: bool
    weight: float
    rows: list[Row | None]


def row(signs: Signs) -> Row:
    """Return the signs in the order of ``NAMES``."""
    values: Row = attrgetter(*NAMES)(signs)
    return values


async def samples(jsquad: Path) -> list[Sample]:
    """Ask all questions of the recorded sessions, and return what they show."""
    sessions = recorded()
    fitted, others = halves(jsquad)
    async with answering_over(*sessions) as (store, answering):
        calibration = await read_questions(QUALITY / "calibration.tsv", store, answering)
        judging = await read_questions(QUALITY / "questions.tsv", store, answering)
        asker = await _Asker.over(store)
        return [
            *await _judged(asker, "calibration", calibration, (0.6, 0.2, 0.25)),
            Sample("held-out phrases", True, 0.4, await _held_out(sessions)),
            Sample("unrelated", False, 0.2, await asker.ask(_unrelated())),
            Sample("JSQuAD", False, 0.6, await asker.ask(fitted)),
            Sample("JSQuAD, other half", False, 0, await asker.ask(others)),
            *await _judged(asker, "questions", judging, (0, 0, 0)),
        ]


class _Asker:
    """Asks questions of one database for their signs."""

    def __init__(self, index: Index, reader: Reader) -> None:
        self._index = index
        self._reader = reader

    @classmethod
    async def over(cls, store: Store) -> "_Asker":
        index = await Index.read(store)
        analyzer = Analyzer()
        directory = SpeakerDirectory(analyzer, index.record.people)
        return cls(index, Reader(analyzer, directory.mentions, index.glossary))

    async def ask(self, questions: Iterable[str]) -> list[Row | None]:
        return [await self._signs(question) for question in questions]

    async def ask_judged(self, questions: Iterable[JudgedQuestion]) -> list[Row | None]:
        return [await self._signs(question.text, question.speaker) for question in questions]

    async def _signs(self, text: str, speaker: Speaker | None = None) -> Row | None:
        """Return the signs of the surest reading, as the answering takes it."""
        allowed = self._index.spoken_by({speaker.id}) if speaker else None
        found = await ranked(self._index, self._reader.read(text), allowed, DEPTH)
        if not found:
            return None
        reading, ranking, _ = found[0]
        return row(await read_signs(self._index, reading, ranking.findings))


async def _judged(
    asker: _Asker,
    name: str,
    questions: Iterable[JudgedQuestion],
    weights: tuple[float, float, float],
) -> list[Sample]:
    """Return what has an answer, what is about something else, and what was nearly said."""
    answerable, unanswerable, near = [], [], []
    for question in questions:
        if question.is_answerable:
            answerable.append(question)
        elif question.kind == _NEAR:
            near.append(question)
        else:
            unanswerable.append(question)
    return [
        Sample(f"{name}, answerable", True, weights[0], await asker.ask_judged(answerable)),
        Sample(f"{name}, far to noise", False, weights[1], await asker.ask_judged(unanswerable)),
        Sample(f"{name}, near", False, weights[2], await asker.ask_judged(near)),
    ]


async def _held_out(sessions: list[Session]) -> list[Row | None]:
    chance = random.Random(_SEED)
    rows = []
    for fold in folds(sessions, chance):
        phrases = chance.sample(fold.held_out, min(_PHRASES_OF_A_FOLD, len(fold.held_out)))
        async with answering_over(*fold.sessions) as (store, _):
            asker = await _Asker.over(store)
            rows += await asker.ask(in_many_voices(phrases, chance))
    return rows


def _unrelated() -> list[str]:
    return (QUALITY / "unrelated.txt").read_text("utf-8").splitlines()
