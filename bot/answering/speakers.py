"""Speakers found by what members call them."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.answering.question import names_of
from bot.japanese import Analyzer, comparison_key, fold, kana_key, romaji_to_kana
from bot.session import Speaker

# Similarities in percent: a name begun is as good as a name with a slip or two.
_BEGUN = 95.0
_LIKELY = 75.0
_PERHAPS = 55.0


class SpeakerDirectory:
    """The speakers of a corpus under all their names, in any script."""

    def __init__(self, analyzer: Analyzer, speakers: Iterable[Speaker]) -> None:
        self._speakers = tuple(speakers)
        self._names = {
            speaker.id: [
                (comparison_key(name), analyzer.analyze(name).reading)
                for name in (speaker.id, *names_of(speaker))
            ]
            for speaker in self._speakers
        }

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody."""
        return self._speakers

    def search(self, text: str) -> tuple[Speaker, ...]:
        """Return the speakers whom ``text`` may mean, likeliest first; all when it is empty."""
        if not comparison_key(text):
            return self._speakers
        return tuple(speaker for _, speaker in self._scored(text, _PERHAPS))

    def resolve(self, text: str) -> Speaker | None:
        """Return the one speaker whom ``text`` means; None when nobody or more than one is."""
        scored = self._scored(text, _LIKELY)
        if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return scored[0][1]

    def _scored(self, text: str, least: float) -> list[tuple[float, Speaker]]:
        key = comparison_key(text)
        kana = kana_key(romaji_to_kana(fold(text).strip()) or key)
        scored = [
            (max(_similarity(key, kana, *name) for name in self._names[speaker.id]), speaker)
            for speaker in self._speakers
        ]
        # The sort is stable: equals keep their order.
        return sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])


def _similarity(key: str, kana: str, name: str, reading: str) -> float:
    if not key:
        return 0.0
    if key == name:
        return 100.0
    if name.startswith(key) or (kana and reading.startswith(kana)):
        return _BEGUN
    return max(fuzz.ratio(key, name), fuzz.ratio(kana, reading))
