"""What a member did, what the bot requested because of it, and what the member sees now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.harness import HEADINGS
from tests.sockets.faults import Endpoint, Fault, Reply
from tests.sockets.payloads import BOT, Json, message

PRIVATE = 1 << 6
WAITING = 1 << 7


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Yield components and all that are inside them."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))


@dataclass(eq=False)
class Message:
    """A message of the bot, as it stands now."""

    id: str
    channel: str
    flags: int = 0
    components: list[Json] = field(default_factory=list)
    nonce: str | None = None
    deleted: bool = False

    def change(self, body: Json) -> None:
        """Put what the bot sent in place of what stood there; who may see it never changes."""
        self.components = body.get("components") or []
        self.flags = self.flags & PRIVATE | body.get("flags", 0) & ~(PRIVATE | WAITING)

    @property
    def private(self) -> bool:
        return bool(self.flags & PRIVATE)

    @property
    def waiting(self) -> bool:
        """Whether members see that the bot is thinking."""
        return bool(self.flags & WAITING)

    @property
    def texts(self) -> list[str]:
        return [each["content"] for each in walk(self.components) if each["type"] == 10]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def quoted(self) -> str:
        """The quotations, without marks of quotation and emphasis, and without translations."""
        said = [text for before, text in pairwise(["", *self.texts]) if before not in HEADINGS]
        lines = [line[2:] for text in said for line in text.split("\n") if line.startswith("> ")]
        return "\n".join(lines).replace("**", "").replace("\\", "")

    @property
    def buttons(self) -> dict[str, str]:
        """The ``custom_id`` of each button that can be pressed, by its label."""
        return {
            each["label"]: each["custom_id"]
            for each in walk(self.components)
            if each["type"] == 2 and not each.get("disabled")
        }

    @property
    def payload(self) -> Json:
        content = {"flags": self.flags, "components": self.components}
        return message(self.id, self.channel, BOT, **content)


@dataclass(frozen=True)
class Request:
    """A request of the bot, and how it was answered; None where the connection was closed."""

    endpoint: Endpoint
    reply: Reply | None


@dataclass(eq=False)
class Asked:
    """An interaction or a message of a member."""

    id: str
    token: str
    user: str
    channel: str
    pressed_on: Message | None = None
    sent_at: float = 0.0
    faults: dict[Endpoint, list[Fault]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    acknowledged: bool = False
    choices: list[Json] | None = None
    original: Message | None = None
    messages: list[Message] = field(default_factory=list)

    def show(self, shown: Message) -> Message:
        """Let the member see a message because of this."""
        if shown not in self.messages:
            self.messages.append(shown)
        return shown

    @property
    def visible(self) -> list[Message]:
        return [each for each in self.messages if not each.deleted]

    @property
    def answers(self) -> list[Message]:
        """What the member sees now, unless it only says that the bot is thinking."""
        return [each for each in self.visible if not each.waiting]

    @property
    def settled(self) -> bool:
        """Whether something was answered and nothing is being waited for."""
        return bool(self.visible) and self.visible == self.answers

    @property
    def endpoints(self) -> list[Endpoint]:
        """What was requested because of this, oldest first."""
        return [request.endpoint for request in self.requests]
