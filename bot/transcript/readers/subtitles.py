"""Subtitles and captions: WebVTT of Zoom, Teams and YouTube, SRT of Whisper and of editors."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import srt
import webvtt
from webvtt.errors import MalformedFileError

from bot.session import SourceKind
from bot.transcript.draft import SPACE, Draft, Notebook, Turn, UnclearError, joined
from bot.transcript.notation import seconds
from bot.transcript.readers.evidence import Evidence
from bot.transcript.readers.furniture import reason_for
from bot.transcript.readers.heads import Form, Head, heads
from bot.transcript.readers.names import is_ordinary, is_personal, may_be_name

_TIMING = re.compile(r"\s*[\d:.,]+\s*-{1,2}>\s*[\d:.,]+")
_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_NAMED_CUE = re.compile(r'\d+ "(?P<name>[^">]+)"(?: \(\d+\))?')
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|font|ruby|lang|span)\b[^>]*>|<\d+:\d[\d:.]*>|\{\\[^}]*\}", re.IGNORECASE
)
_RUBY = re.compile(r"<rt>.*?(?:</rt>|$)", re.DOTALL)
_TIMED = re.compile(r"<\d+:\d[\d:.]*>")
_CHEVRONS = re.compile(r"^(?:>>+|＞＞)\s*")
_ROUND = re.compile(r"[（(](?P<name>[^（）()]{1,24})[)）]\s*(?P<rest>\S.*)", re.DOTALL)
_FORMS = {Form.COLON, Form.BRACKET, Form.TAG, Form.MARK, Form.QUESTION}
_ROLLING = 0.4
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int
    start: float | None
    end: float | None
    raw: str


def read_vtt(text: str) -> Draft:
    """Read WebVTT. Raises UnclearError where a cue cannot be read."""
    lines = text.split("\n")
    if not text.startswith("WEBVTT"):
        lines = ["WEBVTT", "", *lines]
    lines = [_COMMA.sub(".", line) if _TIMING.match(line) else line for line in lines]
    try:
        captions = list(webvtt.from_string("\n".join(lines)).captions)
    except MalformedFileError as error:
        raise UnclearError((1, f"not WebVTT: {error}")) from error
    numbers = [number for number, line in enumerate(lines, start=1) if _TIMING.match(line)]
    shift = len(lines) - len(text.split("\n"))
    if len(captions) != len(numbers):
        known = {seconds(caption.start) for caption in captions}
        starts = {n: lines[n - 1].partition("-")[0].strip() for n in numbers}
        bad = next((n for n in numbers if _clock(starts[n]) not in known), None)
        message = "a cue that cannot be read; expected 00:00:01.000 --> 00:00:02.000 and its words"
        raise UnclearError((bad - shift if bad else None, message))
    cues = [
        _Cue(
            number - shift,
            seconds(caption.start),
            seconds(caption.end),
            _with_voice(caption.raw_text, caption.identifier),
        )
        for number, caption in zip(numbers, captions, strict=True)
    ]
    return _draft("WebVTT", cues, unescape=True)


def _with_voice(raw: str, identifier: str | None) -> str:
    """Return the words of a cue with the voice that Webex writes into its identifier."""
    named = _NAMED_CUE.fullmatch(identifier or "")
    return f"<v {named['name']}>{raw}" if named and not _VOICE.search(raw) else raw


def _clock(text: str) -> float | None:
    return seconds(text) if re.fullmatch(r"[\d:]+(?:\.\d+)?", text) else None


def read_srt(text: str) -> Draft:
    """Read SRT. Raises UnclearError where a cue cannot be read."""
    cues = []
    try:
        for cue in srt.parse(text):
            start, end = cue.start.total_seconds(), cue.end.total_seconds()
            cues.append(_Cue(0, start, end, cue.content))
    except (srt.SRTParseError, srt.TimestampParseError, ValueError) as error:
        line = text.count("\n", 0, getattr(error, "expected_start", 0)) + 1
        raise UnclearError(
            (line, "a subtitle that cannot be read; expected number, times, words")
        ) from error
    numbers = [n for n, line in enumerate(text.split("\n"), start=1) if _TIMING.match(line)]
    if len(numbers) != len(cues):
        inside = next(
            (cue for cue in cues if re.search(r"^\s*[\d:.,]+\s*-->", cue.raw, re.MULTILINE)), None
        )
        at = numbers[cues.index(inside)] if inside else None
        raise UnclearError((at, "a subtitle that cannot be read; expected number, times, words"))
    lined = [
        _Cue(number, cue.start, cue.end, cue.raw) for number, cue in zip(numbers, cues, strict=True)
    ]
    return _draft("SRT", lined, unescape=False)


def _draft(reader: str, cues: Sequence[_Cue], *, unescape: bool) -> Draft:
    notebook = Notebook()
    rolling = _is_rolling(cues)
    pieces = list(_pieces(_rolled(cues) if rolling else cues, unescape=unescape))
    evidence = Evidence([text for _, voice, text in pieces if voice is None], ())
    unvoiced = 0
    for cue, voice, text in pieces:
        head = None
        if voice is None:
            head = _head(evidence, unvoiced, text)
            unvoiced += 1
        _take(notebook, cue, voice, head, text)
    turns, skipped = notebook.ordered()
    if not turns:
        raise UnclearError((None, "no utterances; expected cues with words"))
    name = f"{reader} (rolling captions)" if rolling else reader
    return Draft(name, SourceKind.TRANSCRIPT, turns, skipped, captions=True)


def _take(notebook: Notebook, cue: _Cue, voice: str | None, head: Head | None, text: str) -> None:
    words = head.rest if head else _CHEVRONS.sub("", text)
    if not words.strip(SPACE):
        return
    if (reason := reason_for(words)) and not head:
        notebook.skip(cue.line, words, reason)
        return
    if head and head.form is Form.BRACKET and words[-1] in "」｣" and _closes_at_end(words):
        words = words[1:-1]
    name = head.name if head else voice or ""
    notebook.turns.append(Turn(cue.line, name, joined(words), start=cue.start, end=cue.end))


def _closes_at_end(words: str) -> bool:
    depth = 0
    for at, letter in enumerate(words):
        depth += (letter in "「｢") - (letter in "」｣")
        if depth == 0:
            return at == len(words) - 1
    return False


def _head(evidence: Evidence, index: int, text: str) -> Head | None:
    head = evidence.head(index)
    if head and head.form in _FORMS and head.rest:
        return head
    named = _ROUND.match(text)
    if named and may_be_name(named["name"]) and is_personal(named["name"]):
        return Head(Form.TAG, named["name"], named["rest"])
    return None


def _pieces(cues: Sequence[_Cue], *, unescape: bool) -> Iterator[tuple[_Cue, str | None, str]]:
    """Yield the words of each cue, of each voice in it, as lines joined to one."""
    for cue in cues:
        parts = _VOICE.split(cue.raw)
        for at in range(0, len(parts), 2):
            voice = html.unescape(parts[at - 1].strip()) if at else None
            text = _shown(parts[at])
            lines = (html.unescape(text) if unescape else text).split("\n")
            for spoken in [lines] if voice else _of_each(lines):
                if words := joined(spoken):
                    yield cue, voice, words


def _of_each(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each who speaks in one cue, where more than one is named."""
    spoken = [lines[0]]
    for line in lines[1:]:
        if _names(lines[0]) and _names(line):
            yield spoken
            spoken = []
        spoken.append(line)
    yield spoken


