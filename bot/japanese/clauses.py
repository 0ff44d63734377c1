"""Sentences cut into what is said in one breath, and endless speech where a clause ends."""

import re
from collections.abc import Iterator
from functools import cache

from bot.japanese.analysis import Analyzer
from bot.japanese.words import Word

# What is looked at in one go, so that no text is analysed twice.
_WINDOW = 2_000
_SHORTEST = 0.4
# In bytes of UTF-8: twelve letters of Japanese, or six words of English.
_SHORTEST_STRETCH = 36
_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_PAUSE = re.compile(r"(?P<mark>[、，,;:：；…―—])\s*|\s+")
_POLITE = frozenset(
    ["です", "ます", "ました", "でした", "ません", "ください", "でしょう", "ましょう"]
)
_CONNECTING = "接続助詞"
_FINAL = "終助詞"
_DEPENDENT = frozenset({"助詞", "助動詞", "接尾辞"})


def stretches(text: str) -> list[str]:
    """Return a text in parts that end in a pause, none of them very short; joined, the text."""
    parts: list[str] = []
    start = 0
    for pause in _PAUSE.finditer(text):
        if pause["mark"] and _is_long(text[start : pause.end()]):
            parts.append(text[start : pause.end()])
            start = pause.end()
    if parts and not _is_long(text[start:]):
        return [*parts[:-1], parts[-1] + text[start:]]
    return [*parts, text[start:]]


def _is_long(part: str) -> bool:
    return len(part.encode("utf-8", "replace")) >= _SHORTEST_STRETCH


def clauses(text: str, longest: int) -> list[str]:
    """Return parts of at most ``longest`` characters, cut at the best places; joined, the text."""
    parts: list[str] = []
    start = 0
    while start < len(text):
        window = text[start : start + _WINDOW]
        cuts = sorted(_cuts(window).items())
        used = 0
        while len(window) - used > longest:
            end = _best(cuts, used + int(longest * _SHORTEST), used + longest)
            parts.append(window[used:end])
            used = end
        if start + len(window) < len(text) and used:
            start += used
            continue
        parts.append(window[used:])
        start += len(window)
    return parts


def _best(cuts: list[tuple[int, int]], first: int, last: int) -> int:
    """Return the last of the best places to cut between two positions."""
    within = [(weight, place) for place, weight in cuts if first <= place <= last]
    return max(within)[1] if within else last


def _cuts(text: str) -> dict[int, int]:
    """Return where a text may be cut, with how good each place is."""
    japanese = _JAPANESE.search(text)
    found = dict(_after_words(_analyzer().analyze(text).words)) if japanese else {}
    for pause in _PAUSE.finditer(text):
        weight = 3 if pause["mark"] else 1
        found[pause.end()] = found.pop(pause.start(), 0) + weight
    return found


def _after_words(words: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    for word, following in zip(words, [*words[1:], None], strict=True):
        if following is not None and following.kind[0] in _DEPENDENT:
            continue
        if word.kind[1] == _FINAL or word.letters in _POLITE:
            yield word.end, 4
        elif word.kind[1] == _CONNECTING:
            yield word.end, 3
        elif word.kind[0] == "助詞":
            yield word.end, 1
        else:
            yield word.end, 0


@cache
def _analyzer() -> Analyzer:
    return Analyzer()
