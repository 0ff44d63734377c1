"""What asks for no quote: first messages, thanks, the session itself, a name alone."""

import pytest

from bot.answering import Answer, Answering, Aside, Remark


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("ヘルプ", Remark.HELP),
        ("/help please", Remark.HELP),
        ("何ができるの？", Remark.HELP),
        ("使い方がわかりません", Remark.HELP),
        ("こんばんは！", Remark.HELP),
        ("こんばんは、今夜もよろしくお願いします", Remark.HELP),
        ("Hello everyone :)", Remark.HELP),
        ("what can you do?", Remark.HELP),
        ("あなたは誰ですか", Remark.HELP),
        ("テスト中です", Remark.NOTHING),
        ("test, test", Remark.NOTHING),
        ("OK!", Remark.NOTHING),
        ("なるほどwww", Remark.NOTHING),
        ("もっと詳しく", Remark.NOTHING),
        ("really??", Remark.NOTHING),
        ("ありがとうございます、助かりました！", Remark.THANKS),
        ("thank you so much", Remark.THANKS),
        ("おやすみなさい", Remark.THANKS),
        ("この勉強会はいつ、どこで開かれたのですか", Remark.SESSION),
        ("参加者は誰ですか？", Remark.SESSION),
        ("How many people took part?", Remark.SESSION),
        ("when was this recorded", Remark.SESSION),
    ],
)
async def test_a_message_that_asks_for_no_quote(
    answering: Answering, typed: str, remark: Remark
) -> None:
    outcome = await answering.ask(typed)

    assert isinstance(outcome, Aside)
    assert outcome.remark is remark
    assert outcome.matches == ()
    assert outcome.topics


@pytest.mark.parametrize(
    "typed",
    [
        "テストって必要？シンプルにCOCOAの話",
        "help desk",
        "thanks for the COCOA app, who spoke about it",
        "参加してもらう共創プラットフォーム",
        "where did the 1430 people come from",
    ],
)
async def test_a_question_is_no_first_message(answering: Answering, typed: str) -> None:
    assert not isinstance(await answering.ask(typed), Aside)


@pytest.mark.parametrize(
    ("typed", "speaker"),
    [
        ("平井さんは?", "hirai"),
        ("平井大臣は何を言った?", "hirai"),
        ("村井教授", "murai"),
        ("what did Professor Murai say?", "murai"),
        ("Hirai", "hirai"),
    ],
)
async def test_a_name_alone_opens_what_the_person_said(
    answering: Answering, typed: str, speaker: str
) -> None:
    outcome = await answering.ask(typed, limit=3)

    assert isinstance(outcome, Answer)
    assert outcome.speaker is not None
    assert outcome.speaker.id == speaker
    assert [match.quote.ref.quote for match in outcome.matches] == [1, 2, 3]
    assert {match.quote.speaker.id for match in outcome.matches} == {speaker}
