"""Text made comparable: folded, cut into words and n-grams. Never for display."""

from bot.japanese.analysis import Analysis, Analyzer, Family, Word
from bot.japanese.folding import comparison_key, fold, kana_key
from bot.japanese.glossary import Glossary, Mention
from bot.japanese.romaji import romaji_to_kana

__all__ = [
    "Analysis",
    "Analyzer",
    "Family",
    "Glossary",
    "Mention",
    "Word",
    "comparison_key",
    "fold",
    "kana_key",
    "romaji_to_kana",
]
