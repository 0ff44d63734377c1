"""The gateway ends a connection: what is asked meanwhile and later is answered."""

from collections.abc import Awaitable, Callable

import pytest

from tests.sockets.gateway import Connection, Op, State
from tests.sockets.loopback import until
from tests.sockets.process import Serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "COCOAは疫学調査に使えたのですか"
RIGHT = "疫学調査には使えない"


async def cut(connection: Connection) -> None:
    connection.cut()


RESUMABLE: dict[str, Callable[[Connection], Awaitable[None]]] = {
    "cut": cut,
    "reconnect": lambda connection: connection.send(Op.RECONNECT),
    "invalid but resumable": lambda connection: connection.send(Op.INVALID_SESSION, data=True),
    "closed with 4000": lambda connection: connection.close(4000),
    "closed with 1001": lambda connection: connection.close(1001),
}


@pytest.mark.parametrize("end", RESUMABLE.values(), ids=RESUMABLE)
async def test_a_session_is_resumed_and_nothing_is_lost(
    serving: Serving, end: Callable[[Connection], Awaitable[None]]
) -> None:
    gateway = serving.discord.gateway
    before = len(gateway.received)
    [connection] = gateway.connections
    await end(connection)
    await until(lambda: connection not in gateway.connections)
    meanwhile = await serving.discord.ask(QUESTION)
    assert RIGHT in (await serving.answer(meanwhile)).quoted
    later = await serving.discord.ask(QUESTION)
    assert RIGHT in (await serving.answer(later)).quoted
    assert gateway.received[before:] == [Op.RESUME]
    assert len(meanwhile.visible) == len(later.visible) == 1
    assert "Traceback" not in "\n".join(serving.logged)


async def test_a_new_session_is_begun_where_the_old_one_is_invalid(serving: Serving) -> None:
    gateway = serving.discord.gateway
    before = len(gateway.received)
    [connection] = gateway.connections
    gateway.forget()
    connection.cut()
    await serving.bot.until(lambda: gateway.connections)
    assert RIGHT in (await serving.answer(await serving.discord.ask(QUESTION))).quoted
    assert gateway.received[before:] == [Op.RESUME, Op.IDENTIFY]


async def test_an_outage_passes_and_is_told_without_a_traceback(serving: Serving) -> None:
    gateway = serving.discord.gateway
    [connection] = gateway.connections
    gateway.state, before = State.AWAY, gateway.attempts
    connection.cut()
    await serving.bot.until(lambda: gateway.attempts > before)
    gateway.state = State.OPEN
    await serving.bot.until(lambda: gateway.connections)
    assert RIGHT in (await serving.answer(await serving.discord.ask(QUESTION))).quoted
    assert "Traceback" not in "\n".join(serving.logged)
