"""Files become sessions: session files, pasted memos, JSON Lines."""

from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.sentences import split_sentences

__all__ = ["Problem", "TranscriptError", "split_sentences"]
