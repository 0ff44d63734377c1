"""Ids made from names as people write them."""

import re
import unicodedata
from collections.abc import Container
from hashlib import sha256

_LONGEST = 40
_DIGEST = 8


def slug(name: str) -> str:
    """Return the name in small letters and digits (of any script), joined by hyphens.

    Empty when the name holds neither letters nor digits.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).lower())
    return re.sub(r"[\W_]+", "-", folded)[:_LONGEST].strip("-")


def make_id(name: str, fallback: str, taken: Container[str] = ()) -> str:
    """Return an id for a name, the same every time, told apart from those taken.

    ``fallback`` begins the id of a name without letters or digits.
    """
    readable = slug(name)
    if readable and readable not in taken and len(readable) < _LONGEST:
        return readable
    digest = sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{(readable or fallback)[: _LONGEST - _DIGEST - 1].strip('-')}-{digest}"


def check_id(text: str) -> str:
    """Return an id unchanged. Raises ValueError when it is none."""
    expected = slug(text)
    if text and text == expected:
        return text
    example = f", such as {expected!r}" if expected else ""
    raise ValueError(
        f"{text!r} is no id; expected up to {_LONGEST} small letters and digits joined by hyphens"
        + example
    )
