"""What the documents say is what the project does, in both languages alike."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.chat.wording import wording
from bot.cli.app import COMMANDS as TERMINAL_COMMANDS
from bot.session import Language
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
READMES = {"README.md": Language.EN, "README.ja.md": Language.JA}
COMMANDS = ("ask", "quote", "session", "help", "privacy")
# Put together here, so that this file does not hold them.
REGISTRIES = [
    f"{host}.{domain}"
    for host, domain in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry.npmjs", "org"),
        ("deb.debian", "org"),
    )
]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    return read(str(request.param))


@pytest.mark.parametrize("name", TERMINAL_COMMANDS)
def test_every_terminal_command_is_described(readme: str, name: Any) -> None:
    assert f"`hatsugen {name}" in readme


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_discord_command_is_described_under_its_name(name: Any, command: str) -> None:
    text = read(name)
    say = wording(READMES[name])
    assert f"`/{say(f'command-{command}')}" in text
    assert say("command-find-related") in text


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_described(readme: str, field: Any) -> None:
    assert f"| `{field.upper()}` |" in readme


def test_both_readmes_have_the_same_command_lines_and_figures() -> None:
    english, japanese = map(read, READMES)

    def command_lines(text: str) -> Any:
        lines = [line.strip() for block in blocks(text) for line in block.splitlines()]
        return [line for line in lines if line.startswith(("python3 ", ".venv/"))]

    def figures(text: str) -> Any:
        return re.findall(r"^\| figure .*?\n\n", text, re.MULTILINE | re.DOTALL)

    assert command_lines(english) == command_lines(japanese)
    assert len(command_lines(english)) >= 3
    assert figures(english) == figures(japanese)
    assert len(figures(english)) == 1


@pytest.mark.parametrize("ending", [" pytest", " tests.benchmarks"])
def test_what_ci_runs_stands_in_the_readme_once(readme: str, ending: Any) -> None:
    assert len([line for line in readme.splitlines() if line.endswith(ending)]) == 1
    assert ending.replace(".", r"\.") + "$" in read(".ci/run")


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_links_within_the_repository_lead_somewhere(name: Any) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(name))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_requirement_is_pinned_to_a_version_that_it_allows() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    pins = {}
    for line in read("constraints.txt").splitlines():
        if not line.startswith("#"):
            name, version = line.split("==")
            pins[canonicalize_name(name)] = version
    extras = project["optional-dependencies"].values()
    required = [*project["dependencies"], *(each for extra in extras for each in extra)]
    for requirement in map(Requirement, required):
        name = canonicalize_name(requirement.name)
        if name != project["name"]:
            assert requirement.specifier.contains(pins[name]), requirement


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: which files belong to the project is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().strip("\0").split("\0"):
        path = ROOT / name
        if path.suffix == ".png" or not path.is_file():
            continue
        text = path.read_text("utf-8")
        assert not any(registry in text for registry in REGISTRIES), name
        assert not re.search(r"(?<![\w.~])/(?:root|home|work)/", text), name
