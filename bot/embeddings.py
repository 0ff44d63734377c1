"""An encoder that is somewhere else: an endpoint for embeddings, as OpenAI has them."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import numpy as np
from pydantic import BaseModel, ValidationError

from bot.encoder import EncoderAwayError, Vectors, readable

_log = logging.getLogger(__name__)

_BATCH = 64
_ATTEMPTS = 3
_BUSY = 429
_BROKEN = 500


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where embeddings are made, and how.

    ``url`` is what ``/embeddings`` is added to. Prefixes tell a model that asks for them whether a
    text is a question or one to be found.
    """

    url: str
    model: str
    key: str | None = None
    question_prefix: str = ""
    text_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a question, for a batch of texts, before trying again, and before asking again.

    While a member waits for an answer, nothing is tried twice.
    """

    question: float = 2.0
    texts: float = 60.0
    pause: float = 0.5
    away: float = 30.0


class _Embedding(BaseModel):
    index: int
    embedding: list[float]


class _Embeddings(BaseModel):
    data: list[_Embedding]


class _NotNowError(Exception):
    """The endpoint may answer when it is asked again."""


class EmbeddingsEncoder:
    """Asks an endpoint; while it is away, the log says so once, and it is left alone."""

    def __init__(self, endpoint: Endpoint, patience: Patience | None = None) -> None:
        self._endpoint = endpoint
        self._patience = patience or Patience()
        self._away_until: float | None = None

    @property
    def identity(self) -> str:
        """The model, and what it is told about the texts; not where it is."""
        return f"embeddings of {self._endpoint.model}, prefix {self._endpoint.text_prefix!r}"

    async def encode(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        """Return a row for each text.

        Raises EncoderAwayError where the endpoint cannot be reached or makes no sense.
        """
        now = asyncio.get_running_loop().time()
        if asked and self._away_until is not None and now < self._away_until:
            raise EncoderAwayError("the embeddings endpoint is away")
        prefix = self._endpoint.question_prefix if asked else self._endpoint.text_prefix
        prepared = [prefix + readable(text) for text in texts]
        try:
            vectors = await self._all(prepared, asked=asked)
        except (_NotNowError, aiohttp.ClientError, TimeoutError, ValueError) as error:
            reason = f"the embeddings endpoint is away ({type(error).__name__.lstrip('_')})"
            if self._away_until is None:
                _log.warning("Answers go on by words alone: %s", reason)
            self._away_until = now + self._patience.away
            raise EncoderAwayError(reason) from error
        if self._away_until is not None:
            _log.info("The embeddings endpoint is back")
            self._away_until = None
        return vectors

    async def _all(self, texts: list[str], *, asked: bool) -> Vectors:
        seconds = self._patience.question if asked else self._patience.texts
        key = self._endpoint.key
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=seconds),
            headers={"Authorization": f"Bearer {key}"} if key else None,
        ) as session:
            attempts = 1 if asked else _ATTEMPTS
            batches = [
                await self._patiently(session, texts[start : start + _BATCH], attempts)
                for start in range(0, max(len(texts), 1), _BATCH)
            ]
        return np.concatenate(batches)

    async def _patiently(
        self, session: aiohttp.ClientSession, texts: list[str], attempts: int
    ) -> Vectors:
        for attempt in range(1, attempts + 1):
            try:
                return await self._batch(session, texts)
            except (_NotNowError, aiohttp.ClientConnectionError, TimeoutError):
                if attempt == attempts:
                    raise
                await asyncio.sleep(self._patience.pause * attempt)
        raise AssertionError("there is always an attempt")

    async def _batch(self, session: aiohttp.ClientSession, texts: list[str]) -> Vectors:
        address = f"{self._endpoint.url.rstrip('/')}/embeddings"
        asked = {"model": self._endpoint.model, "input": texts}
        async with session.post(address, json=asked) as response:
            if response.status == _BUSY or response.status >= _BROKEN:
                raise _NotNowError
            response.raise_for_status()
            content = await response.read()
        try:
            data = _Embeddings.model_validate_json(content).data
        except ValidationError:
            # Its text repeats what was sent.
            raise ValueError("no embeddings") from None
        found = sorted(data, key=lambda each: each.index)
        rows = np.array([each.embedding for each in found], np.float32)
        lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
        if rows.shape[:1] != (len(texts),) or not np.isfinite(lengths).all() or not lengths.all():
            raise ValueError("not a vector for each text")
        return np.asarray(rows / lengths, np.float32)
