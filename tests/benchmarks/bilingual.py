"""Make ``bot/japanese/english.tsv``: ``python -m tests.benchmarks.bilingual jamdict.db.xz``.

The file is in the source package ``jamdict-data`` 1.5 of the Python Package Index: JMdict as of
17 April 2021, a dictionary of the Electronic Dictionary Research and Development Group (EDRDG).
"""

import lzma
import re
import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from bot.japanese import Analyzer
from bot.japanese.analysis import stem
from bot.japanese.english import HEADING, TABLE

SENSES = 2
"""How many homographs are read, and how many senses of each: those beyond are rare ones."""

COMMONEST = 0.01
"""Words in the glosses of so many headwords (to, a, of, something) tell nothing."""

# Words in kanji by their spellings, and what is written in kana alone by that.
_HEADWORDS = """
    SELECT text, idseq FROM Kanji
    UNION ALL
    SELECT text, idseq FROM Kana WHERE idseq NOT IN (SELECT idseq FROM Kanji) OR idseq IN (
        SELECT Sense.idseq FROM Sense JOIN misc ON misc.sid = Sense.ID
        WHERE misc.text LIKE '%usually written using kana%'
    )
"""
_GLOSSES = """
    SELECT Sense.idseq, Sense.ID, SenseGloss.text
    FROM Sense JOIN SenseGloss ON SenseGloss.sid = Sense.ID
    WHERE SenseGloss.lang IN ('eng', '') OR SenseGloss.lang IS NULL
    ORDER BY Sense.ID
"""
_REMARK = re.compile(r"\([^)]*\)")
_LATIN = re.compile(r"[a-z]+")
_LONGEST = 8


def main(database: Annotated[Path, typer.Argument(help="jamdict.db.xz")]) -> None:
    """Write the English words of what is one word of Japanese."""
    with NamedTemporaryFile(suffix=".db") as file:
        with lzma.open(database) as packed:
            shutil.copyfileobj(packed, file)
        file.flush()
        with closing(sqlite3.connect(file.name)) as connection:
            table = _table(connection, Analyzer())
    counts = Counter(word for words in table.values() for word in words)
    common = {word for word, count in counts.items() if count > COMMONEST * len(table)}
    lines = [
        f"{key}\t{' '.join(kept)}\n"
        for key, words in sorted(table.items())
        if (kept := [word for word in words if word not in common])
    ]
    TABLE.write_text(HEADING + "".join(lines), "utf-8")
    typer.echo(f"{len(lines)} words; left out as common: {' '.join(sorted(common))}")


def _table(connection: sqlite3.Connection, analyzer: Analyzer) -> dict[str, list[str]]:
    senses: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for entry, sense, gloss in connection.execute(_GLOSSES):
        senses[entry].setdefault(sense, []).append(gloss)
    entries: dict[str, list[int]] = defaultdict(list)
    for headword, entry in connection.execute(_HEADWORDS):
        entries[headword].append(entry)
    table: dict[str, list[str]] = {}
    for headword in sorted(entries, key=lambda each: (len(each), each)):
        words = analyzer.analyze(headword).words if len(headword) <= _LONGEST else ()
        if len(words) != 1 or words[0].key.isascii():
            continue
        (word,) = words
        # Another spelling has the same key as the usual one, which wins.
        if word.key == headword or word.key not in table:
            found = [senses[entry] for entry in entries[headword][:SENSES]]
            glosses = [
                gloss for each in found for some in list(each.values())[:SENSES] for gloss in some
            ]
            table[word.key] = _stems(glosses)
    return table


def _stems(glosses: Iterable[str]) -> list[str]:
    text = " ".join(_REMARK.sub(" ", gloss) for gloss in glosses)
    return list(dict.fromkeys(stem(word) for word in _LATIN.findall(text.lower())))


if __name__ == "__main__":
    typer.run(main)
