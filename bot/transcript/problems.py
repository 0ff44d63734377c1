"""What is wrong with a file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    ``where`` is a line number or, where no line is known, a path into the file such as
    ``utterances[3].speaker`` (counted from 1); None speaks of the file as a whole. ``message``
    says what is wrong and what is expected.
    """

    path: Path
    where: int | str | None
    message: str

    def __str__(self) -> str:
        place = "" if self.where is None else f":{self.where}"
        return f"{self.path}{place}: {self.message}"


class TranscriptError(Exception):
    """A file that cannot become a session; ``problems`` holds everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def by_line(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one file in the order of their lines, the whole file's first."""
    return sorted(problems, key=lambda found: found.where if isinstance(found.where, int) else 0)
