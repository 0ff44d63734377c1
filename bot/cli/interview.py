"""What a transcript does not tell of itself, asked of whoever imports it."""

from dataclasses import replace
from datetime import datetime

import typer
from rich.console import Console
from rich.prompt import Confirm, Prompt

from bot.session import Bilingual, Session, Source, SourceKind, Speaker
from bot.transcript.importing import Imported

_CONSENTS = {
    "agreed": Bilingual(ja="発言者全員の同意", en="All who speak agreed"),
    "public": Bilingual(ja="公開の記録", en="A public record"),
}


def interview(console: Console, imported: Imported) -> Session:
    """Return the session with what was answered; Enter leaves everything as it is.

    Raises typer.Abort where those who are quoted have not agreed to it.
    """
    session = imported.session
    console.print("\nEnter takes what stands in brackets.")
    consent = Prompt.ask(
        "Have those who speak agreed to being quoted, or is the record public?",
        console=console,
        choices=[*_CONSENTS, "no"],
        default="public" if session.source.kind is SourceKind.MINUTES else "agreed",
    )
    if consent == "no":
        raise typer.Abort
    title = _both("Title", session.title, console)
    started_at = _moment(imported, console)
    venue = Prompt.ask("Venue", console=console, default="", show_default=False).strip()
    kinds = [each.value for each in SourceKind]
    kind = Prompt.ask(
        "What is it", console=console, choices=kinds, default=session.source.kind.value
    )
    complete = Confirm.ask("Is everything in it that was said?", console=console, default=False)
    description = _both("Where the words come from", session.source.description, console)
    speakers = {each.id: _speaker(each, console) for each in session.speakers}
    return replace(
        session,
        title=title,
        started_at=started_at,
        venue=Bilingual(ja=venue, en=venue) if venue else None,
        source=Source(SourceKind(kind), complete, description, _CONSENTS[consent]),
        speakers=tuple(speakers.values()),
        utterances=tuple(
            replace(said, speaker=speakers[said.speaker.id]) for said in session.utterances
        ),
    )


def _both(what: str, known: Bilingual, console: Console) -> Bilingual:
    japanese = Prompt.ask(what, console=console, default=known.ja)
    other = known.en if japanese == known.ja else japanese
    return Bilingual(
        ja=japanese, en=Prompt.ask(f"{what}, in English", console=console, default=other)
    )


def _moment(imported: Imported, console: Console) -> datetime | None:
    """Ask until there is a date that can be read, or none."""
    known = imported.session.started_at
    default = known.isoformat(" ", "minutes") if known else imported.day or ""
    while True:
        answer = Prompt.ask(
            "When it began, such as 2024-05-01 19:00", console=console, default=default
        ).strip()
        if not answer:
            return None
        try:
            moment = datetime.fromisoformat(answer)
        except ValueError:
            console.print("This is no date.")
            continue
        return moment if moment.tzinfo else moment.astimezone()


def _speaker(speaker: Speaker, console: Console) -> Speaker:
    name = _both(f"Name of {speaker.title}", speaker.name, console)
    role = Prompt.ask(
        f"Office or profession of {speaker.title}", console=console, default=speaker.role.ja
    )
    return replace(speaker, name=name, role=Bilingual(ja=role, en=role))
