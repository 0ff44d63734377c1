"""Files become sessions: session files, JSON Lines, and transcripts of every usual kind.

What reads transcripts, ``bot.transcript.importing``, takes long to import: it is not imported here.
"""

from bot.transcript.annotations_file import annotations_path, unannotated
from bot.transcript.notation import check_id
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
    "Problem",
    "TranscriptError",
    "annotations_path",
    "check_files",
    "check_id",
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
