"""Questions that say how sure one may be, and the signs that a database gives them."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answering import ANSWERS, surest
from bot.answering.index import Index
from bot.answering.meaning import Meaning
from bot.answering.question import Reader
from bot.answering.speakers import SpeakerDirectory
from bot.encoder import Encoder
from bot.evaluation import DEPTH, JudgedQuestion, read_questions
from bot.japanese import Analyzer
from bot.session import Session, Speaker
from bot.store import Store
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


async def without_annotations(jsquad: Path, encoder: Encoder) -> list[Sample]:
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
            asker = await _Asker.over(store, encoder)
            found += [
                *await _judged(asker, name, calibration, (1.0, 0.4, 0.1)),
                Sample(f"{name}, unrelated", False, 0.3, await asker.ask(_unrelated())),
                Sample(f"{name}, JSQuAD", False, 0.6, await asker.ask(fitted)),
                Sample(f"{name}, JSQuAD, other half", False, 0, await asker.ask(others)),
            ]
    return found


async def _recorded(jsquad: Path, encoder: Encoder | None) -> list[Sample]:
    sessions = recorded()
    fitted, others = halves(jsquad)
    async with answering_over(*sessions, encoder=encoder) as (store, answering):
        calibration = await read_questions(QUALITY / "calibration.tsv", store, answering)
        judging = await read_questions(QUALITY / "questions.tsv", store, answering)
        asker = await _Asker.over(store, encoder)
        return [
            *await _judged(asker, "calibration", calibration, (0.6, 0.2, 0.25)),
            Sample("held-out phrases", True, 0.4, await _held_out(sessions, encoder)),
            Sample("unrelated", False, 0.2, await asker.ask(_unrelated())),
            Sample("JSQuAD", False, 0.6, await asker.ask(fitted)),
            Sample("JSQuAD, other half", False, 0, await asker.ask(others)),
            *await _judged(asker, "questions", judging, (0, 0, 0)),
        ]


class _Asker:
    """Asks questions of one database for their signs."""

    def __init__(self, index: Index, reader: Reader, meaning: Meaning | None) -> None:
        self._index = index
        self._reader = reader
        self._meaning = meaning

    @classmethod
    async def over(cls, store: Store, encoder: Encoder | None) -> "_Asker":
        index = await Index.read(store)
        analyzer = Analyzer()
        directory = SpeakerDirectory(analyzer, index.record.people)
        meaning = await Meaning.read(store, index, encoder) if encoder else None
        return cls(index, Reader(analyzer, directory.mentions, index.glossary), meaning)

    async def ask(self, questions: Iterable[str]) -> list[Asked | None]:
        return [await self._ask(question) for question in questions]

    async def ask_judged(self, questions: Iterable[JudgedQuestion]) -> list[Asked | None]:
        return [await self._ask(question.text, question.speaker) for question in questions]

    async def _ask(self, text: str, speaker: Speaker | None = None) -> Asked | None:
        """Return the signs of the surest reading, as the answering takes it."""
        allowed = self._index.spoken_by({speaker.id}) if speaker else None
        found = await surest(self._index, self._reader.read(text), allowed, DEPTH)
        if found is None:
            return None
        by_words = found.sure
        if self._meaning is not None:
            found = await self._meaning.reconsider(found, text, allowed, DEPTH)
        return Asked(tuple(found.signs), by_words)


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


async def _held_out(sessions: list[Session], encoder: Encoder | None) -> list[Asked | None]:
    chance = random.Random(_SEED)
    rows: list[Asked | None] = []
    for fold in folds(sessions, chance):
        phrases = chance.sample(fold.held_out, min(_PHRASES_OF_A_FOLD, len(fold.held_out)))
        async with answering_over(*fold.sessions, encoder=encoder) as (store, _):
            asker = await _Asker.over(store, encoder)
            rows += await asker.ask(in_many_voices(phrases, chance))
    return rows


def _unrelated() -> list[str]:
    return (QUALITY / "unrelated.txt").read_text("utf-8").splitlines()
