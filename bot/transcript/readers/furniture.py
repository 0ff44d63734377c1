"""What stands on a page around the words: headings, times, rules, stage directions."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from bot.transcript.draft import SPACE
from bot.transcript.readers.patterns import TIME_ONLY, S

HEADING = "a heading"
"""Why a line was left out after which nobody speaks until somebody is named."""

_LONGEST_HEADING = 40
_LONGEST_TITLE = 80
_RULE = re.compile(r"[\W_]+")
_STAGE = re.compile(r"(?:[（(〔\[［〈][^（）()〔〕\[\]［］〈〉]*[)）〕\]］〉]\s*)+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
_SITTING = re.compile(
    r"(?:午前|午後|正午|[0-9]{1,2}[:時]).{0,14}(?:開議|開会|休憩|再開|散会|閉会|延会|閉議|終了|開始)[。]?"
    r"|(?:休憩|再開|散会|閉会|開会|開議)(?:午前|午後|正午).{0,12}"
)
_RISES = re.compile("散会|閉会|延会|閉議")
_MACHINE = re.compile(
    r"(?:###?\s*)?(?:transcription|meeting) ended after.*|transcribed by .*"
    r"|this editable transcript .*"
    r"|(?:the )?meeting (?:was )?(?:opened|closed|ended|adjourned|called to order) at \d.{0,12}"
    r"|.*computer[- ]generated.*|.*(?:started|stopped) transcription|webvtt|attendees|transcript"
    r"|.*文字起こし(?:を|が|は\s*[0-9:]+\s*に)(?:開始|停止|終了)しました。?|この編集可能な文字起こしは.*"
    r"|.*コンピュータ[でに]?.{0,3}(?:生成|作成)された.*"
    r"|(?:https?://|www\.)\S+|(?:[\w-]+\.)+(?:com|jp|net|org|io|ai)(?:/\S*)?"
    r"|©.*|copyright .*|\(?c\) \d{4}.*|page \d+.*|end\s+\d{1,2}:\d{2}\s*[ap]\.?m\b.*"
    r"|[-–]?\s*\d{1,4}\s*(?:/\s*\d+)?\s*[-–]?"
    r"|(?:[#＃][^\s#＃]+\s*)+|いかがでしたか.*|次回もお楽しみに.*|最後までお読み.*|この記事[がをは].*"
    r"|exported \d+ message.*|\[pages? .*\]|\{time\}.*|all rights reserved.*",
    re.IGNORECASE,
)
_END = re.compile(
    r"--|[（(―—\-\s]*(?:了|以\s*上|完|終|終\s*わ\s*り|おわり|end|fin)[)）―—\-\s]*"
    r"|(?:関連記事|関連リンク|シェアする|コメント|スポンサーリンク|タグ|カテゴリー?|フォローする|プロフィール|著者紹介|登壇者プロフィール|編集後記|あとがき|あわせて読みたい|おすすめ記事|人気記事|前の記事|次の記事|続きを読む|コメントを残す|トップへ戻る|ページトップ(?:へ(?:戻る)?)?|この記事を書いた人|参考文献"
    r"|タイトルとurlをコピーしました|次回予定|配布資料|連絡先|お問い合わせ)[:：]?.*",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(
    r"(?:(?:取材|構成|文|撮影|写真|編集)(?:[・、/](?:取材|構成|文|撮影|写真|編集))*|日時|日付|場所|会場|次回|次回予定|次回日程|文責|記録|記録者|作成|作成者|作成日|出席者?|欠席者?|参加者"
    r"|資料|配布資料|議題|主催|date|time|location|attendees|present|next meeting"
    r"|minutes by|recorded by|note taker|actions?|action items?|decisions?|next steps?)"
    r"\s*[:：].{0,80}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:[0-9０-９]{1,2}(?:\s*[.．、)）]|[ \u3000])|[（(][0-9０-９]{1,2}[)）]"
    r"|第[0-9０-９一二三四五六七八九十]+[部章節回]|[一二三四五六七八九十]、|[■□◆◇●▼【＜〈《])\s*.{1,40}"
)
_SENTENCE = re.compile(r"[。？！?!…」』]|[.,;]$|、$")
_TASKS = re.compile(
    r"[#■□◆◇●【\s]*(?:宿題|課題|決定事項|確認事項|アクションアイテム|ネクストアクション|todo|次回(?:予定|日程)?|文責|配布資料"
    r"|action items?|next steps?|decisions?)】?\s*(?:[:：].{0,40}|$)",
    re.IGNORECASE,
)
_SIGNED_HEADING = re.compile(r"[■□▼▽].{1,40}|【[^【】]{1,40}】")
_SIGNED = re.compile("[■□◆◇▼【]")
_SAID = re.compile(r"[。…」』]$|です|ます")
_LINE_NUMBER = re.compile(
    rf"[{SPACE}]*(?P<number>[0-9０-９]{{1,5}})(?:[{SPACE}]+(?=\S)|[{SPACE}]*$)"
)
_FEWEST_NUMBERED = 3
_MOSTLY = 0.9
_LATIN = re.compile(r"[ -~À-ɏḀ-ỿ’‘“”–—]+")
_MOST_HEADING_WORDS = 8

_DATE = re.compile(
    r"(?P<year>\d{4})\s*(?:年|[/.-])\s*(?P<month>\d{1,2})\s*(?:月|[/.-])\s*(?P<day>\d{1,2})"
)
_ERA_DATE = re.compile(
    r"(?P<era>令和|平成|昭和)\s*(?P<year>元|\d{1,2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_CLOCK = re.compile(r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})\s*(?:[:時])\s*(?P<minute>\d{1,2})?")
_JAPAN = timezone(timedelta(hours=9))
_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_TEN = re.compile(r"([1-9]?)十([1-9]?)")
_ANNOUNCING = re.compile(
    r"^(?:#+\s*|タイトル|題名|会議名|件名|title|meeting)\s*[:：「]?", re.IGNORECASE
)

_EDITORS_NOTE = re.compile(
    rf"[（(〔※*]?{S}(?:注|注記|注釈|編注|訳注|編集部?注|筆者注)[0-9]*{S}[:：]|editor['’]s note\s*:",
    re.IGNORECASE,
)
_REASONS = (
    (re.compile(rf"(?:{_RULE.pattern})\Z"), "a rule"),
    (TIME_ONLY, "a time"),
    (_MARKDOWN_HEADING, HEADING),
    (re.compile(rf"(?:{_MACHINE.pattern})\Z", re.IGNORECASE), "part of the page around the words"),
    (_EDITORS_NOTE, "a note of the editor"),
    (re.compile(rf"(?:{_END.pattern})\Z", re.IGNORECASE), "the end of the words"),
)


def reason_for(line: str, *, centred: bool = False) -> str | None:
    """Say why a line is none of the words wherever it stands; None when it may be.

    ``centred`` is for official records, which put into the middle what nobody says.
    """
    text = unicodedata.normalize("NFKC", line).strip(SPACE)
    if not text:
        return None
    if centred and line.startswith(("\u3000\u3000\u3000", " " * 10)):
        return "set in the middle, as nobody's words"
    if _SITTING.fullmatch(re.sub(r"\s", "", text)):
        return "when the sitting began or ended"
    if _STAGE.fullmatch(line.strip(SPACE)):
        return "a stage direction"
    return next((reason for pattern, reason in _REASONS if pattern.match(text)), None)


def is_machine_made(line: str) -> bool:
    """Tell whether a line is what a program writes around the words."""
    return _MACHINE.fullmatch(unicodedata.normalize("NFKC", line).strip(SPACE)) is not None


def is_address(line: str) -> bool:
    """Tell whether a line is the address of a page on the web, and nothing else."""
    return re.fullmatch(r"https?://\S+", line.strip(SPACE)) is not None


def unnumbered(lines: Sequence[str]) -> list[str]:
    """Return the lines without the numbers of lines in front of them, where all have one.

    They begin anew on each page.
    """
    found = [_LINE_NUMBER.match(line) for line in lines]
    numbers = [int(each["number"]) for each in found if each]
    filled = sum(bool(line.strip(SPACE)) for line in lines)
    if len(numbers) < _FEWEST_NUMBERED or len(numbers) < _MOSTLY * filled:
        return list(lines)
    if any(now not in {before + 1, 0, 1} for before, now in pairwise(numbers)):
        return list(lines)
    return [line[each.end() :] if each else line for line, each in zip(lines, found, strict=True)]


def ends_all(line: str) -> bool:
    """Tell whether what follows a line is no longer the words of whoever spoke before."""
    text = line.strip(SPACE)
    sitting = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return bool(_END.fullmatch(text) or (_SITTING.fullmatch(sitting) and _RISES.search(sitting)))


def is_labelled(line: str) -> bool:
    """Tell whether a line says what it tells of the page: 撮影：森花子."""
    return bool(_LABEL_LINE.fullmatch(line.strip(SPACE)))


def is_heading(line: str) -> bool:
    """Tell whether a paragraph by itself is rather a heading than something said."""
    text = line.strip(SPACE)
    if is_labelled(line):
        return True
    if _SENTENCE.search(text):
        return False
    if _LATIN.fullmatch(text):
        return len(text.split()) <= _MOST_HEADING_WORDS and text[:1].isupper()
    return len(text) <= _LONGEST_HEADING


def is_tasks(line: str) -> bool:
    """Tell whether a line heads what was decided or is to be done, and not said."""
    return bool(_TASKS.fullmatch(line.strip(SPACE)))


def is_signed(line: str) -> bool:
    """Tell whether a line without a sentence has a sign before it, or brackets around it."""
    text = line.strip(SPACE)
    return bool(_SIGNED_HEADING.fullmatch(text)) and not _SAID.search(text)


def is_numbered(line: str) -> bool:
    """Tell whether a line has the number or the sign of a heading."""
    text = line.strip(SPACE)
    sentence = _SAID if _SIGNED.match(text) else _SENTENCE
    return bool(_NUMBERED.fullmatch(text)) and not sentence.search(text)


@dataclass(frozen=True, slots=True)
class About:
    """What the lines before the words tell of the session."""

    title: str | None
    started_at: datetime | None
    day: str | None


def about(lines: Sequence[str], first: int) -> About:
    """Return title, date and time from the lines before ``first``, a line number from 1."""
    before = [line.strip(SPACE) for line in lines[: first - 1]]
    titles = [
        _ANNOUNCING.sub("", line).strip(SPACE + "#「」*")
        for line in before
        if line and not _RULE.fullmatch(line) and not _LABEL_LINE.fullmatch(line)
    ]
    title = next((each for each in titles if 0 < len(each) <= _LONGEST_TITLE), None)
    for line in before:
        day, moment = date_in(line)
        if day:
            return About(title, moment, day)
    return About(title, None, None)


def date_in(text: str) -> tuple[str | None, datetime | None]:
    """Return the date in a text as YYYY-MM-DD, and the moment where it tells the time too."""
    plain = unicodedata.normalize("NFKC", text).replace("元年", "1年")
    if re.search("[〇一二三四五六七八九十]年", plain):
        plain = _TEN.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", plain.translate(_KANJI))
    found = _DATE.search(plain) or _ERA_DATE.search(plain)
    if not found:
        return None, None
    year = int(found["year"]) + _ERAS.get(found.groupdict().get("era") or "", 0)
    try:
        day = datetime(year, int(found["month"]), int(found["day"]), tzinfo=_JAPAN)
    except ValueError:
        return None, None
    clock = _CLOCK.search(plain, found.end())
    japanese = re.search("[年月\u3040-\u30ff]", text)
    if not clock or not japanese:
        return day.date().isoformat(), None
    hour = int(clock["hour"]) + 12 * (clock["half"] == "午後" and int(clock["hour"]) < 12)  # noqa: PLR2004
    try:
        moment = day.replace(hour=hour, minute=int(clock["minute"] or 0))
    except ValueError:
        return day.date().isoformat(), None
    return day.date().isoformat(), moment
