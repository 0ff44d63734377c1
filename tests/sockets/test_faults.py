"""A request that fails once, and still every member is answered exactly once.

The faults of a test happen at the same time, each to a member of its own.
"""

from collections.abc import Awaitable, Callable
from operator import attrgetter

import pytest

from tests.sockets.asked import Asked
from tests.sockets.faults import Endpoint, limited, unavailable
from tests.sockets.loopback import Faults
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"COOLDOWN_SECONDS": "0"}
QUESTION = "COCOAは疫学調査に使えたのですか"
RIGHT = "疫学調査には使えない"

PASSING = {
    "429": limited(),
    "500": unavailable(500),
    "502": unavailable(502),
    "503": unavailable(503),
}
"""What passes when the same request is made again."""


async def each_of_them(
    endpoint: Endpoint, act: Callable[[Faults], Awaitable[Asked]]
) -> dict[str, Asked]:
    """Let members do something, with a fault for each."""
    return {name: await act({endpoint: fault}) for name, fault in PASSING.items()}


def assert_each_was_answered_once(asked: dict[str, Asked], *, private: bool = False) -> None:
    seen = {
        name: [(RIGHT in answer.quoted, answer.private) for answer in each.visible]
        for name, each in asked.items()
    }
    assert seen == {name: [(True, private)] for name in PASSING}


async def test_an_answer_comes_once_where_the_first_try_fails(serving: Serving) -> None:
    asked = await each_of_them(
        Endpoint.CALLBACK, lambda faults: serving.discord.ask(QUESTION, faults=faults)
    )
    for each in asked.values():
        await serving.answer(each)
    await serving.quiet()
    assert_each_was_answered_once(asked)
    assert all(len(each.requests) > 1 for each in asked.values())


async def test_a_page_turns_once_where_the_first_try_fails(serving: Serving) -> None:
    async def turn(faults: Faults) -> Asked:
        asked = await serving.discord.ask(QUESTION)
        answer = await serving.answer(asked)
        return await serving.discord.press(answer, "Next", user=asked.user, faults=faults)

    pressed = await each_of_them(Endpoint.CALLBACK, turn)
    for each in pressed.values():
        assert await serving.answer(each) is each.pressed_on
    await serving.quiet()
    assert [RIGHT in answer.quoted for each in pressed.values() for answer in each.visible] == [
        False
    ] * len(PASSING)


async def test_choices_come_where_the_first_try_fails(serving: Serving) -> None:
    typed = await each_of_them(
        Endpoint.CALLBACK,
        lambda faults: serving.discord.type("ask", "speaker", "hirai", faults=faults),
    )
    await serving.bot.until(lambda: all(each.choices is not None for each in typed.values()))
    await serving.quiet()
    assert [each.endpoints for each in typed.values()] == [[Endpoint.CALLBACK] * 2] * len(PASSING)


async def test_a_slow_answer_comes_once_where_the_first_try_fails(serving: Serving) -> None:
    serving.bot.gate.touch()
    asked = await each_of_them(
        Endpoint.EDIT, lambda faults: serving.discord.ask(QUESTION, private=True, faults=faults)
    )
    await serving.bot.until(lambda: all(each.visible for each in asked.values()))
    assert not any(each.answers for each in asked.values())
    serving.bot.gate.unlink()
    for each in asked.values():
        await serving.answer(each)
    await serving.quiet()
    assert_each_was_answered_once(asked, private=True)


@pytest.mark.parametrize("endpoint", [Endpoint.FOLLOWUP, Endpoint.EDIT], ids=attrgetter("name"))
async def test_an_answer_is_shared_once_where_the_first_try_fails(
    serving: Serving, endpoint: Endpoint
) -> None:
    async def share(faults: Faults) -> Asked:
        asked = await serving.discord.ask(QUESTION, private=True)
        answer = await serving.answer(asked)
        return await serving.discord.press(answer, "Share", user=asked.user, faults=faults)

    pressed = await each_of_them(endpoint, share)
    await serving.bot.until(
        lambda: all(each.pressed_on in each.answers for each in pressed.values())
    )
    await serving.quiet()
    for name, each in pressed.items():
        [public] = [answer for answer in each.answers if answer is not each.pressed_on]
        assert RIGHT in public.quoted, name
        assert not public.private, name
        assert each.pressed_on is not None
        assert "Share" not in each.pressed_on.buttons, name


async def test_a_mention_is_answered_once_where_there_are_too_many_requests(
    serving: Serving,
) -> None:
    asked = await serving.discord.mention(QUESTION, faults={Endpoint.REPLY: limited()})
    answer = await serving.answer(asked)
    await serving.quiet()
    assert RIGHT in answer.quoted
    assert asked.endpoints == [Endpoint.REPLY] * 2
