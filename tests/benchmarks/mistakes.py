"""How questions come out when people type them in a hurry."""

import random
from collections.abc import Callable

import jaconv
from sudachipy import Dictionary, SplitMode

Writer = Callable[[str, random.Random], str]
"""From a text, and what decides by chance, to the text as it came out."""

_HIRAGANA = [chr(code) for code in range(ord("あ"), ord("ん") + 1)]


def mistyping(edits: int) -> Writer:
    """Drop, insert, replace or swap characters, so many times."""

    def write(text: str, chance: random.Random) -> str:
        letters = list(text)
        for _ in range(edits):
            place = chance.randrange(len(letters))
            match chance.randrange(4):
                case 0 if len(letters) > 1:
                    del letters[place]
                case 1:
                    letters.insert(place, chance.choice(_HIRAGANA))
                case 2:
                    letters[place] = chance.choice(_HIRAGANA)
                case _:
                    letters[place : place + 2] = reversed(letters[place : place + 2])
        return "".join(letters)

    return write


def in_kana(share: float, *, only_nouns: bool = False) -> Writer:
    """Write this share of the words, by chance, in hiragana."""
    tokenizer = Dictionary(dict="small").create(mode=SplitMode.C)

    def write(text: str, chance: random.Random) -> str:
        return "".join(
            jaconv.kata2hira(morpheme.reading_form()) or morpheme.surface()
            if (not only_nouns or morpheme.part_of_speech()[0] == "名詞")
            and chance.random() < share
            else morpheme.surface()
            for morpheme in tokenizer.tokenize(text)
        )

    return write
