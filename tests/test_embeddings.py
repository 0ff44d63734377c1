"""An endpoint for embeddings on loopback: asked in batches, and done without."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from bot.answering import Answer
from bot.embeddings import EmbeddingsEncoder, Endpoint, Patience
from bot.encoder import EncoderAwayError
from tests.places import Place, write_lines

KEY = "secret-of-the-operator"
AT_ONCE = Patience(pause=0.0)


@dataclass
class Model:
    """Counts letters; answers what it is told to first, and then as it should."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    first: list[web.Response] = field(default_factory=list)

    async def embed(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("Authorization"))
        if self.first:
            return self.first.pop(0)
        texts = self.asked[-1]["input"]
        found = [
            {"index": number, "embedding": [len(text), text.count("霜") * 50, 1.0]}
            for number, text in enumerate(texts)
        ]
        return web.json_response({"data": found[::-1]})

    def encoder(self, patience: Patience = AT_ONCE, **given: Any) -> EmbeddingsEncoder:
        return EmbeddingsEncoder(Endpoint(self.url, "letters", KEY, **given), patience)


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    model = Model()
    app = web.Application()
    app.router.add_post("/v1/embeddings", model.embed)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    model.url = f"http://{host}:{port}/v1"
    yield model
    await runner.cleanup()


async def test_texts_are_sent_in_batches_and_come_back_in_order(model: Model) -> None:
    texts = ["あ" * length for length in range(1, 151)]

    vectors = await model.encoder().encode(texts)

    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert vectors[:, 0] / vectors[:, 2] == pytest.approx(range(1, 151))
    assert [len(asked["input"]) for asked in model.asked] == [64, 64, 22]
    assert {asked["model"] for asked in model.asked} == {"letters"}
    assert set(model.keys) == {f"Bearer {KEY}"}


async def test_prefixes_tell_questions_from_texts(model: Model) -> None:
    encoder = model.encoder(question_prefix="query: ", text_prefix="passage: ")
    await encoder.encode(["\ud800霜"])
    await encoder.encode(["霜"], asked=True)
    assert [asked["input"] for asked in model.asked] == [["passage: ?霜"], ["query: 霜"]]
    assert encoder.identity != model.encoder().identity
    assert model.url not in encoder.identity


async def test_what_fails_is_tried_again_for_texts(model: Model) -> None:
    model.first = [web.Response(status=503), web.Response(status=429)]
    assert len(await model.encoder().encode(["霜"])) == 1
    assert len(model.asked) == 3


BAD: dict[str, Callable[[], web.Response]] = {
    "an error": lambda: web.Response(status=500),
    "a refusal": lambda: web.Response(status=401),
    "no JSON": lambda: web.Response(text="hello"),
    "other JSON": lambda: web.json_response({"data": [{"index": 0}]}),
    "too few": lambda: web.json_response({"data": []}),
    "nothing": lambda: web.json_response({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}),
    "no number": lambda: web.Response(text='{"data": [{"index": 0, "embedding": [NaN, 1]}]}'),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_it_is_away_once_in_the_log_and_left_alone(
    model: Model, bad: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    encoder = model.encoder(Patience(pause=0.0, away=3600.0))
    model.first = [bad() for _ in range(9)]
    for _ in range(3):
        with pytest.raises(EncoderAwayError):
            await encoder.encode(["霜"], asked=True)
    assert len(model.asked) == 1
    (told,) = [record for record in caplog.records if record.name == "bot.embeddings"]
    assert told.levelname == "WARNING"
    for secret in (KEY, model.url, "霜"):
        assert secret not in caplog.text

    model.first.clear()
    assert len(await encoder.encode(["霜"])) == 1
    assert "is back" in caplog.text


async def test_nobody_there_is_away_too() -> None:
    encoder = EmbeddingsEncoder(Endpoint("http://127.0.0.1:1/v1", "letters"), AT_ONCE)
    with pytest.raises(EncoderAwayError):
        await encoder.encode(["霜"], asked=True)


async def test_a_record_is_encoded_there_once_and_asked_by_words_when_it_goes_away(
    model: Model, tmp_path: Path
) -> None:
    place = Place(tmp_path)
    said = '{"speaker": "A", "text": "霜が降りた。"}\n{"speaker": "A", "text": "木が枯れた。"}\n'
    write_lines(place.data, "farm", said)
    async with place.open(encoder=model.encoder()):
        assert len(model.asked[0]["input"]) == 3
    async with place.open(encoder=model.encoder()) as corpus:
        await corpus.answering.ask("Was it cold?")
        assert model.asked[1]["input"][0] == "Was it cold?"
        asked = len(model.asked)
        model.first = [web.Response(status=500) for _ in range(9)]
        assert isinstance(await corpus.answering.ask("霜が降りた"), Answer)
        await corpus.answering.ask("Was it cold?")
    assert len(model.asked) == asked + 1
