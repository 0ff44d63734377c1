"""However long the words: everything is shown, within Discord's limits."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.answering.outcome import Match, NoAnswer, Related
from bot.chat.client import HatsugenBot
from bot.chat.custom_id import Browse, Found, Reading, ShortRef, key_of
from bot.chat.markup import unescape
from bot.chat.pages import NothingNear, Others, Pages, PassagePage, QuotePage
from bot.chat.views.notices import (
    ambiguous_speaker,
    no_answer,
    nothing_near,
    unknown_speaker,
)
from bot.chat.views.parts import Sharing
from bot.chat.views.quote import draw
from bot.chat.wording import wording
from bot.japanese import Analyzer
from bot.session import (
    Annotation,
    Bilingual,
    Language,
    Session,
    Source,
    SourceKind,
    Speaker,
    Topic,
    Utterance,
)
from bot.store import Arrival, Origin, Store
from tests.chat.conftest import Reader
from tests.corpora import SATO, talk
from tests.corpora import load as load_into
from tests.harness import Discord, Fingerprint, pretended, shown, walk
from tests.harness.limits import excesses

LONGEST_QUESTION = "COCOAは**疫学調査**に使えたのですか、" * 240
SENTENCE = "長い*話*を_続けます_、終わりは`まだ`です、"
SIZES = (4_000, 9_000)
ASKER = 2**63


@pytest.fixture
def pages(store: Store, answering: Answering) -> Pages:
    return Pages(store, answering)


def assert_fits(view: Any) -> None:
    assert excesses(view.to_components()) == []


@pytest.mark.parametrize("language", Language)
async def test_all_quotes_and_their_surroundings_fit(
    pages: Pages, session: Session, language: Language
) -> None:
    refs = tuple(ShortRef.of(quote.ref) for quote in session.quotes)
    for number, quote in enumerate(session.quotes):
        near = (refs[number], *refs[:4])
        for weak in (False, True):
            state = Found(ASKER, refs=near, weak=weak, translated=True)
            page = await pages.open(state, LONGEST_QUESTION[:100])
            view = draw(page, language, sharing=Sharing.OFFERED, shared_by=ASKER)
            assert_fits(view)
        around = range(max(1, quote.ref.utterance - 1), min(18, quote.ref.utterance + 1) + 1)
        for at in around:
            page = await pages.open(state.turned(at=at), "COCOA")
            assert isinstance(page, PassagePage)
            assert_fits(draw(page, language, sharing=Sharing.OFFERED, shared_by=ASKER))


@pytest.mark.parametrize("language", Language)
async def test_the_longest_question_fits_beside_any_quote(
    pages: Pages, session: Session, language: Language
) -> None:
    assert len(LONGEST_QUESTION) >= 6000 * 0.9
    for quote in session.quotes:
        state = Found(ASKER, refs=(ShortRef.of(quote.ref),), translated=True)
        page = replace(await pages.open(state, None), asked=LONGEST_QUESTION[:6000])
        assert_fits(draw(page, language, sharing=Sharing.DONE, shared_by=ASKER))


@pytest.mark.parametrize("language", Language)
async def test_all_that_a_speaker_said_and_the_whole_conversation_fit(
    pages: Pages, session: Session, language: Language
) -> None:
    for speaker in session.speakers:
        total = sum(quote.speaker == speaker for quote in session.quotes)
        for index in range(total):
            state = Browse(ASKER, index, speaker=key_of(speaker.id), translated=True)
            assert_fits(draw(await pages.open(state, None), language, sharing=Sharing.OFFERED))
    for at in range(1, 19):
        reading = Reading(ASKER, at=at, session=key_of(session.id))
        assert_fits(draw(await pages.open(reading, None), language, sharing=Sharing.OFFERED))


def assert_offers_what_is_near(numbers: list[int], current: int, first: int, last: int) -> None:
    """As many numbers as a menu takes, in a row, with as many on both sides as there are."""
    assert numbers == list(range(numbers[0], numbers[0] + min(25, last - first + 1)))
    assert first <= numbers[0]
    assert numbers[-1] <= last
    near = range(max(first, current - 12), min(last, current + 12) + 1)
    assert set(near) <= set(numbers)


@pytest.mark.parametrize("speaker", ["hirai", "murai"])
async def test_a_menu_offers_the_quotes_around_the_one_shown(
    pages: Pages, session: Session, speaker: str
) -> None:
    quotes = [quote for quote in session.quotes if quote.speaker.id == speaker]
    for number, quote in enumerate(quotes):
        page = await pages.open(Browse(ASKER, number, speaker=key_of(speaker)), None)

        assert isinstance(page, QuotePage)
        assert page.match.quote.text == quote.text
        assert all(jump.text == quotes[jump.index].text for jump in page.jumps)
        offered = [jump.index for jump in page.jumps]
        assert_offers_what_is_near(offered, number, 0, len(quotes) - 1)


@pytest.mark.parametrize("length", [18, 25, 60])
async def test_a_menu_offers_the_utterances_around_the_one_shown(
    tmp_path: Path, analyzer: Analyzer, length: int
) -> None:
    said = [(SATO, f"{number}番目の話。") for number in range(1, length + 1)]
    await load_into(tmp_path / "talk.db", analyzer, talk("talk", *said))

    async with Store.open(tmp_path / "talk.db") as store:
        pages = Pages(store, Answering(store, analyzer))
        for at in range(1, length + 1):
            page = await pages.open(Reading(ASKER, at=at, session=key_of("talk")), None)

            assert isinstance(page, PassagePage)
            assert [jump.text for jump in page.jumps] == [
                f"{jump.index}番目の話。" for jump in page.jumps
            ]
            assert_offers_what_is_near([jump.index for jump in page.jumps], at, 1, length)


def made_up(size: Any) -> Session:
    """A session in which everything is as long as somebody could make it."""
    long = Bilingual("長い名前" * 50, "A long name " * 40)
    speaker = Speaker("talker", "肩書" * 100, long, long)
    text = (SENTENCE * (size // len(SENTENCE) + 1))[:size]
    return Session(
        id="made-up",
        title=long,
        started_at=None,
        venue=long,
        source=Source(SourceKind.MEMO, complete=False, description=long),
        speakers=(speaker,),
        utterances=(Utterance(1, speaker, ("前置き。", text, "後書き。"), note="注" * 500),),
        topics=(Topic("t" * 90, long), Topic("u" * 20, long)),
        annotations={(1, 2): Annotation(translation="A *long* translation. " * 200)},
    )


@pytest.fixture(params=SIZES)
def long_session(request: pytest.FixtureRequest) -> Session:
    return made_up(request.param)


@pytest_asyncio.fixture
async def long_world(
    long_session: Session, tmp_path: Path, analyzer: Analyzer
) -> AsyncIterator[Discord]:
    async with Store.open(tmp_path / "long.db") as store:
        arrival = Arrival(long_session, "1", Origin.DATA_FOLDER)
        await store.replace([arrival], (), analyzer)
        bot = HatsugenBot(
            store, Answering(store, analyzer), cooldown_seconds=0, fingerprints=Fingerprint()
        )
        async with pretended(bot) as discord:
            yield discord


async def test_a_long_quote_is_paged_and_nothing_of_it_is_lost(
    long_world: Discord, long_session: Session, say: Reader
) -> None:
    member = long_world.member("asker", say.locale)
    text = long_session.utterances[0].quotes[1]
    message = (await member.slash(long_world.channel, "quote", speaker="talker")).response
    await member.select(message, ["1"])
    if say.language is Language.JA:
        await member.click(message, label=say("button-translate"))
    assert say("translation-shortened") in shown(message).text
    assert excesses(message.components) == []
    await member.click(message, label=say("button-original"))

    read = unescape(shown(message).quoted)
    while shown(message).is_enabled(say("button-next-part")):
        await member.click(message, label=say("button-next-part"))
        assert excesses(message.components) == []
        read += unescape(shown(message).quoted)

    assert read == text
    assert shown(message).is_enabled(say("button-previous-part"))


async def test_the_surroundings_of_a_long_quote_open_where_it_begins(
    long_world: Discord, long_session: Session, say: Reader
) -> None:
    member = long_world.member("asker", say.locale)
    message = (await member.slash(long_world.channel, "quote", speaker="talker")).response
    await member.select(message, ["1"])

    await member.click(message, label=say("button-context"))

    assert "-# " + say("passage-mark") in shown(message).texts
    assert excesses(message.components) == []


@pytest.mark.parametrize("language", Language)
def test_refusals_fit_whatever_their_topics_are_called(
    language: Language, long_session: Session
) -> None:
    topics = tuple(Topic(f"topic-{number}", long_session.title) for number in range(9))
    for question, offered in ((LONGEST_QUESTION, topics), ("x", long_session.topics)):
        outcome = NoAnswer(question, (), offered)
        assert_fits(no_answer(outcome, None, ASKER, language))
        speaker = long_session.speakers[0]
        assert_fits(no_answer(replace(outcome, speaker=speaker), None, ASKER, language))
        others = Others(speaker, Found(ASKER))
        assert_fits(no_answer(replace(outcome, speaker=speaker), others, ASKER, language))
        assert_fits(nothing_near(NothingNear(speaker, question, others), language))
    for about in (unknown_speaker, ambiguous_speaker):
        assert_fits(about("x" * 6000, long_session.speakers * 30, language))


async def test_every_word_of_ours_fits(
    world: Discord, say: Reader, member: Any, session: Session
) -> None:
    for command in ("help", "privacy", "session"):
        result = await member.slash(world.channel, command)
        assert excesses(result.response.components) == []


@pytest.mark.parametrize("language", Language)
async def test_weak_matches_say_so_and_why_they_were_found(
    pages: Pages, session: Session, language: Language
) -> None:
    say = wording(language)
    match = Match(session.quotes[3], 0.2, (), "*reason*")

    page = await pages.first(Related("q", (match,)), ASKER)

    texts = [part["content"] for part in _walk(draw(page, language)) if part["type"] == 10]
    assert say("related-heading") in texts
    assert "-# " + say("reason-line", reason="\\*reason\\*") in texts


@pytest.mark.parametrize("language", Language)
async def test_all_that_a_weak_match_offers_stands_in_two_rows(
    pages: Pages, session: Session, language: Language
) -> None:
    say = wording(language)
    quotes = [quote for quote in session.quotes if session.annotation(quote.ref).topics][:3]
    topics = tuple(session.annotation(quotes[0].ref).topics)
    quote = replace(quotes[0], translation="Said.", topics=topics)
    matches = (Match(quote, 0.2), *(Match(each, 0.2) for each in quotes[1:]))
    page = await pages.first(Related("q", matches), ASKER)
    source = replace(session.source, url="https://example.org/minutes.html")

    page = replace(page, session=replace(page.session, source=source))
    view = draw(page, language, sharing=Sharing.OFFERED)

    rows = [
        [button["label"] for button in part["components"]]
        for part in _walk(view)
        if part["type"] == 1
    ]
    assert len(rows) == 2
    for word in ("next-match", "context", "share", "source"):
        assert any(say(f"button-{word}") in row for row in rows)
    labels = {each.label.to(language) for each in session.topics if each.id in topics}
    assert labels & set(rows[1])


def _walk(view: Any) -> Any:
    return walk(view.to_components())
