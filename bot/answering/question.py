"""What a question asks for: whose words, and about what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.japanese import Analysis, Analyzer, Family, Glossary, fold, romaji_to_kana
from bot.session import Speaker

# Longer questions say the same thing twice, or nothing.
_LONGEST = 400

# What follows a name that is spoken to or about, not quoted; in English, what precedes it.
_NOT_QUOTED_AFTER = re.compile(r"\s*(?:を|に(?!よる|よれ|とって)|へ|と(?!して|は)|から)")
_NOT_QUOTED_BEFORE = re.compile(r"\b(?:about|to|with|for|from) (?:the )?$")

# Ways of asking, which say nothing about what is asked for.
_FORMULAE = re.compile(
    r"(?:に(?:ついて|関して|対して)|について(?:は|の|も)?)?"
    r"(?:(?:詳しく|もっと|ちょっと)?(?:教えて|聞かせて|知りたい)(?:ください|下さい|ほしい|欲しい|です)?)"
    r"|に(?:ついて|関して)(?:は|の|も)?"
    r"|(?:と|って)(?:は|いうのは)?(?:一体)?(?:何|なに|なん|どういう(?:意味|こと|もの))"
    r"(?:です|でしょう|だろう)?(?:か)?(?=\W*$)"
    r"|(?:を|と|て|は|も)?(?:何|なん|なに|どう)(?:を|と|て|か)?"
    r"(?:言|い|話|述べ|語|思|おも|考え|答え)"
    r"(?:って|った|っ|い|う|え|して|した|し)*(?:まし|てい|い|る|た|です|ます|の|か)*(?=\W*$)"
    r"|(?:でしょう|です|ます|まし)(?:た)?か?(?=\W*$)"
    r"|\b(?:please |can you |could you )*(?:tell me|i want to know|i wonder|do you know)"
    r"(?: about| more about| if| whether)?\b"
    r"|\bwhat (?:did|does|do|has|have) (?:he|she|they)?\s*"
    r"(?:say|said|think|thought|mention|mentioned|talk)?(?: about| of| on)?\b"
    r"|\b(?:say|said|says|think|thinks|mention|mentioned) (?:about|of|on)\b"
    r"|\b(?:what|who|how|why|when|where|which) (?:is|are|was|were|do|does|did)\b"
)

# Words that ask; they stand in no quote as an answer to themselves.
_INTERROGATIVES = frozenset(
    {"何", "誰", "いつ", "何時", "何処", "どこ", "どう", "如何", "なぜ", "何故", "どんな", "どの"}
    | {"どれ", "どちら", "幾つ", "幾ら"}
)


@dataclass(frozen=True)
class Question:
    """A question made ready for ranking.

    ``speakers`` are the ids of those whose words are asked for by name; ``groups`` the glossary
    groups that it names.
    """

    analysis: Analysis
    speakers: frozenset[str]
    groups: tuple[str, ...]

    def terms(self, family: Family, size: int | None = None) -> list[str]:
        """Return the distinct terms of a family, only those of ``size`` letters if given."""
        terms = self.analysis.terms(family)
        if family is Family.WORDS:
            terms = [term for term in terms if term not in _INTERROGATIVES]
            terms += self.groups
        return [term for term in dict.fromkeys(terms) if size is None or len(term) == size]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its content words, compounds and what they are made of."""
        words = [word for word in self.analysis.words if word.content]
        keys = {part.key for word in words for part in (word, *word.parts)}
        return frozenset(keys - _INTERROGATIVES)

    @cached_property
    def readings(self) -> list[str]:
        """The readings of its content words."""
        return [
            word.reading
            for word in self.analysis.words
            if word.content and word.key not in _INTERROGATIVES
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to look for."""
        return not self.analysis.letters


class Reader:
    """Reads questions, knowing the speakers and the glossary of a corpus."""

    def __init__(self, analyzer: Analyzer, speakers: Iterable[Speaker], glossary: Glossary) -> None:
        self._analyzer = analyzer
        self._glossary = glossary
        by_mark = {}
        groups = []
        for speaker in speakers:
            names = names_of(speaker)
            groups.append((speaker.id, *names))
            by_mark[Glossary.mark(speaker.id)] = speaker.id
        self._speaker_ids = by_mark
        self._names = Glossary(groups)

    def read(self, text: str) -> list[Question]:
        """Return the readings of a question: as typed, and in kana where it is in romaji."""
        folded = fold(text)[:_LONGEST]
        asked, speakers = self._take_speakers(folded)
        asked = _FORMULAE.sub(" ", asked) if _FORMULAE.sub("", asked).strip() else asked
        readings = [asked]
        if (kana := romaji_to_kana(asked)) is not None:
            readings.append(kana)
        return [
            Question(
                self._analyzer.analyze(reading),
                speakers,
                tuple(self._glossary.groups_in(reading)),
            )
            for reading in readings
        ]

    def _take_speakers(self, folded: str) -> tuple[str, frozenset[str]]:
        kept: list[str] = []
        named: set[str] = set()
        end_of_last = 0
        for mention in self._names.mentions(folded):
            if mention.start < end_of_last:
                continue
            if _NOT_QUOTED_AFTER.match(folded, mention.end) or _NOT_QUOTED_BEFORE.search(
                folded[: mention.start]
            ):
                continue
            named.add(self._speaker_ids[mention.group])
            kept.append(folded[end_of_last : mention.start])
            end_of_last = mention.end
        kept.append(folded[end_of_last:])
        return " ".join(kept), frozenset(named)


def names_of(speaker: Speaker) -> tuple[str, ...]:
    """Return everything that a speaker is called."""
    names = (speaker.title, speaker.name.ja, speaker.name.en, *speaker.aliases)
    return tuple(dict.fromkeys(name for name in names if name))
