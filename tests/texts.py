"""Texts as nobody would wish to be asked, for hypothesis."""

from hypothesis import strategies as st

LONGEST = 6_000

PIECES = [
    *"「」。、？ー・ 　\n\0\x1b\u200b\u202e",
    *"\ud800\udfff☕ﷺ㍿㌔ﾞがéİ國",
    *"\"'*%_^{:≡aZ0\\`stいっ思にはと",
    *("平井大臣", "村井先生", "大臣", "教授", "Murai", "the professor", "about ", "ekigaku "),
    *("COCOA", "デジ庁", "学會", "について教えて", "何と言いましたか", "≡デジタル庁", "words:"),
    *("「」", "👨‍👩‍👧", "🇯🇵", "ﾃﾞ", "か\u3099", "t" * 50),
    *(" OR ", " AND NOT ", "NEAR(", "'; DROP TABLE quotes; --"),
]

any_text = st.one_of(
    st.text(st.characters()),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.builds(
        lambda pieces, times: ("".join(pieces) * times)[:LONGEST],
        st.lists(st.sampled_from(PIECES) | st.characters(), min_size=1, max_size=4),
        st.integers(1, LONGEST),
    ),
)
"""Any string of up to ``LONGEST`` characters: of all Unicode, of tricky pieces, of repetitions."""

storable_text = st.text(min_size=1)
"""Any text that a file can hold."""
