"""The shape of session and annotations files, and what is wrong with a file in its terms."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from bot.session import Annotation, Bilingual, Source, SourceKind, Speaker, Topic
from bot.transcript.notation import check_clock, check_id
from bot.transcript.problems import Problem
from bot.transcript.toml_file import Location, TomlFile

_ModelT = TypeVar("_ModelT", bound=BaseModel)
_DATE = "a date and time with its zone, such as 2021-02-09T18:30:00+09:00"
_ADDRESS = "https://example.org/minutes.html"
# What a button of Discord can link to.
_LONGEST_ADDRESS = 512
_EXPECTED = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "list_type": "a list in [ ]",
    "model_type": "a table",
    "dict_type": "a table",
    "datetime_type": _DATE,
    "timezone_aware": _DATE,
}


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; expected text")
    return text


def _web_address(text: str) -> str:
    """Return an address that Discord can link to."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError(f"found {text[:60]!r}; expected an address such as {_ADDRESS}")
    if len(text) > _LONGEST_ADDRESS:
        raise ValueError(
            f"is longer than {_LONGEST_ADDRESS} characters; expected a shorter address"
        )
    return text


Text = Annotated[str, AfterValidator(_not_blank)]
Url = Annotated[str, AfterValidator(_web_address)]
Id = Annotated[str, AfterValidator(check_id)]


class Model(BaseModel):
    """What all parts of a file have in common: nothing is converted, no key goes unread."""

    model_config = ConfigDict(extra="forbid", strict=True)


class BilingualModel(Model):
    """A text in one or both languages; a missing one is taken from the other."""

    ja: Text | None = None
    en: Text | None = None

    @model_validator(mode="after")
    def _has_text(self) -> "BilingualModel":
        if self.ja is None and self.en is None:
            raise ValueError("says nothing; expected ja, en or both")
        return self

    def to_domain(self) -> Bilingual:
        """Return the text in both languages."""
        return Bilingual(ja=self.ja or self.en or "", en=self.en or self.ja or "")


class SourceModel(Model):
    """Where the words come from."""

    kind: Literal["memo", "minutes", "transcript", "unknown"]
    complete: bool
    description: BilingualModel
    consent: BilingualModel | None = None
    url: Url | None = None

    def to_domain(self) -> Source:
        """Return the source."""
        consent = self.consent.to_domain() if self.consent else None
        described = self.description.to_domain()
        return Source(SourceKind(self.kind), self.complete, described, consent, self.url)


class SpeakerModel(Model):
    """A person who took part."""

    id: Id
    title: Text
    name: BilingualModel
    role: BilingualModel | None = None
    aliases: list[Text] = []

    def to_domain(self) -> Speaker:
        """Return the speaker; a role that is not known is empty."""
        role = self.role.to_domain() if self.role else Bilingual(ja="", en="")
        return Speaker(self.id, self.title, self.name.to_domain(), role, tuple(self.aliases))


class UtteranceModel(Model):
    """What one speaker said in one go; ``time`` is when, from the beginning."""

    speaker: str
    note: Text | None = None
    time: Annotated[str, AfterValidator(check_clock)] | None = None
    text: Text


class SessionModel(Model):
    """A session file."""

    id: Id
    title: BilingualModel
    started_at: AwareDatetime | None = None
    venue: BilingualModel | None = None
    source: SourceModel
    speakers: list[SpeakerModel] = Field(min_length=1)
    utterances: list[UtteranceModel] = Field(min_length=1)


class TopicModel(Model):
    """A subject under which members look for quotes."""

    id: Id
    label: BilingualModel

    def to_domain(self) -> Topic:
        """Return the topic."""
        return Topic(self.id, self.label.to_domain())


class AnnotatedQuoteModel(Model):
    """What was written about one quote."""

    at: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}\.[1-9][0-9]{0,8}$")]
    text: str
    translation: Text | None = None
    topics: list[str] = []
    phrases: list[Text] = []

    @property
    def position(self) -> tuple[int, int]:
        """The numbers of the utterance and of the quote within it, both from 1."""
        utterance, quote = self.at.split(".")
        return int(utterance), int(quote)

    def to_domain(self) -> Annotation:
        """Return the annotation."""
        return Annotation(self.translation, tuple(self.phrases), tuple(self.topics))


class AnnotationsModel(Model):
    """An annotations file."""

    glossary: list[Annotated[list[Text], Field(min_length=2)]] = []
    topics: list[TopicModel] = []
    quotes: list[AnnotatedQuoteModel] = []


def validate(model: type[_ModelT], file: TomlFile) -> tuple[_ModelT | None, list[Problem]]:
    """Return the file's values in the model's shape, or None and all that is wrong with them."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        return None, [
            file.problem(_location(details), _message(model, details))
            for details in error.errors(include_url=False)
        ]


def _location(details: ErrorDetails) -> Location:
    location = details["loc"]
    return location[:-1] if details["type"] == "missing" else location


def _message(model: type[BaseModel], details: ErrorDetails) -> str:
    location, found = details["loc"], details["input"]
    match details["type"]:
        case "missing":
            message = f"the key {location[-1]!r} is missing"
        case "extra_forbidden":
            message = _unknown_key(str(location[-1]), _keys(model, location[:-1]))
        case "literal_error":
            message = f"found {found!r}; expected {details['ctx']['expected']}"
        case "string_pattern_mismatch":
            message = f"found {found!r}; expected utterance and quote, such as '1.2'"
        case "too_short":
            message = f"has {len(found)} entries; expected {details['ctx']['min_length']} or more"
        case "value_error":
            message = str(details["ctx"]["error"])
        case kind if kind in _EXPECTED:
            shown = str(found) if isinstance(found, date) else repr(found)
            message = f"found {shown[:60]}; expected {_EXPECTED[kind]}"
        case _:
            message = details["msg"]
    return message


def _unknown_key(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(known)}"
    return f"unknown key; {hint}"


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys known in the table at a location."""
    for part in location:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            model = next(_models(annotation))
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
