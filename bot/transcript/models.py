"""The shape of session and annotations files, as pydantic models."""

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from bot.session import Annotation, Bilingual, Source, SourceKind, Speaker, Topic
from bot.transcript.names import check_id


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; expected text")
    return text


Text = Annotated[str, AfterValidator(_not_blank)]
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

    def to_domain(self) -> Source:
        """Return the source."""
        return Source(SourceKind(self.kind), self.complete, self.description.to_domain())


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
    """What one speaker said in one go."""

    speaker: str
    note: Text | None = None
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
