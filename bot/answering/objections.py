"""What speaks against a quote as an answer, however much of the question it has.

Another number, date or polarity than was asked for, a name that it does not have, or nothing of the
kind that is asked for: a sum, a person, a place, a time. Such a quote is perhaps related at most.
"""

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from bot.answering.highlighting import QuotedText, Said
from bot.answering.question import Question
from bot.japanese.figures import COUNTED, Figure, figures_in
from bot.japanese.spelling import kana_key, long_vowels
from bot.session import Quote

# Opposites, as they begin in folded text: an axis a line, its two ends parted by "|".
_OPPOSITES = """
得意 上手 強み うまい good_at strong strength|苦手 不得意 不得手 下手 弱み bad_at not_good_at weak
賛成 支持 同意 in_favour in_favor agree support|反対 不支持 disagree against oppose
成功 うまくいっ うまくいく success succeed|失敗 うまくいか ダメ だめ fail
増や 増え 増加 拡大 increase grow more_people|減ら 減っ 減少 縮小 削減 decrease reduce fewer
高い 高く 高そう 高か high expensive|低い 低く 低そう 低か 安い 安く 安そう 安か low cheap
多い 多く 大勢 many|少な few
新しい 新しく 新た new|古い 古く 旧来 old
大き 大規模 big large|小さ 小規模 small
早い 早く 速い 速く 迅速 fast quick|遅い 遅く slow
長い 長く 長時間 long|短い 短く 短時間 short
簡単 容易 楽 easy simple|難し 困難 大変 厄介 hard difficult tough
必要 不可欠 necessary essential needed|不要 必要な 要らな いらな unnecessary
安全 安心 safe|危険 不安 dangerous unsafe
増税|減税
公開 透明 オープン open public|非公開 秘密 閉じ 不透明 closed secret
始ま 始め 開始 スタート start begin launch|終わ 終え 終了 廃止 end stop abolish
最初 最新 first|最後 最終 last
満足 satisfied|不満 dissatisfied
十分 充分 enough|不十分 足りな insufficient not_enough
"""
# Patterns for folded text: one end, and the other.
_Axis = tuple[re.Pattern[str], ...]

_WORDS = [
    [[word.replace("_", " ") for word in end.split()] for end in line.split("|")]
    for line in _OPPOSITES.strip().split("\n")
]
_AXES: list[_Axis] = [
    tuple(
        re.compile(
            "|".join(rf"\b{re.escape(word)}" if word.isascii() else re.escape(word) for word in end)
        )
        for end in axis
    )
    for axis in _WORDS
]
_AXIS_OF = [(word, axis) for axis, ends in enumerate(_WORDS) for end in ends for word in end]
_FINDER = AhoCorasick([word for word, _ in _AXIS_OF])

_ENDS = "|".join(end.pattern for axis in _AXES for end in axis)
# Told at once from what begins otherwise.
_FIRST = "".join(sorted({word[0] for word, _ in _AXIS_OF}))
CONTRADICTED = re.compile(
    rf"(?=[{_FIRST}])(?:{_ENDS})"
    r"|[ァ-ヺー]{2}|\d|[〇二三四五六七八九十百千]|[はがを][?？\s]*$|な[いくかし]|ません"
    r"|いくら|誰|だれ|どこ|いつ|何[人名本件個台社回歳円年月日時割]|how (?:much|many|old|long)"
    r"|\b(?:who|where|when|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|(?:価格|値段|金額|予算|費用|名前|会社|場所|住所|年齢|人数|件数|数|率|先|者|company"
    r"|name|price|budget|address)"
    r"[?？\s]*$"
)
"""Whether a folded question has anything that a quote might contradict or lack."""
_NEGATED = re.compile(
    r"(?:で|じゃ|では|には|とは|も|は|く|が|に)?(?:な(?:い|く|かっ)|ありませ|ません"
    r"|ぬ(?![ぁ-ん])|ずに)"
    r"(?!け?れ?ば(?:なら|いけ|だめ|ダメ)|と(?:いけ|だめ|ダメ))"
)
_STEM = re.compile(r"[一-鿿々ァ-ヺー]+[ぁ-ん]?")
_BEFORE_NEGATION = re.compile(
    r"(?P<stem>[一-鿿々]+|[ァ-ヺー]+)(?:[ぁ-ん]{0,4}?)"
    r"(?:な(?:い|かった|く|し)|ません|ず(?:に)?)"
    r"(?!ければ|きゃ|くては|いと(?:い|な|回|だ|ダ)|いか)"
)

