"""Limits of Discord that its description of the API leaves out."""

from tests.harness import walk

BUTTON, MENU, TEXT, ROW = 2, 3, 10, 1


def units(text):
    return len(text.encode("utf-16-le")) // 2


def excesses(components):
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


def _excesses_of(part):
    match part["type"]:
        case 2:
            return [] if 0 < units(part["label"]) <= 80 else [f"label {part['label']!r}"]
        case 3:
            options = part["options"]
            values = {option["value"] for option in options}
            fine = 0 < len(options) <= 25 and len(values) == len(options)
            fine = fine and all(
                0 < units(option[key]) <= 100
                for option in options
                for key in ("label", "value", "description")
                if key in option
            )
            return [] if fine else ["a menu beyond its limits"]
        case 1:
            return [] if 0 < len(part["components"]) <= 5 else ["a row beyond its limits"]
    return []
