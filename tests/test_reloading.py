"""A data folder that changes while its corpus is in use."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.corpus import Corpus, corpus
from tests.places import Place, texts_in


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


class Following:
    """A corpus that is kept in step, and what was told of it."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.told = asyncio.Event()
        self.renewals = 0
        self._changed = asyncio.Condition()

    async def renewed(self) -> None:
        async with self._changed:
            self.renewals += 1
            self._changed.notify_all()

    async def until_renewed(self, times: int = 1) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.renewals >= times)

    async def texts(self) -> dict[str, str]:
        return await texts_in(self.corpus.store)


@asynccontextmanager
async def following(place: Place, every: float = 3600) -> AsyncIterator[Following]:
    async with place.open() as corpus, asyncio.timeout(60):
        following = Following(corpus)
        keeping = corpus.keep_in_step(following.told, following.renewed, every)
        task = asyncio.create_task(keeping)
        try:
            yield following
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is logged wakes nobody
        await asyncio.sleep(0.005)


async def test_a_changed_folder_is_taken_over_when_this_is_told(place: Place) -> None:
    place.write("spring", "雨が降った。")
    async with following(place) as found:
        place.write("spring", "雪が降った。")
        place.write("summer", "晴れた。")
        assert await found.texts() == {"spring": "雨が降った。"}
        found.told.set()
        await found.until_renewed()
        assert await found.texts() == {"spring": "雪が降った。", "summer": "晴れた。"}
        (place.data / "spring.toml").unlink()
        found.told.set()
        await found.until_renewed(2)
        assert await found.texts() == {"summer": "晴れた。"}


async def test_a_changed_folder_is_taken_over_by_itself(place: Place) -> None:
    place.write("spring", "雨が降った。")
    async with following(place, every=0.01) as found:
        place.write("spring", "雪が降った。")
        await found.until_renewed()
        assert await found.texts() == {"spring": "雪が降った。"}
        assert not found.told.is_set()


async def test_a_file_that_is_still_being_written_is_left_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write("spring", "雨が降った。")
    look = corpus._look
    looks = 0

    def written_meanwhile(folder: Path) -> corpus.Look:
        nonlocal looks
        seen = look(folder)
        looks += 1
        if looks <= 5:
            place.write("spring", f"{looks * '雪'}が降った。")
        return seen

    monkeypatch.setattr(corpus, "_look", written_meanwhile)
    async with following(place, every=0.01) as found:
        await found.until_renewed()
        assert await found.texts() == {"spring": "雪雪雪雪雪が降った。"}


async def test_a_bad_file_is_refused_with_its_reason_and_what_was_stays(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.write("spring", "雨が降った。")
    async with following(place, every=0.01) as found:
        broken = place.write("summer", "晴れた。")
        broken.write_text(broken.read_text("utf-8").replace("[[speakers]]", "[[speeches]]"))
        place.write("spring", "雪が降った。")
        await until(lambda: "what was stored before is in use" in caplog.text)
        assert await found.texts() == {"spring": "雨が降った。"}
        assert "summer.toml" in caplog.text
        # The same is not told again and again.
        told = caplog.text.count("what was stored before is in use")
        place.write("summer", "晴れた。")
        await found.until_renewed()
        assert await found.texts() == {"spring": "雪が降った。", "summer": "晴れた。"}
    assert told == caplog.text.count("what was stored before is in use") == 1


async def test_a_folder_that_went_away_takes_nothing_with_it(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    place.write("spring", "雨が降った。")
    async with following(place, every=0.01) as found:
        place.data.rename(place.data.with_name("elsewhere"))
        await until(lambda: "stays in use" in caplog.text)
        assert await found.texts() == {"spring": "雨が降った。"}


async def test_what_another_process_loads_is_noticed_too(place: Place) -> None:
    place.write("spring", "雨が降った。")
    async with following(place, every=0.01) as found:
        place.write("summer", "晴れた。")
        async with place.open() as another:
            assert "summer" in await another.store.stored()
        await found.until_renewed()
        assert "summer" in await found.texts()
