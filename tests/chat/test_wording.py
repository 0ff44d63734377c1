"""Both catalogues hold the same messages, and the code uses each of them rightly."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as fluent

from bot.chat.views.attribution import when
from bot.chat.wording import CATALOGUES, wording
from bot.session import Language
from bot.store import Store

CHAT = Path(__file__).parents[2] / "bot" / "chat"
CALLS = {"say", "wording", "localised"}
WORDINGS = {"say", "wording"}


class Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.names.add(node.id.name)


def catalogue(language: Language) -> Any:
    messages = {}
    for file in (CATALOGUES / language).iterdir():
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in messages, f"{entry.id.name} is defined twice"
                variables = Variables()
                variables.visit(entry)
                messages[entry.id.name] = variables.names
    return messages


def uses() -> Iterator[Any]:
    """Every literal message id in the code, with the names of the variables given to it."""
    for module in sorted(CHAT.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=called, args=[first, *_]) if name_of(called) in CALLS:
                    given = {keyword.arg for keyword in node.keywords}
                case ast.Subscript(value=called, slice=first) if name_of(called) in WORDINGS:
                    given = set()
                case _:
                    continue
            for constant in literals(first):
                yield f"{module.name}:{node.lineno}", constant, given


def name_of(called: ast.expr) -> str | None:
    """The name of what is called, also of the call whose result is."""
    match called:
        case ast.Call(func=function):
            return name_of(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return None


def literals(node: Any) -> Any:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return literals(body) + literals(orelse)
    return []


def test_both_languages_have_the_same_messages_with_the_same_variables() -> None:
    japanese, english = catalogue(Language.JA), catalogue(Language.EN)

    assert japanese.keys() == english.keys()
    plural = {name for name in japanese if japanese[name] != english[name]}
    assert not plural


def test_the_code_uses_only_messages_that_exist_and_gives_their_variables() -> None:
    messages = catalogue(Language.EN)

    wrong = [
        f"{where}: {message_id} takes {messages.get(message_id)}, given {given}"
        for where, message_id, given in uses()
        if message_id not in messages or messages[message_id] != given
    ]
    assert not wrong


def test_no_message_is_unused() -> None:
    used = {message_id for _, message_id, _ in uses()}

    assert catalogue(Language.EN).keys() == used


def test_no_module_holds_japanese_wording() -> None:
    holding = [
        module.name
        for module in CHAT.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if any("\u3040" <= letter <= "\u9fff" for letter in node.value)
    ]
    assert not holding


@pytest.mark.parametrize("language", Language)
def test_an_unknown_message_is_a_loud_error(language: Language) -> None:
    with pytest.raises(KeyError):
        wording(language)("no-such-message")


def test_a_missing_variable_is_a_loud_error() -> None:
    with pytest.raises(ValueError, match="error"):
        wording(Language.EN)("error")


def written(language: Language) -> str:
    """Both what members read and what stands around it, without remarks."""
    texts = [file.read_text(encoding="utf-8") for file in (CATALOGUES / language).iterdir()]
    return "\n".join(line for text in texts for line in text.split("\n") if line[:1] != "#")


@pytest.mark.parametrize(
    "slip",
    [
        r"[()]",
        r"[、。：（）「」] +\S",
        r"[\u3040-\u9fff] +[、。：（）]",
        r"[\u3040-\u9fff][:;,!?]",
        r"ください。ください|ですです|一致",
    ],
)
def test_japanese_is_set_as_japanese(slip: str) -> None:
    # What stands between braces is Fluent's, not a member's.
    text = re.sub(r"\{ DATETIME\([^)]*\) \}", "", written(Language.JA))

    assert re.findall(rf".*{slip}.*", text) == []


async def test_a_time_in_japan_is_called_so(store: Store) -> None:
    (session,) = (await store.record()).sessions.values()
    assert when(session, wording(Language.JA)) == "2021年2月9日 18:30（日本時間）"
    assert when(session, wording(Language.EN)).endswith(" (Japan time)")
    assert session.started_at is not None
    elsewhere = replace(session, started_at=session.started_at.astimezone(UTC))
    assert when(elsewhere, wording(Language.JA)) == "2021年2月9日 9:30（UTC）"
