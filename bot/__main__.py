"""The command ``hatsugen``, also as ``python -m bot``."""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly also while it is still being loaded."""
    try:
        from bot.cli.app import app  # noqa: PLC0415 - loading it can be interrupted too

        app(prog_name="hatsugen")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
