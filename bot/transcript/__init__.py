"""Files become sessions: session files, pasted memos, JSON Lines."""

from bot.transcript.annotations_file import annotations_path, unannotated
from bot.transcript.ids import check_id
from bot.transcript.importing import Imported, import_memo
from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.reading import (
    check_files,
    is_named_after_file,
    joined_speakers,
    read_session,
    session_files,
    source_files,
)
from bot.transcript.sentences import split_sentences
from bot.transcript.writing import render_annotations, render_session, write_session

__all__ = [
    "Imported",
    "Problem",
    "TranscriptError",
    "annotations_path",
    "check_files",
    "check_id",
    "import_memo",
    "is_named_after_file",
    "joined_speakers",
    "read_session",
    "render_annotations",
    "render_session",
    "session_files",
    "source_files",
    "split_sentences",
    "unannotated",
    "write_session",
]
