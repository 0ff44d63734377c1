"""The index beside the database: the same however it came about, and never used where damaged."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.answering import Answering
from bot.answering.index import Index
from bot.japanese import Analyzer, Family, gram_numbers, reading_numbers, word_numbers
from bot.session import Annotation, Session
from bot.store import (
    COUNT_BITS,
    MOST_COUNTED,
    Level,
    Store,
)
from bot.store.arrays import Arrays, ArraysDamagedError, ArraysWriter
from tests.corpora import MORI, SATO, load, talk

TEA = talk(
    "tea",
    (MORI, "お茶の葉は蒸してから揉みます。", "蒸し時間が大切です。"),
    (SATO, "焙じ茶も焙煎のうちです。"),
    annotations={(1, 2): Annotation(phrases=("蒸す長さ", "時間"), translation="Steaming time.")},
)
NOTED = talk("noted", (SATO, "会議を始めます。"), (MORI, "はい。" * 300))


def indexes(database: Path) -> list[Path]:
    return list(database.parent.glob(f"{database.name}-index-*"))


async def everything(database: Path, analyzer: Analyzer) -> dict[str, Any]:
    """All arrays of the index."""
    async with Store.open(database) as store:
        await store.search.index(analyzer)
    (path,) = indexes(database)
    return arrays_of(path)


def arrays_of(path: Path) -> dict[str, Any]:
    arrays = Arrays(path)
    return {name: arrays[name].tolist() for name in arrays}


async def occurrences(store: Store, level: Level, family: Family, numbers: Any) -> Any:
    """How often each document has each term, by position."""
    index = await Index.read(store, Analyzer())
    return [
        dict(zip((each >> COUNT_BITS).tolist(), (each & MOST_COUNTED).tolist(), strict=True))
        for each in index.postings(level, family, numbers)
    ]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "corpus.db"


@pytest.mark.parametrize(
    ("level", "family", "numbers", "expected"),
    [
        # A quote's own words count three times beside what was written about it.
        (
            Level.QUOTE,
            Family.WORDS,
            word_numbers(["蒸す", "時間", "珈琲"]),
            [{0: 3, 1: 4}, {1: 4}, {}],
        ),
        (
            Level.UTTERANCE,
            Family.WORDS,
            word_numbers(["蒸す", "時間", "珈琲"]),
            [{0: 2}, {0: 1}, {}],
        ),
        (Level.QUOTE, Family.CHARACTERS, gram_numbers("時間", 2), [{1: 4}]),
        (Level.UTTERANCE, Family.CHARACTERS, gram_numbers("茶煎", 1), [{0: 1, 1: 1}, {1: 1}]),
        (Level.UTTERANCE, Family.READINGS, reading_numbers("うじち"), [{1: 1}]),
        (Level.UTTERANCE, Family.READINGS, reading_numbers("ぬぬぬ"), [{}]),
    ],
)
async def test_terms_are_found_as_often_as_they_occur(
    database: Path, analyzer: Analyzer, level: Level, family: Family, numbers: Any, expected: Any
) -> None:
    await load(database, analyzer, TEA)

    async with Store.open(database) as store:
        assert await occurrences(store, level, family, numbers) == expected


async def test_what_occurs_very_often_is_counted_as_often_as_can_be(
    database: Path, analyzer: Analyzer
) -> None:
    await load(database, analyzer, NOTED)

    async with Store.open(database) as store:
        found = await occurrences(store, Level.UTTERANCE, Family.CHARACTERS, gram_numbers("は", 1))

    assert found == [{1: MOST_COUNTED}]


async def test_an_index_is_the_same_whether_merged_or_built_anew(
    database: Path, tmp_path: Path, real_session: Session, analyzer: Analyzer
) -> None:
    for session in (TEA, real_session, talk(), NOTED):
        await load(database, analyzer, session)
    await load(database, analyzer, without=["noted"])
    merged = await everything(database, analyzer)

    (path,) = indexes(database)
    path.unlink()

    assert await everything(database, analyzer) == merged
    assert indexes(database) == [path]


async def test_what_a_killed_process_left_goes_with_the_next_load(
    database: Path, analyzer: Analyzer
) -> None:
    await load(database, analyzer, TEA)
    (path,) = indexes(database)
    path.with_name(f"{path.name}.123").write_bytes(b"half")
    old, young = (path.with_name(f".{path.name}-{name}") for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
        (folder / "0").write_bytes(b"part")
    os.utime(old, (0, 0))

    await load(database, analyzer, talk())

    assert len(indexes(database)) == 1
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize("damage", ["cut off", "emptied", "flipped", "of something else"])
async def test_a_damaged_index_is_built_anew(
    database: Path, analyzer: Analyzer, damage: str
) -> None:
    await load(database, analyzer, TEA, talk())
    sound = await everything(database, analyzer)
    (path,) = indexes(database)
    content = path.read_bytes()
    place = len(content) // 2
    path.write_bytes(
        {
            "cut off": content[:place],
            "emptied": b"",
            "flipped": content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :],
            "of something else": b"This is no index. " * 100,
        }[damage]
    )

    assert await everything(database, analyzer) == sound


async def test_old_indexes_do_not_pile_up(database: Path, analyzer: Analyzer) -> None:
    await load(database, analyzer, TEA)
    first = indexes(database)
    await load(database, analyzer, talk())

    assert len(indexes(database)) == len(first) == 1
    assert indexes(database) != first


async def test_a_large_corpus_waits_in_files_and_comes_out_the_same(
    database: Path, tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [(SATO, f"{number}番目の発言です。", "続きます。") for number in range(300)]
    await load(tmp_path / "at once.db", analyzer, talk("long", *said))
    monkeypatch.setattr("bot.store.cutting._BATCH", 50)
    monkeypatch.setattr("bot.store.building._MOST_RUNS", 2)
    monkeypatch.setattr("bot.store.postings._AT_A_TIME", 100)

    await load(database, analyzer, talk("long", *said))

    found = await everything(database, analyzer)
    assert found == await everything(tmp_path / "at once.db", analyzer)
    assert np.all(np.diff(found["quote.words.numbers"]) > 0)
    assert [each.name for each in database.parent.iterdir() if each.is_dir()] == []


def ended(*_: object) -> None:
    """End the process that was to cut."""
    os._exit(1)


@pytest.mark.parametrize("work", [None, ended], ids=["alive", "killed"])
async def test_what_is_cut_in_other_processes_comes_out_the_same(
    database: Path,
    tmp_path: Path,
    analyzer: Analyzer,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[..., None] | None,
) -> None:
    said = [(SATO, f"{number}番目の発言です。", "続きます。") for number in range(30)]
    await load(tmp_path / "here.db", analyzer, talk("long", *said))
    monkeypatch.setattr("bot.store.cutting._MANY", 20)
    monkeypatch.setattr("bot.store.cutting._LARGE_BATCH", 10)
    monkeypatch.setattr("bot.store.cutting._processors", lambda: 2)
    if work is not None:
        monkeypatch.setattr("bot.store.cutting._made_apart", work)
    else:
        # Nothing is cut in this one.
        monkeypatch.setattr(Analyzer, "cut", None)

    await load(database, analyzer, talk("long", *said))

    monkeypatch.undo()
    assert await everything(database, analyzer) == await everything(tmp_path / "here.db", analyzer)


@pytest.mark.parametrize("place", [0, 7, 8, 50, 99])
def test_every_number_of_an_array_is_checked_before_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr("bot.store.arrays._BLOCK", 64)
    path, numbers = tmp_path / "numbers", np.arange(100, dtype="<i8")
    with ArraysWriter(path) as writer:
        writer.put("numbers", [numbers], "<i8")
    assert Arrays(path).part("numbers", place, place + 1) == [place]
    content = bytearray(path.read_bytes())
    content[content.index(numbers.tobytes()) + 8 * place] ^= 1
    path.write_bytes(content)

    with pytest.raises(ArraysDamagedError):
        Arrays(path).part("numbers", place, place + 1)


async def test_damage_that_shows_late_is_mended_as_well(
    database: Path,
    analyzer: Analyzer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.store.arrays._SMALL", 0)
    monkeypatch.setattr("bot.store.arrays._BLOCK", 64)
    await load(database, analyzer, TEA, talk())
    async with Store.open(database) as store:
        expected = await Answering(store, analyzer).ask("お茶の葉を蒸す")
    (path,) = indexes(database)
    content = bytearray(path.read_bytes())
    packed = Arrays(path).unchecked("quote.words.packed").tobytes()
    content[content.index(packed)] ^= 1
    path.write_bytes(content)

    async with Store.open(database) as store:
        outcome = await Answering(store, analyzer).ask("お茶の葉を蒸す")

    assert outcome == expected
    assert "The index is damaged" in caplog.text
    assert path.read_bytes() != content
