"""How far a long task is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from bot.corpus import Watch
from bot.store import Progress as Step

_STEPS = 200
_SECONDS_BETWEEN_LINES = 5.0


def bars(console: Console) -> Watch:
    """Show bars on a terminal, and now and then a line elsewhere."""
    return _bar_on(console) if console.is_terminal else _lines_on(console)


def _bar_on(console: Console) -> Watch:
    @contextmanager
    def watch(task: str, total: int) -> Iterator[Step]:
        columns = (
            SpinnerColumn(),  # It moves also while a long step is under way.
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            shown = progress.add_task(task, total=total)
            yield _in_portions(lambda done: progress.advance(shown, done), total)

    return watch


def _lines_on(console: Console) -> Watch:
    @contextmanager
    def watch(task: str, total: int) -> Iterator[Step]:
        all_done = 0
        said = time.monotonic()

        def step(done: int) -> None:
            nonlocal all_done, said
            all_done += done
            if time.monotonic() - said >= _SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                console.print(f"{task}: {all_done:,} of {total:,}", markup=False)

        yield _in_portions(step, total)

    return watch


def _in_portions(step: Step, total: int) -> Step:
    """Hand on small steps together, as showing each would take longer than the task."""
    waiting = 0

    def gather(done: int) -> None:
        nonlocal waiting
        waiting += done
        if waiting * _STEPS >= total:
            step(waiting)
            waiting = 0

    return gather
