"""``hatsugen quote``: a speaker's quotes, found and shown."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.answering import Match
from bot.cli.as_json import quoted, scored
from bot.cli.context import (
    DatabaseOption,
    DataOption,
    JsonOption,
    SessionOption,
    TranslateOption,
    check_translate,
    terminal_of,
    write_json,
)
from bot.cli.showing import show_matches, show_quotes, visible
from bot.corpus import Corpus
from bot.session import Quote, Speaker
from bot.store import Store

_NEAREST = 10


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that a speaker said, in order."""

    speaker: Speaker
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SaidAbout:
    """What a speaker said about a topic, nearest first."""

    speaker: Speaker
    topic: str
    matches: tuple[Match, ...]


def quote(
    ctx: typer.Context,
    speaker: Annotated[str, typer.Argument(help="Whose words: an id, name, title or alias.")],
    topic: Annotated[list[str] | None, typer.Argument(help="What they are about.")] = None,
    *,
    session: SessionOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=1, help="How many quotes; all of them, or 10 about a topic."
        ),
    ] = None,
    translate: TranslateOption = False,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
    data: DataOption = None,
) -> None:
    """Show what a speaker said: in order, or nearest to a topic first."""
    check_translate(translate=translate, as_json=as_json)
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        found = opened.run(_find(opened.corpus, speaker, " ".join(topic or ()), session, limit))
        if as_json:
            write_json(_as_json(found), indent=2)
        else:
            opened.run(_show(terminal.out, opened.corpus.store, found, translate=translate))


async def _find(
    corpus: Corpus, speaker: str, topic: str, session: str | None, limit: int | None
) -> Said | SaidAbout:
    """Find a speaker's quotes; with a topic, those near it.

    Raises UnknownSpeakerError or UnknownSessionError.
    """
    named = await corpus.answering.resolve_speaker(speaker, session)
    if not topic:
        quotes = await corpus.store.quotes_by_speaker(named.id, session=session, limit=limit)
        return Said(named, quotes)
    matches = await corpus.answering.on_topic(
        named.id, topic, session=session, limit=limit or _NEAREST
    )
    return SaidAbout(named, topic, matches)


def _as_json(found: Said | SaidAbout) -> dict[str, Any]:
    """Return quotes as JSON has them."""
    match found:
        case Said(speaker, quotes):
            return {"speaker": speaker.id, "quotes": [quoted(quote) for quote in quotes]}
        case SaidAbout(speaker, topic, matches):
            near = [scored(match) for match in matches]
            return {"speaker": speaker.id, "topic": topic, "quotes": near}


async def _show(
    console: Console, store: Store, found: Said | SaidAbout, *, translate: bool
) -> None:
    """Show quotes to a person."""
    match found:
        case SaidAbout(speaker, topic, ()):
            text = f"{speaker.title} said nothing near {topic!r}, as far as the record goes."
            console.print(Text(visible(text)))
        case SaidAbout(matches=matches):
            await show_matches(console, store, matches, translate=translate)
        case Said(speaker, ()):
            console.print(Text(visible(f"Nothing that {speaker.title} said is recorded here.")))
        case Said(speaker, quotes):
            await show_quotes(console, store, speaker, quotes, translate=translate)
