"""Names taken apart: family and given name, readings, and the titles beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.japanese import Analyzer
from bot.japanese.name_lexicon import NameLexicon
from bot.japanese.personal_names import NameReader
from bot.japanese.romaji import written_key
from bot.japanese.spelling import romaji_key
from bot.japanese.titles import cuts, is_title, offices, word_cuts
from tests.texts import any_text


@pytest.fixture(scope="module")
def lexicon(analyzer: Analyzer) -> NameLexicon:
    return NameLexicon(analyzer)


@pytest.fixture(scope="module")
def reader(lexicon: NameLexicon) -> NameReader:
    return NameReader(lexicon)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("鈴木一郎", "鈴木 一郎"),
        ("佐藤 花子", "佐藤 花子"),
        ("佐藤　花子", "佐藤 花子"),
        ("長谷川潤", "長谷川 潤"),
        ("林真理子", "林 真理子"),
        ("高橋玲央奈", "高橋 玲央奈"),
        ("玄葉光一郎", "玄葉 光一郎"),
        ("平井たくや", "平井 たくや"),
        ("つるの剛士", "つるの 剛士"),
        ("オードリー・タン", "オードリー タン"),
        ("Emily Johnson", "emily johnson"),
        ("小鳥遊", "小鳥遊"),
        ("君島", "君島"),
        ("先崎", "先崎"),
        ("長野", "長野"),
        ("高橋道長", "高橋 道長"),
        ("加藤議員", "加藤"),
        ("岡部長", "岡"),
        ("林 議長", "林"),
        ("議長林", "林"),
        ("○山田君", "山田"),
        ("平井デジタル改革担当大臣", "平井"),
        ("岸田文雄内閣総理大臣", "岸田 文雄"),
        ("内閣総理大臣 岸田文雄", "岸田 文雄"),
        ("文部科学大臣（山田太郎君）", "山田 太郎"),
        ("鈴木一郎（議長）", "鈴木 一郎"),
        ("東京大学 村井純 教授", "村井 純"),
        ("総務課 山本", "山本"),
        ("Dr. Emily Johnson, PhD", "emily johnson"),
        ("Prime Minister Kishida", "kishida"),
        ("Sato-san", "sato"),
        ("Murai先生", "murai"),
        ("司会", ""),
        ("総務課長", ""),
        ("福島県知事", ""),
        ("Minister of Finance", ""),
        ("The Chair", ""),
        ("。", ""),
    ],
)
def test_a_name_is_taken_apart(reader: NameReader, text: str, parts: str) -> None:
    assert " ".join(part.text for part in reader.read(text).parts) == parts


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("佐藤 花子", [{"サトウ"}, {"ハナコ"}]),
        ("河野", [{"コウノ", "カワノ"}]),
        ("髙橋", [{"タカハシ"}]),
        ("ムライ", [{"ムライ"}]),
    ],
)
def test_parts_are_read(reader: NameReader, text: str, readings: list[set[str]]) -> None:
    assert [set(part.readings) for part in reader.read(text).parts] == readings


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("加藤議員", "議員"),
        ("平井大臣", "大臣"),
        ("平井経済産業大臣", "経済産業大臣"),
        ("鈴木一郎（議長）", "議長"),
        ("司会", "司会"),
        ("総務課長", "総務課長"),
        ("Professor Smith", romaji_key("professor")),
    ],
)
def test_titles_are_kept(reader: NameReader, text: str, title: str) -> None:
    assert title in reader.read(text).titles


@pytest.mark.parametrize(
    "office",
    ["大臣", "デジタル改革担当大臣", "副市長", "総務部長", "愛知県知事", "財務相", "自治会長"],
)
def test_an_office_has_what_it_is_in_charge_of(lexicon: NameLexicon, office: str) -> None:
    assert lexicon.is_office(office)


@pytest.mark.parametrize("text", ["さん", "太郎議員", "未来議員", "道長", "花子", "長", "相", ""])
def test_a_given_name_is_in_charge_of_nothing(lexicon: NameLexicon, text: str) -> None:
    assert not lexicon.is_office(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("鈴木一郎さん", "鈴木一郎"),
        ("部長さん", "部長"),
        ("高橋市長様", "高橋"),
        ("慶應の村井先生", "村井"),
        ("議長の林さん", "林"),
    ],
)
def test_titles_may_be_cut(text: str, name: str) -> None:
    options = [cut.name for cut in cuts(written_key(text))]

    assert options[0] == written_key(text)
    assert written_key(name) in options


@pytest.mark.parametrize("text", ["君島", "さん", "先生", "議長", "長野"])
def test_a_title_is_cut_only_when_a_name_is_left(text: str) -> None:
    assert [cut.name for cut in cuts(written_key(text))] == [text]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ms. Emily Johnson", "emily johnson"),
        ("Johnson PhD", "johnson"),
        ("the honorable Emily Johnson", "emily johnson"),
        ("Minister for Digital Transformation Takuya Hirai", "takuya hirai"),
        ("murai kyoju", "murai"),
        ("Tanakasan", "tanaka"),
    ],
)
def test_titles_may_be_cut_from_words(text: str, name: str) -> None:
    words = [romaji_key(word) for word in text.replace(".", "").split()]

    assert romaji_key(name) in [cut.name for cut in word_cuts(words)]


def test_one_office_has_many_names() -> None:
    assert offices("教授") == offices("きょうじゅ") == offices(romaji_key("kyōju"))
    assert offices("教授") == offices("professor") != offices("准教授")
    assert offices("議長") < offices(romaji_key("chair")) > offices("座長")
    assert is_title("さん")
    assert offices("さん") == frozenset()


@given(any_text)
def test_any_text_is_read(reader: NameReader, text: str) -> None:
    name = reader.read(text)

    assert all(part.text for part in name.parts)
    assert len(name.parts) <= 5


@given(st.text("さん議長のa君", max_size=100))
def test_cuts_stay_within_the_key(text: str) -> None:
    for cut in cuts(text):
        assert text[cut.start : cut.start + len(cut.name)] == cut.name
