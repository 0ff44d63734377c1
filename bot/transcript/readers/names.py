"""What stands where a speaker's name would: a name, or a label such as 日時 or Date."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from bot.japanese import Analyzer
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.personal_names import NameReader
from bot.japanese.romaji import written_key
from bot.japanese.titles import is_title, title_at_end
from bot.japanese.words import NUMERAL
from bot.transcript.readers.patterns import LATIN, MARKS

LONGEST_NAME = 24
_LONGEST_WITH_ROLE = 60
_MOST_KEPT = 4_096
_NUMBERED = re.compile(
    # 九条 and 三条 are family names.
    r"(?:第?[0-9一二三四五六七八九十百]+(?:部|章|回|節|話|幕|項|号|日目|時間目|つ目)|[0-9]+[.)]).*"
    r"|(?:第[0-9一二三四五六七八九十百]+|[0-9]+)条.*"
    r"|(?:chapter|part|section|session|day|table|figure|fig|no|vol|step)\.?[0-9ivx]+"
    r"|[0-9:.\-/年月日時分秒〜~]+|[0-9]{4}[年/.-][0-9]{1,2}[月/.-][0-9]{1,2}.*"
    r"|(?:(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?[,.])?"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
    r"\.?[0-9]{1,2}(?:,.*|st|nd|rd|th)?|議事日程.*|日程第.*|議案第.*|(?:https?|ftp|www).*"
)
_COUNT = re.compile(r"[（(]\s*[0-9０-９一二三四五六七八九十]+\s*[人名]\s*[)）]")
_NOT_IN_NAME = re.compile(r"[、。，．?？!！…「」｢｣『』|＝=→※/／:：;；<>＜＞\[\]]|https?|\.$")
_PARENTHESES = re.compile(r"[（(][^（）()]*[)）]")
# 青木（市役所）, 青木[司会], 青木／みどり大, 青木＠市役所
_BESIDE = re.compile(
    rf"{_PARENTHESES.pattern}|[\[［][^\[\]［］]*[\]］]"
    r"|(?:\s*[／＠｜]\s*|\s+[/@|]\s+|(?<=[^\x00-\x7f])[/@|])[^/／@＠|｜]{1,40}$"
)
# A particle after kanji or katakana, or a pointing word: running text that quotes something.
_RUNNING_TEXT = re.compile(
    r"[^\u3041-\u3096](?:は|が|を|に|で|と|も|の|へ|や|か|では|には|から|とは|より|という|として|による)$"
    r"|^(?:これ|それ|あれ|この|その|あの|ここ|そこ|また|そして|しかし|なお|ただ|もし|例えば|たとえば|つまり)"
    r"|(?:です|ます|ました|でした|である|する|した|して|ない|った|って|れる|られ|という|こと|もの|ため)$"
)
# What records call people whose names they do not give.
_PERSONS = re.compile(
    r"(?:話者|発言者|参加者|出席者|質問者|回答者|傍聴者|スピーカー|男性|女性|生徒|学生|児童|住民|市民|町民|村民|区民|来場者|聴衆|観客"
    r"|会場|会場から|会場の声|記者|各社|幹事社|不明|匿名|質問|回答|問|答|答弁|質疑者|ゲスト|進行|進行役|ホスト|パネリスト|コーディネーター"
    r"|コーディネータ|モデレータ|ナレーション|ナレーター|アナウンサー|キャスター|リポーター|インタビュアー|聞き手|話し手|語り手"
    r"|客|店員|医師|看護師|患者|父|母|夫|妻|祖父|祖母|兄|姉|弟|妹|先生|被告|原告|被告人|検察官|弁護人|裁判官|全員|一同|複数|事務局|当局"
    r"|運営|中の人|通訳|コーチ|オーナー|ユーザー|リスナー|読者|視聴者|顧客|営業|デスク|ライター|アナ|出演者|登壇者|説明員|主催者)"
    r"(?:の?[0-9a-z一二三四五]{1,3}|たち|ら|側)?|[0-9]+番(?:議員|委員)?"
    r"|(?:speaker|spk|participant|guest|attendee|user|person|male|female|man|woman|voice|student|unknown(?:speaker)?"
    r"|interviewer|interviewee|moderator|host|caller|listener|viewer|panelist|panellist|presenter|translator|interpreter|announcer|customer|doctor|patient|teacher|audience(?:member)?|reporter|operator|narrator|all|q|a|thecourt|thewitness|[a-z]"
    r"|question|answer|chair|chairman|chairwoman|chairperson)[_-]?[0-9a-z]{0,3}"
)
# Somebody may be called this within the record; at its head it only introduces somebody.
_ATTENDING = frozenset(
    ("参加者", "登壇者", "出席者", "主催者", "傍聴者", "説明員", "発言者", "話者", "出演者", "host")
)
_SOMEBODY = re.compile(
    "(?:(?:司書|学芸員|農家|漁師|大工|店主|住職|僧侶|牧師|神主|宮司|職人|[弁税計理学栄養福祉介護保育建築]士|運転手|助手|選手|主将|女将|[作画家業門論楽]家"
    "|エンジニア|デザイナー|プログラマー?|プロデューサー|ディレクター|ドライバー|シェフ|ボランティア|インターン|友人|同僚|隣人)"
    "|の(?:妻|夫|父|母|娘|息子|兄|姉|弟|妹|祖父|祖母|友人)|(?:市長|町村|連合|委員|協議|商工|自治|町内|婦人|連絡|振興|父母|保護者|生徒|同窓|後援|医師|弁護士|の)会|[^第一全内外上下]{2}部|[^成延全身増特助波最夏冗生社]長|[^教器五]官|構成員|審査員|参与|主事|技師|主宰|来賓|オブザーバー|アドバイザー|コメンテーター|者|担当|係|係員|職員|社員|会員|部員|役員|隊員|スタッフ|住民|会長|保護者|親|代表|社|新聞|テレビ|放送|通信|銀行|大学|協会|組合|団体|省|庁|局|課|室|党|センター|研究所|事務所|病院|学校|くん|ちゃん)$"
)
_LATIN_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Hon|Rev|Sir|Dame|Lord|Lady)\.? )?"
    r"(?:(?:van|von|de|der|den|di|da|la|le|el|al|ter|ten) )*"
    r"(?:[A-ZÀ-ÞĀ-ɏḀ-ỿ][\w.’'-]*|\d+|[a-z]{1,3}(?= [A-Z]))"
    r"(?:,? (?:[A-ZÀ-ÞĀ-ɏḀ-ỿ][\w.’'-]*|\d+"
    r"|(?:of|de|van|von|da|di|del|la|le|bin|al|y|der|pro|tempore|the|and|for|in|to|&)(?= )))*"
    r"(?:,? (?:PhD|MD|Jr\.?|Sr\.?|II|III))?"
)
# What begins or ends a sentence: And I'm Max. Today; By Anna Hart.
_SENTENCE_IN_LATIN = re.compile(
    r"(?<![\w.])(?!(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Hon|Rev|Sgt|Lt|Capt|Col|Gen|Maj|Adm|Insp|Supt|Jr|Sr)\.)"
    r"\w{2,}\.\s"
    r"|\b(?:I|It|That|We|You|He|She|They|There|Here|What|Let)['’](?:m|s|ll|d|re|ve)\b"
    r"|^(?:By|(?:Written|Text|Photos?|Interview|Transcribed|Edited) by)\s",
    re.IGNORECASE,
)
_MOST_LATIN_WORDS = 7
_SPACED_OUT = re.compile(r"\S(?:[ \u3000]+\S)+")


def outside(name: str) -> str:
    """Return a name without what stands beside it in brackets or after a slash."""
    return _BESIDE.sub("", name).strip()


def plain(name: str) -> str:
    """Return a name as it is compared here: without spaces, in compatible small letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).lower()


