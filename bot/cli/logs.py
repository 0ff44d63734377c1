"""The log: on standard error, and never with the token."""

import logging
import sys

from rich.console import Console
from rich.logging import RichHandler

from bot.settings import Settings

# In detail these log what members write, and the tokens of their interactions.
_TALKATIVE = ("aiosqlite", "discord", "simcord")

_PLAIN = "%(asctime)s %(levelname)-8s %(name)s: %(message)s"


class _Discreet(logging.Formatter):
    """Leaves the token out of whatever is logged, tracebacks included."""

    def __init__(self, layout: str, token: str | None) -> None:
        super().__init__(layout)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return text.replace(self._token, "[token]") if self._token else text


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