def _names(line: str) -> bool:
    found = (head for head in heads(line) if head.form in _FORMS and head.rest)
    return any(line[:1] in "-–—" or not is_ordinary(head.name) for head in found)


def _shown(raw: str) -> str:
    return _TAG.sub("", _RUBY.sub("", raw)).replace("\u200e", "").replace("\u200f", "")


def _lines(cue: _Cue) -> list[str]:
    return [line for line in cue.raw.split("\n") if _shown(line).strip(SPACE)]


def _overlap(before: Sequence[str], lines: Sequence[str]) -> int:
    """Return how many lines are shown still, having been shown before; those with times are new."""
    old = [_shown(line).strip(SPACE) for line in before]
    new = [_shown(line).strip(SPACE) for line in lines]
    for count in range(min(len(old), len(new)), 0, -1):
        if old[-count:] == new[:count] and not any(map(_TIMED.search, lines[:count])):
            return count
    return 0


def _is_rolling(cues: Sequence[_Cue]) -> bool:
    """Tell whether cues go on showing the lines of those before them."""
    timed = sum(bool(_TIMED.search(cue.raw)) for cue in cues)
    pairs = [
        (before, now) for before, now in pairwise(cues) if _overlap(_lines(before), _lines(now))
    ]
    longer = [pair for pair in pairs if len(_lines(pair[1])) > 1]
    return bool(pairs) and (
        bool(timed) or (len(cues) >= _FEWEST and len(longer) >= _ROLLING * (len(cues) - 1))
    )


def _rolled(cues: Sequence[_Cue]) -> list[_Cue]:
    """Return the cues with only what is new in each."""
    found = []
    before: list[str] = []
    for cue in cues:
        lines = _lines(cue)
        new = lines[_overlap(before, lines) :]
        if new:
            found.append(_Cue(cue.line, cue.start, cue.end, "\n".join(new)))
        before = lines or before
    return found
