"""Quotes are encoded once, and found by what a question means where its words leave doubt."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from bot.answering import Answer, Answering, NoAnswer, Related
from bot.corpus import load, remove
from bot.corpus.changes import unwatched
from bot.corpus.encoding import encode_texts
from bot.encoder import BuiltInEncoder, Vectors
from bot.japanese import Analyzer
from bot.session import Annotation
from bot.store import Store
from tests.corpora import MORI, SATO, arrivals, talk
from tests.harness.encoders import Subjects
from tests.places import Place, write_lines

SAID = (
    (SATO, "珈琲豆は深く焙煎すると苦くなる。", "抽出の温度も大切です。"),
    (MORI, "農園では手で摘んでいます。", "去年は霜で木が枯れました。"),
)
# Asked in words of which no quote has one.
FROST = "Was there any damage by the cold?"
SUBJECTS = (("焙煎", "苦"), ("温度",), ("農園", "摘"), ("霜", "枯", "cold"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def encoder() -> Subjects:
    return Subjects(*SUBJECTS)


def lines(folder: Path, name: str, *texts: str) -> Path:
    joined = "".join(f'{{"speaker": "A", "text": "{text}"}}\n' for text in texts)
    return write_lines(folder, name, joined)


def vectors(database: Path) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT * FROM vectors ORDER BY 1, 2").fetchall()


def texts(encoder: Subjects) -> Iterable[str]:
    assert len(encoder.asked) == len(set(encoder.asked))
    return set(encoder.asked)


async def test_each_text_is_encoded_once(place: Place, encoder: Subjects) -> None:
    lines(place.data, "farm", "霜が降りた。", "木が枯れた。")
    async with place.open(encoder=encoder):
        pass
    first = {"霜が降りた。", "木が枯れた。", "霜が降りた。 木が枯れた。"}
    assert texts(encoder) == first
    assert ("Encoding quotes", 2) in place.watched

    async with place.open(encoder=encoder):
        pass
    assert texts(encoder) == first

    lines(place.data, "farm", "霜が降りた。", "木が枯れた。", "春が来た。")
    async with place.open(encoder=encoder):
        pass
    # The last two have new words around them.
    assert texts(encoder) == first | {
        "春が来た。",
        "霜が降りた。 木が枯れた。 春が来た。",
        "木が枯れた。 春が来た。",
    }


async def test_a_long_quote_is_found_by_each_of_its_stretches(place: Place) -> None:
    said = "予算も人も足りないのはどこの役場も同じで、去年の霜で枯れた木はまだ片付いていない。"
    encoder = Subjects(("予算",), ("霜", "cold"), ("会議",))
    lines(place.data, "farm", said, "会議は九時に始まる。")
    async with place.open(encoder=encoder) as corpus:
        outcome = await corpus.answering.ask(FROST, limit=1)
    stretches = {
        "予算も人も足りないのはどこの役場も同じで、",
        "去年の霜で枯れた木はまだ片付いていない。",
    }
    assert stretches < set(encoder.asked)
    assert outcome.matches[0].quote.text == said


async def test_another_encoder_or_version_encodes_anew(place: Place, encoder: Subjects) -> None:
    lines(place.data, "farm", "霜が降りた。", "温度が大切だ。")
    newer = Subjects(*SUBJECTS, identity="subjects 2")
    for each in (encoder, newer, encoder):
        async with place.open(encoder=each) as corpus:
            assert (await corpus.answering.ask("cold", limit=1)).matches
    assert newer.asked[:3] == encoder.asked[:3]
    assert {row[0] for row in vectors(place.database)} == {"subjects 1", "subjects 2"}


async def test_annotated_quotes_are_known_by_what_was_written_about_them(
    tmp_path: Path, analyzer: Analyzer, real_session: Any, encoder: Subjects
) -> None:
    async with Store.open(tmp_path / "x.db") as store:
        await store.replace(arrivals(real_session), (), analyzer)
        (first, *_) = await store.vectors.keys()
        missing = await store.vectors.missing(encoder.identity, first, first)
    (annotation, *_) = real_session.annotations.values()
    assert set(missing) == {*annotation.phrases, annotation.translation}


async def test_vectors_go_with_the_session(place: Place, encoder: Subjects, tmp_path: Path) -> None:
    lines(place.data, "farm", "霜が降りた。")
    other = lines(tmp_path / "elsewhere", "roast", "苦くなった。")
    async with place.open(encoder=encoder) as corpus:
        before = vectors(place.database)
        await load(corpus, [other])
        assert len(vectors(place.database)) > len(before)
        await remove(corpus, ["roast"])
    assert vectors(place.database) == before


async def test_a_damaged_vector_is_made_anew(place: Place, encoder: Subjects) -> None:
    lines(place.data, "farm", "霜が降りた。", "木が枯れた。")
    async with place.open(encoder=encoder):
        before = vectors(place.database)
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
        connection.commit()

    async with place.open(encoder=encoder) as corpus:
        await corpus.answering.ask(FROST)
    assert vectors(place.database) == before


@pytest.fixture
async def answerings(tmp_path: Path, analyzer: Analyzer, encoder: Subjects) -> Any:
    """The answering with an encoder, and without."""
    async with Store.open(tmp_path / "talk.db") as store:
        await store.replace(arrivals(talk("farm", *SAID)), (), analyzer)
        await encode_texts(store, encoder, unwatched)
        encoder.asked.clear()
        yield Answering(store, analyzer, encoder), Answering(store, analyzer)


async def test_other_words_are_found_by_meaning(answerings: Any) -> None:
    answering, without = answerings
    outcome = await answering.ask(FROST)

    assert isinstance(outcome, Answer | Related)
    assert outcome.matches[0].quote.text == "去年は霜で木が枯れました。"
    assert outcome.matches[0].by_meaning
    assert outcome.matches[0].spans == ()
    assert isinstance(await without.ask(FROST), NoAnswer)


async def test_of_a_very_large_record_the_meaning_is_asked_of_what_words_have_found(
    answerings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, _ = answerings
    # Only the first quote tells what is usual.
    monkeypatch.setattr("bot.answering.meaning._USUAL", 1)
    monkeypatch.setattr("bot.answering.meaning._MOST_COMPARED", 3)
    without_a_word = await answering.ask(FROST)
    with_a_word = await answering.ask("cold 木 what damage")

    assert not any(match.by_meaning for match in without_a_word.matches)
    assert with_a_word.matches[0].quote.text == "去年は霜で木が枯れました。"
    assert isinstance(with_a_word, Related)


async def test_meaning_does_not_lift_bare_quotes_over_annotated_ones_that_words_have_found(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    phrases = {(1, 1): Annotation(phrases=("お湯の熱さ", "何度で淹れるか"))}
    annotated = talk("tea", (SATO, "抽出の温度も大切です。"), annotations=phrases)
    bare = talk("farm", (MORI, "去年は霜で木が枯れました。", "農園は丘にあります。"))
    encoder = Subjects(("温度", "湯"), ("霜", "枯", "寒"))
    async with Store.open(tmp_path / "both.db") as store:
        await store.replace(arrivals(annotated, bare), (), analyzer)
        await encode_texts(store, encoder, unwatched)
        outcome = await Answering(store, analyzer, encoder).ask("寒い日の抽出の話")

    first, second, *_ = outcome.matches
    assert first.quote.text == "抽出の温度も大切です。"
    assert second.quote.text == "去年は霜で木が枯れました。"


class Crowded(BuiltInEncoder):
    """Sees everything as rather near to everything else, as some models do."""

    identity = "crowded 1"

    async def encode(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        vectors = await super().encode(texts, asked=asked)
        crowded = np.hstack([vectors, np.full((len(texts), 1), 1.5, np.float32)])
        return np.asarray(crowded / np.linalg.norm(crowded, axis=1, keepdims=True), np.float32)


async def test_encoders_are_made_comparable(place: Place) -> None:
    lines(
        place.data,
        "farm",
        "霜が降りて木が枯れた。",
        "珈琲豆は深く焙煎すると苦くなる。",
        "給食は十一人分だけ作る。",
        "会議は九時に始まる。",
        "図書館は駅の隣にある。",
        "税金の話は来週にする。",
        "写真は姉が撮った。",
        "船は一日に三度出る。",
    )
    for each in (BuiltInEncoder(), Crowded()):
        async with place.open(encoder=each) as corpus:
            related = await corpus.answering.ask("Did the trees die of the frost?")
            unrelated = await corpus.answering.ask("Who won the football match?")
        assert isinstance(related, Related), each.identity
        assert isinstance(unrelated, NoAnswer), each.identity


async def test_what_words_answer_is_not_asked_of_the_encoder(
    answerings: Any, encoder: Subjects
) -> None:
    answering, without = answerings
    asked = "珈琲豆を深く焙煎すると苦くなるのですか"

    outcome = await answering.ask(asked)

    assert isinstance(outcome, Answer)
    assert not outcome.matches[0].by_meaning
    assert outcome == await without.ask(asked)
    assert encoder.asked == []


async def test_answers_go_on_while_the_encoder_is_away(answerings: Any, encoder: Subjects) -> None:
    answering, without = answerings
    encoder.away = True

    assert await answering.ask(FROST) == await without.ask(FROST)
    await answering.warm_up()


async def test_a_corpus_is_opened_while_the_encoder_is_away(
    place: Place, encoder: Subjects, caplog: pytest.LogCaptureFixture
) -> None:
    lines(place.data, "farm", "霜が降りた。", "木が枯れた。")
    encoder.away = True
    async with place.open(encoder=encoder) as corpus:
        assert isinstance(await corpus.answering.ask("霜が降りた"), Answer)
    assert [record.message for record in caplog.records] == [
        "Quotes are found by their words alone: it is away"
    ]

    encoder.away = False
    async with place.open(encoder=encoder):
        assert len(vectors(place.database)) == 3


async def test_vectors_of_another_length_are_not_compared(
    answerings: Any, encoder: Subjects
) -> None:
    answering, without = answerings
    encoder._subjects = SUBJECTS[:2]

    assert await answering.ask(FROST) == await without.ask(FROST)


class Noise:
    """Sees any two texts as near to each other as chance will have it."""

    identity = "noise 1"

    async def encode(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        rows = [np.random.default_rng(crc32(text.encode())).normal(size=64) for text in texts]
        vectors = np.array(rows, np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


async def test_the_nearest_of_many_is_near_by_chance(tmp_path: Path, analyzer: Analyzer) -> None:
    asked = [f"Was there anything about subject {letter}?" for letter in "bcdefghklmnpqrstvwxz"]
    nearness = {}
    for count in (10, 300):
        said = [(SATO, f"{number}番目の話です。") for number in range(count)]
        async with Store.open(tmp_path / f"{count}.db") as store:
            await store.replace(arrivals(talk("many", *said)), (), analyzer)
            await encode_texts(store, Noise(), unwatched)
            answering = Answering(store, analyzer, Noise())
            found = [await answering.considered(question) for question in asked]
        nearness[count] = np.mean([each.signs.nearness for each in found if each])

    assert abs(nearness[300] - nearness[10]) < 0.08
