"""What the beginning of a line looks like on which a speaker is named."""

import re

from bot.transcript.draft import SPACE

S = rf"[{SPACE}]*"
LATIN = re.compile(r"[ -~À-ɏḀ-ỿ’]+")
# What only sentences have, and what a line ends with that is not to go on.
MARKS = re.compile(r"[。．？！?!]|[.…]\s*$")
ENDS = re.compile(r"[。．.？?！!…」』）)〕\]♪〜~\"”’]\s*$")

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_DAY = (
    r"(?:(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}-[A-Z][a-z]{2}-\d{2,4})"
    r"(?:\([^)]*\))?,?[ T]+)?"
)
STAMP = rf"{_DAY}(?P<time>{_CLOCK})(?:\s*(?:-->|[-–~〜～])\s*{_CLOCK})?(?:\s*[AaPp]\.?[Mm]\b\.?)?+"
# 12:30には終わります
_OF_WORDS = "(?!から|まで|以降|ごろ|過ぎ|[にのはがをでとへも、。頃分台])"
LEADING_TIME = re.compile(rf"[\[(（【<]?{STAMP}[\])）】>]?{_OF_WORDS}{S}(?:[-–|｜・]{S})?(?=\S)")
TRAILING_TIME = re.compile(rf"{S}[\[(（【<]?{STAMP}[\])）】>]?{S}$")
TIME_ONLY = re.compile(
    rf"{S}[\[(（]?{STAMP}[\])）]?{S}$"
    r"|(?:\d+:){1,2}\d+(?:\.\d+)?\s*-->\s*(?:\d+:){1,2}\d+(?:\.\d+)?\s*$"
    r"|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:\s*\(.\))?\s*$"
)
TIMED_NAME = re.compile(
    rf"(?P<name>[^:：「」。]{{1,40}}?){S}[\[(（]{STAMP}[\])）]{S}[:：]?{S}(?P<rest>.*)"
)
CHAT = re.compile(r"(?:From|開始)\s+(?P<name>.+?)\s+(?:to|宛先)\s+.+", re.IGNORECASE)
BULLET = re.compile(
    rf"{S}(?:[・•‣▪＊+>＞→⇒➡-](?![*＊-])|\*(?![*＊-])(?=\s|[^*]*$)"
    rf"|\d{{1,3}}[.)．）](?!\d)|#+(?= )){S}(?=\S)"
)

