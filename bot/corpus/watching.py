"""How a long task tells how far it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from bot.store import Progress

Watch = Callable[[str, int], AbstractContextManager[Progress]]
"""Shows a task: told its name and how much there is to do, and then each portion done."""


def unwatched(_task: str, _total: int) -> AbstractContextManager[Progress]:
    """Show nothing."""
    return nullcontext(lambda _done: None)
