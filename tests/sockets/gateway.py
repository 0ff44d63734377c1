"""Discord's gateway: sessions that outlive their connections and can be resumed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from secrets import token_hex
from typing import Any

from aiohttp import web

from tests.sockets.payloads import APPLICATION, BOT, TOKEN, Json, guild

HEARTBEAT_MILLISECONDS = 41_250


class Op(IntEnum):
    """What a payload is about."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class State(StrEnum):
    """How the gateway takes a connection."""

    OPEN = "open"
    SILENT = "silent"
    """Connections are taken, and nothing is ever said."""
    AWAY = "away"
    """Connections are refused."""


class Connection:
    """One connection of the bot."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._request = request

    async def send(self, op: Op, data: Any = None, **more: Any) -> None:
        """Send a payload."""
        if not self._socket.closed:
            await self._socket.send_json({"op": op, "d": data, "s": None, "t": None} | more)

    async def close(self, code: int) -> None:
        """Close the connection, and say why."""
        await self._socket.close(code=code)

    def cut(self) -> None:
        """Close the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(eq=False)
class Session:
    """What a bot has been sent since it identified itself."""

    id: str = field(default_factory=token_hex)
    shard: tuple[int, int] = (0, 1)
    events: list[Json] = field(default_factory=list)
    connection: Connection | None = None

    def serves(self, guild: str | None) -> bool:
        """Tell whether events of a server, or of direct messages, come here."""
        number, count = self.shard
        return (int(guild) >> 22) % count == number if guild else number == 0

    async def send(self, event: str, data: Json) -> None:
        """Send an event now, or when the session is resumed."""
        number = len(self.events) + 1
        self.events.append({"t": event, "s": number, "d": data})
        await self._send(self.events[-1])

    async def resume(self, connection: Connection, after: int) -> None:
        """Go on with another connection, with what came ``after`` an event."""
        self.connection = connection
        for event in self.events[after:]:
            await self._send(event)
        await self.send("RESUMED", {})

    async def _send(self, event: Json) -> None:
        if self.connection is not None:
            await self.connection.send(Op.DISPATCH, event["d"], t=event["t"], s=event["s"])


class Gateway:
    """Takes the bot's connections; ``refusal`` is a code with which IDENTIFY is refused.

    ``guilds`` are the servers, each with its channel.
    """

    def __init__(self, guilds: Mapping[str, str]) -> None:
        self.url = ""
        self.state = State.OPEN
        self.refusal: int | None = None
        self.attempts = 0
        """How many connections were begun, also those that were refused."""
        self.received: list[Op] = []
        """Everything that was said here to open a session, oldest first."""
        self.identified: list[tuple[int, int]] = []
        """Which shard, of how many, each IDENTIFY was for."""
        self._guilds = guilds
        self._sessions: dict[str, Session] = {}
        self._mute: list[Connection] = []

    @property
    def connections(self) -> list[Connection]:
        """Return the connections that can be sent events."""
        return [each.connection for each in self._sessions.values() if each.connection]

    async def send(self, event: str, data: Json) -> None:
        """Send an event to every session of the shard that it belongs to."""
        for session in list(self._sessions.values()):
            if session.serves(data.get("guild_id")):
                await session.send(event, data)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve a connection until its end."""
        self.attempts += 1
        if self.state is State.AWAY:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        if self.state is State.SILENT:
            self._mute.append(connection)
        else:
            await connection.send(Op.HELLO, {"heartbeat_interval": HEARTBEAT_MILLISECONDS})
        session: Session | None = None
        async for frame in socket:
            session = await self._receive(frame.json(), connection) or session
        if session is not None and session.connection is connection:
            session.connection = None
        return socket

    def cut(self) -> None:
        """Close all connections without a word."""
        for connection in [*self.connections, *self._mute]:
            connection.cut()

    def forget(self) -> None:
        """Let no session be resumed any more."""
        self._sessions = {}

    async def _receive(self, payload: Json, connection: Connection) -> Session | None:
        op = payload["op"]
        if op == Op.HEARTBEAT:
            await connection.send(Op.HEARTBEAT_ACK)
        if op not in (Op.IDENTIFY, Op.RESUME):
            return None
        self.received.append(Op(op))
        data: Json = payload["d"]
        if op == Op.RESUME:
            session = self._sessions.get(data["session_id"])
            if session is None:
                await connection.send(Op.INVALID_SESSION, data=False)
                return None
            await session.resume(connection, data["seq"])
            return session
        if self.refusal is not None or data["token"] != TOKEN:
            await connection.close(self.refusal or 4004)
            return None
        return await self._open(connection, data.get("shard") or [0, 1])

    async def _open(self, connection: Connection, shard: list[int]) -> Session:
        number, count = shard
        session = Session(shard=(number, count), connection=connection)
        self.identified.append(session.shard)
        guilds = [guild for guild in self._guilds if session.serves(guild)]
        ready = {
            "v": 10,
            "user": BOT,
            "session_id": session.id,
            "shard": shard,
            "resume_gateway_url": self.url,
            "application": {"id": APPLICATION, "flags": 0},
            "guilds": [{"id": each, "unavailable": True} for each in guilds],
        }
        await session.send("READY", ready)
        for each in guilds:
            await session.send("GUILD_CREATE", guild(each, [self._guilds[each]]))
        self._sessions[session.id] = session
        return session
