"""What came of what members did: without who it was, where, and in which words."""

import asyncio
import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from bot.session import QuoteRef

REFUSALS: Final = ("too-fast", "busy", "expired", "stopping", "stale", "not-permitted")
"""The outcomes of what was not taken."""

_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """What came of one command, press or message.

    ``began`` is when it was taken, on the event loop's clock. The ``outcome`` of a question is
    ``answer``, ``related`` or ``none``, with its ``confidence`` in [0, 1] and the position of the
    first ``quote``; ``shown`` is what else was shown. Where nothing could be, it is what
    ``bot.chat.errors`` calls the reason; ``error`` is then the kind of an error that was not
    expected, with the ``reference`` that the member was told.
    """

    began: float
    outcome: str = "shown"
    confidence: float | None = None
    quote: QuoteRef | None = None
    error: str | None = None
    reference: str | None = None

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return asyncio.get_running_loop().time() - self.began


CURRENT: Final[ContextVar[Entry]] = ContextVar("current")
"""The entry of what is being answered in this task, or on behalf of it."""


def log(entry: Entry) -> None:
    """Log what was answered in one line; of what was not taken there may be too much."""
    if entry.outcome in REFUSALS:
        return
    fields = {
        "outcome": entry.outcome,
        "milliseconds": round(1000 * entry.seconds),
        "confidence": entry.confidence,
        "quote": None if entry.quote is None else str(entry.quote),
        "reference": entry.reference,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    _log.info(" ".join(f"{name}={value}" for name, value in told.items()), extra=told)
