"""Files read from disk, and what can go wrong with that."""

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.toml_lines import Location, TomlLines


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises TranscriptError when it is not there or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> TranscriptError:
    """Say in plain words why a file cannot be read."""
    match error:
        case FileNotFoundError():
            message = "no such file"
        case IsADirectoryError():
            message = "this is a folder; expected a file"
        case PermissionError() if path.is_dir():
            message = "this is a folder; expected a file"
        case PermissionError():
            message = "no permission to read this file"
        case _:
            message = f"cannot be read: {error.strerror or error}"
    return TranscriptError([Problem(path, None, message)])


def show_location(location: Location) -> str:
    """Write a location as ``utterances[3].speaker``, counting from 1."""
    shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return shown.removeprefix(".")


class TomlFile:
    """A TOML file with its values, and with the lines where they stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = read_bytes(path).removeprefix(b"\xef\xbb\xbf")
        try:
            self.text = data.decode()
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise TranscriptError(
                [Problem(path, line, "not UTF-8; expected UTF-8 text")]
            ) from error
        except tomllib.TOMLDecodeError as error:
            raise TranscriptError([self._syntax_problem(str(error))]) from error
        except RecursionError as error:
            message = "not a session file: arrays nested too deeply"
            raise TranscriptError([Problem(path, None, message)]) from error

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem with the value at a location (indices from 0)."""
        shown = show_location(location)
        line = self._lines.line(location)
        return Problem(self.path, line, f"{shown}: {message}" if shown else message)

    @cached_property
    def _lines(self) -> TomlLines:
        return TomlLines(self.text)

    def _syntax_problem(self, message: str) -> Problem:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
        line = int(place[1]) if place and place[1] else self.text.count("\n") + 1
        reason = message[: place.start()] if place else message
        return Problem(self.path, line, f"not valid TOML: {reason[:1].lower()}{reason[1:]}")
