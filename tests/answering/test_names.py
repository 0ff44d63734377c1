"""People known by no more than a title, found by all that people call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import AmbiguousSpeakerError, UnknownSpeakerError
from bot.answering.speakers import SpeakerDirectory
from bot.japanese import Analyzer, fold
from bot.session import Bilingual, Speaker
from tests.corpora import person
from tests.texts import any_text

TITLES = (
    *("鈴木一郎", "佐藤 花子", "山本部長", "Emily Johnson", "Bob", "加藤議員", "司会", "髙橋委員"),
    *(
        "林",
        "村井教授",
        "渡邉委員",
        "山﨑委員",
        "斎藤委員",
        "田中",
        "青木",
        "大野",
        "平井大臣",
        "君島",
    ),
)


@pytest.fixture(scope="module")
def minutes(analyzer: Analyzer) -> SpeakerDirectory:
    """The speakers of a record that tells no more than their titles."""
    return SpeakerDirectory(analyzer, map(person, TITLES))


def directory(analyzer: Analyzer, *titles: str) -> SpeakerDirectory:
    return SpeakerDirectory(analyzer, map(person, titles))


def names_meant(found: SpeakerDirectory, text: str) -> list[str]:
    """The titles of whom a text means: of none, of one, or of all who fit."""
    try:
        return [found.resolve(text).title]
    except AmbiguousSpeakerError as error:
        return [speaker.title for speaker in error.matching]
    except UnknownSpeakerError:
        return []


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        (
            "鈴木一郎",
            "鈴木さん 鈴木 鈴木氏 鈴木一郎さん 一郎さん すずき スズキ様 ｽｽﾞｷ A社の鈴木さん",
        ),
        ("鈴木一郎", "suzuki Suzuki-san Mr.Suzuki SuzukiIchiro Ichirō・Suzuki Itiro・Suzuki"),
        ("佐藤 花子", "佐藤さん 佐藤花子さん 佐藤・花子 花子・佐藤 花子ちゃん さとうはなこ サトー"),
        ("佐藤 花子", "Sato Satō Satou Satoh Hanako・Sato Sato・Hanako Satō,Hanako Hanako-san"),
        (
            "山本部長",
            "山本さん 山本 部長 部長さん 山本課長 山本営業部長 やまもと部長 the・director",
        ),
        (
            "Emily Johnson",
            "Johnson Ms.・Johnson Emily Dr.・Emily・Johnson Johnson,・Emily Johnson・PhD",
        ),
        ("Emily Johnson", "Johnsonさん ジョンソンさん Jonhson"),
        ("加藤議員", "加藤さん 加藤 議員 加藤先生 かとう Kato 議員さん 加藤参議院議員"),
        ("司会", "司会 司会者 司会さん the・moderator しかい"),
        ("髙橋委員", "高橋さん 髙橋さん 高橋委員 たかはし Takahashi Takahasi 高橋教授"),
        ("林", "林さん 林議長 林 はやし 議長の林さん"),
        (
            "村井教授",
            "ムライ先生 むらい先生 ﾑﾗｲ先生 ムライキョージュ 教授 the・professor Prof.・Murai",
        ),
        ("村井教授", "村井座長 村井名誉教授 murai・sensei Muraisan Murrai 村丼教授"),
        ("渡邉委員", "渡辺さん 渡邊さん わたなべ Watanabe"),
        ("山﨑委員", "山崎さん やまざき"),
        ("斎藤委員", "斉藤さん 齋藤さん 齊藤委員 さいとう Saito Saitō"),
        ("大野", "おおの オーノ Ohno Ōno Ono"),
        (
            "平井大臣",
            "大臣 平井さん 平井デジタル改革担当大臣 デジタル大臣の平井さん Minister・Hirai",
        ),
        ("平井大臣", "Minister・for・Digital・Transformation・Hirai 平井大巨"),
        ("君島", "君島さん 君島君 きみしま"),
    ],
)
def test_people_are_found_by_all_that_people_call_them(
    minutes: SpeakerDirectory, title: str, texts: str
) -> None:
    for text in texts.split():
        name = text.replace("・", " ")
        assert names_meant(minutes, name) == [title], name
        assert minutes.search(name)[0].title == title, name


@pytest.mark.parametrize(
    "text",
    [
        *(
            "木村さん",
            "高木さん",
            "田村議員",
            "田中角栄",
            "渡部さん",
            "小林さん",
            "森さん",
            "島さん",
            "阿部",
        ),
        *(
            "鈴木二郎さん",
            "佐藤一郎",
            "鈴木花子",
            "平井大輔",
            "総務大臣",
            "内閣総理大臣",
            "Johnston",
            "Jackson",
        ),
        *(
            "Emma Johnson",
            "Bob Johnson",
            "おのさん",
            "ゆうき",
            "さん",
            "先生",
            "議長",
            "君",
            "Mr.",
            "the",
        ),
        *("鈴木委員会の", "むら", "平", "Sat", "山"),
    ],
)
def test_nobody_is_taken_for_somebody_else(minutes: SpeakerDirectory, text: str) -> None:
    with pytest.raises(UnknownSpeakerError) as caught:
        minutes.resolve(text)

    assert not isinstance(caught.value, AmbiguousSpeakerError)
    assert caught.value.known == minutes.speakers


SURNAMES = """
青木 高木 木村 中村 田村 田中 中田 佐藤 佐野 山田 山本 山口 山内 小川 小林 森 林 大野 小野 上野 平野
平井 村井 村上 村田 村尾 高田 高橋 高野 石井 石田 石川 渡辺 渡部 斎藤 加藤 近藤 遠藤 安藤
"""


@pytest.mark.parametrize("title", SURNAMES.split())
def test_a_surname_in_kanji_is_nobody_elses(analyzer: Analyzer, title: str) -> None:
    alone = directory(analyzer, title)

    for name in SURNAMES.split():
        expected = [title] if name == title else []
        assert names_meant(alone, f"{name}さん") == names_meant(alone, f"{name}議員") == expected


@pytest.mark.parametrize(
    ("titles", "text", "matching"),
    [
        ("山田太郎 山田花子 佐藤", "山田さん", "山田太郎 山田花子"),
        ("山田太郎 高木太郎", "太郎さん", "山田太郎 高木太郎"),
        ("伊藤 伊東", "いとうさん", "伊藤 伊東"),
        ("大野 小野", "Ono", "大野 小野"),
        ("EmilyJohnson BobJohnson", "Ms. Johnson", "EmilyJohnson BobJohnson"),
        ("高橋委員 斎藤委員 林", "委員", "高橋委員 斎藤委員"),
        ("田中 田中花子", "田中さん", "田中 田中花子"),
    ],
)
def test_whoever_fits_is_named_where_more_than_one_does(
    analyzer: Analyzer, titles: str, text: str, matching: str
) -> None:
    found = directory(
        analyzer, *(title.replace("yJ", "y J").replace("bJ", "b J") for title in titles.split())
    )

    with pytest.raises(AmbiguousSpeakerError) as caught:
        found.resolve(text)

    assert [each.title.replace(" ", "") for each in caught.value.matching] == matching.split()
    assert caught.value.known == found.speakers
    assert found.search(text)[: len(caught.value.matching)] == caught.value.matching


@pytest.mark.parametrize(
    ("titles", "text", "meant"),
    [
        ("田中 田中花子", "田中", "田中"),
        ("高橋教授 高橋部長", "高橋教授", "高橋教授"),
        ("高橋花子教授 高橋一郎部長", "高橋教授", "高橋花子教授"),
        ("高橋花子教授 高橋一郎部長", "高橋花子さん", "高橋花子教授"),
        ("伊藤 伊東", "伊東さん", "伊東"),
        ("大野 小野", "おおの", "大野"),
        ("林議長 小林", "議長", "林議長"),
    ],
)
def test_the_closest_wins_where_others_fit_less(
    analyzer: Analyzer, titles: str, text: str, meant: str
) -> None:
    assert names_meant(directory(analyzer, *titles.split()), text) == [meant]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Hanako Sato", "佐藤さん"),
        ("Hanako Sato", "さとうはなこ"),
        ("むらい じゅん", "村井純教授"),
        ("Chair", "議長"),
        ("座長", "the chair"),
        ("オードリー・タン", "タンさん"),
        ("オードリー・タン", "オードリータン"),
        ("鈴木一郎（議長）", "議長"),
        ("鈴木一郎（議長）", "鈴木さん"),
        ("山口 健", "山ロさん"),
        ("工藤", "エ藤さん"),
        ("辻\U000e0100", "辻さん"),
    ],
)
def test_a_name_is_known_in_another_script(analyzer: Analyzer, title: str, text: str) -> None:
    assert names_meant(directory(analyzer, title, "Nobody Else"), text) == [title]


def test_kanji_that_sound_alike_are_two_names(analyzer: Analyzer) -> None:
    assert names_meant(directory(analyzer, "安部"), "阿部さん") == []
    assert names_meant(directory(analyzer, "安部"), "あべさん") == ["安部"]


def test_a_role_names_its_holder(analyzer: Analyzer) -> None:
    found = SpeakerDirectory(
        analyzer,
        [
            person("佐藤花子", "焙煎士"),
            Speaker(
                "mori",
                "森一郎",
                Bilingual("森一郎", "Ichiro Mori"),
                Bilingual("農業大臣", "Minister"),
            ),
        ],
    )

    assert names_meant(found, "焙煎士") == names_meant(found, "焙煎士さん") == ["佐藤花子"]
    assert names_meant(found, "農業大臣") == names_meant(found, "the minister") == ["森一郎"]


def test_an_id_means_its_speaker_whatever_others_are_called(analyzer: Analyzer) -> None:
    other = Speaker("x", "佐藤", Bilingual("佐藤", "佐藤"), Bilingual("", ""), ("mori",))
    found = SpeakerDirectory(analyzer, [other, *map(person, ["mori", "佐藤花子"])])

    for speaker in found.speakers:
        assert found.resolve(speaker.id) == speaker


FAMILIES = "鈴木 佐藤 高橋 田中 渡邉 山﨑 齋藤 長谷川 五十嵐 林 森 東 君島 福島 二階堂 岡"
GIVEN_NAMES = "一郎 花子 健太 美咲 誠 さくら たくや 太郎 純"
HONORIFICS = "さん 様 さま 氏 君 くん ちゃん 先生 議員 教授 委員長 市長 課長"


@given(
    st.sampled_from(FAMILIES.split()),
    st.sampled_from(GIVEN_NAMES.split()),
    st.sampled_from(["", " ", "　", "・"]),
    st.sampled_from(["", "議員", " 教授", "市長"]),
    st.sampled_from(HONORIFICS.split()),
)
def test_any_form_of_any_name_means_its_bearer(
    analyzer: Analyzer, family: str, given_name: str, between: str, title: str, honorific: str
) -> None:
    recorded = f"{family}{between}{given_name}{title}"
    found = directory(analyzer, recorded, "木下藤吉郎", "Emily Johnson")

    for name in (family, given_name, family + given_name, f"{family} {given_name}"):
        assert names_meant(found, name + honorific) == [recorded], name + honorific


written = any_text.map(lambda text: text.encode("utf-8", "replace").decode())


@given(any_text)
def test_any_text_may_be_looked_for_among_many(minutes: SpeakerDirectory, text: str) -> None:
    meant = names_meant(minutes, text)

    assert [speaker.title for speaker in minutes.search(text)][: len(meant)] == meant
    minutes.mentions.find(fold(text))


@given(st.lists(written, max_size=4, unique=True), any_text)
def test_anything_may_be_a_name(analyzer: Analyzer, titles: list[str], text: str) -> None:
    found = directory(analyzer, *titles)

    names_meant(found, text)
    found.mentions.find(fold(text))
