"""Opposites, and what else of a question may be contradicted."""

import re

from ahocorasick_rs import AhoCorasick

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
Axis = tuple[re.Pattern[str], ...]
"""Patterns for folded text: one end, and the other."""

_WORDS = [
    [[word.replace("_", " ") for word in end.split()] for end in line.split("|")]
    for line in _OPPOSITES.strip().split("\n")
]
_AXES: list[Axis] = [
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


def axes_in(folded: str) -> list[Axis]:
    """Return the axes of which folded text has an end, and perhaps one that it has not."""
    found = _FINDER.find_matches_as_indexes(folded, overlapping=True)
    return [_AXES[axis] for axis in sorted({_AXIS_OF[word][1] for word, _, _ in found})]


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
