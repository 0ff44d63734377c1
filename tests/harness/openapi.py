"""Discord's own description of its HTTP API, as far as the bot's requests go."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
PATH = Path(
    os.environ.get("DISCORD_OPENAPI") or ROOT.parent / "shared" / "discord" / "openapi.json"
)


@cache
def description() -> Any:
    return json.loads(PATH.read_text(encoding="utf-8"))


@cache
def _paths() -> Any:
    """Each path as a pattern, those with fewer variables first."""
    patterns = {
        path: re.compile(
            "/".join("[^/]+" if part[:1] == "{" else re.escape(part) for part in path.split("/"))
        )
        for path in description()["paths"]
    }
    return sorted(patterns.items(), key=lambda item: item[0].count("{"))


@cache
def _validator(method: Any, path: str) -> Any:
    escaped = path.replace("~", "~0").replace("/", "~1")
    content = description()["paths"][path][method]["requestBody"]["content"]
    assert "application/json" in content
    pointer = f"#/paths/{escaped}/{method}/requestBody/content/application~1json/schema"
    return Draft202012Validator({**description(), "$ref": pointer})


def problems(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against a request."""
    template = next((known for known, pattern in _paths() if pattern.fullmatch(path)), None)
    if template is None:
        return [f"{method} {path} is not described"]
    validator = _validator(method.lower(), template)
    return [
        f"{error.json_path}: {error.message[:300]}"
        for error in validator.iter_errors(as_sent(body))
    ]


def as_sent(body: Any) -> Any:
    """Return a body as JSON has it; discord.py leaves some ids as numbers, which Discord takes."""
    if isinstance(body, dict):
        return {
            key: str(value) if key.endswith("_id") and isinstance(value, int) else as_sent(value)
            for key, value in body.items()
        }
    if isinstance(body, list | tuple):
        return [as_sent(value) for value in body]
    return body
