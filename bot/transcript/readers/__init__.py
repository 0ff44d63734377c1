"""Readers: each turns the bytes of one kind of file into a draft; the kind is told by content."""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.transcript.draft import Draft, UnclearError
from bot.transcript.encodings import LONGEST_LINE, decode, too_long
from bot.transcript.problems import TranscriptError
from bot.transcript.readers.chats import read_chat
from bot.transcript.readers.documents import lines_of
from bot.transcript.readers.json_exports import read_records
from bot.transcript.readers.subtitles import read_srt, read_vtt
from bot.transcript.readers.tables import columns_of, read_table
from bot.transcript.readers.text import read_text

__all__ = ["Kind", "read_draft"]


class Kind(StrEnum):
    """The kinds of files, as ``--as`` names them."""

    TEXT = "text"
    VTT = "vtt"
    SRT = "srt"
    DOCX = "docx"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


_SUFFIXES = {
    ".vtt": Kind.VTT,
    ".srt": Kind.SRT,
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON,
    ".ndjson": Kind.JSON,
}
_FOREIGN = (
    (b"%PDF", "a PDF, which holds no lines of text; save it as text or .docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as .docx or CSV"),
    (b"{\\rtf", "an RTF file; save it as .docx or text"),
    (b"ID3", "sound; expected a transcript of it"),
    (b"RIFF", "sound or video; expected a transcript of it"),
    (b"OggS", "sound; expected a transcript of it"),
)
_SRT = re.compile(
    r"\s*(?:\d+\s*\n)?\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->\s*\d{1,2}:\d{2}:\d{2}[,.]\d"
)
_RTTM = re.compile(r"(?:SPEAKER|SPKR-INFO|LEXEME)\s+\S+\s+\d+\s+\S+\s+\S+\s+")
_LOOKED_AT = 10_000
_MARKUP = re.compile(r"</(?:p|div|span|li|td|body|html|a|h\d)>", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<tt\b)", re.IGNORECASE)


def read_draft(
    data: bytes, path: Path, *, kind: Kind | None = None, names: Sequence[str] = ()
) -> Draft:
    """Read a file in the way that its content asks for, or as ``kind``.

    ``names`` are known to be those of speakers. Raises UnclearError with what speaks against it,
    and TranscriptError where the bytes are no text.
    """
    if path.suffix == ".toml" and kind is None:
        raise UnclearError((None, "a session file already; `hatsugen load` adds it"))
    foreign = next((message for mark, message in _FOREIGN if data.startswith(mark)), None)
    if foreign:
        raise UnclearError((None, foreign))
    if kind is Kind.DOCX or (kind is None and data.startswith(b"PK\x03\x04")):
        _only_word(data)
        return read_text("\n".join(lines_of(data)), names=names)
    if data.lstrip()[:1] not in (b"{", b"["):
        _guard_lines(data, path)
    text = decode(data, path)
    if not text.strip():
        raise UnclearError((None, "the file is empty; expected a transcript"))
    kind = kind or _kind_of(text, path)
    match kind:
        case Kind.VTT:
            return read_vtt(text)
        case Kind.SRT:
            return read_srt(text)
        case Kind.CSV | Kind.TSV:
            return read_table(text, "\t" if kind is Kind.TSV else None)
        case Kind.JSON:
            return _read_json(text)
        case _:
            return read_text(text, names=names)


def _guard_lines(data: bytes, path: Path) -> None:
    lines = enumerate(data.split(b"\n") if len(data) > LONGEST_LINE else (), start=1)
    endless = next((number for number, line in lines if len(line) > LONGEST_LINE), None)
    if endless:
        raise TranscriptError([too_long(path, endless)])


def _kind_of(text: str, path: Path) -> Kind:
    """Return the kind of a file by its content, then by its suffix."""
    start = text.lstrip("\ufeff\n ")
    if start.startswith("WEBVTT"):
        return Kind.VTT
    if _SRT.match(start):
        return Kind.SRT
    if _RTTM.match(start):
        message = "RTTM tells who spoke when, but not what; expected a transcript with words"
        raise UnclearError((1, message))
    if _HTML.match(start) or _MARKUP.search(start[:_LOOKED_AT]):
        raise UnclearError((1, "a web page or XML; copy its text into a text file"))
    if start[:1] in "{[" and _is_json(start):
        return Kind.JSON
    first = start.partition("\n")[0]
    for delimiter, kind in (("\t", Kind.TSV), (",", Kind.CSV), (";", Kind.CSV)):
        if columns_of([cell.strip('" ') for cell in first.split(delimiter)]):
            return kind
    return _SUFFIXES.get(path.suffix.lower(), Kind.TEXT)


def _is_json(text: str) -> bool:
    return bool(re.match(r"\{\s*[\"}]|\[\s*[{\[\"\]]", text))


def _read_json(text: str) -> Draft:
    data = _parsed(text)
    chat = read_chat(data)
    return chat if chat is not None else read_records(data)


def _parsed(text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnclearError((None, "not a transcript: JSON nested too deeply")) from error
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            try:
                return [json.loads(line) for line in lines]
            except ValueError:
                pass
        raise UnclearError((error.lineno, f"not valid JSON: {error.msg}")) from error
    except ValueError as error:
        raise UnclearError((None, f"not valid JSON: {error}")) from error


def _only_word(data: bytes) -> None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnclearError((None, f"not a document that can be read: {error}")) from error
    if "word/document.xml" in names:
        return
    if any(name.startswith("xl/") for name in names):
        raise UnclearError((None, "an Excel file; save the sheet as CSV"))
    raise UnclearError((None, "a packed file, but no .docx; expected a transcript"))