_MONEY = re.compile(r"\d[\d,.]*\s?(?:億|万|千|兆)*\s?(?:円|ドル|ユーロ)|[¥$€]\s?\d|無料")
_TIME = re.compile(
    r"\d\s?(?:年|月|日|時|分|週|世紀)|今日|明日|昨日|今年|来年|去年|今月|来月|今回|最近|現在"
    r"|毎日|将来|いつ|時代|今後"
)
_PERSON_TITLE = re.compile(
    "さん|氏|先生|教授|大臣|長官|座長|委員|担当|首長|役人|公務員|エンジニア|フェロー|人たち"
    "|人が|私|民間|政府|皆|誰|ください|欲しい"
)
_ASKED_FOR = (
    (
        re.compile(
            r"いくら|何円|何億|何万円|(?:予算|費用|金額|総額|価格|値段|料金|年収|月給|初任給"
            r"|月収|報酬|コスト|開発費|経費|単価)"
            r"(?:は|って|が|を|額|の額|総額)*[?？。\s]*$|how much (?:money|does|did|will|was"
            r"|is)|\b(?:budget|price|salary|cost)s?\W*$"
        ),
        _MONEY,
    ),
    (
        re.compile(
            r"(?:誰|だれ|どなた|何者)(?!か|も|でも)|(?:氏名|名前|人名|本名|開発者|責任者"
            r"|担当者|作者|著者|社長|代表)"
            r"(?:は|って|を|が)*[?？。\s]*$|^\s*who\b|\bwho (?:made|built|wrote|created|is"
            r"|was|will|did)\b|\bname of\b"
        ),
        _PERSON_TITLE,
    ),
    (
        re.compile(
            r"(?:どこ|何処)(?:で|に|の|へ|から|です|だ|なの|[?？。\s]|$)|(?:場所|住所|所在地"
            r"|会場|本社|オフィス|ビル|最寄り駅)"
            r"(?:は|って|を|が|の住所)*[?？。\s]*$|^\s*where\b|\b(?:address|location)\W*$"
        ),
        None,
    ),
    (
        re.compile(
            r"いつ(?!も|か|で)|何月|何日|何年|何時|何曜|(?:日付|日時|期限|締め?切り|期日|納期"
            r"|年齢)(?:は|って|を|が)*[?？。\s]*$"
            r"|^\s*when\b|\bwhat (?:date|day|year|month|time)\b|\bdeadline\W*$"
        ),
        _TIME,
    ),
    (
        re.compile(
            r"何(?:人|名|本|件|個|台|社|回|歳|才|割|%|パーセント|倍|つ|か所|箇所|ヶ月|か月|冊"
            r"|校|カ国|か国|票)"
            r"|(?:人数|件数|台数|回数|割合|率|年齢|ダウンロード数|利用者数|本数)(?:は|って|を"
            r"|が)*[?？。\s]*$"
            r"|how (?:many|old|often|long)\b|\bnumber of\b|\bpercentage\b"
        ),
        re.compile(r"\d|[二三四五六七八九十百千万億]"),
    ),
    (
        re.compile(
            r"(?:会社|企業|業者|ベンダー|メーカー|受注(?:者|先)?|委託先|発注先|電話番号"
            r"|連絡先|メールアドレス|url|リンク|アカウント"
            r"|学歴|経歴|出身|大学名|国籍|性別)(?:は|って|を|が|の名前)*(?:どこ|何|なに"
            r"|どれ)?[?？。\s]*$"
            r"|\b(?:company|vendor|contractor|phone number|email|url|link|account)\W*$"
        ),
        None,
    ),
)
_PLACE_KIND = "地名"
_KATAKANA = re.compile("[ァ-ヺー]+")
_MOST_STEM = 4
_LAST_VERB = re.compile(
    r"(?P<stem>[一-鿿々]+)(?:[ぁ-ん]{0,6})(?:た|る|う|く|す|つ|ぬ|む|ぐ|ぶ)[。\s]*$"
)


