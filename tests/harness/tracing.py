"""How many moves between files a piece of work takes."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import FrameType

import bot

PACKAGE = Path(bot.__file__).parent


@dataclass
class Trace:
    """The functions of the program that were entered, in order: file and name of each.

    Comprehensions and lambdas belong to the function that they stand in. A coroutine is entered
    again each time it goes on. The terminal is left out: it lends the simulator to the tests.
    """

    entered: list[tuple[str, str]] = field(default_factory=list)

    @property
    def files(self) -> set[str]:
        return {file for file, _ in self.entered}

    @property
    def functions(self) -> set[tuple[str, str]]:
        return set(self.entered)

    @property
    def moves(self) -> int:
        return sum(before[0] != after[0] for before, after in pairwise(self.entered))

    def __str__(self) -> str:
        counts = f"{len(self.files)} files, {len(self.functions)} functions, {self.moves} moves"
        return "\n".join([counts, *sorted(self.files)])

    def note(self, frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        name = frame.f_code.co_qualname
        if event != "call" or name.endswith(">") or not path.is_relative_to(PACKAGE):
            return
        file = path.relative_to(PACKAGE)
        if file.parts[0] != "cli":
            self.entered.append((file.as_posix(), name))


@contextmanager
def traced() -> Iterator[Trace]:
    """Trace what is done meanwhile, in all threads begun meanwhile and in this one."""
    trace = Trace()
    before = sys.getprofile()
    threading.setprofile(trace.note)
    sys.setprofile(trace.note)
    try:
        yield trace
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
