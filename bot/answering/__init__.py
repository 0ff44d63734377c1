"""From a question to the quotes that answer it; knows nothing of Discord."""

from bot.answering.answering import Answering
from bot.answering.outcome import (
    AmbiguousSpeakerError,
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
    "AmbiguousSpeakerError",
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
