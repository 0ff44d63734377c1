"""A pasted memo becomes a session, as far as the memo tells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.session import Bilingual, Session, Source, SourceKind, Speaker, Utterance
from bot.transcript.ids import check_id, make_id
from bot.transcript.memo import Memo, read_memo
from bot.transcript.problems import Problem, TranscriptError
from bot.transcript.sentences import split_sentences

_LONGEST_TITLE = 80
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Imported:
    """A session made from a memo.

    ``missing`` names, as keys of the session file, what the memo does not tell; ``passed_over``
    are the memo's lines that hold 「 and were not taken for utterances.
    """

    session: Session
    missing: tuple[str, ...]
    passed_over: tuple[int, ...]


def import_memo(
    path: Path, *, session_id: str | None = None, speaker_ids: Mapping[str, str] = _NONE
) -> Imported:
    """Read a pasted memo of the form 話者「…」 into a session.

    The id is made from the file's name, and the speakers' ids from their titles, unless given:
    ``speaker_ids`` maps titles, as the memo writes them, to ids. Raises TranscriptError with
    everything that is unclear.
    """
    memo = read_memo(path)
    titles = tuple(dict.fromkeys(remark.speaker for remark in memo.remarks))
    problems = [Problem(path, None, message) for message in _misfits(titles, speaker_ids)]
    try:
        session_id = make_id(path.stem, "session") if session_id is None else check_id(session_id)
    except ValueError as error:
        problems.append(Problem(path, None, str(error)))
    if problems or session_id is None:
        raise TranscriptError(problems)
    speakers: dict[str, Speaker] = {}
    taken = set(speaker_ids.values())
    for title in titles:
        speaker_id = speaker_ids.get(title) or make_id(title, "speaker", taken)
        taken.add(speaker_id)
        speakers[title] = _speaker(title, speaker_id)
    session = Session(
        id=session_id,
        title=_same(_title(memo, path)),
        started_at=None,
        venue=None,
        source=Source(
            SourceKind.MEMO,
            complete=False,
            description=Bilingual(
                ja="発言を書きとめたメモ。すべての発言を収めたものではありません。",
                en="A memo of what was said. Not everything that was said is in it.",
            ),
        ),
        speakers=tuple(speakers.values()),
        utterances=tuple(
            Utterance(number, speakers[said.speaker], split_sentences(said.text), said.note)
            for number, said in enumerate(memo.remarks, start=1)
        ),
    )
    return Imported(session, missing=tuple(_missing(session)), passed_over=memo.passed_over)


def _misfits(titles: tuple[str, ...], speaker_ids: Mapping[str, str]) -> Iterator[str]:
    """Say which of the ids given for speakers cannot be used."""
    given: dict[str, str] = {}
    for title, speaker_id in speaker_ids.items():
        if title not in titles:
            yield f"no speaker {title!r} in the memo; expected one of {', '.join(titles)}"
        if speaker_id in given:
            yield f"{speaker_id!r} is given to {given[speaker_id]} and to {title}; expected once"
        given[speaker_id] = title
        try:
            check_id(speaker_id)
        except ValueError as error:
            yield str(error)


def _missing(session: Session) -> Iterator[str]:
    if session.title.ja == session.title.en:
        yield "title.en"
    yield from ("started_at", "venue")
    for number, _ in enumerate(session.speakers, start=1):
        yield from (f"speakers[{number}].name", f"speakers[{number}].role")


def _title(memo: Memo, path: Path) -> str:
    heading = memo.heading
    return heading if heading and len(heading) <= _LONGEST_TITLE else path.stem


def _speaker(title: str, speaker_id: str) -> Speaker:
    return Speaker(speaker_id, title, name=_same(title), role=Bilingual(ja="", en=""))


def _same(text: str) -> Bilingual:
    return Bilingual(ja=text, en=text)
