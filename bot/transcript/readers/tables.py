"""Tables with a header: CSV, TSV, tables in Markdown and in documents."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from bot.session import SourceKind
from bot.transcript.draft import Draft, Notebook, Turn, UnclearError, joined
from bot.transcript.notation import seconds
from bot.transcript.readers.names import plain

_COLUMNS = {
    "speaker": "speaker speakername 話者 話者名 発言者 発言者名 発話者 話し手 登壇者 氏名 名前"
    " name user username author who participant from member",
    "text": "text 発言 発言内容 発言要旨 発言の要旨 発言概要 発話 発話内容 内容"
    " 本文 要旨 意見 質疑内容 議事内容 文字起こし テキスト コメント メッセージ"
    " content transcript message utterance body speech words said statement sentence quote comment"
    " comments",
    "time": "time start starttime timestamp begin startsec start(s) date"
    " 時刻 時間 開始 開始時刻 開始時間 タイムスタンプ 日時",
    "end": "end endtime 終了 終了時刻 終了時間",
    "role": "role 役職 肩書 肩書き 所属 title affiliation organization position 役割 職名",
    "note": "note notes 備考 注 注記 remark",
    "reading": "よみ 読み ふりがな フリガナ yomi reading",
}
_MEANING = {key: column for column, names in _COLUMNS.items() for key in names.split()}
_EXPECTED = (
    "expected a header with a column for the speaker (speaker, 話者)"
    " and one for the words (text, 発言)"
)
_SAID_IN_QUOTES = re.compile(r'(?:^|\t)"[^"\t]*"[^"\t]+(?:\t|$)')
_RULE = re.compile(r":?-+:?")
SAME = "〃"
"""What stands in a cell for what stands in the one above it."""
_SAME = frozenset({SAME, "々", "″", "”", '"', "同上", "同"})
_LATEST_HEADER = 20
_DEEPEST = 3
_TABLE_LINE = re.compile(r"\|.*\|?\s*")
_DELIMITERS = ",\t;|"


def _meaning(cell: str) -> str | None:
    key = re.sub(r"[_\s\ufeff*-]", "", plain(cell))
    return _MEANING.get(key) or _MEANING.get(re.sub(r"\(.*", "", key))


def columns_of(cells: Sequence[str]) -> dict[str, int] | None:
    """Return where each known column of a header is; None when it is no such header."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if meaning := _meaning(cell):
            found.setdefault(meaning, at)
    return found if "text" in found and found.keys() & {"speaker", "time"} else None


def is_roster(cells: Sequence[str]) -> bool:
    """Tell whether a row heads a list of those present, without anybody's words: 氏名, 所属."""
    found = {_meaning(cell) for cell in cells if cell.strip()}
    return len(found) > 1 and "speaker" in found and not found & {None, "text", "time"}


def turns_of(rows: Mapping[int, Sequence[str]], notebook: Notebook) -> None:
    """Write down the rows of a table, by line number, the header being the first of them.

    Raises UnclearError where a row has more cells than the header.
    """
    header, *body = rows
    columns = columns_of(rows[header])
    assert columns is not None  # noqa: S101 - only tables with a known header come here
    above = ""
    for line in body:
        cells = [each.strip() for each in rows[line]]
        cell = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        spare = [each for at, each in enumerate(cells) if at not in columns.values() and each]
        if len(cells) > len(rows[header]) and any(cells[len(rows[header]) :]):
            message = (
                "more cells than the header has columns; expected quotation marks around commas"
            )
            raise UnclearError((line, message))
        speaker = above if cell.get("speaker") in _SAME else cell.get("speaker", "")
        above = speaker
        if not cell["text"]:
            notebook.skip(line, " | ".join(filter(None, cells)), "a row without words")
            continue
        if spare:
            notebook.skip(line, " | ".join(spare), "columns that are not taken over")
        notebook.turns.append(
            Turn(
                line,
                speaker,
                joined(cell["text"]),
                role=cell.get("role", ""),
                note=cell.get("note") or None,
                start=_seconds(cell.get("time", "")),
                end=_seconds(cell.get("end", "")),
                reading=cell.get("reading", ""),
            )
        )


