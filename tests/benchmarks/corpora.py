"""Databases for the benchmarks, built where nothing else is."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answering import Answering
from bot.corpus.changes import unwatched
from bot.corpus.encoding import encode_texts
from bot.encoder import Encoder
from bot.japanese import Analyzer
from bot.session import Bilingual, Session, Source, SourceKind, Speaker, Utterance
from bot.store import Arrival, Origin, Store
from bot.transcript import read_session, session_files, split_sentences

DATA = Path(__file__).parents[2] / "data"
INVENTED = Path(__file__).parents[1] / "quality" / "invented"

_NOTHING = Bilingual("", "")


def recorded() -> list[Session]:
    """Return the sessions that come with the project."""
    return [read_session(path) for path in session_files(DATA)]


def bare(session: Session) -> Session:
    """Return a session without its annotations: as ``hatsugen import`` makes one."""
    return replace(session, annotations={}, glossary=(), topics=())


def invented() -> list[tuple[Session, Path]]:
    """Return the records made up for calibration, each with its questions."""
    paths = sorted(INVENTED.glob("*.jsonl"))
    return [(read_session(path), path.with_suffix(".tsv")) for path in paths]


def spoken(texts: Sequence[str]) -> Session:
    """Return a session in which each text is an utterance: no annotations, no glossary."""
    speaker = Speaker("speaker", "speaker", _NOTHING, _NOTHING)
    return Session(
        id="texts",
        title=_NOTHING,
        started_at=None,
        venue=None,
        source=Source(SourceKind.UNKNOWN, complete=True, description=_NOTHING),
        speakers=(speaker,),
        utterances=tuple(
            Utterance(number, speaker, split_sentences(text))
            for number, text in enumerate(texts, start=1)
        ),
    )


@asynccontextmanager
async def database_of(*sessions: Session, encoder: Encoder | None = None) -> AsyncIterator[Path]:
    """Load sessions into a temporary database, and encode them where there is an encoder."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.db"
        async with Store.open(path) as store:
            arrivals = [Arrival(each, each.id, Origin.DATA_FOLDER) for each in sessions]
            await store.replace(arrivals, (), Analyzer())
            if encoder is not None:
                await encode_texts(store, encoder, unwatched)
        yield path


@asynccontextmanager
async def answering_over(
    *sessions: Session, encoder: Encoder | None = None
) -> AsyncIterator[tuple[Store, Answering]]:
    """Load sessions into a temporary database, and answer over them."""
    async with database_of(*sessions, encoder=encoder) as path, Store.open(path) as store:
        yield store, Answering(store, Analyzer(), encoder)
