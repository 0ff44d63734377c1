"""Who speaks in a file: one speaker for each person, however the file spells the name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.session import Bilingual, Speaker
from bot.transcript.draft import Turn, is_wide
from bot.transcript.notation import check_id, make_id
from bot.transcript.readers.heads import DASH
from bot.transcript.readers.names import is_named, is_office, is_personal, plain

_BESIDE = re.compile(
    r"(?P<name>[^（(\[［]+)[（(\[［](?P<beside>.+)[)）\]］](?P<after>君|さん|氏)?"
    r"|(?P<before>[^／/＠@｜|]+?)"
    r"(?:\s*[／＠｜]\s*|\s+[/@|]\s+|(?<=[^\x00-\x7f])[/@|])(?P<last>[^／＠｜]+)"
)
_OFFICE_IN_ENGLISH = re.compile(
    r"The (?!Hon)|(?:Prime |Vice |Deputy |Acting )*(?:Minister|Secretary|President|Chair|Speaker)"
)
_HONORIFIC = re.compile(r"(?<=\w)(?:さん|氏|君|くん|様|さま|殿)$")
_PERSON_IN_ENGLISH = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)\b")
_INTERVIEWER = ("聞き手", "Interviewer")
_UNKNOWN = ("話者不明", "Unknown speaker")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an operator says of one speaker: the spellings in the file, and an id or None."""

    names: tuple[str, ...]
    id: str | None = None


class People:
    """The speakers of a file, in the order in which they first speak."""

    def __init__(self, turns: Sequence[Turn], chosen: Sequence[Chosen]) -> None:
        self._chosen = chosen
        self._japanese = any(is_wide(turn.text[at : at + 1]) for turn in turns for at in (0, 1))
        self._parts = {name: _apart(name) for name in dict.fromkeys(t.speaker for t in turns)}
        named = [name for name in self._parts if name not in {"", DASH}]
        # With one person named by the operator and none by the file, all is theirs.
        self._only = (
            chosen[0].names[0] if len(chosen) == 1 and not named and "" in self._parts else None
        )
        self._titles = {self._parts[name][0] for name in named}
        self._speakers: dict[str, Speaker] = {}
        self._of_name: dict[str, Speaker] = {}
        for turn in turns:
            self._add(turn)

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """All speakers."""
        return tuple(self._speakers.values())

    def speaker(self, turn: Turn) -> Speaker:
        """Return who speaks in a turn."""
        return self._of_name[turn.speaker]

    def misfits(self) -> Iterator[str]:
        """Say which of the names and ids given for speakers cannot be used."""
        known = {plain(self._title(name)): name for name in self._parts}
        known |= {plain(name): name for name in self._parts}
        titles = ", ".join(speaker.title for speaker in self.speakers)
        given: dict[str, str] = {}
        for each in self._chosen:
            for name in each.names:
                if plain(name) not in known and name != self._only:
                    yield f"no speaker {name!r} in the file; expected one of {titles}"
            if each.id is None:
                continue
            if each.id in given:
                both = f"{given[each.id]} and to {each.names[0]}"
                yield f"{each.id!r} is given to {both}; expected once"
            given[each.id] = each.names[0]
            try:
                check_id(each.id)
            except ValueError as error:
                yield str(error)

    def _add(self, turn: Turn) -> None:
        title = self._title(turn.speaker)
        choice = self._choice(turn.speaker)
        key = f"\0{self._chosen.index(choice)}" if choice else _base(title)
        role = turn.role or self._parts[turn.speaker][1]
        if key not in self._speakers:
            title = choice.names[0] if choice else title
            taken = {each.id for each in self._speakers.values()} | {
                each.id for each in self._chosen if each.id
            }
            chosen_id = choice.id if choice else None
            self._speakers[key] = _speaker(
                chosen_id or make_id(title, "speaker", taken), title, role, turn.reading
            )
        self._of_name.setdefault(turn.speaker, self._speakers[key])
        known = self._speakers[key]
        if title != known.title and title not in known.aliases:
            self._renew(key, known, aliases=(*known.aliases, title), role=known.role)
        elif role and not known.role.ja:
            self._renew(key, known, aliases=known.aliases, role=Bilingual(ja=role, en=role))

    def _renew(
        self, key: str, known: Speaker, *, aliases: tuple[str, ...], role: Bilingual
    ) -> None:
        renewed = Speaker(known.id, known.title, known.name, role, aliases)
        self._speakers[key] = renewed
        for name, speaker in self._of_name.items():
            if speaker == known:
                self._of_name[name] = renewed

    def _choice(self, name: str) -> Chosen | None:
        if self._only and not name:
            return self._chosen[0]
        names = {plain(name), plain(self._title(name)), _base(self._title(name))}
        exact = [each for each in self._chosen if names & set(map(plain, each.names))]
        return exact[0] if exact else None

    def _title(self, name: str) -> str:
        if name == DASH:
            titles = _INTERVIEWER
        elif not name:
            titles = _UNKNOWN
        else:
            return self._parts[name][0]
        title = titles[not self._japanese]
        return DASH if title in self._titles else title


def _speaker(speaker_id: str, title: str, role: str, reading: str) -> Speaker:
    name = _HONORIFIC.sub("", title) or title
    aliases = (reading,) if reading and reading != title else ()
    return Speaker(
        speaker_id,
        title,
        name=Bilingual(ja=name, en=name),
        role=Bilingual(ja=role, en=role),
        aliases=aliases,
    )


def _base(title: str) -> str:
    """Return what spellings of one name have in common: without spaces and 〜さん."""
    key = plain(title)
    return key if is_office(title) else _HONORIFIC.sub("", key)


def _apart(name: str) -> tuple[str, str]:
    """Return a name without what stands in brackets beside it, and that."""
    found = _BESIDE.fullmatch(name.strip())
    if not found:
        return name.strip(), ""
    outside = (found["name"] or found["before"]).strip(" \u3000")
    beside = (found["beside"] or found["last"]).strip(" \u3000")
    office = is_office(outside) and is_named(beside) and not is_office(beside)
    in_english = _OFFICE_IN_ENGLISH.match(outside) and is_personal(beside)
    if office or in_english or _PERSON_IN_ENGLISH.match(beside):
        return beside, outside
    if found["last"] and is_named(outside) and is_named(beside):
        # Two who speak at once: 青木／木村.
        return name.strip(), ""
    if is_office(outside):
        # Two reporters of two papers are not one: 記者（東海新聞）.
        return name.strip(), ""
    return outside + (found["after"] or ""), beside
