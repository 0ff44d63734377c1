"""The pages on session files say what is read, key by key, in both languages."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from pydantic import TypeAdapter

from bot.transcript import TranscriptError, check_files, read_session, split_sentences, unannotated
from bot.transcript.models import (
    AnnotatedQuoteModel,
    AnnotationsModel,
    BilingualModel,
    Model,
    SessionModel,
    SourceModel,
    SpeakerModel,
    TopicModel,
    UtteranceModel,
)
from bot.transcript.notation import check_id

ROOT = Path(__file__).parents[2]
# How each page says that a key is required, and that it is not.
MARKS = {
    "docs/session-files.md": ("yes", "no"),
    "docs/session-files.ja.md": ("必須", "任意"),
}
# The models in the order in which the pages describe them; JSON Lines, which have none, follow.
MODELS: tuple[type[Model], ...] = (
    SessionModel,
    SourceModel,
    SpeakerModel,
    UtteranceModel,
    BilingualModel,
    AnnotationsModel,
    TopicModel,
    AnnotatedQuoteModel,
)


class Row(NamedTuple):
    """What a page says of a key."""

    key: str
    mark: str
    shape: str
    meaning: str
    example: str


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def _tables(page: str, columns: int) -> list[list[list[str]]]:
    """Return the cells of a page's tables that have so many columns, without their headings."""
    tables = re.findall(r"^(?:\|.*\|\n)+", _read(page), re.MULTILINE)
    cells = [[line[2:-2].split(" | ") for line in table.splitlines()[2:]] for table in tables]
    return [rows for rows in cells if len(rows[0]) == columns]


def _described(page: str) -> list[list[Row]]:
    """Return the tables of keys: one for each model, and one for JSON Lines."""
    return [
        [Row(_code(key)[0], *rest) for key, *rest in rows]
        for rows in _tables(page, len(Row._fields))
    ]


def _files(page: str) -> dict[str, str]:
    """Return the complete examples by the file name above each."""
    return dict(re.findall(r"^`data/([^`]+)`:\n\n```\w+\n([^`]+)```$", _read(page), re.MULTILINE))


def _console(page: str) -> list[str]:
    return _read(page).partition("```console\n")[2].partition("```")[0].splitlines()


def _given(value: object) -> Iterator[tuple[type[Model], str]]:
    """Yield the keys that a file gives, each with its model."""
    if isinstance(value, list):
        for each in value:
            yield from _given(each)
    elif isinstance(value, Model):
        for key in value.model_fields_set:
            yield type(value), key
            yield from _given(getattr(value, key))


@pytest.fixture(params=MARKS)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The complete examples of a page, each where the page says that it lies."""
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    paths = []
    for name, text in _files(page).items():
        paths.append(Path("data") / name)
        paths[-1].write_text(text, "utf-8")
    return paths


def test_there_is_a_table_for_every_model(page: str) -> None:
    assert set(Model.__subclasses__()) == set(MODELS)
    assert len(_described(page)) == len(MODELS) + 1


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_described_and_no_other(page: str, model: type[Model]) -> None:
    required, optional = MARKS[page]

    assert [(row.key, row.mark) for row in _described(page)[MODELS.index(model)]] == [
        (key, required if field.is_required() else optional)
        for key, field in model.model_fields.items()
    ]


def test_every_kind_of_source_is_named(page: str) -> None:
    (kind,) = [row for row in _described(page)[MODELS.index(SourceModel)] if row.key == "kind"]

    kinds = get_args(SourceModel.model_fields["kind"].annotation)
    assert _code(kind.shape) == [f'"{each}"' for each in kinds]


@pytest.mark.parametrize("model", MODELS)
def test_the_example_of_a_key_has_its_shape(page: str, model: type[Model]) -> None:
    for row in _described(page)[MODELS.index(model)]:
        ((key, value),) = tomllib.loads(_code(row.example)[0]).items()
        assert key == row.key
        # The keys of tables have examples of their own.
        if value not in ({}, [{}]):
            shape = TypeAdapter[object](model.model_fields[key].rebuild_annotation())
            shape.validate_python(value, strict=True)


def test_the_complete_examples_have_no_problems(written: list[Path]) -> None:
    session_file, _annotations_file, lines = written

    assert check_files(written) == []
    assert unannotated(read_session(session_file)) == ()
    assert len(read_session(lines).utterances) > 1


def test_the_complete_examples_show_every_key(page: str) -> None:
    session, annotations = map(tomllib.loads, [*_files(page).values()][:2])

    shown = {
        *_given(SessionModel.model_validate(session)),
        *_given(AnnotationsModel.model_validate(annotations)),
    }
    assert shown == {(model, key) for model in MODELS for key in model.model_fields}


def test_json_lines_need_the_keys_described_and_no_other(page: str, written: list[Path]) -> None:
    path, rows = written[-1], _described(page)[-1]
    entry = json.loads(path.read_text("utf-8").splitlines()[0])
    required, optional = MARKS[page]

    assert [row.key for row in rows if row.mark == required] == [*entry]
    assert [row.key for row in rows if row.mark == optional] == ["time"]
    for row in rows:
        example = json.loads(f"{{{_code(row.example)[0]}}}")
        assert [*example] == [row.key]
        path.write_text(json.dumps(entry | example))
        read_session(path)
    for row in (row for row in rows if row.mark == required):
        path.write_text(json.dumps({key: entry[key] for key in entry if key != row.key}))
        with pytest.raises(TranscriptError, match=f"the key '{row.key}' is missing"):
            read_session(path)
    path.write_text(json.dumps({**entry, "another": 1}))
    assert read_session(path).utterances[0].text == entry["text"]


def test_utterances_split_into_quotes_as_described(page: str) -> None:
    splitting, _ids = _tables(page, 2)

    for _where, shown in splitting:
        quotes = tuple(_code(shown))
        assert len(quotes) > 1
        assert split_sentences("".join(quotes)) == quotes


def test_ids_look_as_described(page: str) -> None:
    _splitting, ids = _tables(page, 2)

    for row in ids:
        ((wrong,), (right,)) = map(_code, row)
        assert check_id(right) == right
        with pytest.raises(ValueError, match=f"such as '{right}'$"):
            check_id(wrong)


def test_check_says_what_the_page_shows(page: str, written: list[Path]) -> None:
    command, *problems, count = _console(page)
    path = written[0]
    text = path.read_text("utf-8").replace("\nnote =", "\nnotes =")
    path.write_text(text.replace('speaker = "noda"', 'speaker = "node"'), "utf-8")

    assert command == f"$ hatsugen check {path}"
    assert problems == [str(problem) for problem in check_files([path])]
    assert count == f"{len(problems)} problems."


def test_both_pages_show_the_same() -> None:
    def shown(page: str) -> list[object]:
        examples = [[(row.key, row.example) for row in rows] for rows in _described(page)]
        cells = [[_code(right) for _left, right in rows] for rows in _tables(page, 2)]
        return [examples, cells, _files(page), _console(page)]

    english, japanese = map(shown, MARKS)
    assert english == japanese


def test_links_lead_to_what_they_name(page: str) -> None:
    links = re.findall(r"\]\((?!https:)([^)#]*)(?:#([^)]*))?\)", _read(page))

    for name, anchor in links:
        target = (ROOT / page).parent / name if name else ROOT / page
        text = target.read_text("utf-8")
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        anchors = [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings]
        assert not anchor or anchor in anchors, (name, anchor)
    assert links


def test_the_readmes_lead_to_the_pages(page: str) -> None:
    assert f"]({page})" in _read(page.replace("docs/session-files", "README"))
