"""Arrays of numbers in one file, mapped into memory, and never read where they are damaged.

The formats of libraries do one or the other: .npy, safetensors and Arrow are mapped, without
checksums, while HDF5 and zarr, which have some, took 15 and 158 ms to copy the 226 slices that a
question looks at, and these arrays 0.3.
"""

import json
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"hatsugen arrays\x02"
# Checked as a whole before something of it is used: of a large file, most terms are short.
_BLOCK = 1 << 14
_ALIGNED = 64
_SMALL = 1 << 24
# Length and checksum of the table of contents, at the very end.
_TAIL = 16

Array = NDArray[Any]


class ArraysDamagedError(Exception):
    """The file of arrays is not what was written; it has to be made anew."""


class ArraysWriter:
    """Writes arrays one after the other; the file is there once it is whole, and not before.

    Use it with ``with``; whatever is raised within leaves what was at ``path`` as it was. The disk
    is waited for where the file is ``lasting``.
    """

    def __init__(self, path: Path, *, lasting: bool = True) -> None:
        self._path = path
        self._lasting = lasting
        self._unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        self._file = self._unfinished.open("wb")
        self._contents: dict[str, tuple[str, int, int]] = {}
        self._checksums: list[int] = []
        self._checksum = 0
        self._size = 0
        self._append(_MAGIC)

    def __enter__(self) -> Self:
        return self

    def put(self, name: str, parts: Iterable[Array], dtype: str) -> None:
        """Write an array of one dimension, given in parts."""
        self._append(b"\0" * (-self._size % _ALIGNED))
        start = self._size
        for part in parts:
            self._append(np.ascontiguousarray(part, dtype).view(np.uint8).data)
        length = (self._size - start) // np.dtype(dtype).itemsize
        self._contents[name] = (dtype, start, length)

    def _append(self, content: bytes | memoryview) -> None:
        self._file.write(content)
        rest = memoryview(content)
        while rest:
            within = rest[: _BLOCK - self._size % _BLOCK]
            self._checksum = crc32(within, self._checksum)
            self._size += len(within)
            rest = rest[len(within) :]
            if self._size % _BLOCK == 0:
                self._checksums.append(self._checksum)
                self._checksum = 0

    def __exit__(
        self, kind: type[BaseException] | None, _: object, __: TracebackType | None
    ) -> None:
        try:
            with self._file:
                if kind is not None:
                    return
                self._finish()
            self._unfinished.replace(self._path)
        finally:
            with suppress(FileNotFoundError):
                self._unfinished.unlink()

    def _finish(self) -> None:
        if self._size % _BLOCK:
            self._checksums.append(self._checksum)
        checksums = np.array(self._checksums, "<u4").tobytes()
        table = checksums + json.dumps({"arrays": self._contents, "size": self._size}).encode()
        self._file.write(table)
        self._file.write(len(table).to_bytes(8, "little") + crc32(table).to_bytes(8, "little"))
        if self._lasting:
            self._file.flush()
            os.fsync(self._file.fileno())


class Arrays(Mapping[str, Array]):
    """The arrays of a file, by name, mapped into memory.

    Every block of the file is held against its checksum once, before something of it is first
    used. Processes share the memory; a file that is replaced or deleted stays as it was for those
    who have it open. Raises ArraysDamagedError when it is no such file; where a block is damaged,
    whatever looks at it does so, and the file is deleted. Pickled, it is its path.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._checksums, table = _table(self._content)
            self._size = int(table["size"])
            self._starts = {name: start for name, (_, start, _) in table["arrays"].items()}
            self._arrays: dict[str, Array] = {
                name: np.frombuffer(self._content, dtype, count, start)
                for name, (dtype, start, count) in table["arrays"].items()
            }
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise ArraysDamagedError(str(error)) from error
        # A byte a block, 1 once it was checked: looked at for each term of a question.
        self._known = bytearray(len(self._checksums))
        self._known_all = False

    def __reduce__(self) -> tuple[type[Self], tuple[Path]]:
        return type(self), (self._path,)

    def __getitem__(self, name: str) -> Array:
        return self.part(name, 0, len(self._arrays[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def check_small(self) -> None:
        """Check all of a small file, so that nothing of it is looked at twice."""
        if self._size <= _SMALL:
            self._check(0, len(self._checksums))

    @property
    def all_known(self) -> bool:
        """Whether every block has been checked."""
        return self._known_all

    def unchecked(self, name: str) -> Array:
        """Return an array of which parts are to be checked before they are used."""
        return self._arrays[name]

    def part(self, name: str, start: int, end: int) -> Array:
        """Return ``array[start:end]`` of the array with a name, checked."""
        array = self._arrays[name]
        if not self._known_all:
            first = self._starts[name] + start * array.itemsize
            self._check(first // _BLOCK, -(-(first + (end - start) * array.itemsize) // _BLOCK))
        return array[start:end]

    def _check(self, first: int, last: int) -> None:
        while (block := self._known.find(0, first, last)) >= 0:
            end = min((block + 1) * _BLOCK, self._size)
            with memoryview(self._content) as content, content[block * _BLOCK : end] as within:
                if crc32(within) != self._checksums[block]:
                    # Whoever opens it next shall not find it.
                    self._path.unlink(missing_ok=True)
                    raise ArraysDamagedError(f"block {block} is not as it was written")
            self._known[block] = 1
            self._known_all = 0 not in self._known


def _table(content: mmap.mmap) -> tuple[Array, dict[str, Any]]:
    """Return the checksums of all blocks, and where which array lies.

    Raises ValueError where there is no table of contents.
    """
    length, expected = np.frombuffer(content[-_TAIL:], np.uint64).tolist()
    end = len(content) - _TAIL
    table = content[end - length : end]
    if content[: len(_MAGIC)] != _MAGIC or crc32(table) != expected:
        raise ValueError("there is no whole table of contents")
    count = -(-(end - length) // _BLOCK)
    contents: dict[str, Any] = json.loads(table[count * 4 :])
    return np.frombuffer(table, "<u4", count), contents
