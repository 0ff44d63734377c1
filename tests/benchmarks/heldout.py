"""Search phrases as questions, asked of sessions that do without them."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from bot.session import Session
from tests.benchmarks.mistakes import Writer, in_kana, mistyping

FOLDS = 5

_JAPANESE_CHATTER = (
    "そういえば{}の話ってあったっけ",
    "{}ってどうなの？",
    "{}についてどう言ってましたか",
    "えっと{}だったかな",
    "{}とか",
)
_ENGLISH_CHATTER = ("I was wondering about {}", "{}, did they mention that?")


@dataclass(frozen=True, slots=True)
class Fold:
    """Sessions with a fifth of each quote's search phrases left out, and what was left out."""

    sessions: tuple[Session, ...]
    held_out: list[str]


def folds(sessions: Sequence[Session], chance: random.Random) -> list[Fold]:
    """Deal out the search phrases of each quote, by chance; each is held out once.

    A phrase that stays in the annotations of another quote is not among those held out.
    """
    dealt = [_dealt(session, chance) for session in sessions]
    made = []
    for number in range(FOLDS):
        without = tuple(
            _without(session, of_session, number)
            for session, of_session in zip(sessions, dealt, strict=True)
        )
        kept = {phrase for session in without for phrase in _phrases(session)}
        held_out = [
            phrase
            for session in sessions
            for phrase in dict.fromkeys(_phrases(session))
            if phrase not in kept
        ]
        made.append(Fold(without, held_out))
    return made


def in_many_voices(phrases: Sequence[str], chance: random.Random) -> list[str]:
    """Ask for phrases: every other one in chatter, three in five with mistakes.

    What is English is written without.
    """
    mistyped = mistyping(1)
    to_kana = in_kana(0.6)

    def both(text: str, chance: random.Random) -> str:
        return mistyped(to_kana(text, chance), chance)

    writers: tuple[Writer, ...] = (_as_it_is, mistyped, to_kana, both, _as_it_is)
    asked = []
    for number, (phrase, write) in enumerate(zip(phrases, cycle(writers), strict=False)):
        text = _dressed(phrase, chance) if number % 2 else phrase
        asked.append(text if text.isascii() else write(text, chance))
    return asked


def _dealt(session: Session, chance: random.Random) -> dict[tuple[int, int], list[str]]:
    return {
        place: chance.sample(annotation.phrases, len(annotation.phrases))
        for place, annotation in session.annotations.items()
    }


def _without(session: Session, dealt: dict[tuple[int, int], list[str]], number: int) -> Session:
    def kept(phrases: tuple[str, ...], held_out: Collection[str]) -> tuple[str, ...]:
        return tuple(phrase for phrase in phrases if phrase not in held_out)

    return replace(
        session,
        annotations={
            place: replace(
                annotation, phrases=kept(annotation.phrases, set(dealt[place][number::FOLDS]))
            )
            for place, annotation in session.annotations.items()
        },
    )


def _phrases(session: Session) -> list[str]:
    return [phrase for each in session.annotations.values() for phrase in each.phrases]


def _as_it_is(text: str, chance: random.Random) -> str:
    return text


def _dressed(phrase: str, chance: random.Random) -> str:
    chatter = _ENGLISH_CHATTER if phrase.isascii() else _JAPANESE_CHATTER
    return chance.choice(chatter).format(phrase)
