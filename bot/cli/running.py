"""Who runs with a folder of state: one bot, or processes that share its shards."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.cli.errors import CommandError
from bot.settings import Settings

_WHOLE: Final = "running.lock"
_PART: Final = "running-{shard}-of-{count}.lock"
_ANY: Final = "running*.lock"
_NEXT: Final = "next-"
_COUNT: Final = re.compile(r"-of-(\d+)\.lock$")
_STARTING: Final = "starting.lock"
_START_WITHIN: Final = 60
_LOOK_EVERY: Final = 0.2


class Tenure:
    """The right to answer for the shards of a process, which one process has at a time.

    What is locked is free again when the process ends, however it ends.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = _locks_of(settings)
        self._awaited: list[Path] = []
        self._held = ExitStack()

    @contextmanager
    def begin(self, *, taking_over: bool = False) -> Iterator[None]:
        """Have it meanwhile; with ``taking_over``, what others have is left to ``take_over``.

        Processes with other shards of the same bot may run beside this one. Raises CommandError.
        """
        folder = self._settings.state_dir
        folder.mkdir(parents=True, exist_ok=True)
        with self._held:
            # One after the other, so that of two that exclude each other one is first.
            with FileLock(folder / _STARTING, timeout=_START_WITHIN):
                for path in _excluded(self._settings, self._own):
                    if _is_held(path):
                        raise CommandError(_refusal(self._settings, path))
                for path in self._own:
                    if _could_lock(path, self._held):
                        continue
                    if not taking_over:
                        raise CommandError(_refusal(self._settings, path))
                    self._awaited.append(path)
            yield

    async def take_over(self) -> None:
        """Ask those who have what is still missing to end, and wait until they have."""
        with ExitStack() as asking:
            for path in self._awaited:
                for each, held in ((_next(path), asking), (path, self._held)):
                    while not _could_lock(each, held):  # noqa: ASYNC110 - another process has it
                        await asyncio.sleep(_LOOK_EVERY)

    async def end(self) -> None:
        """Wait until another process takes over from this one."""
        while not any(map(_is_held, map(_next, self._own))):  # noqa: ASYNC110 - as above
            await asyncio.sleep(_LOOK_EVERY)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep a bot from running with the folder of state meanwhile. Raises CommandError."""
    with Tenure(settings).begin():
        yield


def is_running(settings: Settings) -> bool:
    """Tell whether a bot, or a part of one, runs with the folder of state."""
    return any(map(_is_held, settings.state_dir.glob(_ANY)))


def _locks_of(settings: Settings) -> tuple[Path, ...]:
    if settings.shards is None:
        return (settings.state_dir / _WHOLE,)
    names = (_PART.format(shard=each, count=settings.shard_count) for each in settings.shards)
    return tuple(settings.state_dir / name for name in names)


def _next(path: Path) -> Path:
    """Return what is locked by whoever takes over from the one who has locked ``path``."""
    return path.with_name(_NEXT + path.name)


def _excluded(settings: Settings, own: Sequence[Path]) -> Iterator[Path]:
    """Yield the locks of those who would answer the same guilds, but for ``own``.

    With another number of shards, guilds are dealt out otherwise.
    """
    for path in settings.state_dir.glob(_ANY):
        count = _COUNT.search(path.name)
        fits = settings.shards is not None and count and int(count[1]) == settings.shard_count
        if path not in own and not fits:
            yield path


def _could_lock(path: Path, held: ExitStack) -> bool:
    try:
        held.enter_context(FileLock(path, timeout=0))
    except Timeout:
        return False
    return True


def _is_held(path: Path) -> bool:
    with ExitStack() as held:
        return not _could_lock(path, held)


def _refusal(settings: Settings, path: Path) -> str:
    whose = f"another `hatsugen run` works with {settings.state_dir}"
    if settings.shards is None or path.name == _WHOLE:
        return (
            f"{whose}; a second one would answer everything twice. Give it a STATE_DIR of its own"
            " if it is another bot, or each of them SHARD_COUNT and SHARD_IDS if it is the same;"
            " --take-over takes its place."
        )
    if path in _locks_of(settings):
        return (
            f"{whose} and has one of these shards; give each process other SHARD_IDS, or take its"
            " place with --take-over."
        )
    return f"{whose} and another SHARD_COUNT; end all of them before the count is changed."
