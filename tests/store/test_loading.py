"""Sessions get into the database wholly or not at all, and out without a trace."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from bot.japanese import Analyzer
from bot.session import Annotation, Speaker, Utterance
from bot.store import Store
from bot.store.connection import connect
from bot.store.writing import replace_sessions
from tests.corpora import BEANS, MORI, SATO, arrivals, load, talk

ANNOTATED = talk(
    topics=(BEANS,),
    annotations={
        (1, 1): Annotation(
            "Beans roasted dark turn bitter.", ("にがい豆", "bitter beans"), ("beans",)
        ),
        (2, 1): Annotation(topics=("beans",)),
    },
    glossary=(("珈琲", "コーヒー", "coffee"), ("農園", "farm")),
)
LONG = talk("long", *[(SATO, f"これは{number}番目の話です。") for number in range(1, 451)])


def contents(path: Path) -> Any:
    """Everything that the database says, but for its generation."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'corpus' ORDER BY name"
        )
        return {name: rows(database, name) for (name,) in names.fetchall()}


def rows(database: sqlite3.Connection, name: str) -> list[Any]:
    columns = "rowid, *" if name.endswith("_terms") else "*"
    return sorted(database.execute(f'SELECT {columns} FROM "{name}"'), key=repr)  # noqa: S608


async def generation(path: Path) -> Any:
    async with Store.open(path) as store:
        return await store.generation()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corpus.db"


async def test_an_annotated_session_fills_every_table(path: Path, analyzer: Analyzer) -> None:
    await load(path, analyzer, ANNOTATED)

    tables = contents(path)

    assert len(tables) >= 10
    unencoded = {"encoded", "vectors"}
    assert {name for name, found in tables.items() if not found} == unencoded


async def test_loading_again_changes_nothing(path: Path, analyzer: Analyzer) -> None:
    await load(path, analyzer, ANNOTATED, LONG)
    before = contents(path)

    await load(path, analyzer, LONG)

    assert contents(path) == before


async def test_a_session_is_replaced_wholly(path: Path, tmp_path: Path, analyzer: Analyzer) -> None:
    other = talk("coffee", (MORI, "豆を選びます。"), topics=(), glossary=(("豆", "bean"),))
    await load(path, analyzer, ANNOTATED)
    await load(path, analyzer, other)

    await load(tmp_path / "other.db", analyzer, other)

    assert contents(path) == contents(tmp_path / "other.db")


