"""Files of every kind, and who says what in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.transcript import TranscriptError
from bot.transcript.importing import Imported, import_file
from bot.transcript.people import Chosen

Said = list[tuple[str, str]]
Read = Callable[..., Imported]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Import a text, or bytes, under a file's name; ``speakers`` as on the command line."""

    def read(content: str | bytes, name: str = "talk.txt", *speakers: str) -> Imported:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        chosen = [Chosen(tuple(each.split(","))) for each in speakers]
        return import_file(path, speakers=chosen)

    return read


def said(imported: Imported) -> Said:
    """Return who says what, in order."""
    return [(each.speaker.title, each.text) for each in imported.session.utterances]


def skipped(imported: Imported) -> list[str]:
    """Return the lines that were not taken over."""
    return [each.text for each in imported.skipped]


def refusal(read: Read, content: str | bytes, name: str = "talk.txt") -> str:
    """Return what is said where a file is refused."""
    with pytest.raises(TranscriptError) as caught:
        read(content, name)
    return str(caught.value)
