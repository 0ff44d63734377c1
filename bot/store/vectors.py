"""The vectors of the corpus: one for each text by which a quote is found, and each encoder."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from sqlite3 import Row

from bot.store.connection import TEXT_DIGEST, DatabaseUnusableError, text_digest, transaction
from bot.store.database import OfDatabase, reading

_BYTES = 16
_BATCH = 500


class Kind(StrEnum):
    """How a text is related to its quote: its words, in part, or with others; what is about it."""

    OWN = "own"
    STRETCH = "stretch"
    AROUND = "around"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Vectors of an encoder, end to end in ``content``, each of a text of some kind of a quote."""

    quote_keys: list[int]
    kinds: list[Kind]
    content: bytearray

    def take(self, found: Iterable[Row]) -> None:
        """Take rows over; raises DatabaseUnusableError when one is not what was stored."""
        for quote, kind, digest, vector, expected in found:
            if _digest(digest, vector) != expected:
                raise DatabaseUnusableError("a vector is not as it was stored")
            self.quote_keys.append(quote)
            self.kinds.append(Kind(kind))
            self.content.extend(vector)


def _digest(digest: bytes, vector: bytes) -> bytes:
    return blake2b(vector, digest_size=_BYTES, key=digest).digest()


class VectorTables(OfDatabase):
    """What the database holds of the meaning of its texts.

    A vector is made of signed bytes, and of any length. An ``encoder`` is its name and version.
    """

    @reading
    async def is_complete(self, encoder: str) -> bool:
        """Tell whether an encoder has encoded all of the corpus."""
        found = await self._database.fetch(
            "SELECT 1 FROM encoded JOIN corpus USING (generation) WHERE encoder = ?", encoder
        )
        return bool(found)

    @reading
    async def keys(self) -> list[int]:
        """Return the keys of all quotes, in order."""
        return [row[0] for row in await self._database.fetch("SELECT key FROM quotes ORDER BY key")]

    @reading
    async def missing(self, encoder: str, first: int, last: int) -> list[str]:
        """Return the texts without a vector, of quotes with a key from ``first`` to ``last``."""
        found = await self._database.fetch(
            f"SELECT DISTINCT text FROM encodable WHERE quote BETWEEN ? AND ? AND NOT EXISTS"  # noqa: S608
            f" (SELECT 1 FROM vectors WHERE encoder = ? AND text_digest = {TEXT_DIGEST}(text))",
            *(first, last, encoder),
        )
        return [row["text"] for row in found]

    async def put(self, encoder: str, texts: Sequence[str], vectors: Iterable[bytes]) -> None:
        """Store the vectors of texts."""
        digests = map(text_digest, texts)
        rows = [
            (encoder, digest, vector, _digest(digest, vector))
            for digest, vector in zip(digests, vectors, strict=True)
        ]

        async def write() -> None:
            database = self._database.connection
            async with transaction(database):
                await database.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows
                )

        await self._database.attempt(write)

    async def complete(self, encoder: str, generation: int) -> None:
        """Say that all of the corpus at a generation is encoded: from now on, it is another."""

        async def write() -> None:
            database = self._database.connection
            async with transaction(database):
                await database.execute(
                    "UPDATE corpus SET generation = random() WHERE generation = ?", (generation,)
                )
                await database.execute(
                    "INSERT OR REPLACE INTO encoded"
                    " SELECT ?, generation FROM corpus WHERE changes() > 0",
                    (encoder,),
                )

        await self._database.attempt(write)

    @reading
    async def read(self, encoder: str) -> StoredVectors:
        """Return all vectors of an encoder.

        Raises DatabaseUnusableError when one is not what was stored.
        """
        statement = (
            "SELECT quote, kind, text_digest, vector, digest FROM encodable"  # noqa: S608
            f" JOIN vectors ON encoder = ? AND text_digest = {TEXT_DIGEST}(text)"
        )
        stored = StoredVectors([], [], bytearray())
        # A batch at a time, for as rows they take several times the memory.
        async with self._database.connection.execute(statement, (encoder,)) as cursor:
            while found := list(await cursor.fetchmany(_BATCH)):
                await asyncio.to_thread(stored.take, found)
        return stored
