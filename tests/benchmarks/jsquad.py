"""JSQuAD: paragraphs, questions about them, and the questions misspelt."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.mistakes import Writer, in_kana, mistyping

QUESTIONS = 1000
QUESTIONS_OF_A_HALF = 1200


@dataclass(frozen=True)
class Paragraphs:
    """Texts, and sets of questions by name; each question with the position of its text."""

    texts: list[str]
    questions: dict[str, list[tuple[str, int]]]


def read(path: Path) -> Paragraphs:
    """Read a file of JSQuAD, and draw 1,000 of its questions; the same ones every time."""
    paragraphs = [paragraph for article in _articles(path) for paragraph in article["paragraphs"]]
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
            "typo": _changed(drawn, mistyping(2)),
            "kana": _changed(drawn, in_kana(0.5, only_nouns=True)),
        },
    )


def halves(path: Path) -> tuple[list[str], list[str]]:
    """Draw 1,200 questions about every other article, and as many about those between."""
    articles = _articles(path)
    return _drawn(articles[::2]), _drawn(articles[1::2])


def _articles(path: Path) -> list[Any]:
    articles: list[Any] = json.loads(path.read_text("utf-8"))["data"]
    return articles


def _drawn(articles: list[Any]) -> list[str]:
    asked = [
        question["question"]
        for article in articles
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ]
    return random.Random(5).sample(asked, min(QUESTIONS_OF_A_HALF, len(asked)))


def _changed(questions: list[tuple[str, int]], change: Writer) -> list[tuple[str, int]]:
    chance = random.Random(3)
    return [(change(text, chance), position) for text, position in questions]
