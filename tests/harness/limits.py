"""Limits of Discord that its description of the API leaves out."""

from typing import Any

from tests.harness import walk

ROW, BUTTON, MENU, TEXT = 1, 2, 3, 10


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def excesses(components: Any) -> list[str]:
    """What is too much about a message."""
    found = []
    parts = list(walk(components))
    if len(parts) > 40:
        found.append(f"{len(parts)} components")
    texts = [part["content"] for part in parts if part["type"] == TEXT]
    if sum(map(units, texts)) > 4000:
        found.append(f"{sum(map(units, texts))} characters of text")
    if not all(text.strip() for text in texts):
        found.append("an empty text")
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    if len(set(ids)) != len(ids):
        found.append("the same custom_id twice")
    found += [f"custom_id of {units(each)}" for each in ids if not 0 < units(each) <= 100]
    for part in parts:
        found += _excesses_of(part)
    return found


def _excesses_of(part: Any) -> list[str]:
    kind = part["type"]
    if kind == BUTTON and not 0 < units(part["label"]) <= 80:
        return [f"label {part['label']!r}"]
    if kind == ROW and not 0 < len(part["components"]) <= 5:
        return ["a row beyond its limits"]
    if kind == MENU and not _is_fine_menu(part["options"]):
        return ["a menu beyond its limits"]
    return []


def _is_fine_menu(options: Any) -> Any:
    return (
        0 < len(options) <= 25
        and len({option["value"] for option in options}) == len(options)
        and all(
            0 < units(option[key]) <= 100
            for option in options
            for key in ("label", "value", "description")
            if key in option
        )
    )
