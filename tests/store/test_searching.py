"""Where terms occur, however they are looked up."""

from collections import Counter
from pathlib import Path

import pytest

from bot.japanese import Family
from bot.store import Level, Store

# Terms that occur more often than this say little, and need not be found everywhere.
TELLING = 5_000


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("family", Family)
async def test_terms_are_found_as_often_as_they_are_stored(
    real_database: Path, level: Level, family: Family
) -> None:
    async with Store.open(real_database) as store:
        documents = await store.search.all_terms(level)
        stored: dict[str, Counter[int]] = {}
        for key, texts in documents:
            for term in texts[family].split():
                stored.setdefault(term, Counter())[key] += 1
        stored = {term: counts for term, counts in stored.items() if counts.total() <= TELLING}

        found = await store.search.occurrences(level, family, list(stored))

    assert max(len(counts) for counts in stored.values()) > len(documents) / 2
    assert found == stored
