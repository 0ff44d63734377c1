"""What a question asks for: whose words, and about what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.answering.mentions import MentionFinder, SpeakerMention
from bot.japanese import (
    Analysis,
    Analyzer,
    Family,
    Glossary,
    Word,
    comparison_key,
    folded_start,
    romaji_to_kana,
)

# Ways of asking, which say nothing about what is asked for.
_END = r"(?=[\s?？。、!！]|$)"
_ABOUT = r"(?:について|に関して|に対して|のことを?|の話を?|って)(?:は|の|も)?"

_JAPANESE = (
    # Openings and politeness.
    (
        r"そういえば|ちなみに|たしか|確か|すみません(?:が|けど)?|すいません(?:が|けど)?|ところで"
        r"|えっと|えーと|うろ覚え(?:です|だ)?(?:が|けど)?|お願いします|誰か|どなたか"
        r"|はじめまして|初めまして|こんにちは|こんばんは"
    ),
    # Tell me about; I want to know about.
    (
        rf"(?:{_ABOUT})?(?:詳しく|もっと|ちょっと)?(?:教えて|おしえて|聞かせて)"
        r"(?:ください|下さい|ほしい|欲しい|くれる|くれませんか|もらえますか)?(?:です)?"
    ),
    (
        rf"(?:{_ABOUT}|を|が|も)?(?:知りたい|見たい|読みたい|聞きたい|探してい?ます|探して(?:い)?る)"
        r"(?:の?です|んです)?(?:が|けど)?"
    ),
    # What did they say, what do they think.
    (
        rf"(?:{_ABOUT})?(?:何を?|なに|なんて?|何て|何と|なんと|どう)(?:言|い|話|述べ|語|思|おも|考え|答え|触れ)"
        r"(?:って|った|して|した|っ|い|う|え|し)*(?:まし|てい|い|る|た|です|ます|の|か|っけ|よね)*"
        + _END
    ),
    # There was talk of.
    (
        r"(?:(?:って|という|といった|みたいな|的な|な|の)?(?:話|はなし|発言|言葉|やつ|件|くだり|場面|箇所))"
        r"(?:って|は|が|を|も|とか)?(?:ありました|あった|ある|ありますか|出て(?:い)?ました|出て(?:い)?た"
        r"|して(?:い)?ました|して(?:い)?た)(?:っけ|よね|かな|か|の)?" + _END
    ),
    # What is it, what does it mean.
    (
        r"(?:と|って)(?:は|いうのは)?(?:一体)?(?:何|なに|なん|どういう(?:意味|こと|もの))"
        r"(?:です|でしょう|だろう)?か?" + _END
    ),
    # Endings of questions, and what is left of "about".
    (
        r"(?:んだっけ|だったっけ|でしたっけ|ましたっけ|たっけ|だっけ|んですか|のですか|んでしょうか"
        r"|でしょうか|ですかね|ですか|のかなあ?|かなあ?|だろうか|ましたか|ますか)" + _END
    ),
    _ABOUT + _END,
    r"に(?:ついて|関して)(?:は|の|も)?",
)

_ENGLISH = (
    r"\b(?:hi|hello|hey)(?: all| there| guys| everyone)?\b",
    r"\b(?:please|pls|plz|thanks|thank you|thx|lol|iirc|btw|tbh)\b",
    r"\bi(?: was|'m| am)? wonder(?:ing)?(?: if| whether| about)?\b",
    r"\bi want to know(?: about| if)?\b",
    (
        r"\b(?:does|did|do|can|could|would) (?:anyone|anybody|someone|somebody|you|u)(?: please)?"
        r" (?:know|remember|recall|find|tell|show|explain|remind)(?: me| us)?(?: about| if)?\b"
    ),
    (
        r"\bwhat (?:did|does|do|was|is|has|have) (?:(?:he|she|they|it|his|her|their) )?"
        r"(?:say|said|saying|think|thought|mention|mentioned|view|take|opinion)"
        r"(?: about| on| of)?\b"
    ),
    (
        r"\b(?:did|do|does|has|have) (?:he|she|they|it|we) (?:ever |actually |really )?"
        r"(?:say|said|mention|mentioned|talk|talk about|discuss)"
        r"(?: anything| something)?(?: about| on)?\b"
    ),
    r"\b(?:say|said|says|think|thinks|mention|mentioned) (?:about|of|on)\b",
    r"\b(?:i'm |i am )?(?:looking|searching) for(?: the)?(?: bit| part| quote| line| passage)?\b",
    r"\btell me(?: more)?(?: about)?\b|\bcurious (?:about|if|whether)\b",
    r"\b(?:any|the) (?:quotes?|lines?|statements?) (?:on|about|where)\b",
    r"\b(?:what|who|how|why|when|where|which) (?:is|are|was|were|do|does|did)\b",
)

_FORMULAE = re.compile("|".join((*_JAPANESE, *_ENGLISH)))

# Longer questions say the same thing twice, or nothing.
_LONGEST = 400

_HIRAGANA = re.compile("[ぁ-ん]")

# What joins a name to what it says; it goes when the name goes.
_PARTICLE = re.compile(r"\s*(?:によ(?:ると|れば)|いわく|曰く|って|は|が|の|も|['’]s|\b(?:wa|ga)\b)")

# Words that ask, and English ones that only join others: they name nothing to look for.
_NAMING_NOTHING = (
    "何 なに 誰 だれ いつ どこ どう なぜ どうして どんな どの どれ どちら いくつ いくら"
    " what who whose when where why how which"
    " a an the and or of in on at by to for from with about is are was were be do does did say said"
)


@dataclass(frozen=True)
class Question:
    """A question made ready for ranking.

    ``content`` are its content words, each once, without those that only ask; ``groups`` are the
    glossary groups that it names, ``speakers`` the ids of those whose words it asks for by name;
    ``kana_share`` is the share of its letters that are hiragana.
    """

    analysis: Analysis
    content: tuple[Word, ...]
    groups: tuple[str, ...]
    speakers: frozenset[str]
    kana_share: float

    def terms(self, family: Family, size: int = 1) -> list[str]:
        """Return the distinct terms of a family; ``size`` is that of n-grams of characters."""
        match family:
            case Family.WORDS:
                return [*(word.key for word in self.content), *dict.fromkeys(self.groups)]
            case Family.CHARACTERS:
                return list(dict.fromkeys(self.analysis.character_grams(size)))
            case Family.READINGS:
                return list(dict.fromkeys(self.analysis.reading_grams))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its content words."""
        return frozenset(word.key for word in self.content)

    @cached_property
    def telling(self) -> tuple[Word, ...]:
        """Those of its content words that mean something by themselves."""
        return tuple(word for word in self.content if word.telling)


