"""Where one sentence ends and the next begins, without changing a character."""

import re
from collections import Counter

from bot.japanese.clauses import clauses

_OPENING = "「『｢(（[［{｛【〈《〔〖“‘〝"
_CLOSING = "」』｣)）]］}｝】〉》〕〗”’〟"
_OPENER_OF = dict(zip(_CLOSING, _OPENING, strict=True))
_BRACKET = re.compile(f'[{re.escape(_OPENING + _CLOSING)}"]')

_MARKS = re.compile(r"[。｡．？！?!][。｡．？！?!.]*|\.+")
_TAIL = re.compile(rf"[{re.escape(_CLOSING)}]*(\s*)")
_JAPANESE = re.compile("[々〆\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]")

_NUMBERING = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
# What an editor notes between two sentences belongs to the one before: （拍手。歓声。）, 〔…〕.
_DIRECTION = re.compile(
    r"〔[^〔〕]*〕\s*"
    r"|[（(](?:(?:拍手|歓声|笑い?|爆笑|苦笑|一同笑|どよめき|沈黙|場内[^（）()。]*|会場[^（）()。]*)[。、・]?)+[）)]\s*"
    r"|\[(?:laughter|applause|music|cheers)\.?\]\s*",
    re.IGNORECASE,
)
_NEWLINES = re.compile(r"\s*\n\s*")
# In characters: of a sentence without a mark at its end, and of one with it, before it is cut.
_LONGEST_UNMARKED = 200
_LONGEST = 600

# Abbreviations whose full stop never ends a sentence, or does not before a small letter or digit.
_BEFORE_NAME = re.compile(
    r"(?:^|[^A-Za-z])(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Ft|Gov|Sen|Rep|Gen|Col|Capt|Lt|Sgt|Hon|Rev|Pres|Messrs"
    r"|vs|cf|viz|ca|e\.g|i\.e|[A-HJ-Z](?:\.[A-Z])*)$"
)
_BEFORE_SMALL = re.compile(
    r"(?:^|[^A-Za-z])(?:etc|Inc|Ltd|Co|Corp|approx|al|Jr|Sr|Dept|Univ|Ave|Ph\.D|[ap]\.m)$"
)
_BEFORE_DIGIT = re.compile(
    r"(?:^|[^A-Za-z])(?:[Nn]o|[Vv]er|[Vv]ol|[Ff]ig|[Ss]ec|[Aa]rt|[Cc]h|pp?"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$"
)
_LONGEST_ABBREVIATION = 8


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text after 。．？?!！ outside brackets, and after an English full stop and a space.

    A text without any of these is split at the ends of its lines; what is left endless, at clauses.
    Space after a sentence stays with it, so that the parts joined give ``text`` again. No part is
    empty. A bracket without its partner counts as an ordinary character.
    """
    return tuple(part for sentence in _marked(text) for part in _bounded(sentence))


def _marked(text: str) -> list[str]:
    sentences = []
    start = 0
    spans = iter(_bracketed(text))
    span = next(spans, None)
    for marks in _MARKS.finditer(text):
        first, stop = marks.span()
        while span is not None and span[1] < first:
            span = next(spans, None)
        if span is not None and span[0] < first:
            # In English the full stop stands inside the quotation marks that end the sentence.
            if marks[0] != "." or span[1] != stop:
                continue
            stop += 1
        tail = _TAIL.match(text, stop)
        end = tail.end() if tail else stop
        while direction := _DIRECTION.match(text, end):
            end = direction.end()
        spaced = bool(tail and tail[1])
        if end < len(text) and _ends_sentence(text, marks, end, spaced=spaced):
            sentences.append(text[start:end])
            start = end
    if start < len(text):
        sentences.append(text[start:])
    return sentences


def _bounded(sentence: str) -> list[str]:
    """Cut what no mark divides: captions at their lines, endless speech at clauses."""
    ended = _MARKS.search(sentence.rstrip()[-3:]) is not None
    longest = _LONGEST if ended else _LONGEST_UNMARKED
    if "\n" in sentence.strip() and (len(sentence) > longest or not _MARKS.search(sentence)):
        lines = _split_after(_NEWLINES, sentence)
    else:
        lines = [sentence]
    parts = []
    for line in lines:
        parts += clauses(line, _LONGEST_UNMARKED) if len(line) > longest else [line]
    return parts


def _split_after(pattern: re.Pattern[str], text: str) -> list[str]:
    parts, start = [], 0
    for found in pattern.finditer(text):
        if found.start() > start and found.end() < len(text):
            parts.append(text[start : found.end()])
            start = found.end()
    return [*parts, text[start:]]


def _ends_sentence(text: str, marks: re.Match[str], end: int, *, spaced: bool) -> bool:
    """Tell whether the marks end a sentence when more text follows at ``end``."""
    following = text[end]
    before = text[marks.start() - 1 : marks.start()]
    if marks[0] == "．" and _NUMBERING.match(before):
        return False
    if marks[0] == "." and _JAPANESE.match(before) and _JAPANESE.match(following):
        return True
    if marks[0].startswith("."):
        return (
            spaced
            and not _JAPANESE.match(following)
            and not (len(marks[0]) > 1 and following.islower())
            and not (len(marks[0]) == 1 and _abbreviates(text, marks.start(), following))
        )
    if spaced or not marks[0].isascii():
        return True
    # A mark within Latin text and without a space is part of an address or a name: ?page=2
    return not (before.isascii() and following.isascii() and following.isalnum())


def _abbreviates(text: str, stop: int, following: str) -> bool:
    window = (max(0, stop - _LONGEST_ABBREVIATION), stop)
    return bool(
        _BEFORE_NAME.search(text, *window)
        or (following.islower() and _BEFORE_SMALL.search(text, *window))
        or (following.isdigit() and _BEFORE_DIGIT.search(text, *window))
    )


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Return the outermost stretches ``text[open:close + 1]`` in brackets, in order."""
    waiting: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    pairs: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text):
        symbol, position = bracket[0], bracket.start()
        opener = _OPENER_OF.get(symbol, symbol)
        closes = symbol in _OPENER_OF or symbol == '"'
        if closes and count[opener]:
            while True:
                last, opened = waiting.pop()
                count[last] -= 1
                if last == opener:
                    break
            pairs.append((opened, position))
        elif symbol not in _OPENER_OF:
            waiting.append((symbol, position))
            count[symbol] += 1
    outermost: list[tuple[int, int]] = []
    for pair in sorted(pairs):
        if not outermost or pair[0] > outermost[-1][1]:
            outermost.append(pair)
    return outermost
