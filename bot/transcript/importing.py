"""A file of any kind becomes a session, as far as the file tells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from bot.japanese.personal_names import is_same_person
from bot.session import Bilingual, Session, Source, SourceKind, Speaker, Utterance
from bot.transcript.draft import Draft, Skipped, Turn, UnclearError, joined
from bot.transcript.encodings import read_bytes
from bot.transcript.notation import check_id, make_id
from bot.transcript.people import Chosen, People
from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.readers import Kind, read_draft
from bot.transcript.sentences import split_sentences
from bot.transcript.turns import merged, without_directions

# In seconds: somebody speaks by then.
_LATEST_START = 300.0
_DESCRIPTIONS = {
    SourceKind.MEMO: Bilingual(
        ja="発言を書きとめたメモ。すべての発言を収めたものではありません。",
        en="A memo of what was said. Not everything that was said is in it.",
    ),
    SourceKind.MINUTES: Bilingual(ja="会議録。", en="Minutes of the meeting."),
    SourceKind.TRANSCRIPT: Bilingual(
        ja="発言の文字起こし。聞き違いがありえます。",
        en="A transcript of what was said. It may hold mistakes of hearing.",
    ),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A session made from a file, and what its reader understood.

    ``missing`` names, as keys of the session file, what the file does not tell; ``lines`` are the
    lines on which the utterances begin; ``doubts`` are questions that only a person can answer;
    ``day`` is a date for which the file names no time.
    """

    session: Session
    reader: str
    lines: tuple[int, ...]
    skipped: tuple[Skipped, ...]
    missing: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    day: str | None = None


def import_file(
    path: Path,
    *,
    session_id: str | None = None,
    speakers: Sequence[Chosen] = (),
    kind: Kind | None = None,
) -> Imported:
    """Read a file of any known kind into a session.

    The id is made from the file's name, and the speakers' ids from their titles, unless given.
    Raises TranscriptError with everything that is unclear.
    """
    names = [name for each in speakers for name in each.names]
    try:
        draft = _with_words(read_draft(read_bytes(path), path, kind=kind, names=names))
    except UnclearError as error:
        raise TranscriptError(
            Problem(path, line, message) for line, message in error.reasons
        ) from error
    people = People(draft.turns, speakers)
    problems = [Problem(path, None, message) for message in people.misfits()]
    try:
        session_id = make_id(path.stem, "session") if session_id is None else check_id(session_id)
    except ValueError as error:
        problems.append(Problem(path, None, str(error)))
    if problems or session_id is None:
        raise TranscriptError(problems)
    turns = merged(draft, people)
    session = _session(session_id, path, draft, people, turns)
    return Imported(
        session,
        draft.reader,
        tuple(turn.line for turn in turns),
        draft.skipped,
        tuple(_missing(session)),
        tuple(_doubts(session.speakers)),
        draft.day,
    )


def _with_words(draft: Draft) -> Draft:
    """Return the draft with turns that say nothing among what is left out.

    Raises UnclearError where no turn says anything.
    """
    said = tuple(turn for turn in draft.turns if joined(turn.text))
    if not said:
        raise UnclearError((None, f"no utterances, read as {draft.reader}"))
    if len(said) == len(draft.turns):
        return draft
    empty = (
        Skipped(turn.line, turn.speaker or "…", "a name without words")
        for turn in draft.turns
        if not joined(turn.text)
    )
    skipped = sorted([*draft.skipped, *empty], key=lambda each: each.line)
    return replace(draft, turns=said, skipped=tuple(skipped))


def _session(
    session_id: str, path: Path, draft: Draft, people: People, turns: Iterable[Turn]
) -> Session:
    utterances = []
    turns = tuple(turns)
    timed = _are_from_the_beginning([turn.start for turn in turns if turn.start is not None])
    for number, turn in enumerate(turns, start=1):
        words, note = without_directions(turn.text)
        notes = "、".join(dict.fromkeys(filter(None, (turn.note, note))))
        speaker = people.speaker(turn)
        quotes = split_sentences(words)
        start = round(turn.start, 3) if timed and turn.start is not None else None
        utterances.append(Utterance(number, speaker, quotes, notes or None, start))
    return Session(
        id=session_id,
        title=Bilingual(ja=draft.title or path.stem, en=draft.title or path.stem),
        started_at=draft.started_at,
        venue=None,
        source=Source(draft.kind, complete=False, description=_DESCRIPTIONS[draft.kind]),
        speakers=people.speakers,
        utterances=tuple(utterances),
    )


def _are_from_the_beginning(starts: Sequence[float]) -> bool:
    """Tell times of a recording from those of a day, such as 19:02 in a chat."""
    return bool(starts) and starts[0] <= _LATEST_START and list(starts) == sorted(starts)


def _missing(session: Session) -> Iterator[str]:
    if session.title.ja == session.title.en:
        yield "title.en"
    if session.started_at is None:
        yield "started_at"
    yield "venue"
    for number, speaker in enumerate(session.speakers, start=1):
        yield f"speakers[{number}].name"
        if not speaker.role.ja:
            yield f"speakers[{number}].role"


def _doubts(speakers: Sequence[Speaker]) -> Iterator[str]:
    """Yield who may be one person, under two spellings."""
    for one, other in combinations(speakers[:100], 2):
        if is_same_person(one, other):
            yield (
                f"{one.title} and {other.title} may be one person;"
                f' --speaker "{one.title},{other.title}={one.id}" joins them'
            )
