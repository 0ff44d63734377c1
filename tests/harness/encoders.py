"""Encoders that a test decides upon."""

from collections.abc import Sequence

import numpy as np

from bot.encoder import EncoderAwayError, Vectors


class Subjects:
    """Knows of each subject by which words it is spoken of; texts are near that share one.

    It remembers what it was asked; while ``away``, it cannot be asked.
    """

    def __init__(self, *subjects: Sequence[str], identity: str = "subjects 1") -> None:
        self.identity = identity
        self.asked: list[str] = []
        self.away = False
        self._subjects = subjects

    async def encode(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        if self.away:
            raise EncoderAwayError("it is away")
        self.asked += texts
        rows = [[any(word in text for word in words) for words in self._subjects] for text in texts]
        # What is about nothing points in a direction of its own.
        named = np.array(rows, np.float32).reshape(len(texts), -1)
        whole = np.hstack([named, ~named.any(axis=1, keepdims=True)]).astype(np.float32)
        return np.asarray(whole / np.linalg.norm(whole, axis=1, keepdims=True), np.float32)
