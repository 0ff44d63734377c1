"""One corpus of several sessions, which changes while questions are asked."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answering import Answer, Answering, NoAnswer, UnknownSessionError
from bot.japanese import Analyzer
from bot.session import Language, Session
from bot.store import Store
from tests.corpora import BEANS, MORI, SATO, load, talk

COFFEE = talk(
    topics=(BEANS,), glossary=(("珈琲豆", "coffee beans"), ("焙煎", "roasting", "ロースト"))
)
TEA = talk(
    "tea",
    (MORI, "お茶の葉は蒸してから揉みます。", "デジタル庁の話も聞きました。"),
    (SATO, "焙じ茶も焙煎のうちです。"),
    glossary=(("お茶", "green tea"),),
)
QUESTIONS = (
    "COCOAはプライバシーに配慮していたか",
    "デジタル庁",
    "焙煎",
    "green tea",
    "coffee beans",
    "Why is healthcare difficult?",
    "ぬぬぬ",
    "人",
)


@pytest_asyncio.fixture
async def store(database_copy: Path) -> AsyncIterator[Store]:
    async with Store.open(database_copy) as opened:
        yield opened


@pytest.fixture
def answering(store: Store, analyzer: Analyzer) -> Answering:
    return Answering(store, analyzer)


async def answers(path: Path, analyzer: Analyzer, questions: Any = QUESTIONS) -> Any:
    async with Store.open(path) as store:
        answering = Answering(store, analyzer)
        return [await answering.ask(question, limit=10) for question in questions]


async def test_the_same_question_has_the_same_outcome(answering: Answering) -> None:
    once = [await answering.ask(question) for question in QUESTIONS]

    assert [await answering.ask(question) for question in QUESTIONS] == once


async def test_questions_do_not_depend_on_those_before(
    database_copy: Path, analyzer: Analyzer
) -> None:
    forwards = await answers(database_copy, analyzer)
    backwards = await answers(database_copy, analyzer, QUESTIONS[::-1])

    assert forwards == backwards[::-1]


async def test_neither_a_new_database_nor_the_order_of_loading_matters(
    database_copy: Path, tmp_path: Path, real_session: Session, analyzer: Analyzer
) -> None:
    for session in (COFFEE, TEA):
        await load(database_copy, analyzer, session)
    for session in (TEA, real_session, COFFEE):
        await load(tmp_path / "new.db", analyzer, session)

    outcomes = await answers(database_copy, analyzer)

    assert any(isinstance(outcome, Answer) for outcome in outcomes)
    assert await answers(tmp_path / "new.db", analyzer) == outcomes


async def test_loading_a_session_again_changes_no_outcome(
    database_copy: Path, real_session: Session, analyzer: Analyzer
) -> None:
    await load(database_copy, analyzer, COFFEE, TEA)
    before = await answers(database_copy, analyzer)

    await load(database_copy, analyzer, COFFEE)
    await load(database_copy, analyzer, real_session)

    assert await answers(database_copy, analyzer) == before


async def test_another_connection_adds_a_session(
    answering: Answering, database_copy: Path, analyzer: Analyzer
) -> None:
    assert not isinstance(await answering.ask("珈琲豆の焙煎"), Answer)

    await load(database_copy, analyzer, COFFEE)

    outcome = await answering.ask("珈琲豆の焙煎")
    assert isinstance(outcome, Answer)
    assert outcome.matches[0].quote.ref.session == "coffee"


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_question_stumbles_over_a_changed_corpus(
    answering: Answering,
    database_copy: Path,
    tmp_path: Path,
    real_session: Session,
    analyzer: Analyzer,
    question: str,
) -> None:
    await answering.ask("プライバシー")
    await load(database_copy, analyzer, COFFEE, TEA, without=[real_session.id])
    await load(tmp_path / "new.db", analyzer, COFFEE, TEA)

    (expected,) = await answers(tmp_path / "new.db", analyzer, [question])
    outcome = await answering.ask(question, limit=10)

    assert outcome == expected


async def test_words_of_a_session_added_meanwhile_are_found(
    answering: Answering, database_copy: Path, analyzer: Analyzer
) -> None:
    await answering.ask("プライバシー")

    await load(database_copy, analyzer, COFFEE)

    outcome = await answering.ask("珈琲豆の焙煎")
    assert outcome.matches[0].quote.ref.session == "coffee"


async def test_another_connection_removes_a_session(
    answering: Answering, database_copy: Path, real_session: Session, analyzer: Analyzer
) -> None:
    await load(database_copy, analyzer, COFFEE)
    assert (await answering.ask("珈琲豆の焙煎")).matches[0].quote.ref.session == "coffee"

    await load(database_copy, analyzer, without=["coffee"])

    outcome = await answering.ask("珈琲豆の焙煎")
    assert {match.quote.ref.session for match in outcome.matches} <= {real_session.id}
    with pytest.raises(UnknownSessionError):
        await answering.ask("珈琲豆の焙煎", session="coffee")


async def test_a_session_added_meanwhile_can_be_asked_alone(
    answering: Answering, database_copy: Path, analyzer: Analyzer
) -> None:
    await answering.ask("プライバシー")

    await load(database_copy, analyzer, COFFEE)

    assert isinstance(await answering.ask("珈琲豆の焙煎", session="coffee"), Answer)


async def test_speakers_added_meanwhile_are_found(
    answering: Answering, database_copy: Path, analyzer: Analyzer
) -> None:
    assert len(await answering.find_speakers("")) == 2

    await load(database_copy, analyzer, COFFEE)

    assert len(await answering.find_speakers("")) == 4
    assert (await answering.resolve_speaker("佐藤さん")).id == "sato"


async def test_suggestions_follow_the_corpus(
    answering: Answering, database_copy: Path, real_session: Session, analyzer: Analyzer
) -> None:
    await answering.suggest("珈琲", Language.JA)

    await load(database_copy, analyzer, COFFEE, without=[real_session.id])

    assert "珈琲豆" in await answering.suggest("珈琲豆の", Language.JA) + await answering.suggest(
        "珈琲", Language.JA
    )


@pytest.fixture
async def several(database_copy: Path, answering: Answering, analyzer: Analyzer) -> Answering:
    await load(database_copy, analyzer, COFFEE, TEA)
    return answering


async def test_a_session_can_be_asked_alone(several: Answering, real_session: Session) -> None:
    for session in (real_session.id, "coffee", "tea"):
        outcome = await several.ask("焙煎とデジタル庁の話", session=session, limit=10)
        assert {match.quote.ref.session for match in outcome.matches} == {session}

    everywhere = await several.ask("焙煎とデジタル庁の話", limit=10)
    assert len({match.quote.ref.session for match in everywhere.matches}) > 1


async def test_a_session_and_a_speaker_restrict_together(several: Answering) -> None:
    outcome = await several.ask("焙煎", session="tea", speaker="sato")

    assert [match.quote.text for match in outcome.matches] == ["焙じ茶も焙煎のうちです。"]
    assert isinstance(await several.ask("焙煎", session="tea", speaker="hirai"), NoAnswer)


async def test_a_topic_in_one_session(several: Answering) -> None:
    found = await several.on_topic("sato", "焙煎", session="coffee")

    assert {match.quote.ref.session for match in found} == {"coffee"}


@pytest.mark.parametrize(
    ("question", "session", "word"),
    [
        ("green teaは蒸しますか", "tea", "お茶"),
        ("coffee beansを焙煎すると", "coffee", "珈琲豆"),
        ("friends of the Digital Agency", "digital-agency-1", "デジ庁"),
    ],
)
async def test_the_glossaries_of_all_sessions_count(
    several: Answering, question: str, session: Any, word: str
) -> None:
    best = (await several.ask(question)).matches[0]

    assert best.quote.ref.session == session
    assert word in [best.quote.text[span.start : span.end] for span in best.spans]


async def test_an_unknown_session_is_refused_and_the_known_are_told(
    several: Answering, real_session: Session
) -> None:
    with pytest.raises(UnknownSessionError) as caught:
        await several.ask("焙煎", session="nowhere")

    assert caught.value.text == "nowhere"
    assert set(caught.value.known) == {real_session.id, "coffee", "tea"}
    with pytest.raises(UnknownSessionError):
        await several.on_topic("sato", "焙煎", session="nowhere")


async def test_a_person_of_two_sessions_is_one_speaker(several: Answering) -> None:
    speakers = await several.find_speakers("")

    assert [speaker.id for speaker in speakers].count("sato") == 1
    outcome = await several.ask("焙煎", speaker="sato", limit=10)
    assert {match.quote.ref.session for match in outcome.matches} == {"coffee", "tea"}


async def test_two_may_ask_at_once_over_one_file(database_copy: Path, analyzer: Analyzer) -> None:
    async with Store.open(database_copy) as one, Store.open(database_copy) as other:
        first = await Answering(one, analyzer).ask(QUESTIONS[0])
        second = await Answering(other, analyzer).ask(QUESTIONS[0])

    assert first == second


async def test_what_else_is_loaded_changes_no_answer(
    database_copy: Path, answering: Answering, analyzer: Analyzer
) -> None:
    questions = [QUESTIONS[0], "COCOAは疫学調査に使えたのですか", "医療はなぜ難しいのですか"]
    alone = [await answering.ask(question) for question in questions]
    unrelated = [
        (MORI, f"{place}の{food}は{taste}と聞きました。")
        for place in ("札幌", "仙台", "金沢", "松本", "奈良", "高知", "長崎", "那覇")
        for food in ("味噌汁", "焼き魚", "漬物", "うどん", "団子")
        for taste in ("甘い", "辛い", "珍しい", "安い")
    ]

    await load(database_copy, analyzer, talk("food", *unrelated))

    for question, before in zip(questions, alone, strict=True):
        assert isinstance(before, Answer)
        after = await answering.ask(question)
        assert isinstance(after, Answer)
        assert after.matches[0] == before.matches[0]
    assert isinstance(await answering.ask("札幌の味噌汁は辛いですか"), Answer)
