"""JSQuAD: paragraphs, questions about them, and the questions misspelt."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jaconv
from sudachipy import Dictionary, SplitMode

QUESTIONS = 1000

_HIRAGANA = [chr(code) for code in range(ord("あ"), ord("ん") + 1)]
_EDITS = 2


@dataclass(frozen=True)
class Paragraphs:
    """Texts, and sets of questions by name; each question with the position of its text."""

    texts: list[str]
    questions: dict[str, list[tuple[str, int]]]


def read(path: Path) -> Paragraphs:
    """Read a file of JSQuAD, and draw 1,000 of its questions; the same ones every time."""
    articles = json.loads(path.read_text("utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    asked = [
        (question["question"], position)
        for position, paragraph in enumerate(paragraphs)
        for question in paragraph["qas"]
    ]
    drawn = random.Random(7).sample(asked, min(QUESTIONS, len(asked)))
    return Paragraphs(
        # Before [SEP] stands the title of the article.
        [paragraph["context"].split("[SEP]", 1)[1].strip() for paragraph in paragraphs],
        {
            "clean": drawn,
            "typo": _changed(drawn, _mistyped),
            "kana": _changed(drawn, _kana_writer()),
        },
    )


def _changed(
    questions: list[tuple[str, int]], change: Callable[[str, random.Random], str]
) -> list[tuple[str, int]]:
    chance = random.Random(3)
    return [(change(text, chance), position) for text, position in questions]


def _mistyped(text: str, chance: random.Random) -> str:
    """Drop, insert, replace or swap characters, twice."""
    letters = list(text)
    for _ in range(_EDITS):
        place = chance.randrange(len(letters))
        match chance.randrange(4):
            case 0 if len(letters) > 1:
                del letters[place]
            case 1:
                letters.insert(place, chance.choice(_HIRAGANA))
            case 2:
                letters[place] = chance.choice(_HIRAGANA)
            case _:
                letters[place : place + 2] = reversed(letters[place : place + 2])
    return "".join(letters)


def _kana_writer() -> Callable[[str, random.Random], str]:
    """Write every other noun, by chance, in hiragana."""
    tokenizer = Dictionary(dict="core").create(mode=SplitMode.C)

    def write(text: str, chance: random.Random) -> str:
        return "".join(
            jaconv.kata2hira(morpheme.reading_form())
            if morpheme.part_of_speech()[0] == "名詞" and chance.random() < 0.5
            else morpheme.surface()
            for morpheme in tokenizer.tokenize(text)
        )

    return write
