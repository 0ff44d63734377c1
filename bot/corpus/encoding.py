"""The texts of a corpus encoded, each of them once."""

import logging
from collections.abc import Sequence

import numpy as np

from bot.corpus.changes import Watch
from bot.encoder import Encoder, EncoderAwayError, Vectors
from bot.store import Store

_log = logging.getLogger(__name__)

_QUOTES = 200
_TEXTS = 200
_LARGEST_BYTE = 127


async def encode_texts(store: Store, encoder: Encoder, watch: Watch) -> None:
    """Store the vectors that are missing; those that are there are not made again.

    Where the encoder goes away meanwhile, the log says so, and quotes are found without.
    """
    if await store.vectors.is_complete(encoder.identity):
        return
    generation = await store.generation()
    keys = await store.vectors.keys()
    try:
        with watch("Encoding quotes", len(keys)) as progress:
            for start in range(0, len(keys), _QUOTES):
                stretch = keys[start : start + _QUOTES]
                await _encode(store, encoder, stretch)
                progress(len(stretch))
    except EncoderAwayError as error:
        _log.warning("Quotes are found by their words alone: %s", error)
    else:
        await store.vectors.complete(encoder.identity, generation)


async def _encode(store: Store, encoder: Encoder, keys: Sequence[int]) -> None:
    missing = await store.vectors.missing(encoder.identity, keys[0], keys[-1])
    for start in range(0, len(missing), _TEXTS):
        texts = missing[start : start + _TEXTS]
        vectors = _as_bytes(await encoder.encode(texts))
        await store.vectors.put(encoder.identity, texts, vectors)


def _as_bytes(vectors: Vectors) -> list[bytes]:
    """Return each row as signed bytes; only its direction is kept."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors * (_LARGEST_BYTE / np.maximum(largest, np.finfo(np.float32).tiny))
    return [row.tobytes() for row in np.rint(scaled).astype(np.int8)]
