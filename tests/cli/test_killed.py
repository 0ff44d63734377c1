"""A load that is killed leaves the whole old corpus, or the whole new one.

HATSUGEN_KILLS says how many loads are killed; 3 when it is not set.
"""

import json
import os
import random
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from tests.cli.conftest import Cli

KILLS = int(os.environ.get("HATSUGEN_KILLS", "3"))
UTTERANCES = 1500


def write(path: Path, word: str) -> None:
    line = json.dumps({"speaker": "A", "text": f"{word}の話。"})
    path.write_text(f"{line}\n" * UTTERANCES)


def state(database: Path) -> Any:
    """The sound database's words, and how many rows of each kind it has for each of them."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kinds = ("quotes", "utterances")
        counts = {
            kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]  # noqa: S608
            for kind in kinds
        }
        words = connection.execute("SELECT DISTINCT substr(text, 1, 2) FROM quotes").fetchall()
    return [word for (word,) in words], counts


def test_a_killed_load_leaves_all_or_nothing(fresh: Cli) -> None:
    options = ["--data", fresh.folder / "data", "--database", fresh.folder / "killed.db"]
    (fresh.folder / "data").mkdir()
    lines = fresh.folder / "talk.jsonl"
    write(lines, "朝日")
    began = time.perf_counter()
    assert fresh.process("load", lines, *options).code == 0
    whole = time.perf_counter() - began
    stored, counts = state(fresh.folder / "killed.db")
    assert (stored, counts["quotes"]) == (["朝日"], UTTERANCES)
    moments = random.Random(7)
    for _ in range(KILLS):
        other = "夕日" if stored == ["朝日"] else "朝日"
        write(lines, other)
        with fresh.start("load", lines, *options) as process:
            # Rows are written from about a third of the time on, and committed at the end.
            time.sleep(whole * moments.uniform(0.4, 1.4))
            process.kill()
        found, found_counts = state(fresh.folder / "killed.db")
        assert found in (stored, [other])
        assert found_counts == counts
        stored = found
        [quote] = fresh("quote", "A", "--limit", 1, "--json", *options).json["quotes"]
        assert quote["text"] == f"{stored[0]}の話。"


def test_a_first_build_that_is_killed_is_made_good_by_the_next_start(bare: Cli) -> None:
    with bare.start("ask", "デジタル庁") as process:
        database = bare.folder / "bare" / "hatsugen.db"
        while not database.exists() and process.poll() is None:
            pass
        assert database.exists()
        process.kill()
    result = bare("ask", "デジタル庁", "--json")
    assert result.json["outcome"] == "answer"
    # On a busy machine it is told how far the building is, and nothing else.
    lines = result.err.splitlines()
    assert [line for line in lines if not line.startswith("Storing utterances: ")] == []


def test_commands_that_start_at_once_all_answer(bare: Cli) -> None:
    answers = []
    with ExitStack() as stack:
        processes = [bare.start("ask", "デジタル庁", "--json") for _ in range(4)]
        for process in processes:
            stack.enter_context(process)
        for process in processes:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err.decode()
            assert b"cannot be used" not in err
            answers.append(json.loads(out))
    assert answers == [answers[0]] * 4
