"""Session files: a recorded discussion as a person writes it down in TOML."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.session import Session, Utterance
from bot.transcript.annotations_file import annotate, annotations_path
from bot.transcript.models import SessionModel, validate
from bot.transcript.problems import Problem, TranscriptError, by_line
from bot.transcript.sentences import split_sentences
from bot.transcript.toml_file import TomlFile


def read_session_file(path: Path) -> Session:
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
            Utterance(number, speakers[entry.speaker], split_sentences(entry.text), note=entry.note)
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
