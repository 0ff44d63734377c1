"""Settings, from the environment and from the file ``.env`` in the working directory."""

import re
import site
import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)
from rapidfuzz import fuzz, process

_NAME = "hatsugen"
_FILE = ".env"
_LIKENESS = 60
_LONGEST_SITE = 100

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it, in one line."""


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _one_word(token: SecretStr) -> SecretStr:
    text = token.get_secret_value()
    if not text.isascii() or any(letter.isspace() for letter in text):
        raise ValueError("expected a token as Discord shows it, one word of ASCII letters")
    return token


def _web_address(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("http://", "https://")):
        raise ValueError("expected an address that begins with http:// or https://")
    return url


def _site_address(text: str) -> str:
    """Check an address with which links begin; up to 400 characters are added to it."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    plain = text.isascii() and text.isprintable() and not set(text) & set(" ?#")
    if not usable or not plain or len(text) > _LONGEST_SITE:
        raise ValueError(
            "expected an address such as https://example.org/record, without ? and #,"
            f" of up to {_LONGEST_SITE} characters"
        )
    return text


def _default_database() -> Path:
    return platformdirs.user_data_path(_NAME) / "hatsugen.db"


def _default_state() -> Path:
    return platformdirs.user_state_path(_NAME)


def _default_data() -> Path:
    """Return the data folder of a checkout, or else the one that was installed."""
    checkout = Path(__file__).resolve().parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "data"
    installed = [Path(root) / "share" / _NAME / "data" for root in (sys.prefix, site.getuserbase())]
    return next((folder for folder in installed if folder.is_dir()), installed[0])


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"the home folder of {path.parts[0]} is not known") from None


def _numbers(value: object) -> object:
    """Read numbers with commas between them, and from–to with a hyphen: ``0,2`` or ``0-3``."""
    if not isinstance(value, str):
        return value
    numbers: list[int] = []
    for part in value.split(","):
        found = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        if found is None or int(found[2] or found[1]) < int(found[1]):
            raise ValueError("expected numbers such as 0,1 or 0-3")
        numbers += range(int(found[1]), int(found[2] or found[1]) + 1)
    return tuple(dict.fromkeys(numbers))


def _ordinal(value: object) -> object:
    """Read the number at the end of a name, such as that of a pod: ``hatsugen-3``."""
    found = re.search(r"(\d{1,6})\s*$", value) if isinstance(value, str) else None
    return int(found[1]) if found else value


def _of_count(shards: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
    count: int | None = info.data.get("shard_count")
    if shards is None:
        return None
    if count is None:
        raise ValueError("expected SHARD_COUNT beside it, the same for every process")
    if info.data.get("shard_ids") is not None:
        raise ValueError("expected either this or SHARD_IDS")
    ids = shards if isinstance(shards, tuple) else (shards,)
    if not all(0 <= each < count for each in ids):
        raise ValueError(f"expected from 0 to {count - 1}, as SHARD_COUNT is {count}")
    return shards


_Folder = Annotated[Path, AfterValidator(_at_home)]


class Settings(BaseSettings):
    """Everything that an operator can set; each field's name in capitals is the variable's.

    Empty values count as not set. Make one with ``read_settings``.
    """

    model_config = SettingsConfigDict(
        env_file=_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: (
        Annotated[SecretStr, BeforeValidator(_stripped), AfterValidator(_one_word)] | None
    ) = None
    database_path: _Folder = Field(default_factory=_default_database)
    data_dir: _Folder = Field(default_factory=_default_data)
    state_dir: _Folder = Field(default_factory=_default_state)
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = "text"
    cooldown_seconds: float = Field(3.0, ge=0, le=3600, allow_inf_nan=False)
    log_unanswered: bool = False
    answer_messages: bool = True
    encoder: bool = True
    embeddings_url: Annotated[SecretStr, AfterValidator(_web_address)] | None = None
    embeddings_model: str = "text-embedding-3-small"
    embeddings_key: SecretStr | None = None
    embeddings_question_prefix: str = ""
    embeddings_text_prefix: str = ""
    shard_count: int | None = Field(None, ge=1, le=100_000)
    shard_ids: Annotated[
        tuple[int, ...] | None, NoDecode, BeforeValidator(_numbers), AfterValidator(_of_count)
    ] = None
    shard_id: Annotated[int | None, BeforeValidator(_ordinal), AfterValidator(_of_count)] = None
    sync_commands: bool | None = None
    monitoring_port: int | None = Field(None, ge=1, le=65535)
    monitoring_host: Annotated[str, BeforeValidator(_stripped)] = "127.0.0.1"
    show_translations: bool = True
    site_url: Annotated[str, BeforeValidator(_stripped), AfterValidator(_site_address)] | None = (
        None
    )

    @property
    def sends_questions(self) -> bool:
        """Whether questions are sent to an endpoint, to be encoded there."""
        return self.encoder and self.embeddings_url is not None

    @property
    def shards(self) -> tuple[int, ...] | None:
        """The shards of this process; None where it has all that there are."""
        return self.shard_ids if self.shard_id is None else (self.shard_id,)

    @property
    def registers_commands(self) -> bool:
        """Whether this process registers the commands: by default the one that has shard 0."""
        if self.sync_commands is not None:
            return self.sync_commands
        return self.shards is None or 0 in self.shards

    @property
    def unanswered_path(self) -> Path:
        """The database of refused questions."""
        return self.state_dir / "unanswered.db"

    @property
    def history_path(self) -> Path:
        """What was typed at the prompt of ``hatsugen chat``."""
        return self.state_dir / "history"

    @property
    def servers_folder(self) -> Path:
        """What administrators set up for their servers: a file each."""
        return self.state_dir / "servers"

    @property
    def pictures_folder(self) -> Path:
        """The pictures of sessions: a file each, drawn anew where it is missing."""
        return self.state_dir / "pictures"

    @property
    def fingerprint_path(self) -> Path:
        """Which commands were registered last."""
        return self.state_dir / "commands"


def read_settings(**given: Path | None) -> Settings:
    """Read the settings; what is ``given`` by field name, and not None, wins over all else.

    Raises SettingsError when a value cannot be used.
    """
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if Path(_FILE).is_dir():
        raise SettingsError(f"{_FILE} is a folder; expected a file with settings")
    try:
        return Settings(**chosen)
    except ValidationError as error:
        faults = [_fault(details) for details in error.errors(include_url=False)]
        raise SettingsError("; ".join(faults)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the file .env cannot be read: {error}") from error


def origins() -> dict[str, str]:
    """Return where each setting that is set comes from, by field name."""
    found = dict.fromkeys(DotEnvSettingsSource(Settings)(), _FILE)
    return found | dict.fromkeys(EnvSettingsSource(Settings)(), "the environment")


def _fault(details: ErrorDetails) -> str:
    name = str(details["loc"][0]).upper()
    if details["type"] != "extra_forbidden":
        return f"{name}: {_sentence(details['msg'])}"
    known = [field.upper() for field in Settings.model_fields]
    nearest = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(known)}"
    return f"{_FILE} sets {name}, which is no setting; {hint}"


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
