"""From a question to the quotes that answer it; knows nothing of Discord."""

from bot.answering.answering import Answering
from bot.answering.outcome import (
    Answer,
    Match,
    NoAnswer,
    Outcome,
    Related,
    Span,
    UnknownSessionError,
    UnknownSpeakerError,
)

__all__ = [
    "Answer",
    "Answering",
    "Match",
    "NoAnswer",
    "Outcome",
    "Related",
    "Span",
    "UnknownSessionError",
    "UnknownSpeakerError",
]
