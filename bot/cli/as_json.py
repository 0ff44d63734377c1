"""Questions in JSON Lines, and outcomes and quotes as JSON has them."""

import json
import logging
import sqlite3
from typing import Any

from bot.answering import Answer, Match, NoAnswer, Outcome, Related, UnknownSpeakerError
from bot.cli.errors import unknown_speaker
from bot.corpus import Corpus
from bot.session import Quote, clock

_log = logging.getLogger(__name__)

_EXPECTED = 'expected {"question": "…", "speaker": "…" or null}'
_BOM = b"\xef\xbb\xbf"


class BadLineError(Exception):
    """What is wrong with a line."""


def answered(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON has it: the decision, and the best candidates whatever it is."""
    match outcome:
        case Answer():
            decision = "answer"
        case Related():
            decision = "related"
        case NoAnswer():
            decision = "none"
    return {
        "question": outcome.question,
        "outcome": decision,
        "matches": [scored(match) for match in outcome.matches],
    }


def scored(match: Match) -> dict[str, Any]:
    """Return a match as JSON has it."""
    return {
        **quoted(match.quote),
        "score": round(match.score, 4),
        "by_meaning": match.by_meaning,
    }


def quoted(quote: Quote) -> dict[str, Any]:
    """Return a quote as JSON has it."""
    return {
        "session": quote.ref.session,
        "utterance": quote.ref.utterance,
        "quote": quote.ref.quote,
        "speaker": quote.speaker.id,
        "text": quote.text,
        "time": None if quote.start is None else clock(quote.start),
    }


class Lines:
    """Answers questions in JSON Lines; ``speaker`` is for the lines that name none."""

    def __init__(
        self, corpus: Corpus, speaker: str | None, session: str | None, limit: int
    ) -> None:
        self._corpus = corpus
        self._speaker = speaker
        self._session = session
        self._limit = limit

    async def check(self) -> None:
        """Raise UnknownSpeakerError or UnknownSessionError for what is true of every line."""
        if self._speaker is not None:
            await self._corpus.answering.resolve_speaker(self._speaker, self._session)
        if self._session is not None:
            await self._corpus.answering.resolve_session(self._session)

    async def answer(self, line: bytes, number: int) -> dict[str, Any]:
        """Return the answer to a line, or what is wrong with it."""
        try:
            question, speaker = _entry(line)
            outcome = await self._corpus.answering.ask(
                question,
                speaker=self._speaker if speaker is None else speaker,
                session=self._session,
                limit=self._limit,
            )
            return answered(outcome)
        except BadLineError as error:
            return {"error": str(error), "line": number}
        except UnknownSpeakerError as error:
            return {"error": unknown_speaker(error), "line": number}
        except sqlite3.Error:
            raise
        except Exception:
            # One question that fails must not take the others' answers away.
            _log.exception("Line %d could not be answered", number)
            return {"error": "could not be answered; see standard error", "line": number}


def _entry(line: bytes) -> tuple[str, str | None]:
    try:
        entry = json.loads(line.removeprefix(_BOM).decode())
    except UnicodeDecodeError as error:
        raise BadLineError(f"not UTF-8; {_EXPECTED}") from error
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise BadLineError(f"not valid JSON ({reason}); {_EXPECTED}") from error
    if not isinstance(entry, dict):
        raise BadLineError(f"not an object; {_EXPECTED}")
    if "question" not in entry:
        raise BadLineError(f"the key 'question' is missing; {_EXPECTED}")
    question, speaker = entry["question"], entry.get("speaker")
    if not isinstance(question, str):
        raise BadLineError(f"question: not a string; {_EXPECTED}")
    if not isinstance(speaker, str | None):
        raise BadLineError(f"speaker: neither a string nor null; {_EXPECTED}")
    return question, speaker
