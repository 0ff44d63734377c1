"""Text made comparable: folded, cut into words and n-grams. Never for display."""

from bot.japanese.analysis import (
    READING_GRAM,
    Analysis,
    Analyzer,
    Numbers,
    TermNumbers,
    gram_numbers,
    reading_numbers,
    term_numbers,
    word_numbers,
)
from bot.japanese.romaji import romaji_to_kana
from bot.japanese.spelling import (
    Glossary,
    Mention,
    comparison_key,
    encodable,
    fold,
    folded_start,
    kana_key,
)
from bot.japanese.words import Cut, Family, Word

__all__ = [
    "READING_GRAM",
    "Analysis",
    "Analyzer",
    "Cut",
    "Family",
    "Glossary",
    "Mention",
    "Numbers",
    "TermNumbers",
    "Word",
    "comparison_key",
    "encodable",
    "fold",
    "folded_start",
    "gram_numbers",
    "kana_key",
    "reading_numbers",
    "romaji_to_kana",
    "term_numbers",
    "word_numbers",
]