def is_objectionable(
    question: Question, quote: Quote, text: QuotedText, *, by_anybody: bool
) -> bool:
    """Tell whether something speaks against a quote as an answer to a question.

    ``by_anybody`` tells that whose words are named in the question does not matter.
    """
    typed, said = question.analysis.text, text.folded
    return (
        (not by_anybody and _is_another_speaker(question, quote))
        or _lacks_figure(typed, said)
        or _is_opposite(typed, said)
        or (question.is_statement and _is_negated(typed, said))
        or _lacks_what_is_asked_for(typed, said, text)
        or _lacks_name(question, text, said)
        or _sounds_otherwise(question, text)
    )


def _is_another_speaker(question: Question, quote: Quote) -> bool:
    return bool(question.speakers) and quote.speaker.id not in question.speakers


def _lacks_figure(typed: str, said: str) -> bool:
    """Tell whether a number or date is asked for that the quote does not have."""
    asked = list(figures_in(typed))
    had = set(figures_in(said)) if asked else ()
    return any(not _is_had(figure, had) for figure in asked)


def _is_had(figure: Figure, had: Iterable[Figure]) -> bool:
    return any(
        figure.value == each.value
        and (figure.unit == each.unit or not {figure.unit, each.unit} & COUNTED)
        for each in had
    )


def _is_opposite(typed: str, said: str) -> bool:
    for ends in _axes_in(typed):
        asked, has = _sides(ends, typed), _sides(ends, said)
        if len(asked) == 1 and len(has) == 1 and asked != has:
            return True
    return False


def _axes_in(folded: str) -> list[_Axis]:
    """Return the axes of which folded text has an end, and perhaps one that it has not."""
    found = _FINDER.find_matches_as_indexes(folded, overlapping=True)
    return [_AXES[axis] for axis in sorted({_AXIS_OF[word][1] for word, _, _ in found})]


def _sides(ends: tuple[re.Pattern[str], ...], text: str) -> set[int]:
    """Return on which sides of an axis a text stands."""
    # The second end may contain the first: 不得意, 非公開.
    second = [found.span() for found in ends[1].finditer(text)]
    first = [
        found.span()
        for found in ends[0].finditer(text)
        if not any(start <= found.start() < end for start, end in second)
    ]
    sides = set()
    for side, spans in ((0, first), (1, second)):
        for _, end in spans:
            negated = _NEGATED.match(text, end) is not None
            sides.add(side ^ negated)
    return sides


def _is_negated(typed: str, said: str) -> bool:
    """Tell whether a statement says of the same word what the quote denies, or the other way."""
    denied, asserted = _denied(said), _denied(typed)
    words = {found[0][:1] for found in _STEM.finditer(typed)}
    if asserted:
        return any(
            stem in said and stem not in denied for stem in asserted if len(stem) <= _MOST_STEM
        )
    last = _last_stem(typed)
    return bool(words) and last in denied


def _last_stem(text: str) -> str:
    found = _LAST_VERB.search(text)
    return found["stem"] if found else ""


def _denied(text: str) -> set[str]:
    return {found["stem"] for found in _BEFORE_NEGATION.finditer(text)}


def _lacks_what_is_asked_for(typed: str, said: str, text: QuotedText) -> bool:
    for asks, has in _ASKED_FOR:
        found = asks.search(typed)
        # A lone word is no question for it: whatever was said of it is wanted.
        if not found or found[0] == typed.strip():
            continue
        if has is not None:
            if has.search(said) is None:
                return True
        elif not any(word.kind[2] == _PLACE_KIND for word in text.all_words):
            return True
    return False


def _lacks_name(question: Question, text: QuotedText, said: str) -> bool:
    """Tell whether a name is asked for that the quote has in no spelling."""
    lacking = [
        word for word in question.names if word.key not in text.said and word.letters not in said
    ]
    # What is no name, but sounds like one, is heard in the quote.
    return bool(lacking) and text.says(question) is not Said.IN_KANA


def _sounds_otherwise(question: Question, text: QuotedText) -> bool:
    """Tell whether katakana is another word of the quote but for a long vowel: ビル, ビール."""
    asked = [word for word in question.content if _KATAKANA.fullmatch(word.letters)]
    if not asked:
        return False
    said = {word.letters for word in text.all_words if _KATAKANA.fullmatch(word.letters)}
    return any(
        kana_key(word.letters) == kana_key(letters)
        and long_vowels(word.letters) != long_vowels(letters)
        for word in asked
        if word.letters not in said
        for letters in said
    )
