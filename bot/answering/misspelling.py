"""Names typed with a slip that makes no other name: Murrai, but not 高木 for 青木."""

import re
from collections.abc import Callable, Iterator
from itertools import permutations

from rapidfuzz.distance import OSA

# In letters of a romaji key: how long a name must be to be told with a slip, and with two.
_ONE_SLIP = 5
_TWO_SLIPS = 9


def is_misspelled(asked: str, parts: tuple[str, ...], is_other: Callable[[str], bool]) -> bool:
    """Tell whether a romaji key may be meant for a name, given by the keys of its parts.

    Either part may stand alone, and only one may be misspelled. ``is_other`` tells whether a key is
    a name by itself.
    """
    return any(_is_slip(slip, name) and not is_other(slip) for slip, name in _rests(asked, parts))


def _rests(asked: str, parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is to be compared: a name with each part, or with what a right part leaves."""
    yield from ((asked, part) for part in parts)
    for one, other in permutations(parts, 2):
        if asked.startswith(one):
            yield asked.removeprefix(one), other
        if asked.endswith(one):
            yield asked.removesuffix(one), other


def _is_slip(slip: str, name: str) -> bool:
    shorter = min(len(slip), len(name))
    allowed = (shorter >= _ONE_SLIP) + (shorter >= _TWO_SLIPS)
    # Nobody errs in the first letter.
    if slip[:1] != name[:1] or not 0 < OSA.distance(slip, name, score_cutoff=allowed) <= allowed:
        return False
    # Other consonants make another name; vowels, letters typed twice, and letters in another order
    # are the finger's fault.
    return _consonants(slip) == _consonants(name) or sorted(slip) == sorted(name)


def _consonants(key: str) -> str:
    return re.sub(r"[aeiou]|(.)(?=\1)", "", key)
