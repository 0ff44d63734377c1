"""Words about asking, saying and looking up, which frame what a question is about.

``bot.answering.phrasing`` takes out what is said as a whole; these are single words, whatever they
are put together to. A record may have them too: without them is another reading, not the only one.
"""

import re
from collections.abc import Iterator
from itertools import groupby, islice, zip_longest

from bot.japanese import Analysis, Analyzer, Word
from bot.japanese.words import NUMERAL

_SAYING = """
言う 話す 話 語る 述べる 仰る 喋る 申す 呼ぶ 説く 指摘 強調 明言 断言 発言 発言者 発話 言及 触れる
コメント 言葉 単語 ワード 用語 語句 文言 フレーズ 台詞 名言 一言 一文 文章 引用 原文 表現 言い回し
言い方 主張 見解 意見 感想 議論 やり取り 話題 トピック 文脈 説明 紹介 答える 回答 登場 出る
出てくる say said says saying tell told tells talk talks talked talking speak speaks spoke spoken
mention mentions mentioned mentioning discuss discusses discussed discussion comment comments
commented remark remarks remarked state stated statement statements bring brings brought raise
raised touch touched describe described express expressed quote quotes quoted quotation cite cited
citing wording phrase word words sentence opinion opinions view views thought thoughts stance
topic subject context come up go bringing
"""

_LOOKING_UP = """
教える 教示 聞く 聞かせる 聞こえる 聞き逃す 聞き逃し 聞き間違い 間違い 伺う 尋ねる 訊く 知る
知らせる 見る 見せる ご覧 読む 探す 検索 調べる 拾う 抜く 抜き 抜き出す 抜粋 コピー コピペ 含む
載る 扱う 取り上げる ピックアップ 該当 ヒット 表示 一覧 リスト 確認 共有 提示 案内 解説 要約
まとめ まとめる 概要 要点 趣旨 結論 意味 定義 内容 詳細 詳しい 正確 簡潔 全文 前後 箇所 部分 場面
所 とこ 辺り 辺 件 事 こと 奴 文 タイミング キーワード 関する 関連 関係 対する 周り 関心 興味 印象
感じ よう みたい 覚える 忘れる 思い出す 思う 考え 考える 気 記憶 途中 質問 疑問 本当 実際 結局
議事録 書き起こし 文字起こし 録音 記録 メモ 記事 レポート 論文 ブログ スライド ツイート 名前
挙がる 絡む 飛ぶ 希望 筈 引用元 出典 ソース 書く search searching searched find finding
found show showing look looking lookup pull get give gave got check remind remember recall know
knows knew hear heard hearing misheard see read list listed contain contains containing include
includes including summary summarise summarize overview tl dr explain explains explained
explanation define defined definition meaning mean means exact exactly verbatim original
transcript recording source keyword passage passages bit bits part parts section line lines piece
thing things stuff point points something anything everything idea info information detail details
ask asks asked asking question questions query article report essay slides blog post tweet write
writing written copy paste use wonder wondering curious interested interest need want think
thinks feel feels felt take miss missed join joined session
"""

_BETWEEN_PEOPLE = """
忙しい 恐れ入る 恐縮 ごめん すみません 失礼 突然 夜分 世話 宜しい 願う お願い 頼む 助かる 幸い
幸甚 存じる 申し上げる 有る 居る 御座る 有り難い 嬉しい 下さる 頂く 貰う 呉れる 欲しい 良い 為る
成る 出来る 可能 プリーズ 二人 両者 双方 登壇者 話者 皆 誰か 人 方 上司 同僚 友達 友人 学生 初めて
利用 何度 度々 一度 再度 昨日 先日 先程 さっき 前回 もう 程 ちょっと 確か 重要 面白い おーい ねえ
笑 草 全部 全て kwsk q w ww please sorry hi hello hey thanks thank thx pls plz kindly lol bot
hatsugen m s i me my mine we us our you u your he him his she her they them their it its this that
these those there here someone somebody anyone anybody everyone people person speaker speakers
panel both either two boss colleague friend late all any some every much more been being am have
has had having can could will would shall should may might must not if so just only very really
actually ever true right vaguely again out as but let lets dear best regards re
"""

# Words that ask, and English ones that only join others: they name nothing to look for.
_ASKING = (
    "何 なに 誰 だれ どなた いつ どこ どう なぜ どうして"
    " どんな どの どれ どちら どっち いくつ いくら"
    " what who whose whom when where why how which"
)
_JOINING = (
    "a an the and or of in on at by to for from with about is are was were be do does did say said"
)
_WHOSE = "誰 だれ どなた どちら どっち どこ いつ who whose whom where when"
_WHAT = "何 どう どんな どの どういう what which how"
_AMONG = frozenset({"の", "と", "や"})
_BESIDE = frozenset({"に", "で", "から"})
# A question is about one thing; each other place to look at takes its time.
_MOST_MARKED = 4
_OFTEN_ADVERBS = frozenset({"副詞可能", "助数詞可能"})

