"""Transcripts in JSON: the record of the Diet, and what speech recognition writes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.session import SourceKind
from bot.transcript.draft import Draft, Notebook, Turn, UnclearError, joined
from bot.transcript.readers.furniture import reason_for
from bot.transcript.readers.tables import read_objects

_PREFIX = re.compile(r"^\s*[○〇◯◆◎●]\s*[^\u3000\s]+(?:[（(][^（）()]*[)）])?(?:君)?[\u3000 ]+")
_NOT_SPEECH = "会議録情報"
_EXPECTED = (
    "expected the Diet record's API, Whisper, WhisperX, AssemblyAI, Deepgram, Google, Amazon,"
    " DiscordChatExporter, Slack, or a list of objects with speaker and text"
)

Json = Any


def read_records(data: Json) -> Draft:
    """Read a parsed JSON file. Raises UnclearError where it is of no known kind."""
    for reader in (_diet, _segments, _utterances, _channels, _amazon, _google, _whole):
        draft = reader(data) if isinstance(data, dict) else None
        if draft is not None:
            if not draft.turns:
                raise UnclearError((None, f"no utterances; {draft.reader} without words"))
            return draft
    return _listed(data)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _speaker(entry: dict[str, Json]) -> str:
    """Return who speaks, by name or by number."""
    value = entry.get("speaker")
    value = value.get("name") if isinstance(value, dict) else value
    return f"Speaker {value}" if isinstance(value, int) else _text(value).strip()


def _objects(value: Json) -> list[dict[str, Json]]:
    found = value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, dict)]


def _diet(data: dict[str, Json]) -> Draft | None:
    """Read the answer of the Diet record's API, of meetings or of speeches."""
    meetings = _objects(data.get("meetingRecord"))
    speeches = [each for meeting in meetings for each in _objects(meeting.get("speechRecord"))]
    speeches = speeches or _objects(data.get("speechRecord"))
    about = (meetings or speeches or [{}])[0]
    if not speeches:
        if "numberOfRecords" in data:
            message = "the Diet record's API, without speeches; expected the meeting or speech form"
            raise UnclearError((None, message))
        return None
    places = {(each.get("issueID"), each.get("date")) for each in meetings or speeches}
    if len(places) > 1:
        message = f"speeches of {len(places)} meetings; expected those of one in a file"
        raise UnclearError((None, message))
    notebook = Notebook()
    for number, speech in enumerate(speeches, start=1):
        _speech(notebook, number, speech)
    turns, skipped = notebook.ordered()
    parts = [_text(about.get(key)) for key in ("nameOfHouse", "nameOfMeeting", "issue")]
    title = " ".join(filter(None, parts)) or None
    day = _text(about.get("date")) or None
    return Draft("the Diet record's API", SourceKind.MINUTES, turns, skipped, title, day=day)


def _speech(notebook: Notebook, number: int, speech: dict[str, Json]) -> None:
    name, words = _text(speech.get("speaker")).strip(), _text(speech.get("speech"))
    if name == _NOT_SPEECH:
        notebook.skip(number, joined(words)[:200], "about the meeting, not said in it")
        return
    lines = []
    for line in _PREFIX.sub("", words, count=1).replace("\r\n", "\n").split("\n"):
        reason = reason_for(line, centred=True)
        if reason:
            notebook.skip(number, line, reason)
        else:
            lines.append(line)
    said = joined(lines)
    if not said:
        notebook.skip(number, name, "without words")
        return
    beside = (speech.get(key) for key in ("speakerPosition", "speakerRole", "speakerGroup"))
    role = "、".join(filter(None, map(_text, beside)))
    reading = _text(speech.get("speakerYomi"))
    notebook.turns.append(Turn(number, name, said, role=role, reading=reading))


def _segments(data: dict[str, Json]) -> Draft | None:
    """Read Whisper, with the speakers of WhisperX where there are some."""
    segments = _objects(data.get("segments")) or [
        each | _offsets(each.get("offsets")) for each in _objects(data.get("transcription"))
    ]
    if not segments or not any("text" in segment for segment in segments):
        return None
    turns: list[Turn] = []
    for number, segment in enumerate(segments, start=1):
        turns += _of_words(number, segment)
    named = any(turn.speaker for turn in turns)
    reader = "WhisperX" if named else "Whisper"
    return Draft(reader, SourceKind.TRANSCRIPT, tuple(turns), captions=True)


def _offsets(found: Json) -> dict[str, Json]:
    """Return the times of whisper.cpp, in milliseconds there, in seconds."""
    offsets = found if isinstance(found, dict) else {}
    return {"start": _seconds(offsets.get("from")), "end": _seconds(offsets.get("to"))}


def _of_words(number: int, segment: dict[str, Json]) -> Iterator[Turn]:
    """Yield a segment, cut where its words are of different speakers."""
    text = _text(segment.get("text")).strip()
    start, end = _number(segment.get("start")), _number(segment.get("end"))
    whole = _speaker(segment)
    words = []
    name = whole
    for word in _objects(segment.get("words")):
        # A word that could not be placed in time has no speaker: it is said with the one before.
        name = _speaker(word) or name
        words.append((name, word))
    speakers = dict.fromkeys(name for name, _ in words if name)
    spoken = "".join(_text(word.get("word")) for _, word in words)
    same = re.sub(r"\s", "", spoken) == re.sub(r"\s", "", text)
    if not text:
        return
    if len(speakers) <= 1 or not same:
        only = next(iter(speakers)) if len(speakers) == 1 else ""
        yield Turn(number, whole or only, text, start=start, end=end)
        return
    spaced = " " if " " in text and not spoken.count(" ") else ""
    for name, run in groupby(words, key=itemgetter(0)):
        said = [word for _, word in run]
        first, last = _number(said[0].get("start")), _number(said[-1].get("end"))
        text = spaced.join(_text(word.get("word")) for word in said).strip()
        yield Turn(number, name, text, start=first, end=last)


