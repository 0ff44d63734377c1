"""How ids and times are written: my-session; 12:34 or 1:02:03.5, seconds from the beginning."""

import re
import unicodedata
from collections.abc import Container
from hashlib import sha256

_LONGEST = 40
_DIGEST = 8
_CLOCK = re.compile(r"(?:[0-9]{1,4}:)?[0-9]{1,2}:[0-5][0-9](?:[.,][0-9]{1,3})?")


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


def seconds(clock: str) -> float:
    """Return the seconds that a time such as 1:02:03.4 or 02:03 stands for."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def clock_of(moment: float) -> str:
    """Write seconds as a time with hours, to the thousandth where it is not a whole second."""
    whole, thousandths = divmod(round(moment * 1000), 1000)
    fraction = f".{thousandths:03}".rstrip("0") if thousandths else ""
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}{fraction}"


def check_clock(text: str) -> str:
    """Return a time unchanged. Raises ValueError when it is none."""
    if _CLOCK.fullmatch(text):
        return text
    raise ValueError(f"{text!r} is no time; expected minutes and seconds, such as '12:34'")
