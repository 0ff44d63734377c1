"""Who of two meetings may be one person."""

import pytest

from bot.japanese.personal_names import has_name, is_same_person
from bot.session import Bilingual, Speaker


def speaker(japanese: str, english: str = "", title: str = "") -> Speaker:
    return Speaker(
        "same",
        title or japanese,
        Bilingual(japanese, english or japanese),
        Bilingual("", ""),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (speaker("平井卓也", "Takuya Hirai"), speaker("平井卓也")),
        (speaker("平井卓也", "Takuya Hirai"), speaker("平井　卓也")),
        (speaker("平井卓也", "Takuya Hirai"), speaker("Takuya Hirai")),
        (speaker("平井卓也", "Takuya Hirai"), speaker("Hirai")),
        (speaker("平井卓也"), speaker("平井大臣")),
        (speaker("髙橋誠"), speaker("高橋誠")),
        (speaker("林"), speaker("林")),
    ],
)
def test_names_that_agree(one: Speaker, other: Speaker) -> None:
    assert is_same_person(one, other)
    assert is_same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            speaker("田中一郎", "Ichiro Tanaka", "田中委員"),
            speaker("田中花子", "Hanako Tanaka", "田中委員"),
        ),
        (speaker("林"), speaker("林田")),
        (speaker("司会"), speaker("司会")),
        (speaker("議長", "Chair"), speaker("議長", "Chair")),
        (speaker("事務局"), speaker("事務局")),
        (speaker("話者1"), speaker("話者1")),
        (speaker("Speaker 2"), speaker("Speaker 2")),
        (speaker("参加者Ａ"), speaker("参加者A")),
        (speaker("司会", title="田中"), speaker("田中一郎")),
    ],
)
def test_names_that_disagree_or_name_nobody(one: Speaker, other: Speaker) -> None:
    assert not is_same_person(one, other)
    assert not is_same_person(other, one)


def test_a_role_is_no_name() -> None:
    assert not has_name(speaker("司会"))
    assert has_name(speaker("平井大臣"))