def _seconds(cell: str) -> float | None:
    if re.fullmatch(r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?", cell):
        return seconds(cell)
    return float(cell) if re.fullmatch(r"\d+\.\d+", cell) else None


def table_in(lines: Sequence[str], index: int) -> dict[int, list[str]]:
    """Return the rows of the table that begins on a line, by line number; empty when none does."""
    split = _tabbed if "\t" in lines[index] else _piped
    header = split(lines[index])
    if not header or not (columns_of(header) or is_roster(header)):
        return {}
    rows = {index + 1: header}
    for at in range(index + 1, len(lines)):
        cells = split(lines[at])
        if not cells:
            break
        if not all(_RULE.fullmatch(cell) for cell in cells):
            rows[at + 1] = cells
    return rows


def _piped(line: str) -> list[str]:
    if not _TABLE_LINE.fullmatch(line.strip()):
        return []
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return [re.sub(r"<br\s*/?>", "\n", cell).replace("\\|", "|").strip() for cell in cells]


def _tabbed(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else []


def read_table(text: str, delimiter: str | None = None) -> Draft:
    """Read CSV or TSV. Raises UnclearError without a known header."""
    first = text.lstrip("\ufeff\n").partition("\n")[0]
    chosen = delimiter or max(_DELIMITERS, key=first.count)
    rows = _rows(text, chosen)
    if not rows:
        raise UnclearError((None, f"no rows; {_EXPECTED}"))
    first_rows = list(rows)[:_LATEST_HEADER]
    header = next((line for line in first_rows if columns_of(rows[line])), next(iter(rows)))
    if columns_of(rows[header]) is None:
        found = ", ".join(cell.strip() for cell in rows[header])[:80]
        raise UnclearError((header, f"the first row is {found!r}; {_EXPECTED}"))
    notebook = Notebook()
    for line in takewhile(lambda line: line != header, rows):
        notebook.skip(line, " | ".join(filter(None, rows[line])), "before the header")
    turns_of({line: cells for line, cells in rows.items() if line >= header}, notebook)
    turns, skipped = notebook.ordered()
    name = "TSV" if chosen == "\t" else "CSV"
    return Draft(f"a table ({name})", SourceKind.TRANSCRIPT, turns, skipped)


def _rows(text: str, delimiter: str) -> dict[int, list[str]]:
    """Return the rows that are not empty, by the line on which they begin."""
    lines = text.split("\n")
    if delimiter == "\t" and any(_SAID_IN_QUOTES.search(line) for line in lines):
        # Quotation marks of the words: "Open" the window. They are not doubled, nor around them.
        return {at: line.split("\t") for at, line in enumerate(lines, start=1) if line.strip()}
    rows: dict[int, list[str]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    started = 1
    csv.field_size_limit(max(len(text) + 1, 131_072))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows[started] = cells
            started = reader.line_num + 1
    except csv.Error as error:
        raise UnclearError((started, f"not a table: {error}; {_EXPECTED}")) from error
    return rows


def read_objects(data: Any) -> Draft | None:  # noqa: ANN401
    """Read a list of objects in parsed JSON, their keys being columns, wherever it is in there."""
    for entries in _lists(data, 0):
        keys = list(dict.fromkeys(key for entry in entries for key in entry))
        if columns_of(keys) is None:
            continue
        rows = {0: keys} | {
            number: [_cell(entry.get(key)) for key in keys]
            for number, entry in enumerate(entries, start=1)
        }
        notebook = Notebook()
        turns_of(rows, notebook)
        skipped = [each for each in notebook.skipped if "columns" not in each.reason]
        turns, _ = notebook.ordered()
        if turns:
            reader = "a list of objects (JSON)"
            return Draft(reader, SourceKind.TRANSCRIPT, turns, tuple(skipped))
    return None


def _cell(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        names = (value[key] for key in ("name", "displayName") if key in value)
        return next((name for name in names if isinstance(name, str)), "")
    if isinstance(value, list):
        # Words with links and mentions among them.
        parts = [part.get("text") if isinstance(part, dict) else part for part in value]
        return "".join(part for part in parts if isinstance(part, str))
    return "" if value is None or isinstance(value, bool) else str(value)


def _lists(data: Any, depth: int) -> Iterator[list[dict[str, Any]]]:  # noqa: ANN401
    objects = [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []
    if objects:
        yield objects
    elif isinstance(data, dict) and columns_of(list(data)) and isinstance(data.get("text"), str):
        yield [data]
    if isinstance(data, dict) and depth < _DEEPEST:
        for value in data.values():
            yield from _lists(value, depth + 1)