def _utterances(data: dict[str, Json]) -> Draft | None:
    """Read AssemblyAI, whose times are in milliseconds."""
    status = data.get("status")
    if "utterances" not in data and not ("audio_url" in data or "words" in data):
        return None
    if isinstance(status, str) and status not in {"completed", ""}:
        raise UnclearError((None, f"AssemblyAI: the transcript is {status}; expected completed"))
    turns = tuple(
        Turn(
            number,
            _speaker(each),
            _text(each.get("text")).strip(),
            start=_seconds(each.get("start")),
            end=_seconds(each.get("end")),
        )
        for number, each in enumerate(_objects(data.get("utterances")), start=1)
        if _text(each.get("text")).strip()
    )
    if not turns:
        words = (
            each | {"start": _seconds(each.get("start")), "end": _seconds(each.get("end"))}
            for each in _objects(data.get("words"))
        )
        best = {"transcript": data.get("text"), "words": list(words)}
        turns = tuple(turn for turn in _alternative(best, "") if turn.text)
    return Draft("AssemblyAI", SourceKind.TRANSCRIPT, turns)


def _seconds(value: Json) -> float | None:
    number = _number(value)
    return None if number is None else number / 1000


def _channels(data: dict[str, Json]) -> Draft | None:
    """Read Deepgram: its utterances, or paragraphs, or words, or only the text."""
    results = data.get("results")
    if not isinstance(results, dict) or "channels" not in results:
        return None
    channels = _objects(results.get("channels"))
    spoken = _objects(results.get("utterances"))
    if spoken:
        turns = [
            _numbered(number, each, "transcript") for number, each in enumerate(spoken, start=1)
        ]
    else:
        turns = []
        for number, channel in enumerate(channels, start=1):
            best = (_objects(channel.get("alternatives")) or [{}])[0]
            name = f"Channel {number}" if len(channels) > 1 else ""
            turns += _alternative(best, name)
        turns.sort(key=lambda turn: turn.start or 0)
    said = tuple(turn for turn in turns if turn.text)
    return Draft("Deepgram", SourceKind.TRANSCRIPT, said)


def _numbered(number: int, each: dict[str, Json], key: str) -> Turn:
    start, end = _number(each.get("start")), _number(each.get("end"))
    return Turn(number, _speaker(each), _text(each.get(key)).strip(), start=start, end=end)


def _alternative(best: dict[str, Json], channel: str) -> Iterator[Turn]:
    holder = best.get("paragraphs")
    paragraphs = _objects(holder.get("paragraphs")) if isinstance(holder, dict) else []
    words = _objects(best.get("words"))
    if paragraphs:
        for number, paragraph in enumerate(paragraphs, start=1):
            said = joined(_text(each.get("text")) for each in _objects(paragraph.get("sentences")))
            turn = _numbered(number, {**paragraph, "text": said}, "text")
            yield replace(turn, speaker=turn.speaker or channel)
    elif any("speaker" in word for word in words):
        run: list[dict[str, Json]] = []
        for word in [*words, {}]:
            if run and word.get("speaker") != run[0].get("speaker"):
                keys = ("punctuated_word", "word", "text")
                said = joined(_text(next(filter(None, map(w.get, keys)), "")) for w in run)
                name = _speaker(run[0]) or channel
                yield Turn(len(run), name, said, start=_number(run[0].get("start")))
                run = []
            run.append(word)
    else:
        yield Turn(1, channel, _text(best.get("transcript")).strip())


def _amazon(data: dict[str, Json]) -> Draft | None:
    results = data.get("results")
    if not isinstance(results, dict) or "audio_segments" not in results:
        return None
    turns = tuple(
        Turn(number, _text(each.get("speaker_label")), _text(each.get("transcript")).strip())
        for number, each in enumerate(_objects(results["audio_segments"]), start=1)
        if _text(each.get("transcript")).strip()
    )
    return Draft("Amazon Transcribe", SourceKind.TRANSCRIPT, turns)


def _google(data: dict[str, Json]) -> Draft | None:
    results = _objects(data.get("results"))
    if not results or "alternatives" not in results[0]:
        return None
    turns = []
    for number, result in enumerate(results, start=1):
        best = (_objects(result.get("alternatives")) or [{}])[0]
        if any(word.get("speakerTag") for word in _objects(best.get("words"))):
            message = "Google speech with speaker tags by word; expected a text with names"
            raise UnclearError((None, message))
        if said := _text(best.get("transcript")).strip():
            turns.append(Turn(number, "", said))
    return Draft("Google speech recognition", SourceKind.TRANSCRIPT, tuple(turns), captions=True)


def _whole(data: dict[str, Json]) -> Draft | None:
    if (
        set(data) <= {"text", "language", "task", "duration", "segments", "words"}
        and _text(data.get("text")).strip()
    ):
        turns = (Turn(1, "", _text(data["text"]).strip()),)
        return Draft("Whisper", SourceKind.TRANSCRIPT, turns)
    return None


def _listed(data: Json) -> Draft:
    """Read a list of objects that have a speaker and words, wherever in the file it is."""
    if draft := read_objects(data):
        return draft
    shown = ", ".join(map(str, list(data)[:6])) if isinstance(data, dict) else type(data).__name__
    raise UnclearError((None, f"JSON of no known kind ({shown[:80]}); {_EXPECTED}"))
