"""Sentences cut into what is said in one breath."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.japanese.clauses import stretches


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("短い文です。", ["短い文です。"]),
        (
            "予算も人も足りないのはどこも同じで、できれば国と地方の人を共有したい。",
            ["予算も人も足りないのはどこも同じで、", "できれば国と地方の人を共有したい。"],
        ),
        ("はい、そうです、予算も人も足りないのはどこも同じです。", None),
        (
            "予算も人も足りないのはどこも同じで、そうです。",
            ["予算も人も足りないのはどこも同じで、そうです。"],
        ),
        (
            "We never had enough of them in the office, and nobody asked us what we would need.",
            [
                "We never had enough of them in the office, ",
                "and nobody asked us what we would need.",
            ],
        ),
        ("Well, yes, 1,000 of them came.", None),
    ],
)
def test_a_stretch_ends_in_a_pause_and_is_not_short(text: str, parts: list[str] | None) -> None:
    if parts is None:
        assert len(stretches(text)[0]) > len("はい、そうです、")
    else:
        assert stretches(text) == parts


@given(st.text(alphabet="あ霜a ,、。\n\ud800", max_size=80))
def test_nothing_is_lost_between_stretches(text: str) -> None:
    parts = stretches(text)
    assert "".join(parts) == text
    assert len(parts) == 1 or all(len(part) >= 12 for part in parts)