async def test_a_removed_session_leaves_no_trace(
    path: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    await load(path, analyzer, LONG, ANNOTATED)
    await load(path, analyzer, without=[ANNOTATED.id])

    await load(tmp_path / "alone.db", analyzer, LONG)

    assert contents(path) == contents(tmp_path / "alone.db")


async def test_with_the_last_session_everything_is_gone(path: Path, analyzer: Analyzer) -> None:
    await load(path, analyzer, ANNOTATED, LONG)

    await load(path, analyzer, without=[ANNOTATED.id, LONG.id, "never there"])

    assert [name for name, found in contents(path).items() if found] == []


async def test_one_goes_as_another_comes(path: Path, analyzer: Analyzer) -> None:
    await load(path, analyzer, ANNOTATED)
    await load(path, analyzer, LONG, without=[ANNOTATED.id])

    async with Store.open(path) as store:
        assert await store.stored() == {"long": ("digest of long", "data folder", "")}


STRANGER = Speaker("stranger", "誰か", SATO.name, SATO.role)
BROKEN = {
    "a speaker who is not there": replace(
        talk("broken"), utterances=(*talk().utterances, Utterance(3, STRANGER, ("誰？",)))
    ),
    "a number given twice": replace(talk("broken"), utterances=[*talk().utterances] * 2),
    "a topic that is not there": talk(
        "broken", annotations={(2, 1): Annotation(topics=("nowhere",))}
    ),
    "text that nothing can hold": talk("broken", (SATO, "豆\ud800")),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_a_failing_load_changes_nothing(path: Path, analyzer: Analyzer, broken: Any) -> None:
    await load(path, analyzer, ANNOTATED)
    before, known = contents(path), await generation(path)

    with pytest.raises(Exception):  # noqa: B017, PT011
        await load(path, analyzer, LONG, broken, without=[ANNOTATED.id])

    assert contents(path) == before
    assert await generation(path) == known


async def test_a_store_goes_on_after_a_failing_load(path: Path, analyzer: Analyzer) -> None:
    async with Store.open(path) as store:
        with pytest.raises(KeyError):
            await store.replace(arrivals(BROKEN["a speaker who is not there"]), (), analyzer)
        await store.replace(arrivals(ANNOTATED), (), analyzer)

        assert list((await store.record()).sessions) == ["coffee"]


async def test_progress_counts_utterances(path: Path, analyzer: Analyzer) -> None:
    told: list[int] = []

    async with Store.open(path) as store:
        await store.replace(arrivals(LONG, ANNOTATED), (), analyzer, told.append)

    assert len(told) > 2
    assert sum(told) == len(LONG.utterances) + len(ANNOTATED.utterances)


async def test_another_connection_sees_the_old_corpus_until_all_is_there(
    path: Path, analyzer: Analyzer
) -> None:
    await load(path, analyzer, ANNOTATED)
    old = contents(path)
    seen = []

    async with Store.open(path) as reader, Store.open(path) as writer:
        known = await reader.generation()
        await writer.replace(
            arrivals(LONG), [ANNOTATED.id], analyzer, lambda _: seen.append(contents(path))
        )
        sessions = (await reader.record()).sessions
        assert await reader.generation() != known

    assert len(seen) > 1
    assert all(each == old for each in seen)
    assert list(sessions) == ["long"]


async def test_a_cancelled_load_changes_nothing(path: Path, analyzer: Analyzer) -> None:
    await load(path, analyzer, ANNOTATED)
    before = contents(path)

    async with Store.open(path) as store:

        def cancel(_: int) -> None:
            loading.cancel()

        loading = asyncio.create_task(
            store.replace(arrivals(LONG), [ANNOTATED.id], analyzer, cancel)
        )
        with pytest.raises(asyncio.CancelledError):
            await loading
        assert list((await store.record()).sessions) == ["coffee"]

    assert contents(path) == before


async def test_a_cancelled_load_leaves_no_process_at_work(
    path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.cutting._MANY", 20)
    monkeypatch.setattr("bot.store.cutting._LARGE_BATCH", 10)
    monkeypatch.setattr("bot.store.cutting._processors", lambda: 2)
    seen: list[int] = []

    async with Store.open(path) as store:

        def cancel(_: int) -> None:
            seen.append(len(active_children()))
            loading.cancel()

        loading = asyncio.create_task(store.replace(arrivals(LONG), (), analyzer, cancel))
        with pytest.raises(asyncio.CancelledError):
            await loading

    assert seen[0] > 0
    assert active_children() == []


KILLED_LOAD = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.japanese import Analyzer
from bot.japanese import Analyzer
from bot.store import Store
from bot.store.connection import connect
from bot.store.writing import replace_sessions
from tests.store.test_loading import ANNOTATED, LONG
from tests.corpora import arrivals

batches = int(sys.argv[2])

def stored(count):
    global batches
    batches -= 1
    if not batches:
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    async with Store.open(Path(sys.argv[1])) as store:
        await store.replace(arrivals(LONG), [ANNOTATED.id], Analyzer(), stored)

asyncio.run(main())
"""


@pytest.mark.parametrize("batches", [1, 2, 3])
async def test_a_killed_load_changes_nothing(path: Path, analyzer: Analyzer, batches: Any) -> None:
    await load(path, analyzer, ANNOTATED)
    before = contents(path)

    killed = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-c", KILLED_LOAD, path, str(batches)],
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    async with Store.open(path) as store:
        assert list((await store.record()).sessions) == ["coffee"]
    assert contents(path) == before


async def test_the_generation_changes_with_each_load(path: Path, analyzer: Analyzer) -> None:
    generations = []
    for sessions in ([ANNOTATED], [ANNOTATED], [LONG], []):
        await load(path, analyzer, *sessions)
        generations.append(await generation(path))

    assert len(set(generations)) == len(generations)


async def test_a_database_built_anew_is_not_taken_for_the_old_one(
    path: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    await load(path, analyzer, ANNOTATED)
    await load(tmp_path / "anew.db", analyzer, ANNOTATED)

    assert await generation(path) != await generation(tmp_path / "anew.db")


async def test_a_full_disk_is_called_that_and_changes_nothing(
    path: Path, analyzer: Analyzer
) -> None:
    await load(path, analyzer, ANNOTATED)
    before = contents(path)

    database = await connect(path)
    try:
        await database.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError, match="disk is full"):
            await replace_sessions(database, path, arrivals(LONG), (), analyzer)
    finally:
        await database.close()

    assert contents(path) == before
