"""What a question asks for: whose words, and about what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.answering.first_messages import BEGINNINGS, LENGTHS, NOTHING_ELSE, REMARKS
from bot.answering.framing import Frame
from bot.answering.mentions import MentionFinder, SpeakerMention
from bot.answering.outcome import Remark
from bot.answering.phrasing import FORMULAE, MARKUP, occasion
from bot.answering.vocabulary import Vocabulary
from bot.japanese import (
    Analysis,
    Analyzer,
    Glossary,
    Mention,
    TermNumbers,
    Word,
    comparison_key,
    folded_start,
    romaji_to_kana,
    term_numbers,
)
from bot.japanese.figures import DATE, figures_in, with_plain_dates
from bot.japanese.spelling import LATIN_WORD

# Longer questions say the same thing twice, or nothing.
_LONGEST = 400

# A term of more words is a sentence.
_MOST_PARTS = 4

# Longer messages are about something.
_LONGEST_REMARK = 60
_APART = re.compile(r"[\W_〜]+")
_BETWEEN_LATIN = re.compile("(?<=[a-z0-9]) (?=[a-z0-9])")

_IS_ASKED = re.compile(
    r"[?？]|(?:か|の|っけ|かな|何|誰|教えて|知りたい)[。\s]*$|^(?:who|what|when|where|how|why"
    r"|is|are|do|did|does|was)\b"
)
_STATED = re.compile(r"(?:[たるいうくすつむぐぶ]|です|ます)[。\s]*$")
_NAME = "固有名詞"
_PERSON = "人名"
# A name where it is among Japanese, and in English if it is no more than capitals.
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_CAPITALISED = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9]+")

_KANJI = re.compile("[々㐀-鿿]")
_LONG_VOWEL = re.compile("[āīūēōâîûêô]")

_HIRAGANA = re.compile("[ぁ-ん]")

# What joins a name to what it says; it goes when the name goes.
_PARTICLE = re.compile(r"\s*(?:によ(?:ると|れば)|いわく|曰く|って|は|が|の|も|['’]s|\b(?:wa|ga)\b)")


@dataclass(frozen=True)
class Question:
    """A question made ready for ranking; make it with ``Question.of``.

    ``content`` are its content words, each once, without those that only ask (``asking``, by key:
    who, where, how much); ``keys`` are theirs, ``telling`` those of them that mean something by
    themselves. ``mentions`` are the glossary groups that it names, and where; ``spelled`` are the
    groups of those content words, by key, that are part of a glossary's spelling. ``speakers`` are
    the ids of those whose words it asks for by name; ``kana_share`` is the share of its letters
    that are hiragana. ``names`` are those of its content words that
    nothing but themselves can stand for. ``doubtful`` tells that it may not be what was meant,
    ``is_statement`` that it asks nothing, but says so, ``unframed`` that it is what is left without
    words for asking and saying: that answers only where it is said as it stands.
    """

    analysis: Analysis
    content: tuple[Word, ...]
    asking: frozenset[str]
    mentions: tuple[Mention, ...]
    speakers: frozenset[str]
    kana_share: float
    keys: frozenset[str]
    telling: tuple[Word, ...]
    groups: tuple[str, ...]
    spelled: dict[str, frozenset[str]]
    names: tuple[Word, ...]
    doubtful: bool = False
    is_statement: bool = False
    unframed: bool = False

    @classmethod
    def of(
        cls,
        analysis: Analysis,
        content: tuple[Word, ...],
        *,
        asking: frozenset[str] = frozenset(),
        mentions: tuple[Mention, ...] = (),
        speakers: frozenset[str] = frozenset(),
        acronyms: frozenset[str] = frozenset(),
    ) -> "Question":
        """Make a question of what was found in it."""
        letters = analysis.letters
        spelled = _spelled(content, mentions) if mentions else {}
        return cls(
            analysis,
            content,
            asking,
            mentions,
            speakers,
            kana_share=len(_HIRAGANA.findall(letters)) / max(len(letters), 1),
            keys=frozenset(word.key for word in content),
            telling=tuple(word for word in content if word.telling),
            groups=tuple(dict.fromkeys(mention.group for mention in mentions)),
            spelled=spelled,
            names=tuple(
                word
                for word in content
                if len(word.letters) > 1
                and (word.kind[1] == _NAME or word.letters in acronyms)
                and not (word.key in spelled and word.kind[2] != _PERSON)
            ),
        )

    @cached_property
    def terms(self) -> TermNumbers:
        """The numbers of its terms; the content words come first of the words, in order."""
        return term_numbers(self.analysis, [*(word.key for word in self.content), *self.groups])

    @property
    def tells(self) -> bool:
        """Whether some word of it means something by itself, and is more than a digit or letter."""
        return bool(self.mentions) or any(
            len(word.letters) > 1 or not word.letters.isascii() for word in self.telling
        )


class Reader:
    """Reads questions, knowing the speakers and the glossary of a corpus."""

    def __init__(
        self,
        analyzer: Analyzer,
        mentions: MentionFinder,
        glossary: Glossary,
        starts: Iterable[datetime] = (),
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._with_places = vocabulary.with_places if vocabulary and vocabulary.places else str
        self._occasion = occasion(starts)
        self._analyzer = analyzer
        self._mentions = mentions
        self._glossary = glossary
        self._frame = Frame(analyzer)

    def read(self, text: str) -> list[Question]:
        """Return the readings of a question: as typed, and in kana where it is in romaji.

        There is none when it asks for nothing: names, ways of asking and punctuation alone.
        """
        folded = MARKUP.sub(" ", folded_start(text, _LONGEST)).strip()
        if alone := self._spelling_alone(folded):
            return alone
        if self._remark(folded):
            return []
        mentions = self._mentions.find(folded)
        speakers = frozenset(mention.speaker for mention in mentions)
        expressly = self._occasion.sub(" ", _without(folded, mentions))
        asked, formulae = FORMULAE.subn(" ", expressly)
        # What one way of asking leaves may be another one.
        asked = FORMULAE.sub(" ", asked).strip() if formulae else asked.strip()
        asked = with_plain_dates(asked) if DATE.search(asked) else asked
        asked = self._with_places(asked)
        capitals = (_CAPITALS if text.isascii() else _CAPITALISED).findall(text[:_LONGEST])
        question = self._question(asked, speakers, frozenset(map(str.lower, capitals)))
        if not question.content:
            return []
        if _STATED.search(asked) and not _IS_ASKED.search(folded):
            question = replace(question, is_statement=True)
        framed = not self._frame.words.isdisjoint(question.keys)
        return [
            question,
            *(self._unframed(question, expressly) if framed else ()),
            *self._other_readings(asked, question),
        ]

    def _unframed(self, question: Question, expressly: str) -> Iterator[Question]:
        """Yield what a question may be about that has words for asking; it says less."""
        if any(figures_in(question.analysis.text)):
            return
        for about in self._frame.abouts(
            question.analysis, question.asking, expressly, is_statement=question.is_statement
        ):
            unframed = self._question(about, question.speakers)
            for reading in (unframed, *self._other_readings(about, unframed)):
                yield replace(reading, unframed=True)

    def _other_readings(self, asked: str, question: Question) -> Iterator[Question]:
        """Yield what is meant if it is in romaji, or misspelled."""
        latin = LATIN_WORD.findall(asked)
        in_romaji = asked.isascii() or _LONG_VOWEL.search(asked)
        if in_romaji and (kana := romaji_to_kana(asked)) is not None:
            yield self._question(kana, question.speakers)
        whole = not question.asking and len(question.content) <= _MOST_PARTS
        if self._vocabulary and (whole or not self._vocabulary.latin.issuperset(latin)):
            meant = self._vocabulary.corrected(asked, whole=whole)
            if meant is not None:
                # Kanji that are nearly the same are other words more often than not.
                doubtful = _KANJI.search(asked) is not None
                yield replace(self._question(meant, question.speakers), doubtful=doubtful)

    def read_aside(self, text: str) -> Remark | frozenset[str] | None:
        """Return what a text is that asks for nothing, or the ids of those whom alone it names.

        None when it does ask for something.
        """
        if self.read(text):
            return None
        folded = MARKUP.sub(" ", folded_start(text, _LONGEST)).strip()
        speakers = frozenset(mention.speaker for mention in self._mentions.find(folded))
        return self._remark(folded) or speakers or Remark.NOTHING

    def _remark(self, folded: str) -> Remark | None:
        if len(folded) > _LONGEST_REMARK:
            return None
        words = _BETWEEN_LATIN.sub("_", _APART.sub(" ", folded.replace("'", "")).strip())
        written = words.replace(" ", "")
        if not any(written[:end] in BEGINNINGS for end in LENGTHS):
            return None
        if written in NOTHING_ELSE:
            return Remark.NOTHING
        return next((each for each, known in REMARKS.items() if known.fullmatch(written)), None)

    def _spelling_alone(self, folded: str) -> list[Question]:
        """Return the reading of a single spelling of the glossary, whatever else it looks like."""
        if folded not in self._glossary.spellings:
            return []
        analysis = self._analyzer.analyze(folded)
        words = {word.key: word for word in analysis.words}
        mentions = tuple(self._glossary.mentions(folded))
        return [Question.of(analysis, tuple(words.values()), mentions=mentions)]

    def read_begun(self, text: str) -> list[Question]:
        """Return the readings of a question that is still being typed, names and all."""
        folded = folded_start(text, _LONGEST)
        if not comparison_key(folded):
            return []
        question = self._question(folded, frozenset())
        return [question, *self._other_readings(folded, question)]

    def _question(
        self, asked: str, speakers: frozenset[str], acronyms: frozenset[str] = frozenset()
    ) -> Question:
        analysis = self._analyzer.analyze(asked)
        return Question.of(
            analysis,
            self._content(analysis),
            asking=self._frame.asking & {word.key for word in analysis.words},
            mentions=tuple(self._glossary.mentions(asked)),
            speakers=speakers,
            acronyms=acronyms,
        )

    def _content(self, analysis: Analysis) -> tuple[Word, ...]:
        words = {word.key: word for word in reversed(analysis.words) if word.content}
        return tuple(
            word for key, word in reversed(words.items()) if key not in self._frame.naming_nothing
        )


def _spelled(words: Iterable[Word], mentions: Iterable[Mention]) -> dict[str, frozenset[str]]:
    """Return the groups of those words, by key, that are part of a glossary's spelling."""
    found: dict[str, frozenset[str]] = {}
    for each in mentions:
        for word in words:
            if each.start <= word.start and word.end <= each.end:
                found[word.key] = found.get(word.key, frozenset()) | {each.group}
    return found


def _without(folded: str, mentions: Iterable[SpeakerMention]) -> str:
    """Return a question without these mentions of people."""
    kept = []
    end_of_last = 0
    for mention in mentions:
        if mention.start >= end_of_last:
            kept.append(folded[end_of_last : mention.start])
            particle = _PARTICLE.match(folded, mention.end)
            end_of_last = particle.end() if particle else mention.end
    return " ".join([*kept, folded[end_of_last:]])
