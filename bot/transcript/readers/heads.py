"""How a line of a transcript names its speaker: each form by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.transcript.draft import SPACE
from bot.transcript.notation import seconds
from bot.transcript.readers import patterns
from bot.transcript.readers.names import (
    is_label,
    is_named,
    is_office,
    is_personal,
    may_attend,
    may_be_name,
    outside,
    plain,
    unspaced,
)

DASH = "――"
"""What stands for whoever asks, without a name."""


class Form(StrEnum):
    """A way of naming the speaker; the value says it to whoever reads the report."""

    BRACKET = "name「…」"
    AFTER = "「…」（name）"
    COLON = "name: …"
    LINE = "name on a line of its own"
    STAMP = "name and time on a line"
    MARK = "○name …"
    DASH = "――…"
    HYPHEN = "- …"
    ASKED = "**…?**"
    QUESTION = "Q. … A. …"
    TAG = "【name】…"
    TAG_LINE = "（name） on a line of its own"
    ROUND = "（name）…"
    BOLD = "**name** …"
    FLOOR = "Mr. NAME. …"
    TAB = "name, tab, …"
    DOTS = "name……"
    GAP = "name　…"
    TABLE = "a table"


ASKING = frozenset({Form.DASH, Form.HYPHEN, Form.ASKED})
"""Forms of what an interviewer asks, without a name."""

ASKS = frozenset({"q", "question", "問", "質問"})
"""Keys of the names that stand before questions, not before answers."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an utterance: in which form, whose, and the words after it."""

    form: Form
    name: str
    rest: str
    start: float | None = None

    @property
    def key(self) -> str:
        """The name as it is counted."""
        return plain(outside(self.name)) or plain(self.name)


def is_question(head: Head) -> bool:
    """Tell whether somebody asks who is not named: ――, Q."""
    return head.form in ASKING or (head.form is Form.QUESTION and head.key in ASKS)


def heads(line: str) -> Iterator[Head]:
    """Yield every way in which a line may name a speaker, the clearest first."""
    text = line.strip(SPACE)
    seen: set[Head] = set()
    for core, start in _cores(text):
        for head in _of_core(core):
            found = _timed(head, start)
            if found not in seen and found.name:
                seen.add(found)
                yield found


def _cores(text: str) -> Iterator[tuple[str, float | None]]:
    """Return the line without the bullet and the time before its words, then with them."""
    found: list[tuple[str, float | None]] = [(text, None)]
    start: float | None = None
    for _ in range(3):
        if time := patterns.LEADING_TIME.match(text):
            start = _moment(time)
            text = text[time.end() :]
        elif bullet := patterns.BULLET.match(text):
            text = text[bullet.end() :]
        else:
            break
        found.append((text, start))
    if bold := patterns.WHOLE_BOLD.fullmatch(text):
        found.append((bold[1], start))
    return reversed(found)


def _of_core(text: str) -> Iterator[Head]:
    if found := patterns.MARK.match(text):
        yield from _marked(found["rest"])
    yield from _asked(text)
    if found := patterns.FLOOR.match(text):
        name = found["name"]
        if found["aside"] and not re.match(r"(?:Mr|Mrs|Ms|Miss|Dr)\b", found["aside"]):
            name = name[: name.rindex("(")].strip()
        yield Head(Form.FLOOR, re.sub(r"\s+", " ", name), found["rest"])
    if (found := patterns.AFTER.fullmatch(text)) and may_be_name(found["name"]):
        yield Head(Form.AFTER, found["name"], found["rest"])
    yield from _bracketed(text)
    if found := patterns.QUESTION.match(text):
        yield from _questioned(found)
    found = patterns.BOLD.match(text)
    if found and _may_speak(found["name"].rstrip(":： ")):
        name, rest = found["name"].rstrip(":： "), found["rest"]
        if patterns.BESIDE_BOLD.fullmatch(rest):
            name, rest = name + rest, ""
        yield from _stamped(name, rest, Form.BOLD)
    yield from _tagged(text)
    yield from _weak(text)


