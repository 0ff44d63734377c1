"""From a question to the quotes that answer it; knows nothing of Discord."""

from bot.answering.answering import Answering
from bot.answering.outcome import (
    AmbiguousSpeakerError,
    Answer,
    Aside,
    Match,
    NoAnswer,
    Outcome,
    Related,
    Remark,
    Span,
    UnknownSessionError,
    UnknownSpeakerError,
)

__all__ = [
    "AmbiguousSpeakerError",
    "Answer",
    "Answering",
    "Aside",
    "Match",
    "NoAnswer",
    "Outcome",
    "Related",
    "Remark",
    "Span",
    "UnknownSessionError",
    "UnknownSpeakerError",
]
