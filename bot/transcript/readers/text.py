"""Transcripts and minutes as plain text or Markdown, in whatever form they name the speakers."""

import re
from collections.abc import Sequence

from bot.session import SourceKind
from bot.transcript.draft import SPACE, Draft, Notebook, Turn, UnclearError, joined
from bot.transcript.notation import seconds
from bot.transcript.readers import furniture
from bot.transcript.readers.doubts import Doubts
from bot.transcript.readers.heads import Form
from bot.transcript.readers.page import REPORTED, Page
from bot.transcript.readers.patterns import LEADING_TIME

_MARKS = re.compile(r"[。．？！?!]|\.(?:\s|$)|[でま]す$|した$")
_EXPECTED = (
    "expected a form such as 話者「…」, 話者：…, ○話者　…, a name on a line of its own, or Name: …;"
    " --speaker NAME takes a text without names as the words of one person"
)


def read_text(text: str, *, names: Sequence[str] = ()) -> Draft:
    """Read a transcript in plain text; ``names`` are known to be those of speakers.

    Raises UnclearError where nobody is named, or where it is unclear who says what.
    """
    lines = furniture.unnumbered(text.split("\n"))
    page = Page(lines, Doubts(lines, names))
    page.read()
    turns, skipped = page.notebook.ordered()
    if page.unclear:
        raise UnclearError(*page.unclear)
    if not turns and names:
        return _speech(lines, names[0])
    if not turns:
        if any(REPORTED.search(line) for line in lines):
            message = "reported speech: a report tells of what was said, and is no record of it"
            raise UnclearError((None, f"no utterances; {message}; {_EXPECTED}"))
        raise UnclearError((None, f"no utterances; {_EXPECTED}"))
    first = min(turn.line for turn in turns)
    found = furniture.about(lines, first)
    forms = ", ".join(dict.fromkeys(page.forms))
    kind = SourceKind.MEMO
    if set(page.forms) & {Form.MARK, Form.FLOOR}:
        kind = SourceKind.MINUTES
    elif set(page.forms) & {Form.STAMP}:
        kind = SourceKind.TRANSCRIPT
    return Draft(f"text ({forms})", kind, turns, skipped, found.title, found.started_at, found.day)


def _speech(lines: Sequence[str], speaker: str) -> Draft:
    """Return a text that names nobody as the words of one person."""
    notebook = Notebook()
    title = None
    times = [LEADING_TIME.match(line.strip(SPACE)) for line in lines]
    timed = 2 * sum(map(bool, times)) > sum(bool(line.strip(SPACE)) for line in lines)
    paragraph: list[str] = []
    first, start = 1, None
    for number, line in enumerate([*lines, ""], start=1):
        time = times[number - 1] if timed and line else None
        words = line.strip(SPACE)[time.end() if time else 0 :]
        reason = furniture.reason_for(line)
        heading = not (notebook.turns or paragraph or time or _MARKS.search(line))
        if words and (reason or heading):
            title = title or line.strip(SPACE + "#")
            notebook.skip(number, line, reason or "a heading before the words")
        elif words:
            if not paragraph:
                first, start = number, seconds(time["time"]) if time else None
            paragraph.append(words)
        elif paragraph:
            notebook.turns.append(Turn(first, speaker, joined(paragraph), start=start))
            paragraph = []
    if not notebook.turns:
        raise UnclearError((None, f"no utterances; {_EXPECTED}"))
    turns, skipped = notebook.ordered()
    found = furniture.about(lines, turns[0].line)
    reader = "text (a speech of one person)"
    kind = SourceKind.TRANSCRIPT
    return Draft(reader, kind, turns, skipped, title, found.started_at, found.day)