def _asked(text: str) -> Iterator[Head]:
    if (found := patterns.DASH.match(text)) and not patterns.DASH.match(text[::-1]):
        yield Head(Form.DASH, DASH, found["rest"])
    elif found := patterns.HYPHEN.match(text):
        yield Head(Form.HYPHEN, DASH, found["rest"])
    elif found := patterns.BOLD_SENTENCE.fullmatch(text):
        yield Head(Form.ASKED, DASH, found["rest"])


def _may_speak(name: str) -> bool:
    """Tell whether this may be a speaker, also as one of those present: 参加者, Host."""
    return may_be_name(name) or may_attend(name)


def _bracketed(text: str) -> Iterator[Head]:
    if found := patterns.BRACKET.match(text):
        name = found["name"].strip(SPACE + "*_")
        tag = patterns.TAG.match(name)
        name = (tag["rest"] or tag["name"]).strip() if tag else name
        if _may_speak(name):
            yield Head(Form.BRACKET, name, text[found.start("open") :])


def _tagged(text: str) -> Iterator[Head]:
    found = patterns.TAG.match(text)
    # ［資料］を見てください
    rest = found["rest"] if found else ""
    if found and _may_speak(found["name"].strip()) and not rest.startswith("を"):
        form = Form.TAG if found["rest"] else Form.TAG_LINE
        yield from _stamped(found["name"].strip(), found["rest"], form)
    found = patterns.ROUND.match(text)
    if found and _may_speak(unspaced(found["name"])):
        whole = not found["rest"] and text[0] in "（("
        yield Head(Form.TAG_LINE if whole else Form.ROUND, unspaced(found["name"]), found["rest"])
    if (found := patterns.ARROW.match(text)) and may_be_name(found["name"]):
        yield Head(Form.ROUND, found["name"], found["rest"])


def _weak(text: str) -> Iterator[Head]:
    if (found := patterns.TIMED_NAME.match(text)) and may_be_name(found["name"]):
        form = Form.COLON if found["rest"] else Form.STAMP
        yield Head(form, unspaced(found["name"]), found["rest"], _moment(found))
    yield from _before_colon(text)
    if (found := patterns.TAB.match(text)) and _may_speak(found["name"].strip()):
        start = _moment(found) if found["time"] else None
        yield Head(Form.TAB, found["name"].strip(), found["rest"], start)
    time = patterns.TRAILING_TIME.search(text)
    if time and time.start() and _may_speak(text[: time.start()].strip(SPACE + "-|*_")):
        name = text[: time.start()].strip(SPACE + "-|*_")
        yield Head(Form.STAMP, unspaced(name), "", _moment(time))
    yield from _before_gap(text)
    if (found := patterns.POSITION.fullmatch(text)) and is_personal(found["name"]):
        yield Head(Form.LINE, f"{found['name']} ({found['beside']})", "")
    if _may_speak(text) and not re.match(r"[「（(#|]", text):
        yield Head(Form.LINE, unspaced(text), "")


def _before_colon(text: str) -> Iterator[Head]:
    found = patterns.COLON.match(text)
    if not found:
        return
    name = found["name"].strip(SPACE + "*_")
    name = name[1:-1] if re.fullmatch(r"\[[^\[\]]*\]|【[^【】]*】", name) else name
    if chat := patterns.CHAT.fullmatch(name):
        yield Head(Form.STAMP, chat["name"], found["rest"])
        return
    if _is_spread(name) or patterns.OTHER_FORM.search(name):
        return
    # 時刻は10：30です, 比は3：1です
    ratio = name[-1:].isdigit() and re.match(r"[0-9０-９]", found["rest"])
    if _may_speak(name) and not (ratio and not is_personal(name.rstrip(patterns.DIGITS))):
        yield from _stamped(name, found["rest"], Form.COLON)


