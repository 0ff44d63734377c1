"""What was stored comes back, character for character, from a database opened again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.japanese import Analyzer
from bot.session import Annotation, Bilingual, QuoteRef, Session, SourceKind, Speaker
from bot.store import Store
from tests.corpora import BEANS, MORI, SATO, load, talk
from tests.texts import storable_text

bilingual = st.builds(Bilingual, storable_text, storable_text)
speakers = st.builds(
    Speaker,
    st.just("sato"),
    storable_text,
    bilingual,
    bilingual,
    st.lists(storable_text, unique=True, max_size=3).map(sorted).map(tuple),
)


def at(moment: Any) -> Any:
    return datetime.fromisoformat(moment)


@pytest_asyncio.fixture
async def store(real_database: Path) -> AsyncIterator[Store]:
    async with Store.open(real_database) as opened:
        yield opened


def unordered(found: Any) -> Any:
    """Speakers, or what has speakers; their aliases are kept in no order."""
    if isinstance(found, Speaker):
        return replace(found, aliases=tuple(sorted(found.aliases)))
    if isinstance(found, tuple):
        return [unordered(each) for each in found]
    return replace(found, speaker=unordered(found.speaker))


async def test_the_record_comes_back_as_its_file_has_it(
    store: Store, real_session: Session
) -> None:
    record = await store.record()

    (summary,) = record.sessions.values()
    for name in ("id", "title", "started_at", "venue", "source", "topics"):
        assert getattr(summary, name) == getattr(real_session, name)
    assert unordered(summary.speakers) == unordered(real_session.speakers)
    assert summary.utterance_count == len(real_session.utterances)
    assert summary.quote_count == len(real_session.quotes)
    assert summary.started_at == at("2021-02-09T18:30:00+09:00")
    assert summary.source.kind is SourceKind.MEMO
    assert unordered(record.people) == unordered(real_session.speakers)
    assert record.topics == real_session.topics
    assert record.glossary == real_session.glossary


async def test_a_record_is_read_once_a_generation(store: Store, real_session: Session) -> None:
    assert await store.record() is await store.record()


async def test_every_utterance_and_quote_comes_back(store: Store, real_session: Session) -> None:
    utterances = await store.utterances(real_session.id, limit=100)

    assert unordered(utterances) == unordered(real_session.utterances)
    for quote in real_session.quotes:
        stored = await store.quote(quote.ref)
        assert stored is not None
        assert unordered(stored) == unordered(quote)
        annotation = real_session.annotation(quote.ref)
        assert stored.translation == annotation.translation
        assert set(stored.topics) == set(annotation.topics)


async def phrases_in(store: Store) -> Any:
    """The search phrases of all quotes, in order of the quotes."""
    keys = (await store.search.index(Analyzer())).layout.quote_keys.tolist()
    found = await store.search.phrases(keys, await store.generation())
    return [tuple(phrase.text for phrase in found[key]) for key in keys]


async def test_every_search_phrase_comes_back(store: Store, real_session: Session) -> None:
    assert await phrases_in(store) == [
        real_session.annotation(quote.ref).phrases for quote in real_session.quotes
    ]


async def test_utterances_come_in_pages(store: Store, real_session: Session) -> None:
    pages = [await store.utterances(real_session.id, start=start, limit=7) for start in (1, 8, 15)]

    assert [len(page) for page in pages] == [7, 7, 4]
    assert unordered(sum(pages, ())) == unordered(real_session.utterances)
    utterance = await store.utterance(real_session.id, 17)
    assert utterance is not None
    assert utterance.quotes == real_session.utterances[16].quotes


async def test_a_speakers_quotes_come_in_order_and_in_pages(
    store: Store, real_session: Session
) -> None:
    said = tuple(quote for quote in real_session.quotes if quote.speaker.id == "murai")

    stored = await store.quotes_by_speaker("murai")
    assert unordered(stored) == unordered(said)
    assert await store.quotes_by_speaker("murai", offset=5, limit=3) == stored[5:8]
    assert await store.quotes_by_speaker("murai", session=real_session.id) == stored
    assert await store.count_quotes("murai") == len(said)
    assert await store.count_quotes("murai", real_session.id) == len(said)


async def test_what_is_not_there_is_not_found(store: Store, real_session: Session) -> None:
    nowhere = QuoteRef(real_session.id, 19, 1)

    assert await store.quote(nowhere) is None
    assert await store.quote(QuoteRef("elsewhere", 1, 1)) is None
    assert await store.utterance(real_session.id, 19) is None
    assert await store.utterances("elsewhere", limit=5) == ()
    assert await store.quotes_by_speaker("nobody") == ()
    assert await store.quotes_by_speaker("hirai", session="elsewhere") == ()
    assert await store.count_quotes("nobody") == 0
    assert await store.count_quotes("hirai", "elsewhere") == 0


@given(
    said=st.lists(st.lists(storable_text, min_size=1, max_size=3), min_size=1, max_size=3),
    note=storable_text,
    annotation=st.builds(
        Annotation,
        storable_text,
        st.lists(storable_text, max_size=3).map(tuple),
        st.just(("beans",)),
    ),
    speaker=speakers,
    glossary=st.lists(st.lists(storable_text, min_size=1, max_size=3).map(tuple), max_size=3),
)
def test_text_comes_back_character_for_character(
    analyzer: Analyzer, said: Any, note: Any, annotation: Any, speaker: Any, glossary: Any
) -> None:
    session = talk(
        "any",
        *((speaker, *quotes) for quotes in said),
        speakers=(speaker,),
        topics=(BEANS,),
        annotations={(1, 1): annotation},
        glossary=tuple(glossary),
    )
    first = replace(session.utterances[0], note=note)
    session = replace(session, utterances=(first, *session.utterances[1:]))

    async def round_trip(path: Path) -> None:
        await load(path, analyzer, session)
        async with Store.open(path) as store:
            assert await store.utterances("any", limit=10) == session.utterances
            assert await store.quotes_by_speaker("sato") == session.quotes
            record = await store.record()
            assert record.people == (speaker,)
            assert list(record.glossary) == glossary
            quote = await store.quote(QuoteRef("any", 1, 1))
            assert quote is not None
            assert quote.translation == annotation.translation
            assert quote.topics == annotation.topics
            assert (await phrases_in(store))[0] == annotation.phrases

    with TemporaryDirectory() as folder:
        asyncio.run(round_trip(Path(folder) / "any.db"))


EARLY = talk("z-early", started_at=at("2022-03-04T18:30:00+09:00"))
LATE = talk(
    "a-late",
    (replace(SATO, title="佐藤部長"), "そろそろ帰ります。"),
    started_at=at("2022-03-04T10:00:00+00:00"),
    speakers=(replace(SATO, title="佐藤部長"), MORI),
)
UNDATED = talk("undated", (MORI, "いつのことやら。"), started_at=None)


@pytest.mark.parametrize("order", [*permutations([EARLY, LATE, UNDATED])])
async def test_sessions_come_in_the_order_in_which_they_took_place(
    tmp_path: Path, analyzer: Analyzer, order: Any
) -> None:
    for session in order:
        await load(tmp_path / "corpus.db", analyzer, session)

    async with Store.open(tmp_path / "corpus.db") as store:
        assert list((await store.record()).sessions) == ["undated", "z-early", "a-late"]
        spoken = [quote.ref.session for quote in await store.quotes_by_speaker("sato")]
        assert spoken == ["z-early", "z-early", "a-late"]
        assert {each.id: each.title for each in (await store.record()).people} == {
            "sato": "佐藤部長",
            "mori": "森さん",
        }
        layout = (await store.search.index(analyzer)).layout
        keys = (await store.record()).session_keys
        assert [*dict.fromkeys(layout.session_keys.tolist())] == [
            keys[name] for name in ("undated", "z-early", "a-late")
        ]


async def test_sessions_are_kept_apart(tmp_path: Path, analyzer: Analyzer) -> None:
    await load(tmp_path / "corpus.db", analyzer, EARLY, LATE)

    async with Store.open(tmp_path / "corpus.db") as store:
        assert await store.count_quotes("sato") == 3
        assert await store.count_quotes("sato", "a-late") == 1
        (late,) = await store.quotes_by_speaker("sato", session="a-late")
        assert late.speaker.title == "佐藤部長"
        early = await store.quote(QuoteRef("z-early", 1, 1))
        assert early is not None
        assert unordered(early.speaker) == unordered(SATO)
        assert unordered(await store.utterances("a-late", limit=9)) == unordered(LATE.utterances)
