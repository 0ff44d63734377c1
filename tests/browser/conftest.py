"""A browser on the real preview; where something for it is missing, its tests are skipped."""

import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Cli, matched

ARTEFACTS = ROOT / "artefacts"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> Iterator[Any]:
    """What the browser test needs and does not find here."""
    for module in ("playwright", "simcord"):
        if find_spec(module) is None:
            yield f"the Python package {module}"
    if shutil.which("chromium") is None:
        yield "chromium"
    listing = shutil.which("fc-list")
    if listing is None:
        yield "fc-list, which tells whether there is a Japanese font"
    elif not subprocess.check_output([listing, ":lang=ja", "family"]).strip():
        yield "a Japanese font"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; started once, as that takes longest."""
    if lacking := ", ".join(missing()):
        reason = f"the browser test needs {lacking}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    playwright = importlib.import_module("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the project's own session, built by the first preview that needs it."""
    return tmp_path_factory.mktemp("preview") / "hatsugen.db"


@pytest.fixture
def address(chromium: Any, database: Path, tmp_path: Path) -> Iterator[Any]:
    """The address of a preview of the test's own, in which nobody has asked anything yet."""
    cli = Cli(tmp_path, database)
    with cli.start("preview", "--no-browser", COOLDOWN_SECONDS="0") as process:
        first = process.stdout.readline().decode()
        try:
            yield matched(re.fullmatch(r"Preview: (http://\S+)\n", first))
        finally:
            # How it ends when it is told to is tested elsewhere, and takes a second.
            process.kill()
            _, log = process.communicate(timeout=120)
    assert b"Traceback" not in log, log.decode()


@pytest.fixture
def page(chromium: Any, address: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The preview in a window of the browser; how it looked at the end is kept."""
    window = importlib.import_module("tests.browser.window")
    # The page allows no evaluation, which Playwright needs to wait for what it says of itself.
    context = chromium.new_context(
        viewport={"width": 760, "height": 1200},
        device_scale_factor=1.5,
        bypass_csp=True,
        locale="en-US",
        reduced_motion="reduce",
    )
    errors = []
    shown = context.new_page()
    shown.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - wants a function
    shown.goto(address)
    ARTEFACTS.mkdir(exist_ok=True)
    try:
        yield window.Window(shown, ARTEFACTS)
    finally:
        name = re.sub(r"\W+", "-", request.node.name).strip("-")
        shown.screenshot(path=ARTEFACTS / f"{name}.png")
        context.close()
    assert errors == []
