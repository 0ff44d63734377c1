"""The log: on standard error, and without tokens, ids and what members write."""

import logging
import re
import sys
import traceback
from typing import Final

from rich.console import Console
from rich.logging import RichHandler

from bot.settings import Settings

# In detail these log what members write, and the tokens of their interactions.
_TALKATIVE: Final = ("aiosqlite", "discord", "simcord", "aiohttp")

_PLAIN: Final = "%(asctime)s %(levelname)-8s %(name)s: %(message)s"
_OURS: Final = "bot"
_NETWORK: Final = ("aiohttp", "discord")

# Discord numbers members, servers and channels so.
_SNOWFLAKE: Final = re.compile(r"(?<!\d)\d{15,20}(?!\d)")
# Tokens of interactions stand in addresses, and are long.
_LONG_WORD: Final = re.compile(r"[\w.+=-]{50,}")


class _Discreet(logging.Formatter):
    """Leaves the token out of whatever is logged.

    What libraries log is shown without ids and long words, and of their errors only the kind and
    where they arose, for an error's text may hold anything.
    """

    def __init__(self, layout: str, token: str | None) -> None:
        super().__init__(layout)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        text = self._formatted(record)
        return text.replace(self._token, "[token]") if self._token else text

    def _formatted(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] == _OURS:
            return super().format(record)
        copied = logging.makeLogRecord(record.__dict__)
        message = _SNOWFLAKE.sub("[id]", record.getMessage())
        copied.msg, copied.args = _LONG_WORD.sub("[withheld]", message), None
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            copied.exc_info = None
            if _is_of_network(error):
                copied.msg += f" ({type(error).__qualname__})"
            else:
                copied.exc_text = _without_text(error)
        return super().format(copied)


def _is_of_network(error: BaseException) -> bool:
    """Tell whether an error happens whatever the program does: where it arose tells nothing."""
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _NETWORK


def _without_text(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{frames}{type(error).__qualname__}"


def log_to(console: Console, settings: Settings, *, quiet: bool = False) -> None:
    """Log to a console, instead of what was set up here before.

    ``quiet`` logs nothing below WARNING unless a level was set.
    """
    by_default = quiet and "log_level" not in settings.model_fields_set
    token = settings.discord_token.get_secret_value() if settings.discord_token else None
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, _Discreet):
            root.removeHandler(handler)
    handler = _handler(console)
    handler.setFormatter(_Discreet("%(message)s" if console.is_terminal else _PLAIN, token))
    handler.setLevel("WARNING" if by_default else settings.log_level)
    root.addHandler(handler)
    root.setLevel(handler.level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.INFO)


def _handler(console: Console) -> logging.Handler:
    if console.is_terminal:
        return RichHandler(console=console, show_path=False)
    return logging.StreamHandler(sys.stderr)