def is_label(name: str) -> bool:
    """Tell whether this heads a line of a page's frame and is nobody's name."""
    key = plain(outside(name)).strip("*_#【】[]()・-—:：<>.")
    if key in _labels() or (key.rstrip("0123456789") in _labels() and not _PERSONS.fullmatch(key)):
        return True
    return _NUMBERED.fullmatch(key) is not None or bool(_COUNT.search(name))


def is_heading_word(text: str) -> bool:
    """Tell whether a text is a noun in Japanese that heads parts of a page: まとめ, 目次."""
    if plain(text) not in _labels() or LATIN.fullmatch(text):
        return False
    return all(word.kind[0] in {"名詞", "接尾辞"} for word in _lexicon().words(text))


def may_attend(name: str) -> bool:
    """Tell whether this names those present, who may be named as speakers too: 参加者, Host."""
    return plain(outside(name)) in _ATTENDING


def may_be_name(name: str) -> bool:
    """Tell whether a text has the shape of a name, with or without what stands beside it."""
    core = outside(name)
    if not re.search(r"\w", core) or len(name) > _LONGEST_WITH_ROLE or is_label(name):
        return False
    if LATIN.fullmatch(core):
        said = re.search(r"[?!;:=|<>]|,$", core) or _SENTENCE_IN_LATIN.search(core)
        return len(core.split()) <= _MOST_LATIN_WORDS and not said
    return (
        len(core) <= LONGEST_NAME
        and not _NOT_IN_NAME.search(core)
        and not _RUNNING_TEXT.search(core.rstrip("0123456789０１２３４５６７８９"))
    )