WHOLE_BOLD = re.compile(r"\*\*((?:[―—─]|[QＱAＡ問答](?![a-z]))[^*]*)\*\*")
BOLD_SENTENCE = re.compile(r"(?P<mark>\*\*|__)(?P<rest>[^*_]*[。．.？?！!][^*_]*)(?P=mark)")
ARROW = re.compile(rf"(?P<name>[^＞>｜|「」。]{{1,24}}?){S}[＞>｜|]{S}(?P<rest>[^＞>].*)")
BRACKET = re.compile(
    rf"(?P<name>[^「」｢｣『』。．?？!！…:：\t]*?){S}(?P<colon>[:：]?){S}(?P<open>[「｢『])"
)
AFTER = re.compile(rf"[「『](?P<rest>[^「」『』]+)[」』]{S}[（(](?P<name>[^（）()]{{1,30}})[)）]")
COLON = re.compile(
    rf"(?P<name>[^:：「」｢｣。?？!！\t]{{1,60}}?){S}(?:：|:(?!//)(?!\d\d\b)){S}(?P<rest>.*)"
)
MARK = re.compile(rf"[○〇◯◆◎●◇△▲□■▽▼☆★]{S}(?P<rest>\S.*)")
MARKED = re.compile(
    rf"(?P<name>[^{SPACE}（(「。、:：]+(?:{S}[（(](?!笑|拍手|laugh|applau)[^（）()]*[)）](?:君|さん|氏)?)?)(?P<gap>[{SPACE}]+|[:：]|$)(?P<rest>.*)"
)
DASH = re.compile(rf"(?:[―—─－]{{1,8}}|[ー‐–-]{{2,8}}){S}(?P<rest>[^―—─－ー–>{SPACE}-].*)")
HYPHEN = re.compile(r"[-–‐]\s*(?P<rest>[^-–‐\s].*)")
QUESTION = re.compile(
    rf"(?P<mark>[【\[（(]?)(?P<name>[Qq]uestion|[Aa]nswer|質問|回答|答弁|[QAＱＡ]|問|答)(?P<number>{S}[0-9０-９]{{0,3}})"
    rf"(?P<end>[】\])）])?{S}(?P<sign>[.．:：、]?)(?P<gap>{S})(?P<rest>.*)"
)
TAG = re.compile(
    rf"[【\[［〈<＜](?P<name>[^】\]］〉>＞]{{1,40}})[】\]］〉>＞]{S}[:：]?{S}(?P<rest>.*)"
)
ROUND = re.compile(
    rf"[（(]?(?P<name>[^（）()]{{1,30}}(?:[（(][^（）()]{{1,30}}[)）])?)[)）]{S}(?P<rest>.*)"
)
BOLD = re.compile(
    rf"(?P<mark>\*{{1,3}}|__)(?P<name>[^*_\s][^*]{{0,59}}?){S}[:：]?{S}(?P=mark){S}[:：]?{S}(?P<rest>.*)"
)
BESIDE_BOLD = re.compile(r"[（(](?!笑|拍手|うなず|laugh|applau)[^（）()]+[)）]")
_CAPITAL = "[A-ZÀ-ÞĀ-ɏḀ-ỿ]"
FLOOR = re.compile(
    r"(?P<name>(?:The\s+(?:(?:VICE|ACTING|Vice|Acting)\s+)?"
    r"(?:SPEAKER|PRESIDENT|PRESIDING OFFICER|CHAIR(?:MAN|WOMAN|PERSON)?|CLERK|CHIEF JUSTICE)"
    r"(?:\s+pro\s+tempore)?|(?:Mr|Mrs|Ms|Miss|Dr|Senator|Representative|Chairman|Chairwoman|Chair)\.?\s+"
    rf"(?:(?:Mc|Mac|De|La|Le|Di|Van|O['’])?{_CAPITAL}[\w'’-]+)(?:\s+{_CAPITAL}(?:(?![a-z])[\w'’-])+)*"
    rf"(?:\s+of\s+{_CAPITAL}[\w'’-]+(?:\s+{_CAPITAL}[\w'’-]+)?)?)"
    r"(?:\s+\((?P<aside>[^()]*)\))?)\.\s+(?P<rest>\S.*)"
)
GAP = re.compile(
    r"(?P<name>[^\u3000\t。、?？!！「」:：（(]{1,24}?(?:[（(][^（）()]{1,30}[)）])?)"
    r"(?:\u3000+| )(?P<rest>\S.*)"
)
TAB = re.compile(rf"(?P<name>[^\t]{{1,60}})\t+(?:{STAMP}\t+)?(?P<rest>\S.*)")
SPREAD = re.compile(
    rf"(?P<name>[^{SPACE}](?:[ \u3000]{{1,3}}[^{SPACE}]){{1,4}})(?:\u3000+| {{2,}})"
    rf"(?P<rest>[^{SPACE}].*)"
)
DOTS = re.compile(
    rf"(?P<name>(?:[^・…‥。、.?？!！「」『』:：\t]|・(?!・)|\.(?!\.)){{1,24}}?){S}"
    rf"(?:・{{2,}}|[…‥]+|\.{{3,}}|(?<=\s)[－—–―](?=\s)){S}(?P<rest>[^・…‥.{SPACE}].*)"
)
POSITION = re.compile(r"(?P<name>.{2,40}?)\s+(?:--|[–—-])\s+(?P<beside>[^–—]{2,60})")
# What names the speaker in another way, before words with a colon.
OTHER_FORM = re.compile("[】］〉》]|・・|[…‥]")
APART = re.compile(r"[ \u3000]{2,}\S")
WIDE_GAP = re.compile(
    r"(?P<name>[^\s。、?？!！「」:：]+(?:[ \u3000][^\s。、?？!！「」:：]+){1,3})"
    r"(?:\u3000{2,}| {2,})(?P<rest>\S.*)"
)
COLON_IN_BOLD = re.compile(r"(?P<mark>\*{1,3})[^*]+(?:[:：]\s*(?P=mark)|(?P=mark)\s*[:：])")
TIME_ALONE = re.compile(rf"[\[(（]?{STAMP}[\])）]?{S}$")
TIME_BEFORE_WORDS = re.compile(rf"[\[(（]{STAMP}[\])）]{S}(?=\S)")
DIGITS = "0123456789０１２３４５６７８９"
SAYS = re.compile(r"[。．？！?!]|\.[\"”’]?(?:\s|$)|です|ます|ました|でした|ません")
