"""Fit the confidence anew: ``python -m tests.benchmarks.calibrate --jsquad valid-v1.3.json``.

Prints the coefficients beside those of ``bot/answering/confidence.py``, and for each of both what
they show and refuse from which threshold on. Nothing is written.
"""

import asyncio
from collections.abc import Sequence
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
from bot.answering.confidence import COEFFICIENTS, INTERCEPT
from tests.benchmarks.samples import NAMES, Row, Sample, row, samples

WIDE = 250
THRESHOLDS = sorted({*(percent / 100 for percent in range(40, 76, 5)), RELATED, ANSWERS})

# Hardly any pull towards 0: there are far more questions than coefficients.
_INVERSE_REGULARIZATION = 30
_ITERATIONS = 3000
# Keeps the logarithm of a probability of 0 at hand.
_LEAST = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic score over the signs."""

    coefficients: Row
    intercept: float

    def confidences(self, rows: Sequence[Row | None]) -> Floats:
        """Return the confidence in each question; 0 where nothing is asked for."""
        asked = np.array([row is not None for row in rows])
        signs = np.array([row or (0.0,) * len(NAMES) for row in rows])
        sums = signs @ np.array(self.coefficients) + self.intercept
        return np.asarray(asked / (1 + np.exp(-sums)), np.float64)


def main(jsquad: Annotated[Path, typer.Option(help="A file of JSQuAD.")]) -> None:
    """Fit the confidence, and print it beside the one in use."""
    measured = asyncio.run(samples(jsquad))
    models = {
        "fitted": fit(measured),
        "in use": Model(row(COEFFICIENTS), INTERCEPT),
    }
    console = Console(width=WIDE)
    console.print(_counts(measured))
    console.print(_coefficients(models, measured))
    for name, model in models.items():
        console.print(_judgement(name, model, measured))


def fit(measured: Sequence[Sample]) -> Model:
    """Fit a logistic regression; each sample counts by its weight, however large it is."""
    rows, answerable, weights = [], [], []
    for sample in measured:
        asked = [signs for signs in sample.rows if signs is not None]
        if sample.weight:
            rows += asked
            answerable += [sample.answerable] * len(asked)
            weights += [sample.weight / len(asked)] * len(asked)
    regression = LogisticRegression(C=_INVERSE_REGULARIZATION, max_iter=_ITERATIONS)
    # Scaled, so that regularization means the same however many questions there are.
    regression.fit(np.array(rows), np.array(answerable), np.array(weights) * len(rows))
    return Model(tuple(regression.coef_[0].tolist()), float(regression.intercept_[0]))


def loss(model: Model, measured: Sequence[Sample], *, fitted: bool) -> float:
    """Return the mean log loss, in nats: by weight over what is fitted on, or over the rest."""
    chosen = [sample for sample in measured if bool(sample.weight) is fitted]
    losses = []
    for sample in chosen:
        confidences = model.confidences(sample.rows)
        right = confidences if sample.answerable else 1 - confidences
        losses.append(-np.log(np.maximum(right, _LEAST)).mean())
    return float(np.average(losses, weights=[sample.weight or 1 for sample in chosen]))


def _counts(measured: Sequence[Sample]) -> Table:
    table = Table("questions", "number", "ask for nothing", "weight in the fit", box=box.MARKDOWN)
    for sample in measured:
        nothing = sum(signs is None for signs in sample.rows)
        table.add_row(sample.name, str(len(sample.rows)), str(nothing), f"{sample.weight:g}")
    return table


def _coefficients(models: dict[str, Model], measured: Sequence[Sample]) -> Table:
    table = Table("", *NAMES, "intercept", "log loss, fitted on", "judging", box=box.MARKDOWN)
    for name, model in models.items():
        numbers = (*model.coefficients, model.intercept)
        losses = (loss(model, measured, fitted=fitted) for fitted in (True, False))
        table.add_row(
            name,
            *(f"{number:.2f}" for number in numbers),
            *(f"{number:.4f}" for number in losses),
        )
    return table


def _judgement(name: str, model: Model, measured: Sequence[Sample]) -> Table:
    """Say how much is shown of what has an answer, and refused of the rest, by threshold."""
    table = Table(name, *(f"{threshold:.2f}" for threshold in THRESHOLDS), box=box.MARKDOWN)
    for sample in measured:
        shown = model.confidences(sample.rows) >= np.array(THRESHOLDS)[:, np.newaxis]
        rates = (shown == sample.answerable).mean(axis=1)
        label = f"{'shown' if sample.answerable else 'refused'}: {sample.name}"
        table.add_row(label, *(f"{rate:.3f}" for rate in rates))
    return table


if __name__ == "__main__":
    typer.run(main)
