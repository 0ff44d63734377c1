"""The state in a button's id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.state import Browse, Found, Reading, ShortRef, StaleError, decode, encode, key_of

word = st.integers(0, 2**32 - 1)
shown = {
    "asker": st.integers(0, 2**64 - 1),
    "index": word,
    "part": st.integers(0, 2**16 - 1),
    "at": word,
    "translated": st.booleans(),
}
refs = st.lists(st.builds(ShortRef, word, word, st.integers(0, 2**16 - 1)), max_size=5).map(tuple)
states = st.one_of(
    st.builds(Found, **shown, refs=refs, weak=st.booleans()),
    st.builds(Browse, **shown, speaker=word, by_topic=st.booleans()),
    st.builds(Reading, **shown, session=word),
)


@given(states)
def test_a_state_comes_back_whole_and_fits_into_a_button(state):
    packed = encode(state)

    assert decode(packed) == state
    assert len("h1x:n:" + packed) <= 100


@given(st.text(max_size=60))
def test_anything_else_is_refused(text):
    try:
        state = decode(text)
    except StaleError:
        return
    assert isinstance(state, Found | Browse | Reading)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "日本", "h1", "A" * 200])
def test_nonsense_is_refused(text):
    with pytest.raises(StaleError):
        decode(text)


def test_keys_stay_the_same():
    assert key_of("digital-agency-1") == 439808935
