"""Questions about the record, in many voices, and what comes of them."""

from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answer, Answering, NoAnswer, UnknownSpeakerError
from bot.japanese import Analyzer
from bot.session import Session, Speaker
from bot.store import Store
from tests.corpora import SATO, load, talk

pytestmark = pytest.mark.asyncio(loop_scope="session")


def place(match: Any) -> Any:
    return match.quote.ref.utterance, match.quote.ref.quote


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("LGWAN", (9, 4)),
        ("オードリー・タンについて教えて", (12, 3)),
        ("心電図はどう見ていますか", (17, 2)),
        ("デジ庁のフレンズって何", (14, 3)),
        ("片道切符で来てほしいのは誰？", (13, 3)),
        ("閣議決定された法案は何本ですか", (1, 1)),
        ("疫額調査に使えますか", (5, 3)),
        ("フルスクラチで作るのは苦手", (3, 6)),
        ("オードリータソはどんな人", (12, 3)),
        ("えきがくちょうさには つかえますか", (5, 3)),
        ("カスミガセキノカンゼンデジタルカ", (8, 2)),
        ("ﾌﾙｽｸﾗｯﾁは苦手？", (3, 6)),
        ("ekigaku chousa ni tsukaemasu ka", (5, 3)),
        ("Could COCOA be used for epidemiological surveys?", (5, 3)),
        ("Why is healthcare difficult?", (17, 1)),
        ("one-way ticket to the Digital Agency", (13, 3)),
        ("「ソフトウェア、システムは使われてなんぼ。」", (6, 2)),
    ],
)
async def test_what_was_said_is_found(answering: Answering, question: str, expected: Any) -> None:
    outcome = await answering.ask(question)

    assert isinstance(outcome, Answer)
    assert outcome.question == question
    assert place(outcome.matches[0]) == expected


@pytest.mark.parametrize(
    ("topic", "asked"),
    [
        ("片道切符", "すみませんが、{}"),
        ("片道切符", "{}について教えてください"),
        ("片道切符", "{}について知りたいです"),
        ("片道切符", "{}について何と言っていましたか"),
        ("片道切符", "{}の話ってありましたっけ"),
        ("片道切符", "{}って何ですか"),
        ("one-way ticket", "hi everyone, {}"),
        ("one-way ticket", "{} please, thanks"),
        ("one-way ticket", "I was wondering about {}"),
        ("one-way ticket", "I want to know about {}"),
        ("one-way ticket", "does anyone remember {}?"),
        ("one-way ticket", "what did he say about {}?"),
        ("one-way ticket", "did they ever mention {}?"),
        ("one-way ticket", "what was said about {}"),
        ("one-way ticket", "tell me more about {}"),
        ("one-way ticket", "any quotes about {}"),
    ],
)
async def test_how_it_is_asked_makes_no_question_less_sure(
    answering: Answering, topic: str, asked: str
) -> None:
    (bare, *_) = (await answering.ask(topic)).matches
    (dressed, *_) = (await answering.ask(asked.format(topic))).matches

    assert dressed.quote == bare.quote
    assert dressed.score == pytest.approx(bare.score)


@pytest.mark.parametrize(
    ("question", "speaker", "expected"),
    [
        ("平井大臣はテレワークについて何と言いましたか", "hirai", (9, 1)),
        ("教授はスーパースターについて何と言っていますか", "murai", (12, 4)),
        ("What did the professor say about superstars?", "murai", (12, 4)),
        ("Hirai on telework", "hirai", (9, 1)),
        ("村井先生はCOCOAの設計をどう見ていますか", "murai", (6, 1)),
    ],
)
async def test_who_is_named_is_heard(
    answering: Answering, question: str, speaker: Any, expected: Any
) -> None:
    outcome = await answering.ask(question)

    assert isinstance(outcome, Answer)
    assert outcome.matches[0].quote.speaker.id == speaker
    assert place(outcome.matches[0]) == expected


@pytest.mark.parametrize(("named", "chosen"), [("平井大臣", "murai"), ("村井教授", "hirai")])
async def test_the_chosen_speaker_wins_over_the_named_one(
    answering: Answering, named: Any, chosen: Any
) -> None:
    outcome = await answering.ask(f"{named}はCOCOAについて何と言いましたか", speaker=chosen)

    assert isinstance(outcome, Answer)
    assert {match.quote.speaker.id for match in outcome.matches} == {chosen}
    assert "COCOA" in outcome.matches[0].quote.text


@pytest.mark.parametrize(
    "question",
    [
        "おはようございます",
        "こんにちは、元気ですか",
        "ありがとう",
        "おやすみなさい",
        "使い方がわからないんだけど",
        "あさddfghjkl",
        "qwertyuiop zxcvbnm",
        "ｊｄｆｈｇｋ",
        "ぬぬぬぬぬ",
    ],
)
async def test_small_talk_and_noise_are_refused(answering: Answering, question: str) -> None:
    outcome = await answering.ask(question)

    assert isinstance(outcome, NoAnswer)
    assert 0 < len(outcome.topics) <= 5


@pytest.mark.parametrize(
    "question",
    [
        "サッカーの試合結果を教えて",
        "今日の夕飯は何がいいですか",
        "東京の明日の天気は",
        "How do I bake sourdough bread?",
    ],
)
async def test_what_was_never_spoken_of_is_not_answered(
    answering: Answering, question: str
) -> None:
    assert not isinstance(await answering.ask(question), Answer)


@pytest.mark.parametrize(
    "question", ["", "   ", "「」", "🎉🎉🎉", "?!?!", "\0\u200b\u202e", "　\n"]
)
async def test_nothing_asked_finds_nothing(answering: Answering, question: str) -> None:
    outcome = await answering.ask(question)

    assert isinstance(outcome, NoAnswer)
    assert outcome.matches == ()
    assert outcome.topics


