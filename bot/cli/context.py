"""What the commands share: settings, the two outputs, and the corpus while it is open."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from bot.cli.app import Given
from bot.cli.errors import CommandError
from bot.cli.logs import log_to
from bot.cli.progress import bars
from bot.corpus import Corpus, open_corpus
from bot.encoder import BuiltInEncoder, Encoder
from bot.settings import Settings, read_settings

_ResultT = TypeVar("_ResultT")

DatabaseOption = Annotated[
    Path | None,
    typer.Option("--database", metavar="PATH", help="The database file, instead of DATABASE_PATH."),
]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="The session files, instead of DATA_DIR."),
]
SpeakerOption = Annotated[
    str | None,
    typer.Option("--speaker", "-s", help="Only this person's words: an id, name, title or alias."),
]
SessionOption = Annotated[
    str | None, typer.Option("--session", metavar="ID", help="Only this session.")
]
TranslateOption = Annotated[
    bool,
    typer.Option("--translate", help="Show the unofficial English translations beside the quotes."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]


class OpenCorpus:
    """A corpus that stays open between the commands that use it."""

    def __init__(self, corpus: Corpus, runner: asyncio.Runner) -> None:
        self.corpus = corpus
        self._runner = runner

    def run(self, work: Coroutine[Any, Any, _ResultT]) -> _ResultT:
        """Do some work on the event loop that the corpus belongs to."""
        return self._runner.run(work)


class Terminal:
    """Where a command is run: with which settings, and where its output goes."""

    def __init__(self, given: Given, opened: OpenCorpus | None = None) -> None:
        self._given = given
        self._opened = opened

    def giving(self, database: Path | None, data: Path | None) -> "Terminal":
        """Return the same terminal with what was given to a command itself."""
        if database is None and data is None:
            return self
        return Terminal(Given(database or self._given.database, data or self._given.data))

    @cached_property
    def settings(self) -> Settings:
        """The settings; raises SettingsError or CommandError for one that is no use."""
        data = self._given.data
        if data is not None and not data.is_dir():
            raise CommandError(f"--data {data}: there is no such folder")
        return read_settings(database_path=self._given.database, data_dir=data)

    @cached_property
    def out(self) -> Console:
        """Standard output, for what was asked for."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> Console:
        """Standard error, for everything else."""
        return _console(stderr=True)

    @contextmanager
    def corpus(self, *, may_be_empty: bool = False) -> Iterator[OpenCorpus]:
        """Open the corpus, or lend the one that is open already."""
        if self._opened is not None:
            yield self._opened
            return
        log_to(self.err, self.settings, quiet=True)
        with asyncio.Runner() as runner:
            # One thread does all that takes long, as each keeps a tokenizer and memory of its own.
            runner.get_loop().set_default_executor(ThreadPoolExecutor(1))
            stack = AsyncExitStack()
            opening = open_corpus(
                self.settings.database_path,
                self.settings.data_dir,
                watch=bars(self.err),
                may_be_empty=may_be_empty,
                encoder=encoder_of(self.settings),
            )
            corpus = runner.run(stack.enter_async_context(opening))
            try:
                yield OpenCorpus(corpus, runner)
            finally:
                runner.run(stack.aclose())

    def lending(self, opened: OpenCorpus) -> "Terminal":
        """Return the same terminal with a corpus that is open already."""
        return Terminal(self._given, opened)


def _console(*, stderr: bool) -> Console:
    console = Console(highlight=False, stderr=stderr)
    # Elsewhere than on a terminal, a line is as long as what is in it.
    console.soft_wrap = not console.is_terminal
    return console


def encoder_of(settings: Settings) -> Encoder | None:
    """Return what encodes quotes and questions; None where it is switched off."""
    if not settings.encoder:
        return None
    if settings.embeddings_url is None:
        return BuiltInEncoder()
    from bot.embeddings import EmbeddingsEncoder, Endpoint

    key = settings.embeddings_key
    return EmbeddingsEncoder(
        Endpoint(
            settings.embeddings_url.get_secret_value(),
            settings.embeddings_model,
            key.get_secret_value() if key else None,
            settings.embeddings_question_prefix,
            settings.embeddings_text_prefix,
        )
    )


def encoder_in_use() -> str:
    """Return the name and version of the encoder, or that there is none."""
    encoder = encoder_of(read_settings())
    return encoder.identity if encoder is not None else "off"


def terminal_of(
    ctx: typer.Context, database: Path | None = None, data: Path | None = None
) -> Terminal:
    """Return the terminal of a command, with what was given to the command itself."""
    terminal = Terminal(ctx.obj) if isinstance(ctx.obj, Given) else ctx.obj
    assert isinstance(terminal, Terminal)  # noqa: S101 - set by the group, or lent by chat
    return terminal.giving(database, data)


def check_translate(*, translate: bool, as_json: bool) -> None:
    """Raise CommandError where translations are asked for beside JSON, which has none."""
    if translate and as_json:
        raise CommandError("--translate is for reading; JSON holds the quotes alone")


def write_json(value: object, *, indent: int | None = None) -> None:
    """Write JSON to standard output, in UTF-8 wherever that leads, and at once."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    sys.stdout.flush()
    # Half a surrogate pair becomes \udXXX, which is how JSON writes it.
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
