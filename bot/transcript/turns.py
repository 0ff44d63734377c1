"""Turns become utterances: captions joined, stage directions and occasions taken out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.transcript.draft import Draft, Turn, joined
from bot.transcript.people import People

_MARK = re.compile(r"[。．？！?!.…」』）)]\s*$")
# Of the captions, how many end with a mark where sentences are marked at all.
_PUNCTUATED = 0.15
_LONGEST = 1_500
_PAUSE = 4.0

# What is heard beside the words, and what happens in official records; all else may be words.
_DIRECTION = re.compile(
    r"[（(](?:拍手|笑い?|歓声|一同笑い?|沈黙)(?:[。、・][^（）()]*)?[。]?[)）]"
    r"|〔[^〔〕]*(?:拍手|笑|登壇|降壇|着席|退場|退席|離席|起立|呼ぶ|者あり|者多し|発言する|交代)[^〔〕]*〕"
    r"|\[(?:laughter|applause|music|笑い?|拍手)[^\]]*\]",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    r"[(（](?P<note>(?:[^()（）]|[(（][^()（）]*[)）])*?"
    r"(?:受けて|問われて|聞かれて|尋ねられて|促されて|求められて|指して|示して|見せて|向かって|向けて|について|に関して|に対して"
    r"|に代わって|にあたり|に当たり|に際して|の際に?|の後で?|の前に|しながら|に触れて|に答えて|に応じて|に続いて"
    r"|(?:冒頭|最後|終盤|途中|別れ際|壇上|会見後|閉会後)[にで]))[)）]"
)
_JOINS_NEXT_WORD = tuple("のをがはもと")


def without_directions(text: str) -> tuple[str, str | None]:
    """Return the words alone, and as a note what the editor wrote among them in brackets."""
    notes: list[str] = []
    words = text
    if occasion := _OCCASION.match(text):
        rest = text[occasion.end() :].strip()
        if rest and not rest.startswith(_JOINS_NEXT_WORD):
            words = rest
            notes.append(occasion["note"].strip())
    spoken = _DIRECTION.sub("", words).strip(" \t\u3000")
    if not spoken or spoken == words:
        return words, "、".join(notes) or None
    notes += [found[0][1:-1].strip() for found in _DIRECTION.finditer(words)]
    return spoken, "、".join(dict.fromkeys(notes))


def merged(draft: Draft, people: People) -> tuple[Turn, ...]:
    """Return the turns, the captions of one speaker joined to what was said in one go."""
    if not draft.captions:
        return draft.turns
    marked = sum(bool(_MARK.search(turn.text)) for turn in draft.turns)
    punctuated = marked >= _PUNCTUATED * len(draft.turns)
    groups = _groups(draft.turns, people, punctuated=punctuated)
    return tuple(_one(group, punctuated=punctuated) for group in groups)


def _groups(turns: Sequence[Turn], people: People, *, punctuated: bool) -> Iterator[list[Turn]]:
    group: list[Turn] = []
    length = 0
    for turn in turns:
        if group and (
            people.speaker(turn) != people.speaker(group[0])
            or _may_end(group[-1], turn, length, punctuated=punctuated)
        ):
            yield group
            group, length = [], 0
        group.append(turn)
        length += len(turn.text)
    if group:
        yield group


def _may_end(last: Turn, turn: Turn, length: int, *, punctuated: bool) -> bool:
    """Tell whether an utterance that has become long, or is followed by silence, ends here."""
    if punctuated and not _MARK.search(last.text):
        return False
    silent = last.end is not None and turn.start is not None and turn.start - last.end > _PAUSE
    return silent or length > _LONGEST


def _one(group: Sequence[Turn], *, punctuated: bool) -> Turn:
    texts = [turn.text for turn in group]
    # Where nothing marks the end of a sentence, the end of a caption is all there is.
    words = joined(texts) if punctuated else "\n".join(texts)
    return replace(group[0], text=words, end=group[-1].end)
