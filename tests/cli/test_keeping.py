"""What is kept: taken over, copied and brought back while a bot may run."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.places import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "place").mkdir()
    return Place(tmp_path / "place")


@pytest.fixture
def kept(tmp_path: Path, place: Place) -> Cli:
    """The command line over a place of the test's own."""
    cli = Cli(tmp_path, place.database)
    cli.env["DATA_DIR"] = str(place.data)
    return cli


def test_reload_tells_what_it_took_over(kept: Cli, place: Place) -> None:
    place.write("spring", "雨が降った。")
    place.write("summer", "晴れた。")
    assert kept("reload").out == "Stored spring.\nStored summer.\n"
    assert kept("reload").out == "Nothing has changed.\n"
    place.write("spring", "雪が降った。")
    (place.data / "summer.toml").unlink()
    assert kept("reload").out == "Stored spring.\nRemoved summer.\n"


def test_reload_refuses_a_bad_file_with_its_reason(kept: Cli, place: Place) -> None:
    place.write("spring", "雨が降った。")
    assert kept("reload").code == 0
    place.write("spring", "雪が降った。")
    (place.data / "summer.toml").write_text("title =")
    result = kept("reload")
    assert result.code == 1
    assert result.out == ""
    assert "summer.toml:1" in result.err
    assert "what was stored before is in use" in result.err
    assert "雨が降った。" in kept("quote", "chair").out
