"""From a question to the quotes that answer it; knows nothing of Discord."""

from bot.answering.answering import Answering
from bot.answering.errors import UnknownSessionError, UnknownSpeakerError
from bot.answering.evaluation import Figures, Report, Result, evaluate
from bot.answering.judgements import JudgedQuestion, read_questions
from bot.answering.outcome import Answer, Match, NoAnswer, Outcome, Related, Span

__all__ = [
    "Answer",
    "Answering",
    "Figures",
    "JudgedQuestion",
    "Match",
    "NoAnswer",
    "Outcome",
    "Related",
    "Report",
    "Result",
    "Span",
    "UnknownSessionError",
    "UnknownSpeakerError",
    "evaluate",
    "read_questions",
]
