"""Any file that holds a session: TOML as a person writes it, or JSON Lines."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.japanese.personal_names import has_name, is_same_person
from bot.session import Session, Speaker, Utterance
from bot.transcript.annotations_file import SUFFIX, annotate, annotations_path
from bot.transcript.json_lines import Progress, read_json_lines
from bot.transcript.models import SessionModel, validate
from bot.transcript.notation import seconds
from bot.transcript.problems import Problem, TranscriptError, by_line
from bot.transcript.sentences import split_sentences
from bot.transcript.toml_file import TomlFile

_SUFFIXES = (".toml", ".jsonl")


def session_files(folder: Path) -> tuple[Path, ...]:
    """Return the session files of a folder by name, the annotations files left out."""
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            path
            for path in folder.iterdir()
            if path.suffix in _SUFFIXES and not path.name.endswith(SUFFIX) and path.is_file()
        )
    )


def source_files(path: Path) -> tuple[Path, ...]:
    """Return all the files that a session file's session is read from, the file itself first."""
    beside = annotations_path(path)
    return (path, beside) if path.suffix == ".toml" and beside.exists() else (path,)


def is_named_after_file(path: Path) -> bool:
    """Tell whether a session gets its id and title from the name of its file."""
    return path.suffix != ".toml"


def read_session(path: Path, progress: Progress | None = None) -> Session:
    """Read a session from a session file (.toml), JSON Lines (.jsonl), or a transcript.

    A transcript, of any kind that can be imported, has to say by itself who says what.
    ``progress`` is told the bytes of each line of JSON Lines. Raises TranscriptError with
    everything that is wrong.
    """
    if path.name.endswith(SUFFIX):
        message = "an annotations file; expected the session file beside it"
        raise TranscriptError([Problem(path, None, message)])
    if path.suffix == ".toml":
        return _read_session_file(path)
    if path.suffix == ".jsonl":
        return read_json_lines(path, progress)
    return _read_transcript(path)


def _read_transcript(path: Path) -> Session:
    """Read a transcript of any kind. Raises TranscriptError where a person has to decide."""
    # Its libraries take long to import, and no other command needs them.
    from bot.transcript.importing import import_file  # noqa: PLC0415

    imported = import_file(path)
    unclear = [
        Problem(path, skipped.line, f"{skipped.text[:40]}: {skipped.reason}")
        for skipped in imported.skipped
        if skipped.doubtful
    ]
    if unclear:
        hint = "in doubt; `hatsugen import` shows what was understood, and makes a session file"
        raise TranscriptError([*unclear, Problem(path, None, hint)])
    return imported.session


def check_files(paths: Iterable[Path]) -> list[Problem]:
    """Return everything that is wrong with files, also with all of them taken together.

    An annotations file stands for the session file that it is about.
    """
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    sessions: dict[Path, Session] = {}
    for path in dict.fromkeys(map(_session_path, paths)):
        try:
            session = read_session(path)
        except TranscriptError as error:
            problems += error.problems
            continue
        problems += _disagreements(session, path, sessions)
        sessions[path] = session
        if session.id in seen:
            message = f"{session.id!r} is already the id of {seen[session.id]}; expected another"
            problems.append(Problem(path, "id", message))
        seen.setdefault(session.id, path)
    return problems


def joined_speakers(paths: Iterable[Path]) -> tuple[tuple[str, tuple[Path, ...]], ...]:
    """Return the speakers who are one person in several files: by id, with the files.

    Raises TranscriptError where a file cannot be read.
    """
    found: dict[str, list[tuple[Path, Speaker]]] = {}
    for path in dict.fromkeys(map(_session_path, paths)):
        for speaker in read_session(path).speakers:
            found.setdefault(speaker.id, []).append((path, speaker))
    return tuple(
        (speaker_id, tuple(path for path, _ in entries))
        for speaker_id, entries in found.items()
        if len(entries) > 1 and all(is_same_person(entries[0][1], each) for _, each in entries[1:])
    )


def _disagreements(
    session: Session, path: Path, others: Mapping[Path, Session]
) -> Iterator[Problem]:
    """Yield the speakers who bear the id of somebody else, who has another name."""
    for speaker in session.speakers:
        for other_path, other in others.items():
            for known in other.speakers:
                if (
                    known.id == speaker.id
                    and has_name(known)
                    and has_name(speaker)
                    and not is_same_person(known, speaker)
                ):
                    yield Problem(
                        path,
                        "speakers",
                        f"{speaker.id!r} is {speaker.name.ja} here and {known.name.ja} in"
                        f" {other_path}; expected another id, or the same name",
                    )


def _session_path(path: Path) -> Path:
    if path.name.endswith(SUFFIX):
        return path.with_name(path.name.removesuffix(SUFFIX) + ".toml")
    return path


def _read_session_file(path: Path) -> Session:
    """Read a session file, and the annotations file beside it when there is one.

    Raises TranscriptError with everything that is wrong with either.
    """
    file = TomlFile(path)
    model, problems = validate(SessionModel, file)
    problems = by_line([*problems, *_speaker_problems(file)])
    session = _session(model) if model and not problems else None
    beside = annotations_path(path)
    if beside.exists():
        try:
            session = annotate(session, beside)
        except TranscriptError as error:
            problems += error.problems
    if session is None or problems:
        raise TranscriptError(problems)
    return session


def _session(model: SessionModel) -> Session:
    speakers = {speaker.id: speaker.to_domain() for speaker in model.speakers}
    return Session(
        id=model.id,
        title=model.title.to_domain(),
        started_at=model.started_at,
        venue=model.venue.to_domain() if model.venue else None,
        source=model.source.to_domain(),
        speakers=tuple(speakers.values()),
        utterances=tuple(
            Utterance(
                number,
                speakers[entry.speaker],
                split_sentences(entry.text),
                note=entry.note,
                start=None if entry.time is None else seconds(entry.time),
            )
            for number, entry in enumerate(model.utterances, start=1)
        ),
    )


def _speaker_problems(file: TomlFile) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, speaker in file.texts("speakers", "id"):
        if speaker in seen:
            message = f"{speaker!r} is already the id of speakers[{seen[speaker] + 1}]"
            yield file.problem(("speakers", index, "id"), f"{message}; expected another")
        seen.setdefault(speaker, index)
    for index, speaker in file.texts("utterances", "speaker"):
        if speaker not in seen:
            message = f"unknown speaker {speaker!r}; expected one of {_listed(seen)}"
            yield file.problem(("utterances", index, "speaker"), message)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "the speakers' ids (there are no speakers)"
