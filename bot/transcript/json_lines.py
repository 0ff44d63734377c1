"""JSON Lines: an utterance a line, ``{"speaker": "…", "text": "…"}``."""

import json
import mmap
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, overload

from bot.session import Bilingual, Session, Source, SourceKind, Speaker, Utterance
from bot.transcript.encodings import LONGEST_LINE, open_file, too_long, unreadable
from bot.transcript.notation import check_clock, make_id, seconds
from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.sentences import split_sentences

Progress = Callable[[int], object]

_MOST_PROBLEMS = 50
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"

# So many are written at once that nothing else waits long for the interpreter.
_PACKED = 200


class _BadLineError(Exception):
    """What is wrong with a line."""


class _Packing:
    """Puts utterances aside in a file, some hundred at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = [0]
        self._speakers: dict[str, Speaker] = {}
        self._rest: list[Utterance] = []

    def append(self, utterance: Utterance) -> None:
        """Add an utterance without a note, as the last one."""
        self._rest.append(utterance)
        if len(self._rest) == _PACKED:
            self._speakers.update((each.speaker.id, each.speaker) for each in self._rest)
            rows = [(each.number, each.speaker.id, each.quotes, each.start) for each in self._rest]
            self._file.write(json.dumps(rows, ensure_ascii=False).encode())
            self._ends.append(self._file.tell())
            self._rest.clear()

    def packed(self) -> Sequence[Utterance]:
        """Return all that was added."""
        if len(self._ends) == 1:
            return tuple(self._rest)
        self._file.flush()
        # Mapped, it is there as long as somebody looks at it.
        content = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        return _Packed(content, self._ends, self._speakers, tuple(self._rest))


class _Packed(Sequence[Utterance]):
    """The utterances of a long session, made when they are looked at.

    As objects they would take some kilobytes each.
    """

    def __init__(
        self,
        content: mmap.mmap,
        ends: list[int],
        speakers: dict[str, Speaker],
        rest: tuple[Utterance, ...],
    ) -> None:
        self._content = content
        self._ends = ends
        self._speakers = speakers
        self._rest = rest

    def _block(self, number: int) -> Sequence[Utterance]:
        if number == len(self._ends) - 1:
            return self._rest
        rows = json.loads(self._content[self._ends[number] : self._ends[number + 1]])
        return [
            Utterance(number, self._speakers[speaker], tuple(quotes), start=start)
            for number, speaker, quotes, start in rows
        ]

    def __len__(self) -> int:
        return (len(self._ends) - 1) * _PACKED + len(self._rest)

    def __iter__(self) -> Iterator[Utterance]:
        return chain.from_iterable(map(self._block, range(len(self._ends))))

    @overload
    def __getitem__(self, place: int) -> Utterance: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Utterance]: ...

    def __getitem__(self, place: int | slice) -> Utterance | Sequence[Utterance]:
        if isinstance(place, slice):
            return tuple(self)[place]
        block, within = divmod(range(len(self))[place], _PACKED)
        return self._block(block)[within]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def read_json_lines(path: Path, progress: Progress | None = None) -> Session:
    """Read a JSON Lines file, line by line, into a session named after the file.

    An utterance's number is the number of its line; blank lines and unknown keys are passed over.
    ``progress`` is told the bytes of each line. Raises TranscriptError with the first 50 bad lines
    and the number of the others.
    """
    speakers: dict[str, Speaker] = {}
    problems: list[Problem] = []
    more = 0
    with TemporaryFile() as file:
        packing = _Packing(file)
        for number, line in _lines(path):
            try:
                if line.strip():
                    name, text, start = _entry(line)
                    speaker = speakers.get(name) or _speaker(name, speakers)
                    packing.append(Utterance(number, speaker, split_sentences(text), start=start))
            except _BadLineError as error:
                if len(problems) < _MOST_PROBLEMS:
                    problems.append(Problem(path, number, str(error)))
                else:
                    more += 1
            if progress:
                progress(len(line))
        utterances = packing.packed()
    if more:
        problems.append(Problem(path, None, f"and {more} more bad lines"))
    if not utterances and not problems:
        expected = 'expected {"speaker": "…", "text": "…"} on each line'
        problems.append(Problem(path, None, f"no utterances; {expected}"))
    if problems:
        raise TranscriptError(problems)
    return Session(
        id=make_id(path.stem, "session"),
        title=Bilingual(ja=path.stem, en=path.stem),
        started_at=None,
        venue=None,
        source=Source(
            SourceKind.UNKNOWN,
            complete=False,
            description=Bilingual(ja=f"ファイル {path.name}", en=f"The file {path.name}"),
        ),
        speakers=tuple(speakers.values()),
        utterances=utterances,
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with open_file(path) as file:
            lines = iter(lambda: file.readline(LONGEST_LINE + 1), b"")
            for number, line in enumerate(lines, start=1):
                if len(line) > LONGEST_LINE:
                    raise TranscriptError([too_long(path, number)])
                yield number, line.removeprefix(_BOM) if number == 1 else line
    except OSError as error:
        raise unreadable(path, error) from error


def _entry(line: bytes) -> tuple[str, str, float | None]:
    try:
        entry = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise _BadLineError("not UTF-8; expected UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise _BadLineError(
            f'not valid JSON ({reason}); expected {{"speaker": "…", "text": "…"}}'
        ) from error
    if not isinstance(entry, dict):
        raise _BadLineError('not an object; expected {"speaker": "…", "text": "…"}')
    return _text(entry, "speaker"), _text(entry, "text"), _start(entry)


def _start(entry: dict[str, object]) -> float | None:
    if entry.get("time") is None:
        return None
    try:
        return seconds(check_clock(_text(entry, "time")))
    except ValueError as error:
        raise _BadLineError(f"time: {error}") from error


def _text(entry: dict[str, object], key: str) -> str:
    if key not in entry:
        raise _BadLineError(f"the key {key!r} is missing")
    text = entry[key]
    if not isinstance(text, str):
        raise _BadLineError(f"{key}: found {str(text)[:60]!r}; expected text in quotes")
    if not text.strip():
        raise _BadLineError(f"{key}: is empty; expected text")
    if _SURROGATE.search(text):
        raise _BadLineError(f"{key}: half of a surrogate pair; expected whole characters")
    return text


def _speaker(name: str, speakers: dict[str, Speaker]) -> Speaker:
    taken = {speaker.id for speaker in speakers.values()}
    both = Bilingual(ja=name, en=name)
    unknown = Bilingual(ja="", en="")
    speakers[name] = Speaker(make_id(name, "speaker", taken), name, name=both, role=unknown)
    return speakers[name]
