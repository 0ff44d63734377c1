"""What outlasts a restart, in the folder STATE_DIR."""

from contextlib import suppress
from pathlib import Path

UNANSWERED = "unanswered.db"
HISTORY = "history"
_FINGERPRINT = "commands"


class FingerprintFile:
    """Remembers which commands were registered last."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FINGERPRINT

    def read(self) -> str | None:
        """Return the last fingerprint, if there is one."""
        with suppress(OSError, UnicodeDecodeError):
            return self._path.read_text("utf-8")
        return None

    def write(self, fingerprint: str) -> None:
        """Remember a fingerprint."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(fingerprint, "utf-8")
