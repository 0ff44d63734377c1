"""Sessions and annotations written as files that a person can read and edit."""

import re
from collections.abc import Iterable
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Table

from bot.session import Bilingual, Quote, Session, Source, Speaker, Topic, Utterance
from bot.transcript.notation import clock_of

_ABOUT_TEXTS = """\
What was said, character for character. Each line of a text is one sentence: a quote.
Utterances count from 1, and so do the quotes of each."""
_ESCAPED = re.compile(r'\\|(?<="")"|[\x00-\x1f\x7f]|(?<=\A) ')


def render_session(session: Session) -> str:
    """Return the text of a session file, with comments in place of what is not known."""
    document = tomlkit.document()
    document.add("id", tomlkit.item(session.id))
    document.add("title", _bilingual(session.title))
    if session.started_at:
        document.add("started_at", tomlkit.item(session.started_at))
    else:
        document.add(tomlkit.comment("started_at = 2021-02-09T18:30:00+09:00"))
    if session.venue:
        document.add("venue", _bilingual(session.venue))
    else:
        document.add(tomlkit.comment('venue = { ja = "…", en = "…" }'))
    document.add("source", _source(session.source))
    document.add("speakers", _tables(map(_speaker, session.speakers)))
    document.add(tomlkit.nl())
    for line in _ABOUT_TEXTS.splitlines():
        document.add(tomlkit.comment(line))
    document.add("utterances", _tables(map(_utterance, session.utterances)))
    return tomlkit.dumps(document)


def write_session(session: Session, path: Path) -> None:
    """Write a session file. Raises FileExistsError rather than replacing a file."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(render_session(session))


def render_annotations(session: Session, quotes: Iterable[Quote] | None = None) -> str:
    """Return the text of an annotations file for a session.

    ``quotes`` chooses the quotes, all of them when None; those without annotations get empty
    entries, to be filled in.
    """
    document = tomlkit.document()
    document.add("glossary", _lines(tomlkit.item(list(group)) for group in session.glossary))
    if session.topics:
        document.add("topics", _tables(map(_topic, session.topics)))
    chosen = session.quotes if quotes is None else tuple(quotes)
    if chosen:
        document.add("quotes", _tables(_annotation(session, quote) for quote in chosen))
    return tomlkit.dumps(document)


def _source(source: Source) -> Table:
    table = tomlkit.table()
    table.add("kind", source.kind.value)
    table.add("complete", source.complete)
    description = tomlkit.table()
    description.update(_bilingual(source.description))
    if source.url:
        table.add("url", source.url)
    table.add("description", description)
    if source.consent:
        consent = tomlkit.table()
        consent.update(_bilingual(source.consent))
        table.add("consent", consent)
    return table


def _speaker(speaker: Speaker) -> Table:
    table = tomlkit.table()
    table.add("id", speaker.id)
    table.add("title", speaker.title)
    table.add("name", _bilingual(speaker.name))
    if speaker.role.ja or speaker.role.en:
        table.add("role", _bilingual(speaker.role))
    else:
        table.add(tomlkit.comment('role = { ja = "…", en = "…" }'))
    table.add("aliases", _lines(speaker.aliases))
    return table


def _utterance(utterance: Utterance) -> Table:
    table = tomlkit.table()
    table.add("speaker", utterance.speaker.id)
    if utterance.note is not None:
        table.add("note", utterance.note)
    if utterance.start is not None:
        table.add("time", clock_of(utterance.start))
    lines = "".join(f"  {_escaped(quote)}\\\n" for quote in utterance.quotes)
    table.add("text", tomlkit.value(f'"""\\\n{lines}  """'))
    return table


def _topic(topic: Topic) -> Table:
    table = tomlkit.table()
    table.add("id", topic.id)
    table.add("label", _bilingual(topic.label))
    return table


def _annotation(session: Session, quote: Quote) -> Table:
    annotation = session.annotation(quote.ref)
    table = tomlkit.table()
    table.add("at", f"{quote.ref.utterance}.{quote.ref.quote}")
    table.add("text", quote.text)
    if annotation.translation:
        table.add("translation", annotation.translation)
    else:
        table.add(tomlkit.comment('translation = "…"'))
    table.add("topics", list(annotation.topics))
    table.add("phrases", _lines(annotation.phrases))
    return table


def _tables(tables: Iterable[Table]) -> AoT:
    array = tomlkit.aot()
    for table in tables:
        array.append(table)
    return array


def _lines(values: Iterable[object]) -> Array:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(multiline=True)


def _bilingual(text: Bilingual) -> InlineTable:
    """Return both languages, or only Japanese where the other one merely repeats it."""
    table = tomlkit.inline_table()
    if text.ja:
        table.add("ja", text.ja)
    if text.en and text.en != text.ja:
        table.add("en", text.en)
    return table


def _escaped(text: str) -> str:
    """Escape what a multi-line string would change or end at."""
    return _ESCAPED.sub(
        lambda found: "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}", text
    )
