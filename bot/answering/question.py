"""What a question asks for: whose words, and about what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.answering.formulae import without_formulae
from bot.japanese import (
    Analysis,
    Analyzer,
    Family,
    Glossary,
    Mention,
    Word,
    comparison_key,
    fold,
    romaji_to_kana,
)
from bot.session import Speaker

# Longer questions say the same thing twice, or nothing.
_LONGEST = 400

_HIRAGANA = re.compile("[ぁ-ん]")

# What follows a name that is spoken to or about, not quoted; in English, what precedes it.
_NOT_QUOTED_AFTER = re.compile(r"\s*(?:を|に(?!よる|よれ|とって)|へ|と(?!して|は)|から)")
_NOT_QUOTED_BEFORE = re.compile(r"\b(?:about|to|with|for|from) (?:the )?$")

# What joins a name to what it says; it goes when the name goes.
_PARTICLE = re.compile(r"\s*(?:って|は|が|の|も|'s)")

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
    glossary groups that it names, ``speakers`` the ids of those whose words it asks for by name.
    """

    analysis: Analysis
    content: tuple[Word, ...]
    groups: tuple[str, ...]
    speakers: frozenset[str]

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

    @cached_property
    def kana_share(self) -> float:
        """The share of its letters that are hiragana."""
        letters = self.analysis.letters
        return len(_HIRAGANA.findall(letters)) / max(len(letters), 1)


class Reader:
    """Reads questions, knowing the speakers and the glossary of a corpus."""

    def __init__(self, analyzer: Analyzer, speakers: Iterable[Speaker], glossary: Glossary) -> None:
        self._analyzer = analyzer
        self._glossary = glossary
        by_id = {speaker.id: names_of(speaker) for speaker in speakers}
        self._names = Glossary(by_id.values(), names=by_id)
        self._naming_nothing = {word.key for word in analyzer.analyze(_NAMING_NOTHING).words}

    def read(self, text: str) -> list[Question]:
        """Return the readings of a question: as typed, and in kana where it is in romaji.

        There is none when it asks for nothing: names, ways of asking and punctuation alone.
        """
        folded = fold(text)[:_LONGEST]
        mentions = self._names.mentions(folded)
        quoted = [mention for mention in mentions if _is_quoted(folded, mention)]
        speakers = frozenset(mention.group for mention in quoted)
        asked = _rest(folded, quoted)
        question = self._question(asked, speakers)
        anything = question.content if quoted == mentions else self._beside(folded, mentions)
        if not anything:
            return []
        kana = romaji_to_kana(asked)
        return [question] if kana is None else [question, self._question(kana, speakers)]

    def read_begun(self, text: str) -> list[Question]:
        """Return the reading of a question that is still being typed, names and all."""
        folded = fold(text)[:_LONGEST]
        return [self._question(folded, frozenset())] if comparison_key(folded) else []

    def _question(self, asked: str, speakers: frozenset[str]) -> Question:
        analysis = self._analyzer.analyze(asked)
        groups = tuple(self._glossary.groups_in(asked))
        return Question(analysis, self._content(analysis), groups, speakers)

    def _beside(self, folded: str, mentions: Iterable[Mention]) -> tuple[Word, ...]:
        """Return the content words beside all mentions of people."""
        return self._content(self._analyzer.analyze(_rest(folded, mentions)))

    def _content(self, analysis: Analysis) -> tuple[Word, ...]:
        words = {word.key: word for word in reversed(analysis.words) if word.content}
        return tuple(
            word for key, word in reversed(words.items()) if key not in self._naming_nothing
        )


def _rest(folded: str, mentions: Iterable[Mention]) -> str:
    """Return a question without these mentions of people, and without ways of asking."""
    kept = []
    end_of_last = 0
    for mention in mentions:
        if mention.start >= end_of_last:
            kept.append(folded[end_of_last : mention.start])
            particle = _PARTICLE.match(folded, mention.end)
            end_of_last = particle.end() if particle else mention.end
    return without_formulae(" ".join([*kept, folded[end_of_last:]]))


def _is_quoted(folded: str, mention: Mention) -> bool:
    """Whether the words of the person mentioned are asked for, not words to or about them."""
    return not (
        _NOT_QUOTED_AFTER.match(folded, mention.end)
        or _NOT_QUOTED_BEFORE.search(folded[: mention.start])
    )


def names_of(speaker: Speaker) -> tuple[str, ...]:
    """Return everything that a speaker is called."""
    names = (speaker.title, speaker.name.ja, speaker.name.en, *speaker.aliases)
    return tuple(dict.fromkeys(name for name in names if name))
