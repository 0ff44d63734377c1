"""Questions with known answers: read from a file, asked, and counted."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.evaluation import evaluate, read_questions
from bot.japanese import Analyzer
from bot.store import Store
from bot.transcript import TranscriptError
from tests.corpora import load, person, talk


@pytest_asyncio.fixture
async def store(tmp_path: Path, analyzer: Analyzer) -> AsyncIterator[Store]:
    path = tmp_path / "talk.db"
    await load(path, analyzer, talk())
    async with Store.open(path) as opened:
        yield opened


@pytest.fixture
def answering(store: Store, analyzer: Analyzer) -> Answering:
    return Answering(store, analyzer)


@pytest.fixture
def read(tmp_path: Path, store: Store, answering: Answering) -> Any:
    async def read(content: Any) -> Any:
        path = tmp_path / "questions.tsv"
        path.write_bytes(content.encode())
        return await read_questions(path, store, answering)

    return read


async def problems_of(reading: Any) -> Any:
    with pytest.raises(TranscriptError) as refusal:
        await reading
    return [(problem.where, problem.message) for problem in refusal.value.problems]


async def test_a_line_becomes_a_judged_question(read: Any) -> None:
    found = await read(
        "\ufeffkeyword\t-\t珈琲豆を焙煎すると\t深く焙煎|抽出の温度\r\n"
        "\n"
        "far\tさとう\t明日の天気は\t\n"
    )
    assert [(question.line, question.kind, question.text) for question in found] == [
        (1, "keyword", "珈琲豆を焙煎すると"),
        (3, "far", "明日の天気は"),
    ]
    assert [question.speaker and question.speaker.id for question in found] == [None, "sato"]
    assert [question.answers for question in found] == [("深く焙煎", "抽出の温度"), ()]


async def test_every_bad_line_is_named(read: Any) -> None:
    found = await problems_of(
        read(
            "keyword\t-\t珈琲豆\n"
            "keyword\t-\t珈琲豆\t焙煎\n"
            "\t-\t珈琲豆\t焙煎\n"
            "keyword\tナポレオン\t珈琲豆\t焙煎\n"
            "keyword\t-\t珈琲豆\t紅茶\n"
            "keyword\t-\t珈琲豆\t焙煎|\n"
            "keyword\t森さん\t珈琲豆\t焙煎\n"
        )
    )
    assert [line for line, _ in found] == [1, 3, 4, 5, 6, 7]
    for (_, message), said in zip(
        found,
        [
            "3 columns; expected 4",
            "empty",
            "佐藤さん, 森さん",
            "'紅茶'",
            "''",
            "森さん did not say",
        ],
        strict=True,
    ):
        assert said in message


async def test_a_speaker_who_may_be_two_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    both = (person("山田太郎"), person("山田花子"))
    await load(tmp_path / "two.db", analyzer, talk("two", (both[0], "はい。"), speakers=both))
    questions = tmp_path / "questions.tsv"
    questions.write_text("keyword\t山田さん\t返事は\tはい\n", "utf-8")

    async with Store.open(tmp_path / "two.db") as store:
        found = await problems_of(read_questions(questions, store, Answering(store, analyzer)))

    assert found == [(1, "which one do you mean by '山田さん': 山田太郎, 山田花子")]


@pytest.mark.parametrize("content", ["", "\n\n"])
async def test_a_file_without_questions_is_refused(read: Any, content: Any) -> None:
    assert [line for line, _ in await problems_of(read(content))] == [None]


async def test_a_file_that_is_not_utf_8_is_refused(
    tmp_path: Path, store: Store, answering: Answering
) -> None:
    path = tmp_path / "questions.tsv"
    path.write_bytes("keyword\t-\t珈琲豆\t焙煎\n".encode("shift_jis"))
    found = await problems_of(read_questions(path, store, answering))
    assert [message for _, message in found] == ["not UTF-8; expected UTF-8 text"]


async def test_a_missing_file_is_refused(
    tmp_path: Path, store: Store, answering: Answering
) -> None:
    found = await problems_of(read_questions(tmp_path / "no.tsv", store, answering))
    assert [message for _, message in found] == ["no such file"]


async def test_figures_count_what_came(read: Any, answering: Answering) -> None:
    questions = await read(
        "first\t-\t珈琲豆は深く焙煎すると苦くなる\t深く焙煎\n"
        # The nearest quote is judged wrong here, so that the right one comes later.
        "later\t-\t珈琲豆を深く焙煎して苦くなる抽出\t抽出の温度\n"
        "never\t-\tqwertyuiop\t農園\n"
        "noise\t-\tzxcvbnm\t\n"
        "noise\t-\t農園では手で摘んでいます\t\n"
    )
    report = await evaluate(answering, questions)
    first, later, never, noise = report.kinds.values()
    assert (first.hit_at_1, first.hit_at_3, first.mrr_at_10) == (1, 1, 1)
    assert (later.hit_at_1, later.hit_at_3, later.mrr_at_10) == (0, 1, 0.5)
    assert (never.hit_at_1, never.hit_at_3, never.mrr_at_10, never.refused) == (0, 0, 0, 1)
    assert (noise.hit_at_1, noise.hit_at_3, noise.mrr_at_10) == (None, None, None)
    assert (noise.answered, noise.refused, noise.shown) == (0.5, 0.5, 0.5)
    assert report.answerable is not None
    assert report.unanswerable is not None
    assert report.answerable.questions == 3
    assert report.answerable.hit_at_1 == pytest.approx(1 / 3)
    assert report.answerable.hit_at_3 == pytest.approx(2 / 3)
    assert report.answerable.mrr_at_10 == pytest.approx(1.5 / 3)
    assert report.unanswerable.questions == 2
    assert [result.question.line for result in report.misses] == [2, 3, 5]


async def test_the_speaker_option_restricts_the_answers(read: Any, answering: Answering) -> None:
    questions = await read("speaker\t森さん\t珈琲豆は深く焙煎すると苦くなる\t\n")
    (result,) = (await evaluate(answering, questions)).results
    assert all(match.quote.speaker.id == "mori" for match in result.outcome.matches)


async def test_a_report_without_unanswerable_questions_has_no_figures_for_them(
    read: Any, answering: Answering
) -> None:
    report = await evaluate(answering, await read("keyword\t-\t農園\t農園\n"))
    assert report.unanswerable is None
    assert report.answerable is not None
    assert report.answerable.questions == 1