def _is_spread(text: str) -> bool:
    """Tell whether a wide gap stands within a text, and not between the letters of a name."""
    whole = re.sub(r"\s", "", text)
    return bool(patterns.APART.search(text)) and (whole.isascii() or not is_named(whole))


def _before_gap(text: str) -> Iterator[Head]:
    found = patterns.DOTS.match(text)
    if found and not _is_spread(found["name"]) and _may_speak(unspaced(found["name"])):
        yield Head(Form.DOTS, unspaced(found["name"]), found["rest"])
    for pattern in (patterns.SPREAD, patterns.WIDE_GAP, patterns.GAP):
        if not (found := pattern.match(text)):
            continue
        name = unspaced(found["name"]) if pattern is patterns.SPREAD else found["name"]
        known = pattern is patterns.GAP or is_personal(name) or is_office(name)
        if re.match("[－—–―・…‥]", found["rest"]):
            continue
        if known and _may_speak(name) and patterns.SAYS.search(found["rest"]):
            yield Head(Form.GAP, name, found["rest"])


def _marked(text: str) -> Iterator[Head]:
    """Yield who speaks after ○: the name ends at the first space after an office or honorific."""
    latin, _, words = text.partition("\u3000")
    if words.strip(SPACE) and latin.isascii() and may_be_name(latin) and is_personal(latin):
        yield Head(Form.MARK, latin, words.strip(SPACE))
        return
    pieces = re.split(rf"([{SPACE}]+)", text)
    for count in (1, 3, 5):
        name = "".join(pieces[:count])
        if len(pieces) < count or not may_be_name(name):
            break
        rest = "".join(pieces[count:]).strip(SPACE)
        closed = not re.search(r"[（(][^（）()]*$", name)
        if (
            closed
            and rest
            and re.search(r"(?:君|委員|議員|長|さん|氏|[)）])$", name)
            and is_personal(name)
        ):
            yield Head(Form.MARK, name, rest)
            return
    if (found := patterns.MARKED.match(text)) and _may_speak(found["name"]):
        yield Head(Form.MARK, found["name"], found["rest"].strip(SPACE))


def _questioned(found: re.Match[str]) -> Iterator[Head]:
    latin = found["name"] in "QAＱＡ"
    closed = bool(found["mark"]) == bool(found["end"]) and bool(found["end"])
    apart = bool(found["sign"]) or (bool(found["gap"]) and (not latin or bool(found["number"])))
    if not (closed or apart or (latin and found["gap"] and is_wide_start(found["rest"]))):
        return
    yield Head(Form.QUESTION, found["name"], found["rest"])


def is_wide_start(text: str) -> bool:
    """Tell whether Japanese writing begins a text."""
    return text[:1] >= "\u3040"


def _stamped(name: str, rest: str, form: Form) -> Iterator[Head]:
    """Yield a head, with the time taken off the end of the name or the front of the words."""
    start: float | None = None
    if (time := patterns.TRAILING_TIME.search(name)) and time.start():
        name, start = name[: time.start()].strip(SPACE), _moment(time)
    if start is None and (time := patterns.TIME_ALONE.match(rest)):
        rest, start = "", _moment(time)
    head = Head(form, name, rest, start)
    if name and (not is_label(name) or may_attend(name)):
        yield timed_before_words(head) if rest.startswith("[") else head


def timed_before_words(head: Head) -> Head:
    """Return a head with the time taken off the front of its words."""
    time = patterns.TIME_BEFORE_WORDS.match(head.rest)
    return replace(head, rest=head.rest[time.end() :], start=_moment(time)) if time else head


def _timed(head: Head, start: float | None) -> Head:
    return replace(head, start=start) if head.start is None else head


def _moment(stamp: re.Match[str]) -> float:
    return seconds(stamp["time"])
