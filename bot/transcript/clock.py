"""When something was said, from the beginning: 12:34 or 1:02:03.5 in files, seconds within."""

import re

_CLOCK = re.compile(r"(?:[0-9]{1,4}:)?[0-9]{1,2}:[0-5][0-9](?:[.,][0-9]{1,3})?")


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
