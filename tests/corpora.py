"""Small sessions made up for a test, and how they get into a database."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.japanese import Analyzer
from bot.session import Bilingual, Quote, Session, Source, SourceKind, Speaker, Topic, Utterance
from bot.store import Arrival, Origin, Store
from bot.transcript.notation import make_id

SATO = Speaker(
    "sato",
    "佐藤さん",
    Bilingual("佐藤花子", "Hanako Sato"),
    Bilingual("焙煎士", "Roaster"),
    ("佐藤", "さとう", "Sato", "焙煎士"),
)
MORI = Speaker(
    "mori",
    "森さん",
    Bilingual("森一郎", "Ichiro Mori"),
    Bilingual("農家", "Farmer"),
    ("森", "Mori"),
)


def person(title: str, role: str = "") -> Speaker:
    """A speaker of whom the record tells nothing but the title, as JSON Lines have it."""
    same = Bilingual(title, title)
    return Speaker(make_id(title, "speaker"), title, same, Bilingual(role, role))


BEANS = Topic("beans", Bilingual("珈琲豆", "Coffee beans"))


def talk(session_id: str = "coffee", *said: Any, **changes: Any) -> Session:
    """A session in which speakers say quotes: ``talk("a", (SATO, "…", "…"), (MORI, "…"))``."""
    said = said or (
        (SATO, "珈琲豆は深く焙煎すると苦くなる。", "抽出の温度も大切です。"),
        (MORI, "農園では手で摘んでいます。"),
    )
    session = Session(
        id=session_id,
        title=Bilingual("珈琲の会", "Coffee talk"),
        started_at=datetime.fromisoformat("2022-03-04T10:00:00+09:00"),
        venue=None,
        source=Source(
            SourceKind.MINUTES, complete=True, description=Bilingual("議事録", "Minutes")
        ),
        speakers=(SATO, MORI),
        utterances=tuple(
            Utterance(number, speaker, tuple(quotes))
            for number, (speaker, *quotes) in enumerate(said, start=1)
        ),
    )
    return replace(session, **changes)


def arrivals(*sessions: Any) -> Any:
    return [Arrival(each, f"digest of {each.id}", Origin.DATA_FOLDER) for each in sessions]


async def load(path: Any, analyzer: Analyzer, *sessions: Any, without: Any = ()) -> None:
    """Store sessions in the database at ``path``, and close it."""
    async with Store.open(path) as store:
        await store.replace(arrivals(*sessions), without, analyzer)


async def read_all(store: Store) -> tuple[Any, ...]:
    """Everything that a store shows: its record, quotes with their phrases, and utterances."""
    while True:
        record = await store.record()
        keys = (await store.search.index(Analyzer())).layout.quote_keys.tolist()
        quotes = await store.quotes_by_key(keys, record)
        phrases = await store.search.phrases(keys, record.generation)
        utterances = [await store.utterances(each, limit=1_000) for each in record.sessions]
        by_speaker = [await store.quotes_by_speaker(each.id) for each in record.people]
        if quotes is not None and await store.generation() == record.generation:
            return (
                record.sessions,
                record.glossary,
                [(quotes[key], *_written_about(quotes[key]), phrases[key]) for key in keys],
                utterances,
                by_speaker,
            )


def _written_about(quote: Quote) -> tuple[str | None, tuple[str, ...]]:
    return quote.translation, quote.topics
