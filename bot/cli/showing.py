"""Outcomes and quotes for a person at a terminal."""

import re
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.answering import Answer, Aside, Match, NoAnswer, Outcome, Related, Remark
from bot.answering.outcome import Span
from bot.session import Beside, Quote, SessionSummary, Speaker, beside, clock, leans
from bot.store import Store

_MARK = "bold underline"
_FAINT = "dim"
# What would move the cursor, colour the screen or turn the direction of writing.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


async def show_outcome(
    console: Console, store: Store, outcome: Outcome, *, translate: bool = False
) -> None:
    """Show what came of a question."""
    match outcome:
        case Answer(speaker=Speaker() as speaker):
            console.print(Text(f"The first words of {_name(speaker)}; all: hatsugen quote\n"))
            await show_matches(console, store, outcome.matches)
        case Answer():
            await show_matches(console, store, outcome.matches, translate=translate)
        case Related():
            console.print("Perhaps related; nothing said answers this directly:\n")
            await show_matches(console, store, outcome.matches, translate=translate)
        case Aside():
            console.print(Text(_reply(outcome, (await store.record()).sessions.values())))
        case NoAnswer(speaker=Speaker() as speaker) if outcome.elsewhere:
            found = f"No words of {_name(speaker)} were found about this. Others spoke about it:\n"
            console.print(Text(found))
            await show_matches(console, store, outcome.elsewhere, translate=translate)
        case NoAnswer():
            whose = f" by {_name(outcome.speaker)}" if outcome.speaker else ""
            console.print(Text(f"Nothing that was said{whose} answers this."))
            if outcome.topics:
                topics = ", ".join(
                    f"{topic.label.ja} ({topic.label.en})" for topic in outcome.topics
                )
                console.print(Text(f"You could ask about: {topics}"))


def _reply(aside: Aside, sessions: Iterable[SessionSummary]) -> str:
    """Return the reply to a message that asks for nothing that was said."""
    match aside.remark:
        case Remark.THANKS:
            return "You are welcome."
        case Remark.SESSION:
            return "\n".join(["From the record itself, not a quote:", *map(_facts, sessions)])
        case _:
            topics = ", ".join(f"{each.label.ja} ({each.label.en})" for each in aside.topics)
            about = f" For example about: {topics}" if topics else ""
            return f"Ask what was said; the answer is a verbatim quote.{about}"


def _facts(session: SessionSummary) -> str:
    """Return when and where a session took place, and who spoke."""
    speakers = ", ".join(map(_name, session.speakers))
    facts = [
        f"{session.title.ja} ({session.title.en})",
        f"when: {session.started_at:%Y-%m-%d %H:%M}" if session.started_at else "",
        f"where: {session.venue.ja} ({session.venue.en})" if session.venue else "",
        f"speakers: {len(session.speakers)} – {speakers}",
    ]
    return visible(" · ".join(filter(None, facts)))


async def show_matches(
    console: Console, store: Store, matches: Iterable[Match], *, translate: bool = False
) -> None:
    """Show quotes by number, with the words that matched marked, and why they matched."""
    sessions = (await store.record()).sessions
    for number, match in enumerate(matches, start=1):
        near = await _beside(store, match.quote)
        if near and near.before:
            _print_faint(console, f"just before: {near.text}")
        _print_quote(console, f"{number}.", _marked(match.quote.text, match.spans, console))
        if near and not near.before:
            _print_faint(console, f"right after: {near.text}")
        if translate:
            _print_translation(console, match.quote)
        session = sessions[match.quote.ref.session]
        _print_faint(console, f"{_source(match.quote, session)} · score {match.score:.2f}")
        if match.instead_of:
            asked = ", ".join(person.title for person in match.instead_of)
            _print_faint(console, f"asked of {asked}, said by {match.quote.speaker.title}")
        if match.reason:
            _print_faint(console, f"matched through: {match.reason}")
        if match.by_meaning:
            _print_faint(console, "found by meaning")
        console.print()


async def _beside(store: Store, quote: Quote) -> Beside | None:
    """Return the sentence that a quote leans on, if it does."""
    if not leans(quote.text):
        return None
    utterance = await store.utterance(quote.ref.session, quote.ref.utterance)
    return beside(utterance, quote.ref.quote) if utterance else None


async def show_quotes(
    console: Console,
    store: Store,
    speaker: Speaker,
    quotes: Iterable[Quote],
    *,
    translate: bool = False,
) -> None:
    """Show a speaker's quotes in the order in which they were said."""
    sessions = (await store.record()).sessions
    console.print(Text(_name(speaker), style="bold"))
    shown = ""
    for quote in quotes:
        if quote.ref.session != shown:
            shown = quote.ref.session
            console.print(Text(f"\n{visible(sessions[shown].title.ja)}", style=_FAINT))
        place = f"{quote.ref.utterance}.{quote.ref.quote}"
        _print_quote(console, f"{place:>6}", Text(visible(quote.text)))
        if translate:
            _print_translation(console, quote)


def _print_quote(console: Console, label: str, quote: Text) -> None:
    if not console.is_terminal:
        console.print(Text(f"{label} ").append_text(quote))
        return
    # In columns, as Japanese has no spaces: the first one would end the line after the label.
    columns = Table.grid(padding=(0, 1))
    columns.add_column(no_wrap=True)
    columns.add_column(overflow="fold")
    columns.add_row(label, quote)
    console.print(columns)


def _print_translation(console: Console, quote: Quote) -> None:
    """Show a translation, named as what it is; nothing where there is none."""
    if quote.translation is not None:
        _print_faint(console, f"unofficial translation: {quote.translation}")


def _print_faint(console: Console, text: str) -> None:
    console.print(Text(f"   {visible(text)}", style=_FAINT))


def _marked(text: str, spans: Iterable[Span], console: Console) -> Text:
    """Mark words on a terminal, never by colour alone; elsewhere, words are only what was said."""
    shown = Text()
    for part, marked in _parts(text, spans if console.is_terminal else ()):
        shown.append(visible(part), style=_MARK if marked else None)
    return shown


def _parts(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    end = 0
    for span in spans:
        yield text[end : span.start], False
        yield text[span.start : span.end], True
        end = span.end
    yield text[end:], False


def _source(quote: Quote, session: SessionSummary) -> str:
    place = f"utterance {quote.ref.utterance} of {session.utterance_count}"
    if quote.start is not None:
        place += f" · {clock(quote.start)}"
    return f"{_name(quote.speaker)} · {session.title.ja} · {place}"


def _name(speaker: Speaker) -> str:
    english = speaker.name.en
    return visible(speaker.title if english == speaker.title else f"{speaker.title} ({english})")


def visible(text: str) -> str:
    """Return the text with characters that act on a terminal made visible."""
    return _ACTING.sub(lambda found: f"<{ord(found[0]):04X}>", text)
