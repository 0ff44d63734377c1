"""Spellings that stand for the same thing, found in running text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from bot.japanese.folding import comparison_key, fold

# A character that no word key contains, so that a group never equals a word.
_MARK = "≡"


@dataclass(frozen=True, slots=True)
class Mention:
    """A glossary group named at ``folded[start:end]`` of a folded text."""

    group: str
    start: int
    end: int


class Glossary:
    """Groups of spellings; the first spelling of a group names it."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[str, dict[str, None]] = {}
        for group in groups:
            name = self.mark(group[0])
            for spelling in group:
                # What has no letter stands for nothing, and would be found everywhere.
                if comparison_key(spelling):
                    self._groups.setdefault(fold(spelling), {})[name] = None
        self._spellings = list(self._groups)
        self._automaton = AhoCorasick(self._spellings) if self._spellings else None

    @staticmethod
    def mark(spelling: str) -> str:
        """Return the term that stands for the group which ``spelling`` names."""
        return _MARK + comparison_key(spelling)

    def groups_in(self, text: str) -> list[str]:
        """Return the groups that ``text`` names, in order; longer spellings win."""
        return [mention.group for mention in self.mentions(fold(text))]

    def mentions(self, folded: str) -> list[Mention]:
        """Return where a folded text names a group; Latin spellings match whole words only."""
        if self._automaton is None:
            return []
        standing = sorted(
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(
                folded, overlapping=True
            )
            if _stands_alone(folded, start, end)
        )
        mentions: list[Mention] = []
        end_of_last = 0
        for start, minus_end, index in standing:
            if start >= end_of_last:
                end_of_last = -minus_end
                groups = self._groups[self._spellings[index]]
                mentions += [Mention(group, start, end_of_last) for group in groups]
        return mentions


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (_is_latin(text[start]) and start > 0 and _is_latin(text[start - 1])) and not (
        _is_latin(text[end - 1])
        and end < len(text)
        and _is_latin(text[end])
        and not (text[end] == "s" and not _is_latin(text[end + 1 : end + 2]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
