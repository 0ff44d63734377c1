"""The state in a button's id."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.custom_id import (
    LONGEST,
    Browse,
    Found,
    Reading,
    ShortRef,
    StaleError,
    decode,
    encode,
    jump_id,
    key_of,
    share_id,
    turn_id,
)
from bot.session import QuoteRef

word = st.integers(0, 2**32 - 1)
shown = {
    "asker": st.integers(0, 2**64 - 1),
    "index": word,
    "part": st.integers(0, 2**16 - 1),
    "at": word,
    "translated": st.none() | st.booleans(),
}
numbers = st.integers(1, 2**31)
refs = st.lists(st.builds(QuoteRef, st.text(max_size=9), numbers, numbers), max_size=12)
states = st.one_of(
    st.builds(
        lambda refs, index, **rest: Found(**rest).carrying(refs).turned(index=index),
        refs,
        **shown | {"index": st.integers(0, 12)},
        weak=st.booleans(),
        of_speaker=st.booleans(),
    ),
    st.builds(Browse, **shown, speaker=word),
    st.builds(Reading, **shown, session=word),
)


@given(states)
def test_a_state_comes_back_whole_and_fits_into_a_button(state: Any) -> None:
    assert decode(encode(state)) == state
    for custom_id in (turn_id("n", state), jump_id(state), share_id(state)):
        assert len(custom_id) <= LONGEST


@given(refs, shown["asker"])
def test_as_many_quotes_are_carried_as_there_is_room_for(refs: Any, asker: Any) -> None:
    found = Found(asker).carrying(refs)

    assert found.refs == tuple(map(ShortRef.of, refs))[: len(found.refs)]
    assert len(found.refs) >= min(len(refs), 3)
    assert len(turn_id("n", found.turned(index=len(refs), at=2**31, part=999))) <= LONGEST


def test_ten_quotes_of_a_long_session_are_carried() -> None:
    refs = [QuoteRef("long", 60_000 + number, number) for number in range(1, 11)]

    assert len(Found(2**63).carrying(refs).refs) == 10


@given(st.text(max_size=60))
def test_anything_else_is_refused(text: str) -> None:
    try:
        packed = encode(decode(text))
    except StaleError:
        packed = None

    assert packed in (text, None)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "日本", "h1", "A" * 200])
def test_nonsense_is_refused(text: Any) -> None:
    with pytest.raises(StaleError):
        decode(text)


def test_keys_stay_the_same() -> None:
    assert key_of("digital-agency-1") == 439808935
