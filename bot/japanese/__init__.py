"""Text made comparable: folded, cut into words and n-grams. Never for display."""

from bot.japanese.analysis import Analysis, Analyzer, Family, Word
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

__all__ = [
    "Analysis",
    "Analyzer",
    "Family",
    "Glossary",
    "Mention",
    "Word",
    "comparison_key",
    "encodable",
    "fold",
    "folded_start",
    "kana_key",
    "romaji_to_kana",
]
