"""How a line of a transcript names its speaker: each form by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.transcript.clock import seconds
from bot.transcript.readers.names import is_label, is_personal, may_be_name, plain, unspaced

SPACE = " \t\u3000\u00a0\u200b\ufeff"
_S = rf"[{SPACE}]*"


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
    QUESTION = "Q. … A. …"
    TAG = "【name】…"
    TAG_LINE = "（name） on a line of its own"
    ROUND = "（name）…"
    BOLD = "**name** …"
    FLOOR = "Mr. NAME. …"
    TAB = "name, tab, …"
    GAP = "name　…"
    TABLE = "a table"


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
        return plain(re.sub(r"[（(][^（）()]*[)）]", "", self.name)) or plain(self.name)


_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_DAY = r"(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:\([^)]*\))?,?[ T]+)?"
_STAMP = rf"{_DAY}(?P<time>{_CLOCK})(?:\s*(?:-->|[-–~〜～])\s*{_CLOCK})?(?:\s*[AaPp][Mm])?"
_LEADING_TIME = re.compile(rf"[\[(（【<]?{_STAMP}[\])）】>]?{_S}(?:[-–|｜・]{_S})?(?=\S)")
_TRAILING_TIME = re.compile(rf"{_S}[\[(（【<]?{_STAMP}[\])）】>]?{_S}$")
TIME_ONLY = re.compile(
    rf"{_S}[\[(（]?{_STAMP}[\])）]?{_S}$"
    r"|(?:\d+:){1,2}\d+(?:\.\d+)?\s*-->\s*(?:\d+:){1,2}\d+(?:\.\d+)?\s*$"
    r"|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:\s*\(.\))?\s*$"
)
_TIMED_NAME = re.compile(
    rf"(?P<name>[^:：「」。]{{1,40}}?){_S}[\[(（]{_STAMP}[\])）]{_S}[:：]?{_S}(?P<rest>.*)"
)
_CHAT = re.compile(r"(?:From|開始)\s+(?P<name>.+?)\s+(?:to|宛先)\s+.+", re.IGNORECASE)
_BULLET = re.compile(
    rf"{_S}(?:[・•‣▪*＊+>＞-](?![*＊-])|\d{{1,3}}[.)．）](?!\d)|#+(?= )){_S}(?=\S)"
)

_WHOLE_BOLD = re.compile(r"\*\*([―—─QＱAＡ問答][^*]*)\*\*")
_ARROW = re.compile(rf"(?P<name>[^＞>｜|「」。]{{1,24}}?){_S}[＞>｜|]{_S}(?P<rest>[^＞>].*)")
_BRACKET = re.compile(
    rf"(?P<name>[^「」｢｣『』。．?？!！…:：\t]*?){_S}(?P<colon>[:：]?){_S}(?P<open>[「｢『])"
)
_AFTER = re.compile(rf"[「『](?P<rest>[^「」『』]+)[」』]{_S}[（(](?P<name>[^（）()]{{1,30}})[)）]")
_COLON = re.compile(
    rf"(?P<name>[^:：「」｢｣。?？!！\t]{{1,60}}?){_S}(?:：|:(?!//)(?!\d\d\b)){_S}(?P<rest>.*)"
)
_MARK = re.compile(rf"[○〇◯◆◎●◇△▲□■▽▼☆★]{_S}(?P<rest>\S.*)")
_MARKED = re.compile(
    rf"(?P<name>[^{SPACE}（(「。、:：]+(?:{_S}[（(][^（）()]*[)）](?:君|さん|氏)?)?)(?P<gap>[{SPACE}]+|[:：]|$)(?P<rest>.*)"
)
_DASH = re.compile(rf"(?:[―—─－]{{1,8}}|[ー‐–-]{{2,8}}){_S}(?P<rest>[^―—─－ー–>{SPACE}-].*)")
_HYPHEN = re.compile(r"[-–‐]\s*(?P<rest>[^-–‐\s].*)")
_QUESTION = re.compile(
    rf"(?P<mark>[【\[（(]?)(?P<name>[QAＱＡ]|[Qq]uestion|[Aa]nswer|問|答|質問|回答|答弁)(?P<number>{_S}[0-9０-９]{{0,3}})"
    rf"(?P<end>[】\])）])?{_S}(?P<sign>[.．:：、]?)(?P<gap>{_S})(?P<rest>.*)"
)
_TAG = re.compile(
    rf"[【\[［〈<＜](?P<name>[^】\]］〉>＞]{{1,40}})[】\]］〉>＞]{_S}[:：]?{_S}(?P<rest>.*)"
)
_ROUND = re.compile(rf"[（(]?(?P<name>[^（）()]{{1,30}})[)）]{_S}(?P<rest>.*)")
_BOLD = re.compile(
    rf"(?P<mark>\*\*|__)(?P<name>[^*_]{{1,60}}?){_S}[:：]?{_S}(?P=mark){_S}[:：]?{_S}(?P<rest>.*)"
)
_FLOOR = re.compile(
    r"(?P<name>(?:The\s+(?:(?:VICE|ACTING|Vice|Acting)\s+)?"
    r"(?:SPEAKER|PRESIDENT|PRESIDING OFFICER|CHAIR(?:MAN|WOMAN|PERSON)?|CLERK|CHIEF JUSTICE)"
    r"(?:\s+pro\s+tempore)?|(?:Mr|Mrs|Ms|Miss|Dr|Senator|Representative|Chairman|Chairwoman|Chair)\.?\s+"
    r"(?:(?:Mc|Mac|De|La|Le|Di|Van|O['’])?[A-Z][A-Za-z'’-]+)(?:\s+[A-Z][A-Z'’-]+)*(?:\s+of\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?)?)"
    r"(?:\s+\((?P<aside>[^()]*)\))?)\.\s+(?P<rest>\S.*)"
)
_GAP = re.compile(r"(?P<name>[^\u3000\t。、?？!！「」:：]{1,24}?)(?:\u3000+| )(?P<rest>\S.*)")
_TAB = re.compile(r"(?P<name>[^\t]{1,60})\t+(?P<rest>\S.*)")
_SAYS = re.compile("[。．？！?!]|です|ます|ました|でした|ません")


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
        if time := _LEADING_TIME.match(text):
            start = _moment(time)
            text = text[time.end() :]
        elif bullet := _BULLET.match(text):
            text = text[bullet.end() :]
        else:
            break
        found.append((text, start))
    if bold := _WHOLE_BOLD.fullmatch(text):
        found.append((bold[1], start))
    return reversed(found)


def _of_core(text: str) -> Iterator[Head]:
    if found := _MARK.match(text):
        yield from _marked(found["rest"])
    if (found := _DASH.match(text)) and not _DASH.match(text[::-1]):
        yield Head(Form.DASH, DASH, found["rest"])
    elif found := _HYPHEN.match(text):
        yield Head(Form.HYPHEN, DASH, found["rest"])
    if found := _FLOOR.match(text):
        name = found["name"]
        if found["aside"] and not re.match(r"(?:Mr|Mrs|Ms|Miss|Dr)\b", found["aside"]):
            name = name[: name.rindex("(")].strip()
        yield Head(Form.FLOOR, re.sub(r"\s+", " ", name), found["rest"])
    if (found := _AFTER.fullmatch(text)) and may_be_name(found["name"]):
        yield Head(Form.AFTER, found["name"], found["rest"])
    yield from _bracketed(text)
    if found := _QUESTION.match(text):
        yield from _questioned(found)
    if (found := _BOLD.match(text)) and may_be_name(found["name"].rstrip(":： ")):
        yield from _stamped(found["name"].rstrip(":： "), found["rest"], Form.BOLD)
    yield from _tagged(text)
    yield from _weak(text)


def _bracketed(text: str) -> Iterator[Head]:
    if found := _BRACKET.match(text):
        name = found["name"].strip(SPACE + "*_")
        tag = _TAG.match(name)
        name = (tag["rest"] or tag["name"]).strip() if tag else name
        if may_be_name(name):
            yield Head(Form.BRACKET, name, text[found.start("open") :])


def _tagged(text: str) -> Iterator[Head]:
    if (found := _TAG.match(text)) and may_be_name(found["name"].strip()):
        form = Form.TAG if found["rest"] else Form.TAG_LINE
        yield from _stamped(found["name"].strip(), found["rest"], form)
    if (found := _ROUND.match(text)) and may_be_name(unspaced(found["name"])):
        whole = not found["rest"] and text[0] in "（("
        yield Head(Form.TAG_LINE if whole else Form.ROUND, unspaced(found["name"]), found["rest"])
    if (found := _ARROW.match(text)) and may_be_name(found["name"]):
        yield Head(Form.ROUND, found["name"], found["rest"])


def _weak(text: str) -> Iterator[Head]:
    if (found := _TIMED_NAME.match(text)) and may_be_name(found["name"]):
        form = Form.COLON if found["rest"] else Form.STAMP
        yield Head(form, unspaced(found["name"]), found["rest"], _moment(found))
    if found := _COLON.match(text):
        name = found["name"].strip(SPACE + "*_[]【】")
        chat = _CHAT.fullmatch(name)
        name = chat["name"] if chat else name
        if may_be_name(name):
            yield from _stamped(name, found["rest"], Form.COLON)
    if (found := _TAB.match(text)) and may_be_name(found["name"].strip()):
        yield Head(Form.TAB, found["name"].strip(), found["rest"])
    time = _TRAILING_TIME.search(text)
    if time and time.start() and may_be_name(text[: time.start()].strip(SPACE + "-|*_")):
        name = text[: time.start()].strip(SPACE + "-|*_")
        yield Head(Form.STAMP, unspaced(name), "", _moment(time))
    if (found := _GAP.match(text)) and may_be_name(found["name"]) and _SAYS.search(found["rest"]):
        yield Head(Form.GAP, found["name"], found["rest"])
    if may_be_name(text) and not re.match(r"[「（(#|]", text):
        yield Head(Form.LINE, unspaced(text), "")


def _marked(text: str) -> Iterator[Head]:
    """Yield who speaks after ○: the name ends at the first space after an office or honorific."""
    pieces = re.split(rf"([{SPACE}]+)", text)
    for count in (1, 3, 5):
        name = "".join(pieces[:count])
        if len(pieces) < count or not may_be_name(name):
            break
        rest = "".join(pieces[count:]).strip(SPACE)
        if rest and re.search(r"(?:君|委員|議員|長|さん|氏|[)）])$", name) and is_personal(name):
            yield Head(Form.MARK, name, rest)
            return
    if (found := _MARKED.match(text)) and may_be_name(found["name"]):
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
    if (time := _TRAILING_TIME.search(name)) and time.start():
        name, start = name[: time.start()].strip(SPACE), _moment(time)
    if start is None and (time := re.match(rf"[\[(（]?{_STAMP}[\])）]?{_S}$", rest)):
        rest, start = "", _moment(time)
    if name and not is_label(name):
        yield Head(form, name, rest, start)


def _timed(head: Head, start: float | None) -> Head:
    return replace(head, start=start) if head.start is None else head


def _moment(stamp: re.Match[str]) -> float:
    return seconds(stamp["time"])
