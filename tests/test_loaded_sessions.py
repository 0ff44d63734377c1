"""Sessions from files outside the data folder: loaded, replaced and removed."""

import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.corpus import CorpusError, load, remove
from bot.store import Origin
from bot.transcript import TranscriptError
from tests.places import LINE, SESSION, Place, texts_in, write_lines


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("first", "予算を決めた。")
    return place


async def test_sessions_loaded_by_hand_stay(place: Place, tmp_path: Path) -> None:
    lines = tmp_path / "talk.jsonl"
    lines.write_text('{"speaker": "A", "text": "晴れた。"}\n', encoding="utf-8")
    async with place.open() as corpus:
        loaded = await load(corpus, [lines], place.watch)
        assert [(each.session, each.utterances) for each in loaded.stored] == [("talk", 1)]
        assert (await corpus.store.stored())["talk"][1] == Origin.LOADED
        assert (await load(corpus, [lines])).unchanged == (lines,)
    assert (await place.texts())["talk"] == "晴れた。"
    assert ("Reading talk.jsonl", lines.stat().st_size) in place.watched


async def test_of_several_files_all_are_loaded_or_none(place: Place, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text('{"speaker": "A", "text": "晴れた。"}\n', encoding="utf-8")
    bad.write_text('{"speaker": "A"}\n')
    async with place.open() as corpus:
        with pytest.raises(TranscriptError, match=r"bad\.jsonl:1: the key 'text' is missing"):
            await load(corpus, [good, bad, tmp_path / "none.toml"])
        assert set(await corpus.store.stored()) == {"first"}


async def test_a_session_of_the_data_folder_is_not_loaded_over(
    place: Place, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(SESSION.format(id="first", text="別の話。"), encoding="utf-8")
    async with place.open() as corpus:
        with pytest.raises(TranscriptError, match="comes from the data folder"):
            await load(corpus, [other])
        assert (await load(corpus, [place.data / "first.toml"])).stored == ()


async def test_a_loaded_session_is_replaced_by_its_own_file_only_unless_asked_for(
    place: Place, tmp_path: Path
) -> None:
    mine = write_lines(tmp_path / "a", "talk")
    other = write_lines(tmp_path / "b", "talk", LINE.replace("晴れ", "降っ"))
    async with place.open() as corpus:
        await load(corpus, [mine])
        write_lines(tmp_path / "a", "talk", LINE.replace("晴れ", "曇っ"))
        assert len((await load(corpus, [mine])).stored) == 1
        with pytest.raises(TranscriptError, match=rf"loaded from {mine} already.*--replace"):
            await load(corpus, [other])
        assert (await texts_in(corpus.store))["talk"] == "曇った。"
        await load(corpus, [other], replacing=True)
        assert (await texts_in(corpus.store))["talk"] == "降った。"


async def test_files_named_alike_need_an_id(place: Place, tmp_path: Path) -> None:
    one = write_lines(tmp_path / "a", "memo")
    other = write_lines(tmp_path / "b", "memo", LINE.replace("晴れ", "降っ"))
    async with place.open() as corpus:
        with pytest.raises(TranscriptError, match=r"already the id of .*--id"):
            await load(corpus, [one, other])
        await load(corpus, [one])
        await load(corpus, [other], session_id="memo-2")
        assert await texts_in(corpus.store) == {
            "first": "予算を決めた。",
            "memo": "晴れた。",
            "memo-2": "降った。",
        }
        with pytest.raises(TranscriptError, match="is no id"):
            await load(corpus, [other], session_id="No Id")


@pytest.mark.parametrize("reader", [True, False], ids=["while the bot runs", "alone"])
async def test_a_removed_session_leaves_no_word_in_the_file(
    place: Place, tmp_path: Path, *, reader: bool
) -> None:
    words = " ".join(f"Xylophon{number}" for number in range(300))
    lines = write_lines(tmp_path, "talk", f'{{"speaker": "Quagga", "text": "{words}"}}\n')
    others = write_lines(tmp_path, "other", LINE * 300)
    async with AsyncExitStack() as stack:
        if reader:
            bot = await stack.enter_async_context(place.open())
        async with place.open() as corpus:
            await load(corpus, [lines, others])
            if reader:
                assert "talk" in await texts_in(bot.store)
            removed = await remove(corpus, ["talk"])
            assert [(each.session, each.utterances) for each in removed.sessions] == [("talk", 1)]
            assert removed.erased
            assert set(await texts_in(corpus.store)) == {"first", "other"}
            if reader:
                assert set(await texts_in(bot.store)) == {"first", "other"}
            for path in place.database.parent.iterdir():
                assert not re.search(rb"(?i)xylophon|quagga", path.read_bytes()), path


async def test_only_what_was_loaded_can_be_removed(place: Place, tmp_path: Path) -> None:
    async with place.open() as corpus:
        with pytest.raises(CorpusError, match="'nowhere'; nothing can be removed"):
            await remove(corpus, ["nowhere"])
        await load(corpus, [write_lines(tmp_path)])
        with pytest.raises(CorpusError) as caught:
            await remove(corpus, ["talk", "first", "nowhere"])
        assert f"remove the file there, {place.data / 'first.toml'}" in str(caught.value)
        assert "unknown session 'nowhere'; expected one of: talk" in str(caught.value)
        assert set(await corpus.store.stored()) == {"first", "talk"}


async def test_what_stays_when_the_last_file_is_gone_can_be_removed(place: Place) -> None:
    await place.texts()
    (place.data / "first.toml").unlink()
    async with place.open(may_be_empty=True) as corpus:
        assert len((await remove(corpus, ["first"])).sessions) == 1
    assert await place.texts(may_be_empty=True) == {}
