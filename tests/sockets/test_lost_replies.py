"""A connection breaks while a request is under way.

What Discord did before is left as it is; what it did not do is done or excused.
"""

from operator import attrgetter

import pytest

from tests.sockets.asked import Asked
from tests.sockets.faults import Endpoint, cut, lost_reply
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"COOLDOWN_SECONDS": "0"}
QUESTION = "COCOAは疫学調査に使えたのですか"
RIGHT = "疫学調査には使えない"


def assert_stands(asked: Asked) -> None:
    """Hold that a member sees the right quote, and nothing else."""
    assert [RIGHT in message.quoted for message in asked.visible] == [True]
    assert Endpoint.DELETE not in asked.endpoints


async def test_an_answer(serving: Serving) -> None:
    asked = await serving.discord.ask(QUESTION, faults={Endpoint.CALLBACK: lost_reply})
    await serving.answer(asked)
    await serving.quiet()
    assert_stands(asked)


@pytest.mark.parametrize("private", [False, True])
async def test_a_slow_answer(serving: Serving, private: bool) -> None:
    serving.bot.gate.touch()
    asked = await serving.discord.ask(QUESTION, private=private, faults={Endpoint.EDIT: lost_reply})
    await serving.bot.until(lambda: asked.visible)
    serving.bot.gate.unlink()
    await serving.bot.until(lambda: Endpoint.EDIT in asked.endpoints)
    await serving.quiet()
    assert_stands(asked)


async def test_a_page(serving: Serving) -> None:
    asked = await serving.discord.ask(QUESTION)
    answer = await serving.answer(asked)
    pressed = await serving.discord.press(
        answer, "Next", user=asked.user, faults={Endpoint.CALLBACK: lost_reply}
    )
    assert await serving.answer(pressed) is answer
    await serving.quiet()
    assert pressed.visible == [answer]


async def test_a_reply_to_a_mention(serving: Serving) -> None:
    asked = await serving.discord.mention(QUESTION, faults={Endpoint.REPLY: lost_reply})
    await serving.bot.until(lambda: asked.requests)
    await serving.quiet()
    assert_stands(asked)


@pytest.mark.parametrize("endpoint", [Endpoint.FOLLOWUP, Endpoint.EDIT], ids=attrgetter("name"))
async def test_an_answer_that_is_shared(serving: Serving, endpoint: Endpoint) -> None:
    asked = await serving.discord.ask(QUESTION, private=True)
    answer = await serving.answer(asked)
    pressed = await serving.discord.press(
        answer, "Share", user=asked.user, faults={endpoint: lost_reply}
    )
    await serving.bot.until(lambda: endpoint in pressed.endpoints)
    await serving.quiet()
    posted = [message for message in pressed.visible if message is not answer]
    assert [(RIGHT in message.quoted, message.private) for message in posted] == [(True, False)]
    assert RIGHT in answer.quoted
    assert Endpoint.DELETE not in pressed.endpoints


async def test_a_wait_ends_although_nobody_knows_whether_it_began(serving: Serving) -> None:
    serving.bot.gate.touch()
    asked = await serving.discord.ask(QUESTION, faults={Endpoint.CALLBACK: lost_reply})
    await serving.bot.until(lambda: asked.visible)
    serving.bot.gate.unlink()
    await serving.answer(asked)
    await serving.quiet()
    assert len(asked.visible) == 1


async def test_sharing_goes_on_or_is_excused_although_nobody_knows_whether_it_began(
    serving: Serving,
) -> None:
    asked = await serving.discord.ask(QUESTION, private=True)
    answer = await serving.answer(asked)
    pressed = await serving.discord.press(
        answer, "Share", user=asked.user, faults={Endpoint.CALLBACK: lost_reply}
    )
    await serving.bot.until(lambda: pressed.requests)
    await serving.quiet()
    assert len([message for message in pressed.visible if message is not answer]) == 1


@pytest.mark.parametrize("endpoint", [Endpoint.CALLBACK, Endpoint.EDIT], ids=attrgetter("name"))
async def test_what_was_not_even_done_is_answered_or_excused(
    serving: Serving, endpoint: Endpoint
) -> None:
    if endpoint is Endpoint.EDIT:
        serving.bot.gate.touch()
    asked = await serving.discord.ask(QUESTION, faults={endpoint: cut})
    if endpoint is Endpoint.EDIT:
        await serving.bot.until(lambda: asked.visible)
        serving.bot.gate.unlink()
    await serving.bot.until(lambda: asked.settled and len(asked.visible) == 1)
    await serving.quiet()
    assert len(asked.visible) == 1


async def test_a_mention_that_could_not_be_replied_to_is_answered_or_excused(
    serving: Serving,
) -> None:
    asked = await serving.discord.mention(QUESTION, faults={Endpoint.REPLY: cut})
    await serving.answer(asked)
    await serving.quiet()
    assert len(asked.visible) == 1


@pytest.mark.parametrize("endpoint", [Endpoint.CALLBACK, Endpoint.REPLY], ids=attrgetter("name"))
async def test_the_log_has_no_traceback_of_it(serving: Serving, endpoint: Endpoint) -> None:
    act = serving.discord.ask if endpoint is Endpoint.CALLBACK else serving.discord.mention
    asked = await act(QUESTION, faults={endpoint: lost_reply})
    await serving.bot.until(lambda: asked.requests)
    await serving.quiet()
    assert "Traceback" not in "\n".join(serving.logged)
    assert len(serving.remarked) <= 2