_QUOTED = re.compile(r"[「『\"“](?P<inside>[^「」『』\"“”]+)[」』\"”]")
_ABOUT = re.compile(
    r"(?<=\S)(?:に(?:つ[いき]|関|触れ|言及|対す|まつわ)|関連の?|って(?!い)|とか(?!ら)|という|みたいな"
    r"|の(?:ご|お)?(?:発言|話|言葉|こと|事|件|箇所|くだり|下り|ところ|とこ|言及|コメント|部分|話題|引用"
    r"|やつ|説明|意見|見解|場面|キーワード|結論))"
)
_ABOUT_IN_ENGLISH = re.compile(
    r"\b(?:about|on|regarding|concerning|of|mention(?:s|ed|ing)?|discuss(?:ed|ing)?|keyword:?|word"
    r"|quote with)\s+(?P<about>[^?!.,;]+?)(?:\s+for (?:my|our|a|an|the)\s+\w+)?\W*$"
)


class Frame:
    """Tells what frames a question from what it is about.

    ``words`` are the keys of words that frame, ``asking`` of those that ask, ``naming_nothing``
    also of those that join others.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        def keys(words: str) -> frozenset[str]:
            cut = (analyzer.analyze(word).words for word in words.split())
            return frozenset(word.key for each in cut for word in each if word.content)

        self._analyzer = analyzer
        self._saying = keys(_SAYING)
        self.words = self._saying | keys(_LOOKING_UP) | keys(_BETWEEN_PEOPLE)
        self._whose = keys(_WHOSE)
        self._what = keys(_WHAT)
        asking = [analyzer.analyze(word).words for word in _ASKING.split()]
        self.asking = frozenset(words[0].key for words in asking)
        self.naming_nothing = keys(_ASKING) | keys(_JOINING)

    def abouts(
        self, asked: Analysis, asking: frozenset[str], text: str, *, is_statement: bool
    ) -> Iterator[str]:
        """Yield what a question may be about, where it is less than all that it says.

        ``asked`` is it without known ways of asking, ``text`` with them; both folded. ``asking``
        are the keys of its words that ask. A statement has a frame only where it says that
        something was said.
        """
        pairs = zip_longest(asked.words, asked.words[1:])
        framing = {word for word, other in pairs if self._frames(word, other)}
        is_said = any(word.key in self._saying for word in framing)
        if is_statement and not is_said:
            return
        left = asking - self._what - (self._whose if is_said else frozenset())
        abouts = (self._unframed(asked, framing, left), self._asked_about(text))
        yield from dict.fromkeys(each for each in abouts if each and each != asked.text)

    def _unframed(self, asked: Analysis, framing: set[Word], asking: frozenset[str]) -> str | None:
        """Return what is left without a frame; None where that is all, or names nothing.

        Words that ask are kept; but not those for what, nor, beside a word for saying, those for
        who, where and when: with every quote, a reply tells them.
        """
        kept = []
        for framed, words in groupby(asked.words, framing.__contains__):
            meant = [] if framed else [word for word in words if self._means(word, asking)]
            kept += [meant] if meant else []
        if not framing or not any(_names(word) for stretch in kept for word in stretch):
            return None
        return " ".join(asked.text[each[0].start : each[-1].end] for each in kept)

    def _asked_about(self, text: str) -> str | None:
        """Return what a question is expressly about: what it quotes, or names before "about".

        ``text`` is folded. None where nothing is, where more than a frame stands beside it, and
        where a name or a number would be left out.
        """
        if quoted := _QUOTED.search(text):
            return quoted["inside"]
        for marked in islice(_ABOUT.finditer(text), _MOST_MARKED):
            before = self._analyzer.analyze(text[: marked.start()])
            first = _phrase_start(before)
            if first is not None and self._only_frames(text[marked.end() :]):
                named = any(word.specific for word in before.words[:first])
                return None if named else before.text[before.words[first].start :]
        marked_in_english = _ABOUT_IN_ENGLISH.search(text)
        if marked_in_english and self._only_frames(text[: marked_in_english.start()]):
            return marked_in_english["about"].strip()
        return None

    def _only_frames(self, text: str) -> bool:
        words = self._analyzer.analyze(text).words
        return not any(
            self._means(word, frozenset()) and word.key not in self.words for word in words
        )

    def _frames(self, word: Word, following: Word | None) -> bool:
        compound = (
            following is not None
            and following.start == word.end
            and word.noun
            and following.noun
            and following.key not in self.words
        )
        return word.content and word.key in self.words and not compound

    def _means(self, word: Word, asking: frozenset[str]) -> bool:
        return word.key in asking or (word.telling and word.key not in self.naming_nothing)


def _names(word: Word) -> bool:
    """Tell whether a word names something, other than a number or, as 今 does, a time."""
    often_adverb = word.kind[2] in _OFTEN_ADVERBS and len(word.letters) == 1
    return word.telling and word.noun and word.kind[1] != NUMERAL and not often_adverb


def _phrase_start(before: Analysis) -> int | None:
    """Return the number of the word with which the phrase begins that ends a text.

    It is made of nouns, and of what joins them. None where there is none, or where it goes on from
    what stands before it.
    """
    words = before.words
    first = len(words)
    while first and (words[first - 1].noun or words[first - 1].letters in _AMONG):
        if first < len(words) and _gap(before, first):
            break
        first -= 1
    while first < len(words) and not words[first].content:
        first += 1
    if first == len(words):
        return None
    beside = not first or words[first - 1].letters in _BESIDE or _gap(before, first)
    return first if beside else None


def _gap(text: Analysis, number: int) -> str:
    """Return what sets a word apart from the one before it."""
    return text.text[text.words[number - 1].end : text.words[number].start].strip("・")
