"""Two bots with one folder of state: a mention would be answered twice."""

import pytest

from tests.sockets.faults import Endpoint
from tests.sockets.loopback import Loopback
from tests.sockets.process import Launcher

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_second_bot_gives_way_unless_it_has_a_folder_of_its_own(
    discord: Loopback, launcher: Launcher
) -> None:
    first = await launcher.start()
    second = await launcher.begin()
    another = await launcher.start(STATE_DIR=str(launcher.folder / "another"))
    assert await second.ended() == 2
    [line] = second.complaints
    assert line.startswith("Error: ")
    assert "STATE_DIR" in line
    assert discord.rest.requested(Endpoint.LOGIN) == 2
    assert await another.stop() == 0
    asked = await discord.mention("デジタル庁とは何ですか")
    await first.until(lambda: asked.settled)
    assert await first.stop() == 0
    assert len(asked.visible) == 1
