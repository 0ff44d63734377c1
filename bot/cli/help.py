"""The help of commands in Japanese where the locale is, by the English text: ``help.ja.toml``."""

import os
import tomllib
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

from typer.core import TyperGroup

_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_PARAGRAPH: Final = "\n\n"


def is_japanese() -> bool:
    """Tell whether help is to be in Japanese; the first of the variables that is set counts."""
    return next(filter(None, map(os.environ.get, _LOCALES)), "").startswith("ja")


def localised(command: Any) -> Any:  # noqa: ANN401 - a command, or a group of them
    """Return a command whose help is in the language of the locale."""
    if is_japanese():
        command.help = _translated(command.help)
        command.format_help = partial(_format_help, command)
    return command


def show_help(command: Any, ctx: Any) -> None:  # noqa: ANN401
    """Show help in columns. Typer's own cuts off what has no spaces to break it at."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    console.print(command.get_usage(ctx), command.help, sep=_PARAGRAPH)
    names = command.list_commands(ctx) if isinstance(command, TyperGroup) else []
    sections: dict[str, list[tuple[str, str]]] = {"引数": [], "オプション": []}
    for each in command.get_params(ctx):
        each.help = _translated(getattr(each, "help", None))
        record = each.get_help_record(ctx)
        if record is not None:
            is_argument = each.param_type_name == "argument"
            sections["引数" if is_argument else "オプション"].append(record)
    sections["コマンド"] = [(name, command.get_command(ctx, name).help) for name in names]
    for title, rows in sections.items():
        columns = Table.grid(padding=(0, 2))
        columns.add_column(no_wrap=True)
        columns.add_column(overflow="fold")
        for name, text in rows:
            columns.add_row(f"  {name}", text)
        if rows:
            console.print(f"\n{title}")
            console.print(columns)


def _format_help(command: Any, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
    del formatter
    show_help(command, ctx)


def _translated(text: str | None) -> str:
    """Translate help, paragraph by paragraph; what has no translation stays in English."""
    texts = _texts()
    return _PARAGRAPH.join(texts.get(each, each) for each in (text or "").split(_PARAGRAPH))


@cache
def _texts() -> dict[str, str]:
    return tomllib.loads((files("bot.cli") / "help.ja.toml").read_text("utf-8"))
