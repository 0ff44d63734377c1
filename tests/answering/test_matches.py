"""What a match says of itself: what was asked for, and how near it is."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from bot.answering import Answering, NoAnswer
from bot.japanese import Analyzer
from bot.session import Bilingual, Language, Session, Topic
from bot.store import Store
from tests.corpora import SATO, load, talk
from tests.texts import any_text

pytestmark = pytest.mark.asyncio(loop_scope="session")


def marked(match: Any) -> Any:
    return [match.quote.text[span.start : span.end] for span in match.spans]


def assert_sound(outcome: Any) -> None:
    assert outcome.matches or isinstance(outcome, NoAnswer)
    scores = [match.score for match in outcome.matches]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert len({match.quote.ref for match in outcome.matches}) == len(scores)
    for match in outcome.matches:
        assert all(0 <= span.start < span.end <= len(match.quote.text) for span in match.spans)
        assert all(one.end < other.start for one, other in pairwise(match.spans))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("心電図", ["心電図"]),
        ("LGWAN", ["LGWAN"]),
        ("ｌｇｗａｎ", ["LGWAN"]),
        ("片道切符", ["片道切符"]),
        ("フルスクラチは苦手", ["フルスクラッチ", "苦手"]),
        ("かくぎけってい", ["閣議決定"]),
        ("えきがくちょうさ", ["疫学調査"]),
        ("オードリータンさん", ["オードリー・タン"]),
        ("テレワーク", ["テレワーク"]),
    ],
)
async def test_what_was_asked_is_marked_however_it_is_spelled(
    answering: Answering, question: str, words: Any
) -> None:
    outcome = await answering.ask(question)

    assert marked(outcome.matches[0]) == words


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("friends of the Digital Agency", "デジ庁"),
        ("epidemiological survey", "疫学調査"),
        ("one of the superstars", "スーパースター"),
        ("在宅勤務", "テレワーク"),
        ("作業部会を仰せつかって", "WG"),
    ],
)
async def test_another_spelling_of_the_glossary_is_marked(
    answering: Answering, question: str, word: str
) -> None:
    outcome = await answering.ask(question)

    assert any(word in marked(match) for match in outcome.matches)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今年の農園はよい。", ["農園"]),
        # Folded, these have more letters, fewer, or as many in other places.
        ("㍿の農園はよい。", []),
        ("ｶﾞｯﾃﾝして農園を買う。", []),
        ("㌔の農園でｶﾞｿﾘﾝは買えない。", []),
    ],
)
async def test_another_spelling_is_marked_where_it_stands_or_not_at_all(
    tmp_path: Path, analyzer: Analyzer, text: str, words: list[str]
) -> None:
    session = talk("coffee", (SATO, text), glossary=(("農園", "plantation"),))
    await load(tmp_path / "coffee.db", analyzer, session)

    async with Store.open(tmp_path / "coffee.db") as store:
        outcome = await Answering(store, analyzer).ask("plantation")

    assert marked(outcome.matches[0]) == words


async def test_what_was_not_asked_is_not_marked(answering: Answering) -> None:
    matches = (await answering.ask("心電図", limit=10)).matches

    assert {word for match in matches for word in marked(match)} == {"心電図"}


async def test_a_match_through_other_words_gives_a_reason(
    answering: Answering, real_session: Session
) -> None:
    outcome = await answering.ask("Why is healthcare difficult?")
    best = outcome.matches[0]

    assert best.reason in real_session.annotation(best.quote.ref).phrases


async def test_a_match_that_explains_itself_gives_none(answering: Answering) -> None:
    outcome = await answering.ask("片道切符で来てください")

    assert outcome.matches[0].reason is None


async def test_a_slip_lowers_the_score(answering: Answering) -> None:
    exact = await answering.ask("フルスクラッチ")
    slipped = await answering.ask("フルスクラチ")

    assert exact.matches[0].quote == slipped.matches[0].quote
    assert exact.matches[0].score > slipped.matches[0].score > 0


@given(any_text)
@example("「」")
@example('COCOA" OR NEAR(words:"x" *) --')
@example("'; DROP TABLE quotes; --")
@example("\ud800學會\udfff")
@example("ﷺ" * 6_000)
@example("思" + "い" * 5_999)
@example("平井大臣" * 1_500)
@example("COCOA " * 1_000)
@example("≡デジタル庁")
async def test_any_question_has_an_outcome(answering: Answering, text: str) -> None:
    outcome = await answering.ask(text)

    assert outcome.question == text
    assert_sound(outcome)


@given(any_text)
async def test_any_topic_is_looked_for(answering: Answering, text: str) -> None:
    for match in await answering.on_topic("murai", text):
        assert match.quote.speaker.id == "murai"
        assert 0 <= match.score <= 1


@given(any_text)
@example("\ud800")
async def test_any_text_is_suggested_upon(answering: Answering, text: str) -> None:
    for language in Language:
        suggested = await answering.suggest(text, language, limit=7)
        assert len(suggested) <= 7
        assert all(0 < len(each) <= 100 for each in suggested)


def is_japanese(text: str) -> Any:
    return any("\u3040" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("デジタル", Language.JA),
        ("COCOA", Language.JA),
        ("プライ", Language.JA),
        ("", Language.JA),
        ("dig", Language.EN),
        ("COCOA", Language.EN),
        ("why", Language.EN),
        ("", Language.EN),
    ],
)
async def test_suggestions_are_in_the_members_language(
    answering: Answering, typed: str, language: Language
) -> None:
    suggested = await answering.suggest(typed, language)

    assert 0 < len(suggested) <= 25
    assert len(set(suggested)) == len(suggested)
    if language is Language.EN:
        assert not any(map(is_japanese, suggested))
    else:
        assert all(is_japanese(each) or each == "COCOA" for each in suggested)


async def test_a_topic_that_goes_on_as_typed_comes_first(
    answering: Answering, real_session: Session
) -> None:
    for topic in real_session.topics:
        for language in Language:
            label = topic.label.to(language)
            assert (await answering.suggest(label, language))[0] in {
                each.label.to(language) for each in real_session.topics
            }
            assert label in await answering.suggest(label[:-1], language)


async def test_what_is_suggested_is_answered(answering: Answering) -> None:
    suggestions = await answering.suggest("プライバシー", Language.JA, limit=10)

    assert suggestions
    for suggestion in suggestions:
        assert (await answering.ask(suggestion)).matches


async def test_a_label_too_long_for_discord_is_not_suggested(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    label = "とても長い話題" * 20
    session = talk(topics=(Topic("long", Bilingual(label, label)),))
    await load(tmp_path / "long.db", analyzer, session)

    async with Store.open(tmp_path / "long.db") as store:
        suggested = await Answering(store, analyzer).suggest("とても", Language.JA)

    assert all(len(each) <= 100 for each in suggested)


async def test_far_weaker_matches_are_left_out(answering: Answering) -> None:
    outcome = await answering.ask("COCOAは疫学調査に使えたのですか", limit=85)

    scores = [match.score for match in outcome.matches]
    assert 1 < len(scores) < 10
    assert min(scores) >= 0.3 * scores[0]
