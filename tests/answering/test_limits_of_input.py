"""What members type, however long."""

from pathlib import Path

import pytest

from bot.answering import Answering, UnknownSpeakerError
from bot.japanese import Analysis, Analyzer
from bot.session import Language
from bot.store import Store

pytestmark = pytest.mark.asyncio(loop_scope="session")


class CountingAnalyzer(Analyzer):
    """Remembers how long the longest text was that it had to cut."""

    longest = 0

    def analyze(self, text: str) -> Analysis:
        """Cut a text."""
        self.longest = max(self.longest, len(text))
        return super().analyze(text)


@pytest.mark.parametrize("letter", ["ﷺ", "㍿", "国", "x", "か\u3099"])
async def test_the_work_for_a_text_has_a_bound(real_database: Path, letter: str) -> None:
    long = letter * 6_000
    counting = CountingAnalyzer()
    async with Store.open(real_database) as store:
        answering = Answering(store, counting)
        first = await answering.ask("COCOA")
        counting.longest = 0

        await answering.ask(long)
        await answering.suggest(long, Language.JA)
        await answering.find_speakers(long)
        await answering.on_topic("hirai", long)
        await answering.match_at(first.matches[0].quote.ref, long)
        with pytest.raises(UnknownSpeakerError):
            await answering.resolve_speaker(long)

    assert counting.longest <= 400


async def test_what_is_past_the_limit_changes_nothing(answering: Answering) -> None:
    long = "平井" + " " * 600

    assert await answering.find_speakers(long) == await answering.find_speakers(f"{long}村井")
    for language in Language:
        typed = "デジタル" * 100
        assert await answering.suggest(typed, language) == await answering.suggest(
            typed + "ﷺ" * 5_000, language
        )
