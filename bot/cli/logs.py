"""The log: on standard error, and without tokens, ids and what members write."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Final

from rich.console import Console
from rich.logging import RichHandler

from bot.settings import Settings

_PLAIN: Final = "%(asctime)s %(levelname)-8s %(name)s: %(message)s"
# What every record has, besides what whoever logs it adds.
_USUAL: Final = {*logging.makeLogRecord({}).__dict__, "message", "asctime"}
_OURS: Final = "bot"
_NETWORK: Final = ("aiohttp", "discord")
# What it tells of its fonts concerns nobody who runs the bot.
_DRAWING: Final = "matplotlib"
_COMMANDS: Final = "discord.app_commands.tree"
# Discord's codes for what came too late, or after another process with the same shards.
_MISSED: Final = {10062, 40060}

# Discord numbers members, servers and channels so.
_SNOWFLAKE: Final = re.compile(r"(?<!\d)\d{15,20}(?!\d)")
# Tokens of interactions stand in addresses, and are long.
_LONG_WORD: Final = re.compile(r"[\w.+=-]{50,}")
# Asyncio shows the objects that a failure concerns, and so what they hold: results, errors.
_OBJECTS: Final = re.compile(r"[(<\n].*", re.DOTALL)


class _Discreet(logging.Formatter):
    """Leaves the token out of whatever is logged, and of errors all but their kind and place.

    An error's text may hold anything. What libraries log is shown without ids and long words.
    """

    def __init__(self, layout: str, token: str | None) -> None:
        super().__init__(layout)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return self._without_token(super().format(_discreet(record)))

    def _without_token(self, text: str) -> str:
        return text.replace(self._token, "[token]") if self._token else text


class _Json(_Discreet):
    """Writes each record as a line of JSON, with the fields that our own records carry."""

    def __init__(self, token: str | None) -> None:
        super().__init__("%(message)s", token)

    def format(self, record: logging.LogRecord) -> str:
        shown = _discreet(record)
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": str(shown.msg),
        }
        if shown.exc_text:
            fields["traceback"] = shown.exc_text
        if _is_ours(record):
            own = record.__dict__.keys() - _USUAL
            fields |= {name: record.__dict__[name] for name in sorted(own - fields.keys())}
        return self._without_token(json.dumps(fields, ensure_ascii=False, default=str))


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record as it may be shown; the record itself stays as it is for other handlers."""
    copied = logging.makeLogRecord(record.__dict__)
    message = record.getMessage()
    if not _is_ours(record):
        if record.name == "asyncio":
            message = _OBJECTS.sub("", message)
        message = _LONG_WORD.sub("[withheld]", _SNOWFLAKE.sub("[id]", message))
    error = record.exc_info[1] if record.exc_info else None
    # Another handler may have left the error's text in the record.
    copied.exc_info = copied.exc_text = None
    if error is not None and _is_of_network(error):
        message = f"{message} ({_kind(error)})"
    elif error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        copied.exc_text = f"Traceback (most recent call last):\n{frames}{_kind(error)}"
    copied.msg, copied.args = message, None
    return copied


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == _OURS


def _is_of_network(error: BaseException) -> bool:
    """Tell whether an error happens whatever the program does: where it arose tells nothing."""
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _NETWORK


def _kind(error: BaseException) -> str:
    numbers = ((name, getattr(error, name, None)) for name in ("status", "code"))
    shown = ", ".join(f"{name} {value}" for name, value in numbers if isinstance(value, int))
    return type(error).__qualname__ + (f": {shown}" if shown else "")


def _may_be_shown(record: logging.LogRecord) -> bool:
    """Tell so of a record; in detail, libraries log what members write, and tokens.

    That somebody typed on before the choices came is no error, though the library logs it as one.
    """
    error = record.exc_info[1] if record.exc_info else None
    if record.name == _COMMANDS and getattr(error, "code", None) in _MISSED:
        return False
    least = logging.WARNING if record.name.startswith(_DRAWING) else logging.INFO
    return record.levelno >= least or _is_ours(record)


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
    handler = _handler(console, settings, token)
    handler.addFilter(_may_be_shown)
    handler.setLevel("WARNING" if by_default else settings.log_level)
    root.addHandler(handler)
    root.setLevel(handler.level)


def _handler(console: Console, settings: Settings, token: str | None) -> logging.Handler:
    if settings.log_format == "json":
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_Json(token))
    elif console.is_terminal:
        handler = RichHandler(console=console, show_path=False)
        handler.setFormatter(_Discreet("%(message)s", token))
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_Discreet(_PLAIN, token))
    return handler
