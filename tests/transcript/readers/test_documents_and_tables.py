"""Word documents and tables."""

import io
import zipfile

import docx
import pytest
from docx.document import Document

from tests.transcript.readers.conftest import Read, refusal, said, skipped


def _bytes(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_minutes_in_paragraphs(read: Read) -> None:
    document = docx.Document()
    document.add_heading("花壇の会 議事録")
    for text in ("中山：始めます。", "岡本：はい。", "十月です。", "中山：では。"):
        document.add_paragraph(text)
    imported = read(_bytes(document), "talk.docx")
    assert said(imported) == [
        ("中山", "始めます。"),
        ("岡本", "はい。十月です。"),
        ("中山", "では。"),
    ]
    assert imported.session.title.ja == "花壇の会 議事録"


def test_a_transcript_of_teams(read: Read) -> None:
    document = docx.Document()
    document.add_paragraph("週次-20240501_100000-会議の録音")
    for name, time, words in (
        ("中山 健", "0:03", "始めます。"),
        ("Okamoto, Hana", "0:09", "はい。"),
        ("中山 健", "1:02:03", "では。"),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        run = paragraph.add_run(f"   {time}")
        run.add_break()
        paragraph.add_run(words)
    assert said(read(_bytes(document), "talk.docx")) == [
        ("中山 健", "始めます。"),
        ("Okamoto, Hana", "はい。"),
        ("中山 健", "では。"),
    ]


@pytest.mark.parametrize("header", [("発言者", "発言"), None])
def test_a_table_in_a_document(read: Read, header: tuple[str, str] | None) -> None:
    document = docx.Document()
    document.add_paragraph("議事録")
    rows = [
        *([header] if header else []),
        ("中山", "始めます。"),
        ("岡本", "はい。"),
        ("中山", "では。"),
    ]
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    assert said(read(_bytes(document), "talk.docx")) == [
        ("中山", "始めます。"),
        ("岡本", "はい。"),
        ("中山", "では。"),
    ]


def test_a_form_that_holds_the_meeting_in_one_of_its_cells(read: Read) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        (
            "出席者",
            "中山、岡本",
            "議事",
            "中山：始めます。\n岡本：はい。\n十月です。\n中山：では。",
        ),
        strict=True,
    ):
        cell.text = text
    table.cell(1, 1).paragraphs[0].text = "中山：始めます。"
    for text in ("岡本：はい。", "十月です。", "中山：では。"):
        table.cell(1, 1).add_paragraph(text)
    assert said(read(_bytes(document), "talk.docx")) == [
        ("中山", "始めます。"),
        ("岡本", "はい。十月です。"),
        ("中山", "では。"),
    ]


def test_cells_that_are_merged_are_those_above(read: Read) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    for row, texts in zip(
        table.rows,
        (
            ("発言者", "発言要旨"),
            ("中山", "始めます。"),
            ("", "二つあります。"),
            ("", "誰ですか。"),
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert said(read(_bytes(document), "talk.docx")) == [
        ("中山", "始めます。"),
        ("中山", "二つあります。"),
        ("話者不明", "誰ですか。"),
    ]


def test_a_table_within_a_table_is_read_once(read: Read) -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in inner.rows for cell in row.cells),
        ("中山", "始めます。", "岡本", "はい。"),
        strict=True,
    ):
        cell.text = text
    text = "".join(words for _, words in said(read(_bytes(document), "talk.docx")))
    assert (text.count("始めます。"), text.count("はい。")) == (1, 1)


def test_a_list_of_those_present_is_no_table_of_words(read: Read) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    texts = ("氏名", "所属", "中山健", "園芸組合")
    for cell, text in zip((c for row in table.rows for c in row.cells), texts, strict=True):
        cell.text = text
    document.add_paragraph("中山健「始めます」")
    imported = read(_bytes(document), "talk.docx")
    assert said(imported) == [("中山健", "始めます")]
    assert "中山健 | 園芸組合" in skipped(imported)


def test_lines_above_the_header_are_reported(read: Read) -> None:
    text = "第3回会議,,\n日時,2024/05/10,\n\n話者,発言,備考\n中山,始めます。,\n岡本,はい。,小声で\n"
    imported = read(text, "talk.csv")
    assert said(imported) == [("中山", "始めます。"), ("岡本", "はい。")]
    assert skipped(imported)[:2] == ["第3回会議", "日時 | 2024/05/10"]


def test_a_bomb_is_refused_unpacked(read: Read) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 100_000_000)
    assert "unpacks from" in refusal(read, file.getvalue(), "talk.docx")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word or Excel file"),
        (b"{\\rtf1", "an RTF file"),
        (b"PK\x03\x04 broken", "not a document that can be read"),
        (b"<!DOCTYPE html><p>x</p>", "a web page"),
    ],
)
def test_other_documents_are_refused_saying_what_to_do(
    read: Read, content: bytes, reason: str
) -> None:
    assert reason in refusal(read, content, "talk.docx")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('話者,発言\n中山,"始めます。\n次は、"\n岡本,はい。\n', "talk.csv"),
        ("time\tspeaker\ttext\n0:01\t中山\t始めます。次は、\n0:05\t岡本\tはい。\n", "talk.tsv"),
        ("Name;Comment\n中山;始めます。次は、\n岡本;はい。\n", "talk.csv"),
        (
            (
                "| 時刻 | 発言者 | 内容 |\n|---|---|---|\n"
                "| 1:00 | 中山 | 始めます。次は、 |\n| 1:05 | 岡本 | はい。 |\n"
            ),
            "talk.md",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_tables_with_a_header(read: Read, text: str, name: str, encoding: str) -> None:
    imported = read(text.encode(encoding), name)
    assert said(imported) == [("中山", "始めます。次は、"), ("岡本", "はい。")]
    assert skipped(imported) == []


def test_a_table_may_be_set_in_from_the_margin(read: Read) -> None:
    text = " | 話者 | 発言 |\n |---|---|\n | 中山 | 花壇は二つです。 |\n | 岡本 | 池は？ |\n"
    assert said(read(text)) == [("中山", "花壇は二つです。"), ("岡本", "池は？")]


def test_quotation_marks_in_words_of_a_tsv_are_theirs(read: Read) -> None:
    imported = read('speaker\ttext\nMary\t"Open" the gate.\nSam\tWhy?\n', "talk.tsv")
    assert said(imported) == [("Mary", '"Open" the gate.'), ("Sam", "Why?")]


def test_rows_without_words_and_other_columns_are_reported(read: Read) -> None:
    imported = read("speaker,text,mood\nMary,Hi.,glad\nSam,,sad\n", "talk.csv")
    assert said(imported) == [("Mary", "Hi.")]
    assert [(each.line, each.text) for each in imported.skipped] == [(2, "glad"), (3, "Sam | sad")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "talk.csv:1: the first row is 'a, b'; expected a header"),
        ("speaker,text\nMary,Hi, you\n", "talk.csv:2: more cells than"),
        ('speaker,text\nMary,"Hi\n', "talk.csv:2: not a table"),
        ("speaker,text\n", "talk.csv: no utterances, read as a table (CSV)"),
    ],
)
def test_tables_that_are_unclear_are_refused(read: Read, text: str, reason: str) -> None:
    assert reason in refusal(read, text, "talk.csv")
