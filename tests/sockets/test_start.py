"""How the bot starts, starts again after it was killed, and refuses to run twice."""

import signal

import pytest

from tests.sockets.faults import Endpoint
from tests.sockets.gateway import Op
from tests.sockets.loopback import Loopback
from tests.sockets.process import Launcher

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"


async def test_commands_are_registered_at_the_first_start_only(
    discord: Loopback, launcher: Launcher
) -> None:
    for _ in range(2):
        bot = await launcher.start()
        assert await bot.stop() == 0
    assert discord.rest.requested(Endpoint.LOGIN) == 2
    assert discord.rest.requested(Endpoint.SYNC) == 1
    assert discord.gateway.received == [Op.IDENTIFY, Op.IDENTIFY]


async def test_old_buttons_work_after_the_bot_was_killed(
    discord: Loopback, launcher: Launcher
) -> None:
    bot = await launcher.start()
    asked = await discord.ask(QUESTION)
    await bot.until(lambda: asked.settled)
    [answer] = asked.answers
    before = answer.quoted
    bot.process.send_signal(signal.SIGKILL)
    assert await bot.ended() == -signal.SIGKILL
    discord.gateway.forget()

    bot = await launcher.start()
    pressed = await discord.press(answer, "Next", user=asked.user)
    await bot.until(lambda: pressed.settled)
    assert pressed.answers == [answer]
    assert answer.quoted
    assert answer.quoted != before
    assert discord.rest.requested(Endpoint.SYNC) == 1
    assert bot.complaints == []
