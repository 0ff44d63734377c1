"""Words of respect and of office beside a name: さん, 教授, Ms., Minister.

All keys are those of ``bot.japanese.romaji``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.japanese.romaji import romaji_of, sound_key, written_key

# What anybody may be called.
_HONORIFICS = (
    "さん 様 さま 氏 君 くん ちゃん 殿 どの 先生 せんせい 女史 先輩 せんぱい 博士 はかせ 同志"
    " mr mrs ms miss mx sir madam dame lord lady dr doctor rev reverend hon honorable honourable"
    " mp phd md esq jr sr"
)

# What somebody is: offices by themselves, and below, each on a line, in all their spellings.
_OFFICES_OF_ONE_SPELLING = (
    "政務官 官房長官 理事 係長 次長 室長 署長 支店長 工場長 センター長 主任 主査 主幹 班長 団長"
    " 隊長 組合長 院長 総長 教頭 園長 館長 副部長 副知事 党首 総裁 幹事長 幹事 書記長 書記 政調会長"
    " 事務局長 名誉教授 助教 教諭 専門官 審議官 参事官 参事 補佐官 課長補佐 補佐 代理 顧問 相談役"
    " 監事 監査役 選手 検事 医師 参考人 総領事 secretary commissioner officer cto cfo coo"
)
_OFFICES = """
大臣 だいじん minister
総理大臣 総理 首相 内閣総理大臣 そうり しゅしょう premier primeminister
副総理 副総理大臣
副大臣 viceminister
外相 外務大臣
長官 ちょうかん
大統領 だいとうりょう president
国会議員 代議士 参議院議員 衆議院議員
議員 ぎいん senator representative rep congressman congresswoman
市議 市議会議員
県議 県議会議員
町議 町議会議員
村議 村議会議員
区議 区議会議員
都議 都議会議員
委員 いいん member
委員長 いいんちょう chair chairman chairwoman chairperson
議長 ぎちょう chair chairman chairwoman chairperson
座長 ざちょう chair chairman chairwoman chairperson
会長 かいちょう chair chairman chairwoman chairperson president
部会長 分科会長 chair chairman chairwoman chairperson
副委員長 vicechair deputychair
副議長 vicechair deputychair
副座長 vicechair deputychair
副会長 vicechair deputychair vicepresident
理事長 りじちょう
社長 しゃちょう president ceo
副社長 vicepresident
専務 専務取締役
常務 常務取締役
取締役 代表取締役
代表 だいひょう
部長 ぶちょう director
課長 かちょう
局長 きょくちょう director
所長 しょちょう director
店長 てんちょう
マネージャー manager
リーダー leader
ディレクター director
学長 がくちょう
学部長 dean
校長 こうちょう principal
市長 しちょう mayor
副市長 deputymayor
町長 ちょうちょう mayor
村長 そんちょう mayor
区長 くちょう mayor
知事 ちじ governor
事務局 じむきょく secretariat
教授 きょうじゅ professor prof
准教授 助教授 associateprofessor
講師 こうし lecturer
研究員 researcher
監督 かんとく coach
記者 きしゃ reporter
編集長 editor
裁判長 裁判官 判事 judge justice
弁護士 べんごし attorney
司会 司会者 しかい しかいしゃ 進行役 モデレーター moderator
ファシリテーター facilitator
聞き手 インタビュアー interviewer
証人 witness
大使 ambassador
councillor councilor
"""

_ARTICLE = "the"
_OF = "の"
# Titles that are written without a space after a name in romaji.
_JOINED = ("san", "sama", "kun", "tyan", "sensei")
_SHORTEST_ROMAJI = 3
_MOST_WORDS = 6
_MOST_TITLES = 4


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a name without the titles before and after it, and where it began."""

    name: str
    titles: tuple[str, ...] = ()
    start: int = 0


