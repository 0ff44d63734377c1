"""Foreign text on a terminal, as text."""

import re

# What would move the cursor, colour the screen or turn the direction of writing.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return the text with characters that act on a terminal made visible."""
    return _ACTING.sub(lambda found: f"<{ord(found[0]):04X}>", text)
