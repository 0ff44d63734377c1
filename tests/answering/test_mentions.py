"""Speakers named in a question: whom it means, and from where to where."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.answering import Answer, Answering, Related
from bot.answering.speakers import SpeakerDirectory
from bot.japanese import Analyzer, fold
from bot.session import Bilingual, Speaker
from bot.store import Store
from tests.corpora import load, person, talk

SAID = (
    ("鈴木一郎", "バスの路線は減らさずに、便数を見直します。"),
    ("佐藤 花子", "学校のプールは老朽化しているので、民間の施設を借ります。"),
    ("山本部長", "在宅勤務は週に二日まで認めることにしました。"),
    ("Emily Johnson", "We will freeze hiring until the end of the quarter."),
    ("加藤議員", "防災無線が聞こえないという苦情が多い。"),
    ("林", "森林の手入れをする人が足りません。"),
    ("福島委員", "給食の食材を地元で買う計画です。"),
    ("村井教授", "図書館の本を電子化する予算をつけました。"),
    ("Will Smith", "The library opens on Sundays from April."),
    ("高橋花子", "駐車場は有料にするべきだと思います。"),
    ("高橋太郎", "町内会の会費を集める方法を変えます。"),
    ("原 健", "水道の料金は来年も据え置きます。"),
)


@pytest.fixture(scope="module")
def minutes(analyzer: Analyzer) -> SpeakerDirectory:
    return SpeakerDirectory(analyzer, [person(title) for title, _ in SAID])


def named(directory: SpeakerDirectory, question: str) -> list[tuple[str, str]]:
    """The stretches of a question that name somebody, and who that is."""
    folded = fold(question)
    titles = {speaker.id: speaker.title for speaker in directory.speakers}
    return [
        (folded[each.start : each.end], titles[each.speaker])
        for each in directory.mentions.find(folded)
    ]


@pytest.mark.parametrize(
    ("question", "name", "title"),
    [
        ("鈴木さんはバスについて何と言いましたか", "鈴木さん", "鈴木一郎"),
        ("鈴木はバスについてどう言ったか", "鈴木", "鈴木一郎"),
        ("バスについての鈴木一郎氏の発言", "鈴木一郎氏", "鈴木一郎"),
        ("昨日鈴木さんは何と言いましたか", "鈴木さん", "鈴木一郎"),
        ("鈴木 バス", "鈴木", "鈴木一郎"),
        ("佐藤　花子さんはプールについて何と", "佐藤 花子さん", "佐藤 花子"),
        ("佐藤花子はプールについて何と", "佐藤花子", "佐藤 花子"),
        ("花子 佐藤さんはプールについて", "花子 佐藤さん", "佐藤 花子"),
        ("さとうさんはプールについて何と言った", "さとうさん", "佐藤 花子"),
        ("部長は在宅勤務について何と", "部長", "山本部長"),
        ("山本営業部長は在宅勤務について何と", "山本営業部長", "山本部長"),
        ("人事部長の山本さんは在宅勤務について何と", "人事部長の山本さん", "山本部長"),
        ("林業について林さんは何と言いましたか", "林さん", "林"),
        ("林は何と言いましたか", "林", "林"),
        ("議長の林は何と言いましたか", "議長の林", "林"),
        ("福島さんは給食について", "福島さん", "福島委員"),
        ("福島は給食についてどう言いましたか", "福島", "福島委員"),
        ("原さんは水道について", "原さん", "原 健"),
        ("ムライ先生は図書館について何と言いましたか", "ムライ先生", "村井教授"),
        ("むらい先生は図書館について何と言いましたか", "むらい先生", "村井教授"),
        ("ﾑﾗｲ先生は図書館について何と言いましたか", "ムライ先生", "村井教授"),
        ("それでむらい先生は何と", "むらい先生", "村井教授"),
        ("What did Ms. Johnson say about hiring?", "ms. johnson", "Emily Johnson"),
        ("what did emily say about hiring", "emily", "Emily Johnson"),
        ("Johnson on hiring", "johnson", "Emily Johnson"),
        ("Johnson's view on hiring", "johnson", "Emily Johnson"),
        ("According to Emily Johnson, is hiring frozen?", "emily johnson", "Emily Johnson"),
        ("Johnsonさんは採用について何と言いましたか", "johnsonさん", "Emily Johnson"),
        ("What does Will say about libraries?", "will", "Will Smith"),
        ("What did Suzuki say?", "suzuki", "鈴木一郎"),
        ("Suzuki san wa basu ni tsuite nan to iimashita ka", "suzuki san", "鈴木一郎"),
        ("What did Katō say about the radio?", "katō", "加藤議員"),
    ],
)
def test_who_is_named_is_meant(
    minutes: SpeakerDirectory, question: str, name: str, title: str
) -> None:
    assert named(minutes, question) == [(name, title)]


@pytest.mark.parametrize(
    "question",
    [
        "森林について何と言いましたか",
        "小林さんは何と言いましたか",
        "林の手入れはどう言われましたか",
        "福島の給食について何と言いましたか",
        "福島県は何と言いましたか",
        "原因は何と言いましたか",
        "原発の原因は何だと言いましたか",
        "青木さんは何と言いましたか",
        "鈴木二郎さんはバスについて何と",
        "鈴木角栄は何と言いましたか",
        "鈴木委員会は何と言いましたか",
        "サムライ先生は何と言いましたか",
        "部長の交代について何と言いましたか",
        "営業部長は何と言いましたか",
        "部長会は何と言いましたか",
        "What will happen with hiring?",
        "What did Bob Johnson say about hiring?",
        "what did emily smith say about hiring",
    ],
)
def test_a_word_or_somebody_else_is_no_speaker(minutes: SpeakerDirectory, question: str) -> None:
    assert named(minutes, question) == []


def test_a_name_of_two_counts_for_both(minutes: SpeakerDirectory) -> None:
    assert named(minutes, "高橋さんは駐車場について何と") == [
        ("高橋さん", "高橋花子"),
        ("高橋さん", "高橋太郎"),
    ]
    assert named(minutes, "高橋太郎さんは駐車場について") == [("高橋太郎さん", "高橋太郎")]


@pytest.fixture(scope="module")
def panel(analyzer: Analyzer) -> SpeakerDirectory:
    """Two professors, a minister and a mayor, whose titles say little of that."""
    roles = (
        ("岡田", "京都大学教授", "Professor, Kyoto University"),
        ("西村", "早稲田大学教授", "Professor, Waseda University"),
        ("石井", "環境保全担当大臣", "Minister for the Environment"),
        ("上野", "松本市長", "Mayor of Matsumoto"),
    )
    return SpeakerDirectory(
        analyzer,
        [
            Speaker(name, name, Bilingual(ja=name, en=""), Bilingual(ja=ja, en=en), ())
            for name, ja, en in roles
        ],
    )


@pytest.mark.parametrize(
    ("question", "epithet", "speaker"),
    [
        ("京都大学の教授は図書館について何と言いましたか", "京都大学の教授", "岡田"),
        ("早稲田の先生の意見は", "早稲田の先生", "西村"),
        ("ワセダ大学の先生は何と言いましたか", "ワセダ大学の先生", "西村"),
        ("環境担当大臣は水道について何と言いましたか", "環境担当大臣", "石井"),
        ("What did the Waseda professor say about water?", "the waseda professor", "西村"),
        (
            "the professor at Kyoto University said what?",
            "the professor at kyoto university",
            "岡田",
        ),
        (
            "According to the minister for the environment",
            "the minister for the environment",
            "石井",
        ),
        ("what does the mayor think of buses", "the mayor", "上野"),
        ("the mayor of Matsumoto's view on buses", "the mayor of matsumoto", "上野"),
    ],
)
def test_a_role_that_one_speaker_has_means_that_speaker(
    panel: SpeakerDirectory, question: str, epithet: str, speaker: str
) -> None:
    assert named(panel, question) == [(epithet, speaker)]


@pytest.mark.parametrize(
    "question",
    [
        "大学の教授は何と言いましたか",
        "東北大学の教授は何と言いましたか",
        "先生は何と言いましたか",
        "財務大臣は何と言いましたか",
        "京都大学の教授の人数は",
        "What did the professor say about water?",
        "What did the university professor say?",
        "What did the minister of finance say?",
        "What did the minister for health say?",
        "What would you say to the mayor?",
        "Who is the mayor?",
    ],
)
def test_a_role_of_several_or_of_nobody_means_nobody(
    panel: SpeakerDirectory, question: str
) -> None:
    assert named(panel, question) == []


@pytest.mark.parametrize(
    ("question", "name", "speaker"),
    [
        ("京都大学の教授の西村さんは何と言いましたか", "教授の西村さん", "西村"),
        ("What did the mayor Nishimura say?", "mayor nishimura", "西村"),
    ],
)
def test_a_name_wins_over_an_epithet(
    panel: SpeakerDirectory, question: str, name: str, speaker: str
) -> None:
    assert named(panel, question) == [(name, speaker)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answering(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> AsyncIterator[Answering]:
    """A record that tells no more of its speakers than their titles."""
    said = [(person(title), text) for title, text in SAID]
    session = talk("minutes", *said, speakers=tuple(speaker for speaker, _ in said))
    path = tmp_path_factory.mktemp("minutes") / "minutes.db"
    await load(path, analyzer, session)
    async with Store.open(path) as store:
        yield Answering(store, analyzer)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("鈴木さんはバスについて何と言いましたか", "バスの路線"),
        ("佐藤さんはプールについて何と言いましたか", "プール"),
        ("部長は在宅勤務について何と", "在宅勤務"),
        ("ムライ先生は図書館について何と言いましたか", "図書館"),
        ("高橋さんは駐車場について何と言いましたか", "駐車場"),
        ("What did Ms. Johnson say about hiring?", "freeze hiring"),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_name_is_not_looked_for_in_the_quotes(
    answering: Answering, question: str, words: str
) -> None:
    outcome = await answering.ask(question)

    assert isinstance(outcome, Answer | Related)
    assert words in outcome.matches[0].quote.text


@pytest.mark.parametrize(
    "question", ["鈴木さん", "鈴木", "部長", "Ms. Johnson", "高橋さん", "ムライ先生は？"]
)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_name_alone_breaks_nothing(answering: Answering, question: str) -> None:
    assert (await answering.ask(question)).question == question


@pytest.mark.parametrize(
    "question",
    [
        "平井大臣にお願いしたいことは何ですか",
        "平井大臣をどう評価していますか",
        "平井さんへの期待は",
        "What would you say to the minister about COCOA",
    ],
)
@pytest.mark.asyncio(loop_scope="session")
async def test_words_to_or_about_somebody_are_not_asked_of_them(
    answering: Answering, question: str
) -> None:
    outcome = await answering.ask(question)

    assert outcome.matches
    assert [match.instead_of for match in outcome.matches if match.instead_of] == []
