"""Word documents: their paragraphs and tables, in order, as lines of text."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml import etree

from bot.transcript.draft import UnclearError
from bot.transcript.readers.names import is_personal
from bot.transcript.readers.tables import SAME, columns_of

_MOST_BYTES = 64_000_000
_MOST_RATIO = 200
_SMALL = 1_000_000
_MOST_ENTRIES = 5_000
_NOT_SHOWN = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:rt"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def lines_of(data: bytes) -> list[str]:
    """Return the text of a .docx, a line for each paragraph or line break, a table's rows tabbed.

    Raises UnclearError where it is damaged, or would unpack to more than a document holds.
    """
    _guard(data)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:
        # A damaged document fails in as many ways as there are parts in it.
        raise UnclearError((None, f"not a document that can be read: {error}")) from error
    lines: list[str] = []
    for text in _blocks(body):
        lines += text.split("\n")
    return lines


def _guard(data: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnclearError((None, f"not a document that can be read: {error}")) from error
    size = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if (
        size > _MOST_BYTES
        or len(entries) > _MOST_ENTRIES
        or (size > _SMALL and size > packed * _MOST_RATIO)
    ):
        message = f"unpacks from {len(data):,} to {size:,} bytes; expected a document"
        raise UnclearError((None, message))


def _blocks(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield _paragraph(child)
        elif child.tag == qn("w:tbl"):
            yield from _rows(child)
            yield ""
        elif child.tag not in _NOT_SHOWN:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[str]:
    rows = [
        [_cell(cell, last=cell is cells[-1]) for cell in cells]
        for row in table.iter(qn("w:tr"))
        if next(row.iterancestors(qn("w:tbl"))) is table
        and (cells := list(row.iterchildren(qn("w:tc"))))
    ]
    known = bool(rows) and columns_of([" ".join(cell) for cell in rows[0]]) is not None
    for *others, last in rows:
        beside = [" ".join(cell).replace("\t", " ") for cell in others]
        if known or (beside and len(last) < 2):  # noqa: PLR2004
            yield "\t".join([*beside, " ".join(last).replace("\t", " ")])
        elif any(map(is_personal, beside)):
            yield "\t".join([*beside, last[0]])
            yield from last[1:]
        else:
            # A form that holds the whole meeting in one of its cells.
            yield "\t".join(beside)
            yield from last


def _cell(cell: etree._Element, *, last: bool) -> list[str]:
    """Return the paragraphs of a cell, and the rows of tables in it."""
    if not last and _is_merged_with_above(cell):
        return [SAME]
    return [line for text in _blocks(cell) for line in text.split("\n") if line.strip()]


def _is_merged_with_above(cell: etree._Element) -> bool:
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val"), "continue") == "continue"


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(_runs(paragraph)).strip("\n")


def _runs(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_SHOWN:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            # Not the tab stops of the paragraph's style.
            yield "\t" if child.getparent().tag == qn("w:r") else ""
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qn("w:p"):
            yield "\n" + _paragraph(child) + "\n"
        else:
            yield from _runs(child)
