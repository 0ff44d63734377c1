"""Values of a TOML file against the shape they should have, in plain words."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.transcript.files import TomlFile
from bot.transcript.problems import Problem
from bot.transcript.toml_lines import Location

_ModelT = TypeVar("_ModelT", bound=BaseModel)
_DATE = "a date and time with its zone, such as 2021-02-09T18:30:00+09:00"
_EXPECTED = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "list_type": "a list in [ ]",
    "model_type": "a table",
    "dict_type": "a table",
    "datetime_type": _DATE,
    "timezone_aware": _DATE,
}


def validate(model: type[_ModelT], file: TomlFile) -> tuple[_ModelT | None, list[Problem]]:
    """Return the file's values in the model's shape, or None and all that is wrong with them."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        return None, [
            file.problem(_location(details), _message(model, details))
            for details in error.errors(include_url=False)
        ]


def texts(file: TomlFile, table: str, key: str) -> Iterator[tuple[int, str]]:
    """Yield index and text of a key in each of a file's tables, where there is such a text.

    Works on files whose shape is wrong elsewhere, so that all problems are found at once.
    """
    for index, entry in enumerate(members(file.data.get(table))):
        if isinstance(entry, dict) and isinstance(text := entry.get(key), str):
            yield index, text


def members(value: object) -> list[Any]:
    """Return a list's members, and none of anything else."""
    return value if isinstance(value, list) else []


def _location(details: ErrorDetails) -> Location:
    location = details["loc"]
    return location[:-1] if details["type"] == "missing" else location


def _message(model: type[BaseModel], details: ErrorDetails) -> str:
    location, found = details["loc"], details["input"]
    match details["type"]:
        case "missing":
            message = f"the key {location[-1]!r} is missing"
        case "extra_forbidden":
            message = _unknown_key(str(location[-1]), _keys(model, location[:-1]))
        case "literal_error":
            message = f"found {found!r}; expected {details['ctx']['expected']}"
        case "string_pattern_mismatch":
            message = f"found {found!r}; expected utterance and quote, such as '1.2'"
        case "too_short":
            message = f"has {len(found)} entries; expected {details['ctx']['min_length']} or more"
        case "value_error":
            message = str(details["ctx"]["error"])
        case kind if kind in _EXPECTED:
            shown = str(found) if isinstance(found, date) else repr(found)
            message = f"found {shown[:60]}; expected {_EXPECTED[kind]}"
        case _:
            message = details["msg"]
    return message


def _unknown_key(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(known)}"
    return f"unknown key; {hint}"


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys known in the table at a location."""
    for part in location:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            model = next(_models(annotation))
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