@lru_cache(_MOST_KEPT)
def is_personal(name: str) -> bool:
    """Tell whether a text is somebody: a known name, a name with a title, or an office."""
    if is_label(name) and not may_attend(name):
        return False
    core = outside(name) or name.strip("（()）[]［］")
    inside = _PARENTHESES.search(name)
    if inside and core and re.search("(?:君|氏|さん)$", inside[0][1:-1]):
        return True
    key = plain(core)
    if _PERSONS.fullmatch(key) or _SOMEBODY.search(key):
        return True
    if LATIN.fullmatch(core):
        return bool(re.search(r"[A-Za-z]{2}", core)) and bool(_LATIN_NAME.fullmatch(core))
    written = written_key(core)
    if title_at_end(written) or is_title(written):
        return True
    return _is_known(re.split(r"[\s\u3000・]", unspaced(core))[-1]) or _is_known(key)


def is_named(text: str) -> bool:
    """Tell whether a text is the name of a person, with さん and the like or without."""
    if re.search("(?:君|氏|さん|様|くん|ちゃん|先生)$", text):
        return True
    return _is_known(plain(text)) or _is_known(re.split(r"[\s\u3000]", unspaced(text))[-1])


def is_bare_name(text: str) -> bool:
    """Tell whether a text is names of persons and nothing else, as in a list of those present."""
    if is_personal(text) and not is_office(text):
        return True
    pieces = [each for each in re.split(r"[、,，・／/\s\u3000]+", text.strip()) if each]
    names = [each for each in pieces if not _PARENTHESES.fullmatch(each)]
    return bool(names) and all(is_personal(each) or _is_known(each) for each in names)


def is_full(name: str) -> bool:
    """Tell whether a name in Latin letters is more than one word, or an office."""
    return is_office(name) or (len(name.split()) > 1 and not name[-1].isdigit())


def names_only(text: str) -> bool:
    """Tell whether a text is a name in Japanese and says nothing: 青木太郎（以下、青木）."""
    return text[:1] >= "\u3040" and not MARKS.search(text) and is_bare_name(outside(text))


def unspaced(name: str) -> str:
    """Return a name without the spaces that set its letters apart: 記　者, 青 木 大 輔."""
    stripped = name.strip(" \t\u3000\u00a0")
    if _SPACED_OUT.fullmatch(stripped) and not LATIN.fullmatch(stripped):
        return re.sub(r"[ \u3000]+", "", stripped)
    return stripped


def is_office(text: str) -> bool:
    """Tell whether a text is an office or a part in the meeting, without a name: 議長, 司会."""
    key = plain(text)
    if is_title(written_key(text)) or _PERSONS.fullmatch(key) or re.fullmatch(r"[0-9]+番", key):
        return True
    return bool(title_at_end(written_key(text))) and not _names().read(text).parts


def is_act(text: str) -> bool:
    """Tell whether a text is rather what somebody does than somebody: 休憩, 資料説明."""
    words = _lexicon().words(text)
    doing = any(word.kind[0] in {"助詞", "動詞"} for word in words[1:])
    return doing or bool(words and words[-1].kind[2] == "サ変可能")


@cache
def _labels() -> frozenset[str]:
    """Return the words that head a line and name nobody, in Japanese and English."""
    text = resources.files(__package__).joinpath("labels.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def _lexicon() -> NameLexicon:
    return NameLexicon(Analyzer())


@cache
def _names() -> NameReader:
    return NameReader(_lexicon())


@lru_cache(_MOST_KEPT)
def _is_known(name: str) -> bool:
    if not name or len(name) > LONGEST_NAME:
        return False
    known = _lexicon().readings(name)
    if known.family or (known.known and not known.ordinary):
        return True
    return _names().read(name).certain


@lru_cache(_MOST_KEPT)
def is_ordinary(name: str) -> bool:
    """Tell whether a text is made of words that name nobody: 結果, はい, Takeaways."""
    if is_personal(name) and not LATIN.fullmatch(name):
        return False
    if LATIN.fullmatch(name):
        return plain(name) in _labels() and not may_attend(name)
    words = _lexicon().words(name)
    return (
        bool(words)
        and not any(word.person or word.specific for word in words)
        and all(
            word.kind[0] != "名詞"
            or word.kind[1] == NUMERAL
            or _lexicon().readings(word.letters).ordinary
            for word in words
        )
    )
