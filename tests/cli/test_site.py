"""``hatsugen site``: a folder of pages, which holds nothing else and nothing of what is gone."""

from pathlib import Path

from tests.cli.conftest import Cli
from tests.places import Place


def test_the_folder_follows_the_record(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    place = Place(tmp_path / "place")
    cli = Cli(tmp_path, place.database)
    cli.env["DATA_DIR"] = str(place.data)
    place.write("spring", "雨が降った。")
    place.write("summer", "晴れた。")
    folder = tmp_path / "pages"
    result = cli("site", folder)
    assert (result.code, result.out) == (
        0,
        f"Wrote 7 pages; begin with {folder / 'index.html'}\n",
    )
    summer = folder / "ja" / "sessions" / "summer.html"
    assert "晴れた。" in summer.read_text("utf-8")
    (place.data / "summer.toml").unlink()
    place.write("spring", "雪が降った。")
    assert cli("site", folder).code == 0
    assert not summer.exists()
    pages = [path.read_text("utf-8") for path in folder.rglob("*.html")]
    assert len(pages) == 5
    assert any("雪が降った。" in page for page in pages)
    assert not any("晴れた。" in page or "雨が降った。" in page for page in pages)


def test_a_folder_with_something_else_in_it_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    result = cli("site", folder)
    assert result.code == 2
    assert "something else" in result.err
    assert [path.name for path in folder.iterdir()] == ["index.html"]
    assert (folder / "index.html").read_text() == "mine"
