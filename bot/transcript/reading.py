"""Any file that holds a session, whatever its form."""

from collections.abc import Iterable
from pathlib import Path

from bot.session import Session
from bot.transcript.annotations_file import SUFFIX, annotations_path
from bot.transcript.json_lines import Progress, read_json_lines
from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.session_file import read_session_file

_SUFFIXES = (".toml", ".jsonl")


def session_files(folder: Path) -> tuple[Path, ...]:
    """Return the session files of a folder by name, the annotations files left out."""
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            path
            for path in folder.iterdir()
            if path.suffix in _SUFFIXES and not path.name.endswith(SUFFIX) and path.is_file()
        )
    )


def source_files(path: Path) -> tuple[Path, ...]:
    """Return all the files that a session file's session is read from, the file itself first."""
    beside = annotations_path(path)
    return (path, beside) if path.suffix == ".toml" and beside.exists() else (path,)


def read_session(path: Path, progress: Progress | None = None) -> Session:
    """Read a session from a session file (.toml) or from JSON Lines (.jsonl).

    ``progress`` is told the bytes of each line of JSON Lines. Raises TranscriptError with
    everything that is wrong.
    """
    if path.name.endswith(SUFFIX):
        message = "an annotations file; expected the session file beside it"
        raise TranscriptError([Problem(path, None, message)])
    if path.suffix == ".toml":
        return read_session_file(path)
    if path.suffix == ".jsonl":
        return read_json_lines(path, progress)
    message = "expected a session file (.toml) or JSON Lines (.jsonl)"
    hint = "; a pasted memo becomes one with `hatsugen import`"
    raise TranscriptError([Problem(path, None, message + hint)])


def check_files(paths: Iterable[Path]) -> list[Problem]:
    """Return everything that is wrong with files, also with all of them taken together.

    An annotations file stands for the session file that it is about.
    """
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    for path in dict.fromkeys(map(_session_path, paths)):
        try:
            session = read_session(path)
        except TranscriptError as error:
            problems += error.problems
            continue
        if session.id in seen:
            message = f"{session.id!r} is already the id of {seen[session.id]}; expected another"
            problems.append(Problem(path, "id", message))
        seen.setdefault(session.id, path)
    return problems


def _session_path(path: Path) -> Path:
    if path.name.endswith(SUFFIX):
        return path.with_name(path.name.removesuffix(SUFFIX) + ".toml")
    return path
