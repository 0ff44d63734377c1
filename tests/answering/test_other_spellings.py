"""Words written as they sound, joined or parted otherwise, or with a slip of the finger."""

import pytest

from bot.answering import Answer, Answering, NoAnswer, Related
from bot.answering.vocabulary import Vocabulary
from bot.japanese import Glossary
from bot.japanese.romaji import romaji_to_kana
from bot.japanese.spelling import loose_sound


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("コウムイン", "公務員"),
        ("ｺｳﾑｲﾝ", "公務員"),
        ("セッケイズ", "設計図"),
        ("かたみちきっぷ", "片道切符"),
        ("ジコシンコク", "自己申告"),
        ("kōmuin", "公務員"),
        ("komuin", "公務員"),
        ("katamichi kippu", "片道切符"),
        ("jiko shinkoku", "自己申告"),
        ("kakugi kettei", "閣議決定"),
        ("nōkō sesshoku", "濃厚接触"),
    ],
)
async def test_kana_and_romaji_find_kanji(answering: Answering, typed: str, word: str) -> None:
    outcome = await answering.ask(typed)

    assert isinstance(outcome, Answer)
    assert word in outcome.matches[0].quote.text


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("clubhuose", "Clubhouse"),
        ("Club House", "Clubhouse"),
        ("applewatch", "Apple Watch"),
        ("telwork", "テレワーク"),
        ("cyber securty", "サイバーセキュリティ"),
        ("せつけいす", "設計図"),
        ("フルスクラッッチ", "フルスクラッチ"),
    ],
)
async def test_a_slip_is_forgiven(answering: Answering, typed: str, word: str) -> None:
    outcome = await answering.ask(typed)

    assert isinstance(outcome, Answer)
    assert word in outcome.matches[0].quote.text


async def test_nearly_the_same_kanji_are_perhaps_related_at_most(answering: Answering) -> None:
    # 地方行政 was said, and 財政 is something else.
    assert isinstance(await answering.ask("地方財政"), Related | NoAnswer)


@pytest.mark.parametrize("typed", ["おおさか", "ホウアンジ", "takoyaki", "qwertz"])
async def test_what_sounds_like_nothing_said_is_refused(answering: Answering, typed: str) -> None:
    assert not isinstance(await answering.ask(typed), Answer)


@pytest.mark.parametrize(
    ("one", "other"), [("きゅうりょう", "キューリョー"), ("せいど", "セード"), ("こおり", "コーリ")]
)
def test_however_a_long_vowel_is_written_it_sounds_the_same(one: str, other: str) -> None:
    assert loose_sound(one) == loose_sound(other)


def test_marked_long_vowels_are_japanese_among_english() -> None:
    assert romaji_to_kana("digital chō no kyūryō") == "digitalちょうのきゅうりょう"
    assert romaji_to_kana("digital agency") is None


def test_of_words_equally_near_the_same_is_meant_every_time() -> None:
    """Whatever order a set has, which differs from process to process."""
    stems = ("bandor", "castel", "dorrim", "fenwal", "gustar", "harpel", "jintor", "kolmar")
    written = [f"{stem}{ending}" for stem in stems for ending in "rstvw"]
    vocabulary = Vocabulary([], written, Glossary(()))

    assert [vocabulary.corrected(f"{stem}x", whole=False) for stem in stems] == [
        f"{stem}r" for stem in stems
    ]
