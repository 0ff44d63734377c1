"""TOML files: their values, and the lines on which these stand."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.transcript.encodings import read_bytes
from bot.transcript.problems import Problem, TranscriptError

Location = tuple[str | int, ...]

_VALUE = r"""
      (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    | (?P<comment>\#[^\n]*)
    | (?P<newline>\n)
    | (?P<bare>[A-Za-z0-9_-]+)
    | (?P<mark>[\[\]{},=])
"""
_HEADER_LINE = r"(?P<header>^[ \t]*\[\[?[^\n]*?\]\]?[ \t]*(?=\#|\n|\r|$)) |"
_FLAGS = re.VERBOSE | re.DOTALL | re.MULTILINE
_VALUE_TOKEN = re.compile(_VALUE, _FLAGS)
_TOKEN = re.compile(_HEADER_LINE + _VALUE, _FLAGS)
_HEADER = re.compile(r"[ \t]*(\[\[?)(.*?)\]\]?[ \t]*", re.DOTALL)
_KEY = re.compile(r"""\s*("(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)\s*(?:\.|$)""")

# What takes tomllib a time that grows with the square of its length: a.a.a.a
_ENDLESS_KEY = re.compile(
    rb"""(?<![A-Za-z0-9_"'-])"""
    rb"""(?:(?:"[^"\n]{0,99}"|'[^'\n]{0,99}'|[A-Za-z0-9_-]+)[ \t]*\.[ \t]*){40}"""
)


class TomlLines:
    """The lines of a valid TOML text.

    Tables, their keys and the members of arrays are known; keys of inline tables are not, and are
    looked for where the inline table stands.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Location, int] = {(): 1}
        self._tables: Counter[Location] = Counter()
        self._scan(text)

    def line(self, location: Location) -> int:
        """Return the line of a location (indices from 0), or of what surrounds it."""
        while location not in self._lines:
            location = location[:-1]
        return self._lines[location]

    def _scan(self, text: str) -> None:
        line = 1
        table: Location = ()
        key: list[str] = []
        value: Location | None = None
        arrays: list[str | int] = []
        position = 0
        while token := (_VALUE_TOKEN if value else _TOKEN).search(text, position):
            kind, found, position = token.lastgroup, token[0], token.end()
            if value is None:
                if kind == "header":
                    table = self._header(found, line)
                    key = []
                elif kind in {"bare", "string"}:
                    key.append(_unquoted(found))
                elif found == "=":
                    value = (*table, *key)
                    self._lines.setdefault(value, line)
                    arrays = []
            elif kind == "newline" and not arrays:
                value, key = None, []
            elif kind not in {"newline", "comment"}:
                self._member(value, arrays, found, line)
            line += found.count("\n")

    def _member(self, value: Location, arrays: list[str | int], found: str, line: int) -> None:
        """Follow a value: ``arrays`` holds the index in each open array, "{" for a table."""
        if found in {"]", "}"}:
            arrays.pop()
            return
        if found == ",":
            if isinstance(arrays[-1], int):
                arrays[-1] += 1
            return
        if "{" not in arrays:
            self._lines.setdefault((*value, *arrays), line)
        if found == "[":
            arrays.append(0)
        elif found == "{":
            arrays.append("{")

    def _header(self, found: str, line: int) -> Location:
        match = _HEADER.fullmatch(found)
        brackets, name = (match[1], match[2]) if match else ("[", "")
        names = [_unquoted(part) for part in _KEY.findall(name)]
        table: Location = ()
        for name in names[:-1]:
            table = (*table, name)
            if table in self._tables:
                table = (*table, self._tables[table] - 1)
        table = (*table, *names[-1:])
        if brackets == "[[":
            self._lines.setdefault(table, line)
            self._tables[table] += 1
            table = (*table, self._tables[table] - 1)
        self._lines[table] = line
        return table


def _unquoted(key: str) -> str:
    return key[1:-1] if key[:1] in {'"', "'"} else key


def show_location(location: Location) -> str:
    """Write a location as ``utterances[3].speaker``, counting from 1."""
    shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return shown.removeprefix(".")


def members(value: object) -> list[Any]:
    """Return a list's members, and none of anything else."""
    return value if isinstance(value, list) else []


class TomlFile:
    """A TOML file with its values, and with the lines where they stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = read_bytes(path).removeprefix(b"\xef\xbb\xbf")
        if found := _ENDLESS_KEY.search(data):
            line = data.count(b"\n", 0, found.start()) + 1
            message = "not a session file: a key of more parts than any has"
            raise TranscriptError([Problem(path, line, message)])
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
        except ValueError as error:
            message = f"not valid TOML: {str(error).partition(';')[0]}"
            raise TranscriptError([Problem(path, None, message)]) from error
        except RecursionError as error:
            message = "not a session file: arrays nested too deeply"
            raise TranscriptError([Problem(path, None, message)]) from error

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem with the value at a location (indices from 0)."""
        shown = show_location(location)
        line = self._lines.line(location)
        return Problem(self.path, line, f"{shown}: {message}" if shown else message)

    def texts(self, table: str, key: str) -> Iterator[tuple[int, str]]:
        """Yield index and text of a key in each of the file's tables, where there is such a text.

        Works on files whose shape is wrong elsewhere, so that all problems are found at once.
        """
        for index, entry in enumerate(members(self.data.get(table))):
            if isinstance(entry, dict) and isinstance(text := entry.get(key), str):
                yield index, text

    @cached_property
    def _lines(self) -> TomlLines:
        return TomlLines(self.text)

    def _syntax_problem(self, message: str) -> Problem:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
        line = int(place[1]) if place and place[1] else self.text.count("\n") + 1
        reason = message[: place.start()] if place else message
        return Problem(self.path, line, f"not valid TOML: {reason[:1].lower()}{reason[1:]}")
