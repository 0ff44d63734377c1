"""How the house hangs together: no circles, few rooms, nothing declared or written in vain."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_MODULES = 156

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# Found by their names, not imported.
DICTIONARY = "sudachidict-small"
FONT = "matplotlib-fontja"
# What simcord imports for its preview.
OF_PREVIEW = {"linkify-it-py", "markdown-it-py", "pillow", "regex"}
# Commands and plugins, which nobody imports.
TOOLS = {
    "check-jsonschema",
    "import-linter",
    "mypy",
    "pytest-cov",
    "pytest-xdist",
    "ruff",
    "hatsugen",
}

# What others call: discord.py, Typer, prompt_toolkit, logging, pydantic.
HOOKS = {
    "before_identify_hook",
    "callback",
    "format",
    "format_help",
    "from_custom_id",
    "get_command",
    "get_completions",
    "interaction_check",
    "is_finished",
    "list_commands",
    "on_error",
    "on_guild_remove",
    "on_message",
    "setup_hook",
    "shell_complete",
    "translate",
}
# These do not hand a function over to anybody.
PLAIN_DECORATORS = {
    "abstractmethod",
    "asynccontextmanager",
    "cache",
    "cached_property",
    "classmethod",
    "contextmanager",
    "dataclass",
    "lru_cache",
    "property",
    "staticmethod",
}


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph("bot", exclude_type_checking_imports=False)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imported) > 60

    # Raises CycleError, which names the circle.
    TopologicalSorter(imported).prepare()


def test_there_are_few_modules() -> None:
    assert len(PROGRAM) <= MOST_MODULES


def _imported(path: Path) -> Iterator[str]:
    """Yield every module that is imported, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module


def _distributions(paths: Iterable[Path]) -> set[str]:
    """Return the distributions that are imported from."""
    known = packages_distributions()
    modules = {name.partition(".")[0] for path in paths for name in _imported(path)}
    foreign = modules - sys.stdlib_module_names - {"bot", "tests"}
    # A package of several distributions, such as fluent, is one of those that are declared.
    declared = _declared("dependencies", *PROJECT["optional-dependencies"])
    return {
        next(
            (name for name in map(_normalised, known[module]) if name in declared),
            _normalised(known[module][0]),
        )
        for module in foreign
    }


def _declared(*groups: str) -> set[str]:
    required: list[str] = []
    for group in groups:
        required += PROJECT.get(group) or PROJECT["optional-dependencies"].get(group, [])
    return {_normalised(re.split(r"[<>=\[ ]", each)[0]) for each in required}


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_the_program_imports_is_declared_and_the_other_way_round() -> None:
    preview = [path for path in PROGRAM if path.name in {"preview.py", "simulator.py"}]
    picture = [path for path in PROGRAM if path.name == "picture.py"]
    assert (len(preview), len(picture)) == (2, 1)

    rest = _distributions(set(PROGRAM) - set(preview) - set(picture))
    assert rest == _declared("dependencies") - {DICTIONARY}
    assert _distributions(preview) - rest == _declared("preview") - OF_PREVIEW
    assert _distributions(picture) - rest == _declared("picture") - {FONT}


def test_what_the_tests_import_is_declared_and_the_other_way_round() -> None:
    # What the benchmarks compare with is not installed where only the tests run.
    tests = _distributions(path for path in TESTS if "benchmarks" not in path.parts)

    assert tests - _declared("dependencies", "preview") == _declared("dev") - TOOLS


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            plain = {_decorator(each) for each in node.decorator_list} <= PLAIN_DECORATORS
            if plain and not node.name.startswith("__") and node.name not in HOOKS:
                yield node.name, node


def _decorator(node: ast.expr) -> str:
    match node:
        case ast.Call(func=function):
            return _decorator(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _mentioned(tree: ast.AST) -> Iterator[str]:
    """Yield every name that is used: read, called, or named in a text such as ``files:check``."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.Constant(value=str(text)) if re.fullmatch(r"\w+:\w+", text):
                yield text.partition(":")[2]


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in PROGRAM}


def test_nothing_is_there_for_the_tests_alone(trees: dict[Path, ast.Module]) -> None:
    used = [name for tree in trees.values() for name in _mentioned(tree)]
    assert used
    counted = {name: used.count(name) for name in set(used)}

    unused = []
    for path, tree in trees.items():
        for name, node in _definitions(tree):
            within = sum(mention == name for mention in _mentioned(node))
            if counted.get(name, 0) <= within:
                unused.append(f"{path.relative_to(ROOT)}: {name}")
    assert unused == []
