"""Fit the confidence anew: ``python -m tests.benchmarks.calibrate --jsquad valid-v1.3.json``.

Prints the coefficients beside those of ``bot/answering/confidence.py``, and for each of both what
they show and refuse from which threshold on. Nothing is written.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from bot.answering.answering import ANSWERS, RELATED
from bot.answering.confidence import (
    ANNOTATED,
    BARE,
    BY_DICTIONARY,
    BY_WORDS,
    Model,
    Signs,
)
from bot.encoder import BuiltInEncoder
from tests.benchmarks.samples import Asked, Sample, annotated, by_words, without_annotations

WIDE = 250
THRESHOLDS = sorted({*(percent / 100 for percent in range(40, 76, 5)), RELATED, ANSWERS})

# Hardly any pull towards 0: there are far more questions than coefficients.
_INVERSE_REGULARIZATION = 30
_ITERATIONS = 3000
# Keeps the logarithm of a probability of 0 at hand.
_LEAST = 1e-9

Floats = NDArray[np.float64]

WORDS = 5
"""How many of the signs are of the question's own words: the first ones; a dictionary's follows."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A model beside the one in use; the first so many signs of the questions are its own."""

    name: str
    in_use: Model
    signs: int
    measured: list[Sample]


def main(jsquad: Annotated[Path, typer.Option(help="A file of JSQuAD.")]) -> None:
    """Fit the confidence, and print it beside the one in use."""
    encoder = BuiltInEncoder()
    console = Console(width=WIDE)
    for fitting in (
        Fit("BY_WORDS", BY_WORDS, WORDS, asyncio.run(by_words(jsquad))),
        Fit(
            "BY_DICTIONARY",
            BY_DICTIONARY,
            WORDS + 1,
            asyncio.run(without_annotations(jsquad, None)),
        ),
        Fit("BARE", BARE, len(Signs._fields), asyncio.run(without_annotations(jsquad, encoder))),
        Fit("ANNOTATED", ANNOTATED, len(Signs._fields), asyncio.run(annotated(jsquad, encoder))),
    ):
        models = {"fitted": fit(fitting), "in use": fitting.in_use}
        console.rule(fitting.name)
        console.print(_counts(fitting))
        console.print(_coefficients(models, fitting))
        for name, model in models.items():
            console.print(_judgement(name, model, fitting))


def fit(fitting: Fit) -> Model:
    """Fit a logistic regression; each sample counts by its weight, however large it is.

    Where the meaning is asked too, only those questions count that words leave in doubt.
    """
    rows, answerable, weights = [], [], []
    for sample in fitting.measured:
        asked = [each.signs[: fitting.signs] for each in _fitted_on(sample, fitting)]
        if sample.weight:
            rows += asked
            answerable += [sample.answerable] * len(asked)
            # By how many there were before, so that what is left is as frequent as it is.
            known = sum(each is not None for each in sample.asked)
            weights += [sample.weight / known] * len(asked)
    regression = LogisticRegression(C=_INVERSE_REGULARIZATION, max_iter=_ITERATIONS)
    # Scaled, so that regularization means the same however many questions there are.
    regression.fit(np.array(rows), np.array(answerable), np.array(weights) * len(rows))
    return Model(Signs(*regression.coef_[0].tolist()), float(regression.intercept_[0]))


def _fitted_on(sample: Sample, fitting: Fit) -> list[Asked]:
    return [
        asked
        for asked in sample.asked
        if asked is not None and (asked.in_doubt or fitting.signs == WORDS)
    ]


def loss(model: Model, fitting: Fit, *, fitted: bool) -> float:
    """Return the mean log loss, in nats: by weight over what is fitted on, or over the rest."""
    chosen = [sample for sample in fitting.measured if bool(sample.weight) is fitted]
    losses = []
    for sample in chosen:
        asked = _fitted_on(sample, fitting)
        confidences = np.array([model.confidence(Signs(*each.signs)) for each in asked])
        right = confidences if sample.answerable else 1 - confidences
        losses.append(-np.log(np.maximum(right, _LEAST)).mean())
    return float(np.average(losses, weights=[sample.weight or 1 for sample in chosen]))


def confidences(model: Model, fitting: Fit, sample: Sample) -> Floats:
    """Return the confidence in each question; 0 where nothing is asked for."""
    return np.array([_confidence(model, fitting, asked) for asked in sample.asked], np.float64)


def _confidence(model: Model, fitting: Fit, asked: Asked | None) -> float:
    if asked is None:
        return 0.0
    if fitting.signs > WORDS and not asked.in_doubt:
        return asked.by_words
    return model.confidence(Signs(*asked.signs))


def _counts(fitting: Fit) -> Table:
    headings = ("questions", "number", "ask for nothing", "in doubt", "weight in the fit")
    table = Table(*headings, box=box.MARKDOWN)
    for sample in fitting.measured:
        known = [asked for asked in sample.asked if asked is not None]
        numbers = (len(sample.asked), len(sample.asked) - len(known))
        doubtful = sum(asked.in_doubt for asked in known)
        table.add_row(sample.name, *map(str, (*numbers, doubtful)), f"{sample.weight:g}")
    return table


def _coefficients(models: dict[str, Model], fitting: Fit) -> Table:
    table = Table(
        "", *Signs._fields, "intercept", "log loss, fitted on", "judging", box=box.MARKDOWN
    )
    for name, model in models.items():
        numbers = (*model.coefficients, model.intercept)
        losses = (loss(model, fitting, fitted=fitted) for fitted in (True, False))
        table.add_row(
            name,
            *(f"{number:.2f}" for number in numbers),
            *(f"{number:.4f}" for number in losses),
        )
    return table


def _judgement(name: str, model: Model, fitting: Fit) -> Table:
    """Say how much is shown of what has an answer, and refused of the rest, by threshold."""
    table = Table(name, *(f"{threshold:.2f}" for threshold in THRESHOLDS), box=box.MARKDOWN)
    for sample in fitting.measured:
        shown = confidences(model, fitting, sample) >= np.array(THRESHOLDS)[:, np.newaxis]
        rates = (shown == sample.answerable).mean(axis=1)
        label = f"{'shown' if sample.answerable else 'refused'}: {sample.name}"
        table.add_row(label, *(f"{rate:.3f}" for rate in rates))
    return table


if __name__ == "__main__":
    typer.run(main)
