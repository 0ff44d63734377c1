"""``hatsugen chat``: a prompt for the same commands, over a corpus that stays open."""

import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

import typer
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from typer.core import TyperGroup

from bot.cli.app import COMMANDS
from bot.cli.context import DatabaseOption, DataOption, OpenCorpus, Terminal, terminal_of
from bot.session import SessionSummary, Speaker

_OFFERED = ("ask", "quote", "load", "check", "annotate", "unanswered", "help", "exit")
_SESSION = "--session"
_LEAVING = {"exit", "quit"}
_WELCOME = "Ask anything, or give a command; help lists them, Ctrl-D ends."


def chat(ctx: typer.Context, *, database: DatabaseOption = None, data: DataOption = None) -> None:
    """Ask one question after another. Ctrl-D ends it."""
    terminal = terminal_of(ctx, database, data)
    with terminal.corpus() as opened:
        Chat(ctx, terminal, opened).hold()


class Words(Completer):
    """Completes commands, and speakers and sessions where a command expects one.

    Where a session is chosen, speakers are those of that session.
    """

    def __init__(self, speakers: Iterable[Speaker], sessions: Iterable[SessionSummary]) -> None:
        self._speakers = tuple(speakers)
        self._sessions = {session.id: session for session in sessions}

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """Yield what the word before the cursor may become."""
        del complete_event
        *before, typed = document.text_before_cursor.split(" ")
        if not before:
            yield from self._begun(typed, ((name, "") for name in _OFFERED))
        elif before == ["quote"] or before[-1] in {"--speaker", "-s"}:
            yield from self._begun(typed, self._names(before))
        elif before[-1] == _SESSION:
            yield from self._begun(typed, ((s.id, s.title.ja) for s in self._sessions.values()))

    def _names(self, before: Sequence[str]) -> Iterator[tuple[str, str]]:
        chosen = [each for option, each in pairwise(before) if option == _SESSION]
        session = self._sessions.get(chosen[-1]) if chosen else None
        among = None if session is None else {speaker.id for speaker in session.speakers}
        for speaker in self._speakers:
            if among is None or speaker.id in among:
                for name in dict.fromkeys((speaker.id, speaker.title, *speaker.aliases)):
                    yield name, speaker.title

    def _begun(self, typed: str, known: Iterable[tuple[str, str]]) -> Iterator[Completion]:
        for text, about in known:
            if text.startswith(typed):
                written = shlex.quote(text) if " " in text else text
                yield Completion(written, -len(typed), display=text, display_meta=about)


class Chat:
    """A conversation at the terminal."""

    def __init__(self, ctx: typer.Context, terminal: Terminal, opened: OpenCorpus) -> None:
        group = ctx.find_root().command
        if not isinstance(group, TyperGroup):
            raise TypeError("chat belongs to a group of commands")
        self._group = group
        self._terminal = terminal
        self._opened = opened

    def hold(self) -> None:
        """Answer line by line, until there is no more."""
        for line in self._lines():
            words = _words(line)
            if words[:1] and words[0] in _LEAVING:
                return
            if words:
                self._do(line, words)

    def _do(self, line: str, words: list[str]) -> None:
        if words == ["help"]:
            words = ["--help"]
        elif words[0] not in COMMANDS and not words[0].startswith("-"):
            # Whatever is no command is a question, quotation marks and all.
            words = ["ask", "--", line]
        if words[0] == "chat":
            return
        with suppress(SystemExit):
            self._group.main(args=words, prog_name="", obj=self._terminal.lending(self._opened))

    def _lines(self) -> Iterator[str]:
        if not sys.stdin.isatty():
            yield from (line.strip() for line in sys.stdin)
            return
        yield from prompted(self._prompt())

    def _prompt(self) -> PromptSession[str]:
        record = self._opened.run(self._opened.corpus.store.record())
        history = self._terminal.settings.history_path
        history.parent.mkdir(parents=True, exist_ok=True)
        typer.echo(_WELCOME)
        words = Words(record.people, record.sessions.values())
        return PromptSession("hatsugen> ", history=FileHistory(history), completer=words)


def prompted(prompt: PromptSession[str]) -> Iterator[str]:
    """Yield what is typed; Ctrl-C drops a line, Ctrl-D ends."""
    while True:
        try:
            yield prompt.prompt().strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()
