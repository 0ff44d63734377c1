"""Files saved on any computer are read, and their bytes become text."""

import codecs
import errno
import re
from pathlib import Path
from typing import BinaryIO

from bot.transcript.problems import Problem, TranscriptError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = ("iso2022_jp_ext", "cp932", "euc_jp", "euc_jisx0213", "utf-16-le", "utf-16-be")
_EXPECTED = "expected text in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]{2,}")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc、。「」（）：]")
# In bytes. What people say in a day has some 500,000.
MOST_BYTES = 64_000_000
LONGEST_LINE = 4_000_000

# What tells Japanese writing from the noise that a wrong encoding makes of it: kana and Japanese
# punctuation stand on every line, half-width katakana and replacement characters hardly ever.
_WEIGHTS = (
    (re.compile("[\u3041-\u3096\u30a1-\u30fc、。「」（）]"), 3),
    (re.compile("[ -~\n\u4e00-\u9fff]"), 1),
    (re.compile("[\ufffd\uff61-\uff9f\ue000-\uf8ff]"), -3),
)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises TranscriptError when it is not there, may not be read, or is larger than any transcript.
    """
    try:
        with open_file(path) as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) <= MOST_BYTES:
        return data
    if b"\n" not in data[: LONGEST_LINE + 1]:
        raise TranscriptError([too_long(path, 1)])
    message = f"more than {MOST_BYTES:,} bytes; expected a transcript, in parts if it is so long"
    raise TranscriptError([Problem(path, None, message)])


def too_long(path: Path, line: int) -> Problem:
    """Say that a line is longer than anything that anybody says."""
    return Problem(path, line, f"more than {LONGEST_LINE:,} bytes in a line; expected a transcript")


def open_file(path: Path) -> BinaryIO:
    """Open a file to read its bytes; raises OSError, also for what is no file, such as a pipe."""
    # A pipe without a writer would be waited for, however long that takes.
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "not a file but a pipe, a socket or a device")
    return path.open("rb")


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


def decode(data: bytes, path: Path) -> str:
    r"""Return the text of a file's bytes, without a byte order mark and with \n at line ends.

    The encoding is told by a mark, or else found by trying: UTF-8 first, as text in another
    encoding is hardly ever valid UTF-8. Raises TranscriptError with the line that cannot be read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strictly(data.removeprefix(mark), encoding)
            break
    else:
        text = _strictly(data, "utf-8") or _guessed(data)
    if text is None and data:
        line = _bad_line(data)
        raise TranscriptError([Problem(path, line, f"{_fault(data)}; {_EXPECTED}")])
    # A mark that was saved twice is a letter of the text.
    return (text or "").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _strictly(data: bytes, encoding: str) -> str | None:
    """Return the text, or None where the bytes are no text in this encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _fault(data: bytes) -> str:
    if b"\0" in data:
        return "not readable, as it holds a NUL byte"
    if _is_mostly_half_width(_strictly(data, "cp932") or ""):
        return "not readable; perhaps Shift_JIS in half-width kana (ｱｲｳ), to be saved as UTF-8"
    if _strictly(data, "cp1252") is not None and not data.startswith(b"\xff"):
        return "not readable; perhaps Windows-1252, to be saved as UTF-8"
    return "not readable"


def _is_mostly_half_width(text: str) -> bool:
    """Tell kana of one byte each from accents of Windows-1252, which stand among plain letters."""
    runs = _NOT_ASCII.findall(text)
    return 2 * sum(map(len, _HALF_WIDTH.findall("\n".join(runs)))) > sum(map(len, runs))


def _guessed(data: bytes) -> str | None:
    texts = [
        text
        for encoding in _GUESSED
        if (text := _strictly(data, encoding)) is not None and _is_likely(text, encoding)
    ]
    best = max(texts, key=_likeness, default="")
    damaged = data.decode(errors="replace")
    return best if best and _likeness(best) > max(_likeness(damaged), 0) else None


def _is_likely(text: str, encoding: str) -> bool:
    """Tell whether a text may be Japanese in this encoding, and not noise made of another.

    Accents and dashes of Windows-1252 become kanji that stand alone (It’s, café), pairs of ASCII
    letters become kanji of UTF-16, half-width kana become kanji of EUC: none with kana among them.
    """
    if _KANA.search(text):
        return True
    runs = _NOT_ASCII.findall(text)
    alone = sum(len(run) == 1 for run in runs)
    return encoding == "cp932" and 2 * alone <= len(runs)


def _likeness(text: str) -> float:
    """Return how much a text looks like Japanese writing, per character."""
    total = sum(weight * len(pattern.findall(text)) for pattern, weight in _WEIGHTS)
    return total / max(len(text), 1)


def _bad_line(data: bytes) -> int:
    for number, line in enumerate(data.splitlines(), start=1):
        if _strictly(line, "utf-8") is None:
            return number
    return 1
