"""Words written as they sound, joined or parted otherwise, or with a slip of the finger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.answering import Answer, Answering, NoAnswer, Related
from bot.answering.vocabulary import Vocabulary
from bot.japanese import Analyzer, Glossary
from bot.japanese.romaji import romaji_to_kana
from bot.japanese.spelling import loose_sound
from bot.store import Store
from tests.corpora import SATO, arrivals, talk


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


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("市が谷", "市ヶ谷"),
        ("市谷の窓口", "市ヶ谷"),
        ("googledrive", "Google Drive"),
        ("aiocr", "AI-OCR"),
        ("イバンカ", "イヴァンカ"),
        ("いう゛ぁんか", "イヴァンカ"),
        ("アイスコーヒ", "アイスコーヒー"),
    ],
)
async def test_what_a_record_alone_spells_otherwise_is_known(
    tmp_path: Path, analyzer: Analyzer, typed: str, word: str
) -> None:
    async with told(tmp_path, analyzer) as answering:
        outcome = await answering.ask(typed)

    assert isinstance(outcome, Answer)
    assert word in outcome.matches[0].quote.text


@pytest.mark.parametrize("typed", ["ハドル", "ビル"])
async def test_another_word_but_for_a_long_vowel_does_not_answer(
    tmp_path: Path, analyzer: Analyzer, typed: str
) -> None:
    async with told(tmp_path, analyzer) as answering:
        assert not isinstance(await answering.ask(typed), Answer)


@asynccontextmanager
async def told(folder: Path, analyzer: Analyzer) -> AsyncIterator[Answering]:
    quotes = (
        "霞が関と市ヶ谷に窓口をおく。",
        "資料はGoogle Driveにあります。",
        "AI-OCRで入力の手間が減った。",
        "イヴァンカさんの講演は中止です。",
        "アイスコーヒーを三つ頼んだ。",
        "ハードルが高い。",
        "ビールは一人二本までです。",
    )
    async with Store.open(folder / "talk.db") as store:
        await store.replace(arrivals(talk("said", (SATO, *quotes))), (), analyzer)
        yield Answering(store, analyzer)


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
