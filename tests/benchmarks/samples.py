"""Questions that say how sure one may be, and the signs that a database gives them."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from bot.answering import Answering
from bot.answering.answering import ANSWERS
from bot.answering.confidence import BY_WORDS
from bot.encoder import Encoder
from bot.evaluation import JudgedQuestion, read_questions
from bot.session import Session, Speaker
from tests.benchmarks.corpora import answering_over, bare, invented, recorded
from tests.benchmarks.heldout import folds, in_many_voices
from tests.benchmarks.jsquad import halves

QUALITY = Path(__file__).parents[1] / "quality"

Row = tuple[float, ...]

_NEAR = "near"
_PHRASES_OF_A_FOLD = 240
_SEED = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """The signs of a question, and the confidence in it by its words alone."""

    signs: Row
    by_words: float

    @property
    def in_doubt(self) -> bool:
        """Whether the words do not answer it by themselves."""
        return self.by_words < ANSWERS


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions of one sort.

    ``asked`` holds what each shows, None for a question that asks for nothing, which is refused
    whatever the signs mean. ``weight`` is what all of them together count in the fit; those of
    weight 0 only judge.
    """

    name: str
    answerable: bool
    weight: float
    asked: list[Asked | None]


async def by_words(jsquad: Path) -> list[Sample]:
    """Ask all questions of the recorded sessions by their words alone."""
    return await _recorded(jsquad, None)


async def annotated(jsquad: Path, encoder: Encoder) -> list[Sample]:
    """Ask all questions of the recorded sessions, by words and meaning."""
    return await _recorded(jsquad, encoder)


async def without_annotations(jsquad: Path, encoder: Encoder | None) -> list[Sample]:
    """Ask records that have no annotations: the recorded sessions without theirs, and made-up ones.

    Each record counts as much as any other.
    """
    fitted, others = halves(jsquad)
    records = [([bare(each) for each in recorded()], QUALITY / "calibration.tsv", "recorded")]
    records += [([session], path, session.id) for session, path in invented()]
    found = []
    for sessions, path, name in records:
        async with answering_over(*sessions, encoder=encoder) as (store, answering):
            calibration = await read_questions(path, store, answering)
            found += [
                *await _judged(answering, name, calibration, (1.0, 0.4, 0.1)),
                Sample(f"{name}, unrelated", False, 0.3, await _ask(answering, _unrelated())),
                Sample(f"{name}, JSQuAD", False, 0.6, await _ask(answering, fitted)),
                Sample(f"{name}, JSQuAD, other half", False, 0, await _ask(answering, others)),
            ]
    return found


async def _recorded(jsquad: Path, encoder: Encoder | None) -> list[Sample]:
    sessions = recorded()
    fitted, others = halves(jsquad)
    async with answering_over(*sessions, encoder=encoder) as (store, answering):
        calibration = await read_questions(QUALITY / "calibration.tsv", store, answering)
        judging = await read_questions(QUALITY / "questions.tsv", store, answering)
        return [
            *await _judged(answering, "calibration", calibration, (0.6, 0.2, 0.25)),
            Sample("held-out phrases", True, 0.4, await _held_out(sessions, encoder)),
            Sample("unrelated", False, 0.2, await _ask(answering, _unrelated())),
            Sample("JSQuAD", False, 0.6, await _ask(answering, fitted)),
            Sample("JSQuAD, other half", False, 0, await _ask(answering, others)),
            *await _judged(answering, "questions", judging, (0, 0, 0)),
        ]


async def _ask(
    answering: Answering, questions: Iterable[str], speakers: Iterable[Speaker | None] | None = None
) -> list[Asked | None]:
    """Return the signs of each question, as the answering takes it."""
    of_whom = repeat(None) if speakers is None else speakers
    return [
        await _asked(answering, text, speaker)
        for text, speaker in zip(questions, of_whom, strict=False)
    ]


async def _asked(answering: Answering, text: str, speaker: Speaker | None) -> Asked | None:
    found = await answering.considered(text, speaker.id if speaker else None)
    if found is None:
        return None
    by_words = BY_WORDS.confidence(found.signs) if found.by_meaning else found.sure
    return Asked(tuple(found.signs), by_words)


async def _judged(
    answering: Answering,
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
    groups = (
        ("answerable", True, answerable),
        ("far to noise", False, unanswerable),
        ("near", False, near),
    )
    return [
        Sample(
            f"{name}, {group}",
            answers,
            weight,
            await _ask(answering, [each.text for each in asked], [each.speaker for each in asked]),
        )
        for (group, answers, asked), weight in zip(groups, weights, strict=True)
    ]


async def _held_out(sessions: list[Session], encoder: Encoder | None) -> list[Asked | None]:
    chance = random.Random(_SEED)
    rows: list[Asked | None] = []
    for fold in folds(sessions, chance):
        phrases = chance.sample(fold.held_out, min(_PHRASES_OF_A_FOLD, len(fold.held_out)))
        async with answering_over(*fold.sessions, encoder=encoder) as (_, answering):
            rows += await _ask(answering, in_many_voices(phrases, chance))
    return rows


def _unrelated() -> list[str]:
    return (QUALITY / "unrelated.txt").read_text("utf-8").splitlines()