@cache
def _titles() -> dict[str, frozenset[int]]:
    """Return all titles by their keys, with the offices that they stand for: none, one or more."""
    offices: dict[str, set[int]] = {}
    groups = (*_OFFICES.strip().split("\n"), *_OFFICES_OF_ONE_SPELLING.split())
    for office, spellings in enumerate((_HONORIFICS, *groups)):
        for spelling in spellings.split():
            for key in {written_key(spelling), sound_key(spelling), _romaji(spelling)} - {""}:
                offices.setdefault(key, set()).update({office} if office else ())
    return {key: frozenset(found) for key, found in offices.items()}


def _romaji(spelling: str) -> str:
    """Return the romaji key of a title, or nothing where it tells too little: いいん is "in"."""
    phonetic = spelling.isascii() or sound_key(spelling)
    key = romaji_of(spelling) if phonetic else ""
    return key if spelling.isascii() or len(key) >= _SHORTEST_ROMAJI else ""


@cache
def _longest() -> int:
    return max(map(len, _titles()))


def offices(title: str) -> frozenset[int]:
    """Return the offices for which the key of a title stands, by number; none for さん."""
    return _titles().get(title, frozenset())


def is_title(key: str) -> bool:
    """Tell whether a key is a title."""
    return key in _titles()


def titles_for(held: frozenset[int]) -> frozenset[str]:
    """Return the keys of all titles that stand for one of these offices."""
    return frozenset(title for title, found in _titles().items() if found & held)


def title_at_start(key: str, start: int) -> str:
    """Return the longest title that stands in a key from ``start`` on; empty when there is none."""
    ends = range(min(len(key), start + _longest()), start, -1)
    return next((key[start:end] for end in ends if key[start:end] in _titles()), "")


def title_at_end(key: str) -> str:
    """Return the longest title with which a key ends; empty when there is none."""
    return next((key[start:] for start in _starts(key) if key[start:] in _titles()), "")


def _starts(key: str) -> range:
    return range(max(0, len(key) - _longest()), len(key))


def cuts(key: str) -> list[Cut]:
    """Return what a name may be, the key itself first, then without titles and 〜の before it."""
    found = [Cut(key)]
    for cut in found:
        if len(cut.titles) < _MOST_TITLES:
            found += [
                Cut(cut.name[:start], (*cut.titles, cut.name[start:]))
                for start in _starts(cut.name)
                if start and is_title(cut.name[start:])
            ]
    for cut in tuple(found):
        found += [
            Cut(cut.name[end:], (*cut.titles, title), end) for title, end in _before(cut.name)
        ]
    return list(dict.fromkeys(found))


def _before(key: str) -> Iterator[tuple[str, int]]:
    """Yield the titles with which a key begins, and where they end."""
    for end in range(1, len(key)):
        title = key[:end].removesuffix(_OF)
        # さん and the like follow a Japanese name: 君 is a part of 君島.
        if offices(title) or (is_title(title) and title.isascii()) or key[end - 1] == _OF:
            yield title_at_end(title), end


def word_cuts(words: Sequence[str]) -> Iterator[Cut]:
    """Yield what a name of Latin words, by their romaji keys, may be, longest first."""
    if words and words[-1].endswith(_JOINED) and words[-1] not in _JOINED:
        joined = next(title for title in _JOINED if words[-1].endswith(title))
        words = [*words[:-1], words[-1].removesuffix(joined), joined]
        yield Cut("".join(words))
    for size in range(min(len(words), _MOST_WORDS), 0, -1):
        for start in range(len(words) - size + 1):
            before, after = words[:start], words[start + size :]
            if _may_go(before) and _may_go(after):
                titles = tuple(title_of(part) for part in (before, after) if part)
                yield Cut("".join(words[start : start + size]), titles)


def _may_go(words: Sequence[str]) -> bool:
    return not words or bool(title_of(words)) or list(words) == [_ARTICLE]


def title_of(words: Sequence[str], *, whole: bool = False) -> str:
    """Return the title that Latin words are, or, unless ``whole``, begin or end with; or nothing.

    An article before it does not matter.
    """
    bare = words[1:] if list(words[:1]) == [_ARTICLE] else words
    keys = ["".join(bare)] if whole else ["".join(bare), *bare[-1:], *bare[:1]]
    return next((key for key in keys if is_title(key)), "")