class Reader:
    """Reads questions, knowing the speakers and the glossary of a corpus."""

    def __init__(self, analyzer: Analyzer, mentions: MentionFinder, glossary: Glossary) -> None:
        self._analyzer = analyzer
        self._mentions = mentions
        self._glossary = glossary
        self._naming_nothing = {word.key for word in analyzer.analyze(_NAMING_NOTHING).words}

    def read(self, text: str) -> list[Question]:
        """Return the readings of a question: as typed, and in kana where it is in romaji.

        There is none when it asks for nothing: names, ways of asking and punctuation alone.
        """
        folded = folded_start(text, _LONGEST)
        mentions = self._mentions.find(folded)
        speakers = frozenset(mention.speaker for mention in mentions)
        asked = _rest(folded, mentions)
        question = self._question(asked, speakers)
        if not question.content:
            return []
        kana = romaji_to_kana(asked) if asked.isascii() else None
        return [question] if kana is None else [question, self._question(kana, speakers)]

    def read_begun(self, text: str) -> list[Question]:
        """Return the reading of a question that is still being typed, names and all."""
        folded = folded_start(text, _LONGEST)
        return [self._question(folded, frozenset())] if comparison_key(folded) else []

    def _question(self, asked: str, speakers: frozenset[str]) -> Question:
        analysis = self._analyzer.analyze(asked)
        letters = analysis.letters
        kana_share = len(_HIRAGANA.findall(letters)) / max(len(letters), 1)
        groups = tuple(mention.group for mention in self._glossary.mentions(asked))
        return Question(analysis, self._content(analysis), groups, speakers, kana_share)

    def _content(self, analysis: Analysis) -> tuple[Word, ...]:
        words = {word.key: word for word in reversed(analysis.words) if word.content}
        return tuple(
            word for key, word in reversed(words.items()) if key not in self._naming_nothing
        )


def _rest(folded: str, mentions: Iterable[SpeakerMention]) -> str:
    """Return a question without these mentions of people, and without ways of asking."""
    kept = []
    end_of_last = 0
    for mention in mentions:
        if mention.start >= end_of_last:
            kept.append(folded[end_of_last : mention.start])
            particle = _PARTICLE.match(folded, mention.end)
            end_of_last = particle.end() if particle else mention.end
    return _without_formulae(" ".join([*kept, folded[end_of_last:]]))


def _without_formulae(folded: str) -> str:
    """Return a folded question without its ways of asking."""
    return _FORMULAE.sub(" ", folded)
