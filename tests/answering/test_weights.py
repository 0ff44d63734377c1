"""What counts for more, and what for less: each told by two quotes that differ in it alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.answering import Answer, Answering
from bot.japanese import Analyzer
from bot.session import Annotation, Session
from bot.store import Store
from tests.corpora import MORI, SATO, load, talk

pytestmark = pytest.mark.asyncio(loop_scope="session")

Over = Callable[..., AbstractAsyncContextManager[Answering]]

CHATTER = [
    (MORI, f"{subject}の話をしました。")
    for subject in ("天気", "料理", "音楽", "映画", "旅行", "野球", "読書", "散歩", "洗濯", "電車")
]
AGREEING = "それには賛成です。"
PROPOSAL = (*CHATTER[:5], (SATO, "予算の案を出します。"))
REPLIES = ((MORI, AGREEING), *CHATTER[5:], *CHATTER[5:], (MORI, AGREEING))


@pytest.fixture
def over(tmp_path: Path, analyzer: Analyzer) -> Over:
    """Answering over some sessions."""

    @asynccontextmanager
    async def over(*sessions: Session) -> AsyncIterator[Answering]:
        path = tmp_path / f"{len(sessions)}.db"
        await load(path, analyzer, *sessions)
        async with Store.open(path) as store:
            yield Answering(store, analyzer)

    return over


async def agreeing(answering: Answering) -> list[tuple[int, float]]:
    """The number and the score of each utterance that agrees, best first."""
    outcome = await answering.ask("予算に賛成ですか", limit=20)
    return [
        (match.quote.ref.utterance, match.score)
        for match in outcome.matches
        if match.quote.text == AGREEING
    ]


async def test_what_was_said_just_before_lends_to_a_quote(over: Over) -> None:
    async with over(talk("one", *PROPOSAL, *REPLIES)) as answering:
        (near, near_score), (_, far_score) = await agreeing(answering)

    assert near == len(PROPOSAL) + 1
    assert near_score > far_score


async def test_what_was_said_in_another_session_lends_nothing(over: Over) -> None:
    async with over(talk("one", *PROPOSAL), talk("two", *REPLIES)) as answering:
        (_, first_score), (_, last_score) = await agreeing(answering)

    assert first_score == last_score


async def test_the_words_of_who_is_named_count_for_more(over: Over) -> None:
    said = [
        (SATO, "珈琲豆は深く焙煎し、粗く挽いてから抽出します。"),
        (MORI, "珈琲豆は深く焙煎し、細く挽いてから抽出します。"),
    ]
    async with over(talk("coffee", *said)) as answering:
        for name, first in (("佐藤さん", "sato"), ("森さん", "mori")):
            unnamed = await answering.ask("珈琲豆を深く焙煎して抽出しますか")
            named = await answering.ask(f"{name}は珈琲豆を深く焙煎して抽出しますか")

            assert unnamed.matches[0].score == pytest.approx(unnamed.matches[1].score, rel=0.1)
            assert named.matches[0].quote.speaker.id == first
            assert named.matches[1].score < 0.8 * named.matches[0].score


async def test_a_quotes_own_words_count_for_more_than_what_was_written_about_it(over: Over) -> None:
    session = talk(
        "coffee",
        (SATO, "抽出の温度は九十度がよいと思います。"),
        (MORI, "九十度より低くします。"),
        annotations={
            (1, 1): Annotation(phrases=("お湯をわかすとき", "ちょうどよい熱さ")),
            (2, 1): Annotation(phrases=("温度",)),
        },
    )
    async with over(session) as answering:
        first, second = (await answering.ask("温度")).matches

    assert first.quote.ref.utterance == 1
    assert first.score > second.score


@pytest.mark.parametrize("alien", ["札幌", "山田さん", "1999年"])
async def test_a_name_or_number_that_never_occurs_is_not_answered(
    answering: Answering, alien: str
) -> None:
    assert isinstance(await answering.ask("テレワーク"), Answer)
    assert not isinstance(await answering.ask(f"{alien}のテレワーク"), Answer)
