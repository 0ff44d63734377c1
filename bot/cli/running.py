"""Who runs with a folder of state: one bot, or processes that share its shards."""

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
_COUNT: Final = re.compile(r"-of-(\d+)\.lock$")
_STARTING: Final = "starting.lock"
_START_WITHIN: Final = 60


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep others from answering the same; what is locked is free again when the process ends.

    Processes with other shards of the same bot may run beside this one. Raises CommandError.
    """
    folder = settings.state_dir
    folder.mkdir(parents=True, exist_ok=True)
    own = _locks_of(settings)
    with ExitStack() as held:
        # One after the other, so that of two that exclude each other one is first.
        with FileLock(folder / _STARTING, timeout=_START_WITHIN):
            for path in _excluded(settings, own):
                if _is_held(path):
                    raise CommandError(_refusal(settings, path))
            for path in own:
                try:
                    held.enter_context(FileLock(path, timeout=0))
                except Timeout as error:
                    raise CommandError(_refusal(settings, path)) from error
        yield


def is_running(settings: Settings) -> bool:
    """Tell whether a bot, or a part of one, runs with the folder of state."""
    return any(map(_is_held, settings.state_dir.glob(_ANY)))


def _locks_of(settings: Settings) -> tuple[Path, ...]:
    if settings.shards is None:
        return (settings.state_dir / _WHOLE,)
    names = (_PART.format(shard=each, count=settings.shard_count) for each in settings.shards)
    return tuple(settings.state_dir / name for name in names)


def _excluded(settings: Settings, own: Sequence[Path]) -> Iterator[Path]:
    """Yield the locks of those who would answer the same guilds, but for ``own``.

    With another number of shards, guilds are dealt out otherwise.
    """
    for path in settings.state_dir.glob(_ANY):
        count = _COUNT.search(path.name)
        fits = settings.shards is not None and count and int(count[1]) == settings.shard_count
        if path not in own and not fits:
            yield path


def _is_held(path: Path) -> bool:
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True


def _refusal(settings: Settings, path: Path) -> str:
    whose = f"another `hatsugen run` works with {settings.state_dir}"
    if settings.shards is None or path.name == _WHOLE:
        return (
            f"{whose}; a second one would answer everything twice. Give it a STATE_DIR of its own"
            " if it is another bot, or each of them SHARD_COUNT and SHARD_IDS if it is the same."
        )
    if path in _locks_of(settings):
        return f"{whose} and has one of these shards; give each process other SHARD_IDS."
    return f"{whose} and another SHARD_COUNT; end all of them before the count is changed."