async def test_the_name_of_a_speaker_opens_that_speakers_words(
    answering: Answering, real_session: Session
) -> None:
    for speaker in real_session.speakers:
        for name in (speaker.title, speaker.name.ja, speaker.name.en, *speaker.aliases):
            for question in (name, f"{name}？", f"「{name}」", f" {name.upper()} "):
                outcome = await answering.ask(question)
                assert isinstance(outcome, Answer), question
                assert outcome.speaker is not None
                assert outcome.speaker.id == speaker.id


@pytest.mark.parametrize(
    "question",
    [
        "平井さん、村井さん",
        "平井さんと村井さん",
        "平井大臣と村井教授",
        "村井純と平井卓也",
        "Murai and Hirai",
        "hirai to murai",
    ],
)
async def test_names_of_several_alone_make_no_match(answering: Answering, question: str) -> None:
    assert isinstance(await answering.ask(question), NoAnswer)


@pytest.mark.parametrize("limit", [1, 3, 10])
async def test_no_more_is_returned_than_wished_for(answering: Answering, limit: Any) -> None:
    outcome = await answering.ask("COCOAとプライバシー", limit=limit)
    most = await answering.ask("COCOAとプライバシー", limit=10)

    assert len(outcome.matches) <= limit
    assert len(most.matches) > 3
    assert outcome.matches == most.matches[:limit]


async def test_a_topic_finds_a_speakers_quotes_only(answering: Answering) -> None:
    matches = await answering.on_topic("murai", "人材")

    assert {match.quote.speaker.id for match in matches} == {"murai"}
    assert "人材" in matches[0].quote.text
    assert [match.score for match in matches] == sorted(
        [match.score for match in matches], reverse=True
    )


@pytest.mark.parametrize("topic", ["ぬぬぬぬぬ", "qwertyuiop", "", "「」"])
async def test_a_topic_that_nobody_spoke_of_finds_nothing(answering: Answering, topic: Any) -> None:
    assert await answering.on_topic("hirai", topic) == ()


async def test_nobody_is_not_silently_taken_for_somebody_who_said_nothing(
    answering: Answering,
) -> None:
    with pytest.raises(UnknownSpeakerError):
        await answering.on_topic("nobody", "COCOA")
    with pytest.raises(UnknownSpeakerError):
        await answering.ask("COCOA", speaker="nobody")


async def test_an_empty_corpus_answers_nothing(tmp_path: Path, analyzer: Analyzer) -> None:
    async with Store.open(tmp_path / "empty.db") as store:
        answering = Answering(store, analyzer)

        assert await answering.ask("COCOA") == NoAnswer("COCOA", (), ())
        assert await answering.find_speakers("") == ()


async def test_a_bare_session_answers_without_annotations(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    await load(tmp_path / "bare.db", analyzer, talk())

    async with Store.open(tmp_path / "bare.db") as store:
        outcome = await Answering(store, analyzer).ask("珈琲豆を深く焙煎すると")

    assert isinstance(outcome, Answer)
    assert outcome.matches[0].quote.text == "珈琲豆は深く焙煎すると苦くなる。"
    assert isinstance(outcome.matches[0].quote.speaker, Speaker)


@pytest.mark.parametrize(
    "question",
    [
        "COCOA를 마시면 살이 찌나요?",
        "COCOA ทำให้อ้วนไหม",
        "هل يزيد COCOA الوزن؟",
        "Толстеют ли от COCOA?",
        "क्या COCOA से मोटे होते हैं?",
    ],
)
async def test_words_of_other_scripts_are_asked_for_and_not_found(
    answering: Answering, question: str
) -> None:
    assert isinstance(await answering.ask(question), NoAnswer)


@pytest.mark.parametrize("question", ["COCOA 😀🍫☕", "★COCOA★", "COCOA… ♪"])
async def test_emoji_and_signs_are_not_asked_for(answering: Answering, question: str) -> None:
    plain = await answering.ask("COCOA")
    decorated = await answering.ask(question)

    assert isinstance(decorated, Answer)
    assert decorated.matches == plain.matches


@pytest.mark.parametrize(
    "sentences",
    [
        (
            "커피는 잠을 쫓아 줍니다.",
            "농장에서는 손으로 열매를 땁니다.",
            "물의 온도가 맛을 바꿉니다.",
        ),
        ("กาแฟช่วยให้ตื่น", "ที่ไร่เราเก็บผลด้วยมือ", "อุณหภูมิของน้ำเปลี่ยนรสชาติ"),
        ("القهوة تطرد النوم.", "في المزرعة نقطف الثمار باليد.", "حرارة الماء تغير الطعم."),
        ("Кофе прогоняет сон.", "На ферме плоды собирают руками.", "Температура воды меняет вкус."),
        ("कॉफ़ी नींद भगाती है।", "खेत में फल हाथ से तोड़ते हैं।", "पानी का तापमान स्वाद बदलता है।"),
    ],
    ids=["Korean", "Thai", "Arabic", "Russian", "Hindi"],
)
async def test_a_record_in_any_script_answers_its_own_sentences(
    tmp_path: Path, analyzer: Analyzer, sentences: tuple[str, ...]
) -> None:
    path = tmp_path / "record.db"
    await load(path, analyzer, talk("coffee", (SATO, *sentences)))

    async with Store.open(path) as store:
        answering = Answering(store, analyzer)
        for sentence in sentences:
            outcome = await answering.ask(sentence)
            assert isinstance(outcome, Answer)
            assert outcome.matches[0].quote.text == sentence
            assert outcome.matches[0].spans
