"""``hatsugen evaluate``."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

# What the record says word for word, and what it says nothing about.
SAID = "keyword\t-\tCOCOAは皆さんあんまり期待していなかったはず\tあんまり期待していなかった\n"
NEVER_SAID = "noise\t-\tqwrtpsdfg hjklzxcvbnm\t\n"
MISJUDGED = "keyword\t-\tCOCOAは皆さんあんまり期待していなかったはず\t一緒に作ろうというスタンス\n"


@pytest.fixture
def questions(tmp_path: Path) -> Any:
    def write(content: Any) -> Any:
        path = tmp_path / "questions.tsv"
        path.write_text(content, "utf-8")
        return path

    return write


def test_a_table_has_a_line_for_each_kind_and_for_all(cli: Cli, questions: Any) -> None:
    result = cli("evaluate", questions(SAID + NEVER_SAID))
    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines()]
    assert ["keyword", "1", "1.000", "1.000", "1.000", "1.000", "0.000", "0.000"] in rows
    assert ["noise", "1", "–", "–", "–", "0.000", "0.000", "1.000"] in rows
    assert {row[0] for row in rows if row} >= {"answerable", "unanswerable"}


def test_a_miss_shows_what_came_instead(cli: Cli, questions: Any) -> None:
    out = cli("evaluate", questions(NEVER_SAID + MISJUDGED)).out
    assert "line 2 (keyword): COCOAは皆さんあんまり期待していなかったはず" in out
    assert "expected: 一緒に作ろうというスタンス" in out
    assert "first: COCOAは皆さんあんまり期待していなかったはず。" in out


def test_json_has_the_figures_and_the_misses(cli: Cli, questions: Any) -> None:
    report = cli("evaluate", questions(SAID + NEVER_SAID + MISJUDGED), "--json").json
    assert report["answerable"]["questions"] == 2
    assert report["answerable"]["hit_at_1"] == 0.5
    assert report["unanswerable"]["refused"] == 1
    assert report["kinds"]["noise"]["hit_at_1"] is None
    (miss,) = report["misses"]
    assert miss["line"] == 3
    assert miss["outcome"] == "answer"
    assert miss["expected"] == ["一緒に作ろうというスタンス"]
    assert miss["first"]["text"] == "COCOAは皆さんあんまり期待していなかったはず。"


def test_a_bad_line_is_named(cli: Cli, questions: Any) -> None:
    path = questions(SAID + "keyword\t-\tなに\n")
    result = cli("evaluate", path)
    assert result.code == 2
    assert f"{path}:2: 3 columns; expected 4" in result.err
    assert result.out == ""
