"""The pages of the record in a real browser, opened from the disk and without a network."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ARTEFACTS
from tests.cli.conftest import Cli

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1100, "height": 900}
QUOTE = (
    "あれだけ個人情報とかプライバシーに配慮してしまうと、疫学調査には使えないし、"
    "全部自己申告ベースだしデータも残らないし、自分だけ濃厚接触したことだけが分かる、というものだった。"
)


@pytest.fixture(scope="module")
def pages(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the project's own record."""
    folder = tmp_path_factory.mktemp("site")
    # In a process of its own, as Playwright's event loop runs in this one.
    assert Cli(folder, folder / "hatsugen.db").process("site", folder / "pages").code == 0
    return folder / "pages"


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """What the browser complains about: nothing may be blocked, and no script may fail."""
    told: list[str] = []
    yield told
    assert told == []


@pytest.fixture
def visit(chromium: Any, pages: Path, errors: list[str]) -> Iterator[Any]:
    """Open a page from the disk; how it looked at the end is kept."""
    contexts = []

    def visit(path: str, name: str, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": PHONE, "offline": True, **options})
        contexts.append((context, name))
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text))
        page.goto((pages / path.partition("#")[0]).as_uri() + path[len(path.partition("#")[0]) :])
        return page

    yield visit
    ARTEFACTS.mkdir(exist_ok=True)
    for context, name in contexts:
        context.pages[0].screenshot(path=ARTEFACTS / f"site-{name}.png")
        context.close()


@pytest.mark.parametrize(
    ("language", "scheme", "viewport", "query", "marked"),
    [
        ("ja", "light", PHONE, "COCOAは疫学調査に使えたのですか", ["疫学調査", "使"]),
        ("ja", "dark", WIDE, "えきがくちょうさ", []),
        ("en", "light", WIDE, "Was COCOA useful for epidemiology?", ["疫学調査"]),
        ("en", "dark", PHONE, "疫學調査", ["疫学調査"]),
    ],
    ids=["ja-light-phone", "ja-dark-wide", "en-light-wide", "en-dark-phone"],
)
def test_words_lead_to_what_was_said(
    visit: Any, language: str, scheme: str, viewport: Any, query: str, marked: list[str]
) -> None:
    expect = importlib.import_module("playwright.sync_api").expect
    name = f"{language}-{scheme}-{viewport['width']}"
    options = {"color_scheme": scheme, "viewport": viewport}
    page = visit(f"{language}/sessions/digital-agency-1.html", name, **options)
    page.get_by_role("searchbox").fill(query)
    one = {"ja": "1文が見つかりました。", "en": "One sentence found."}[language]
    expect(page.get_by_role("status")).to_have_text(one)
    hit = page.locator("#results q")
    assert hit.text_content() == QUOTE
    assert hit.locator("mark").all_text_contents() == marked
    # Nothing is wider than the window.
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.locator("#results a").click()
    target = page.locator(":target")
    assert target.text_content() == QUOTE
    expect(target).to_be_in_viewport()
    assert page.evaluate("document.activeElement === document.querySelector(':target')")


def test_all_sessions_are_searched_from_their_list(visit: Any) -> None:
    page = visit("index.html", "list", color_scheme="dark")
    page.get_by_role("link", name="English").click()
    page.get_by_role("searchbox").fill("富士山の標高は何メートルですか")
    assert page.get_by_role("status").text_content() == "Nothing near these words was found."
    page.get_by_role("searchbox").fill("霞ヶ関")
    page.get_by_label("Speaker").select_option(label="Jun Murai")
    who = page.locator("#results .who").all_text_contents()
    assert who
    assert {*who} == {"Jun Murai · First Digital Agency study session"}
    page.locator("#results a").first.click()
    assert "霞が関" in page.locator(":target").text_content()
    page.get_by_role("link", name="日本語").click()
    assert page.locator("html").get_attribute("lang") == "ja"


def test_a_page_is_read_without_scripts_and_by_its_structure(visit: Any) -> None:
    page = visit("ja/sessions/digital-agency-1.html#u5", "bare", java_script_enabled=False)
    assert page.get_by_role("searchbox").count() == 0
    assert "Ctrl+F" in page.locator("noscript").inner_text()
    assert page.get_by_role("article").count() == 18
    fifth = page.get_by_role("article").nth(4)
    assert fifth.get_by_role("heading", level=3).inner_text().startswith("平井卓也")
    assert fifth.get_by_role("link", name="5番目の発言へのリンク").count() == 1
    # What is ours about the words is told apart from them, and folded away in Japanese.
    assert not fifth.locator("details p").is_visible()
    assert "発言そのものではありません" in fifth.locator("summary").inner_text()
