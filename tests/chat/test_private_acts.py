"""Whatever fails, whatever a member did: the log tells of neither them nor their words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from discord import DiscordException as DiscordError

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from tests.harness import Discord, pretended, shown
from tests.harness.answerings import Breakable, BrokenError

ASKED = "COCOAは疫学調査に使えたのですか"


@dataclass
class Scene:
    """A member and another user, and what they have before them."""

    world: Discord
    answering: Breakable
    question: str
    member: Any
    user: Any
    asked: Any = None
    browsing: Any = None
    message: Any = None

    async def prepare(self) -> None:
        """Let there be something to press and something to look up."""
        ask = self.member.slash(self.world.channel, "ask", question=self.question, private=True)
        self.asked = (await ask).response
        quote = self.member.slash(self.world.channel, "quote", speaker="hirai")
        self.browsing = (await quote).response
        self.message = await self.member.send(self.world.channel, self.question)
        assert self.question in shown(self.asked).text

    async def act(self, act: str) -> None:
        """Do what is known by a name."""
        world, member, question = self.world, self.member, self.question
        channel, menu = world.channel, "Find related quotes"
        acts: dict[str, Callable[[], Awaitable[Any]]] = {
            "ask": lambda: member.slash(channel, "ask", question=question),
            "quote": lambda: member.slash(channel, "quote", speaker="平井", topic=question),
            "complete": lambda: member.autocomplete(channel, "ask", "question", question),
            "turn": lambda: member.click(self.asked, label="Next"),
            "share": lambda: member.click(self.asked, label="Share"),
            "select": lambda: member.select(self.browsing, ["3"]),
            "context menu": lambda: member.context_menu(channel, menu, self.message),
            "mention": lambda: member.send(channel, f"<@{world.bot_id}> {question}"),
            "direct message": lambda: self.user.send_dm(question),
        }
        await acts[act]()

    def assert_untold(self, logged: str) -> None:
        """Hold that something is logged, and that it tells of nobody and nothing said."""
        world, dm = self.world, self.user.dm_channel
        tokens = [each.token for each in world.env.backend.interactions.values()]
        things = [world.guild, world.channel, self.member, self.user, self.asked, self.browsing]
        ids = [str(each.id) for each in (*things, self.message, dm) if each is not None]
        assert len(tokens) >= 2
        assert logged
        secrets = [self.question, *ids, *tokens, str(world.env.bot.http.token)]
        assert [secret for secret in secrets if secret in logged] == []


IN_MESSAGES = ("mention", "direct message")
ACTS = ("ask", "quote", "complete", "turn", "share", "select", "context menu", *IN_MESSAGES)
FAULTS = {
    "callback": ("POST", "/interactions/*/callback", {*ACTS} - {*IN_MESSAGES}),
    "edit": ("PATCH", "/webhooks/*/messages/@original", {*ACTS} - {"complete", *IN_MESSAGES}),
    "followup": ("POST", "/webhooks/*", {"share"}),
    "message": ("POST", "/channels/*/messages", {*IN_MESSAGES}),
}
TALKING = "{question} {token} {guild} {channel} {member}"


@pytest_asyncio.fixture(params=["地方", ASKED], ids=["two letters", "a sentence"])
async def scene(
    request: pytest.FixtureRequest, make_bot: Callable[..., HatsugenBot], answering: Answering
) -> AsyncIterator[Scene]:
    breakable = Breakable(answering)
    async with pretended(make_bot(answering=breakable)) as world:
        member, user = world.member("asker"), world.user("reader")
        scene = Scene(world, breakable, request.param, member, user)
        await scene.prepare()
        yield scene
        kinds = (BrokenError, DiscordError)
        assert all(isinstance(error, kinds) for error in world.errors)


async def test_errors_that_tell_everything(scene: Scene, log: Callable[[], str]) -> None:
    scene.answering.broken = True

    for act in ACTS:
        if act != "select":  # That asks nothing.
            await scene.act(act)
            logged = log()
            assert logged.count("Reference ") == 1, act
            assert "BrokenError" in logged, act
            scene.assert_untold(logged)


@pytest.mark.parametrize("status", [400, 403, 404, 500])
@pytest.mark.parametrize("fault", FAULTS)
async def test_discord_or_a_proxy_that_echoes_everything(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    log: Callable[[], str],
    fault: str,
    status: int,
) -> None:
    world = scene.world
    if fault == "edit":
        monkeypatch.setattr("bot.chat.responding._soon", never)
    method, path, acts = FAULTS[fault]
    echo = TALKING.format(
        question=scene.question,
        token=world.env.bot.http.token,
        guild=world.guild.id,
        channel=world.channel.id,
        member=scene.member.id,
    )
    world.env.inject_error(method, path, status=status, message=echo, times=None)

    for act in sorted(acts):
        await scene.act(act)
        scene.assert_untold(log())


async def never(_: Any) -> bool:
    return False
