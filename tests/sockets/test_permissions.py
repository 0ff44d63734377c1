"""The bot may not answer where it was mentioned: the log says so in one line."""

import pytest

from tests.sockets.faults import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_DIRECT_MESSAGES,
    Endpoint,
    Reply,
    instead,
)
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSALS = {"missing permissions": MISSING_PERMISSIONS, "missing access": MISSING_ACCESS}


@pytest.mark.parametrize("reachable", [True, False], ids=["reachable", "unreachable"])
@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_a_missing_permission_is_told_in_one_line(
    serving: Serving, refusal: Reply, reachable: bool
) -> None:
    faults = {Endpoint.REPLY: instead(refusal)}
    if not reachable:
        faults[Endpoint.DIRECT_CHANNEL] = instead(NO_DIRECT_MESSAGES)
    asked = await serving.discord.mention("デジタル庁とは何ですか", faults=faults)
    await serving.bot.until(lambda: asked.requests)
    await serving.quiet()
    [line] = serving.remarked
    assert "not permitted" in line or "permission" in line
    assert "Traceback" not in line
    assert [message.private for message in asked.visible] in ([], [True])
