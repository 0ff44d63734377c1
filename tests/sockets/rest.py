"""Discord's REST API, as far as the bot uses it."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from tests.sockets.asked import PRIVATE, WAITING, Asked, Message, Request
from tests.sockets.faults import (
    ACKNOWLEDGED,
    UNAUTHORIZED,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    ClosedError,
    Endpoint,
    Fault,
    Reply,
)
from tests.sockets.payloads import (
    APPLICATION,
    BOT,
    TOKEN,
    Json,
    application,
    direct_channel,
    new_id,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Call:
    """A request as it came in: where to, with which parts of the path, and its JSON."""

    endpoint: Endpoint
    path: Mapping[str, str]
    body: Json
    authorization: str


class Rest:
    """Answers the bot, and keeps what members see; ``faults`` are used up one a request.

    ``arrived`` is everything that was requested, ``requests`` only what was answered by now.
    """

    def __init__(self, deadline: float | None) -> None:
        self.faults: dict[Endpoint, list[Fault]] = {}
        self.arrived: list[Endpoint] = []
        self.last_arrival = 0.0
        self.requests: list[Request] = []
        self.unknown: list[str] = []
        self.gateway_url = ""
        self._deadline = deadline
        self._asked: dict[str, Asked] = {}
        self._messages: dict[str, Message] = {}
        self._direct: dict[str, str] = {}

    def add(self, asked: Asked) -> Asked:
        """Know an interaction or a message, so that it can be answered."""
        asked.sent_at = time.monotonic()
        keys = (asked.id, asked.token, asked.user)
        self._asked.update((key, asked) for key in keys if key)
        return asked

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the API, and one for all that it does not have."""
        routes = []
        for endpoint in Endpoint:
            method, path = endpoint.split(" ")
            routes.append(web.route(method, path, self._handler(endpoint)))
        return [*routes, web.route("*", "/{path:.*}", self._refuse)]

    def requested(self, endpoint: Endpoint) -> int:
        """Return how often something was requested and answered."""
        return sum(request.endpoint is endpoint for request in self.requests)

    async def _refuse(self, request: web.Request) -> web.StreamResponse:
        self.unknown.append(f"{request.method} {request.path}")
        return web.Response(status=404)

    def _handler(self, endpoint: Endpoint) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            text = await _json_of(request)
            sent = json.loads(text) if text else {}
            body = sent if isinstance(sent, dict) else {"": sent}
            authorization = request.headers.get("Authorization", "")
            call = Call(endpoint, request.match_info, body, authorization)
            asked = self._asked_by(call)
            self.arrived.append(endpoint)
            self.last_arrival = time.monotonic()
            act = partial(self._act, call, asked)
            fault = self._fault(endpoint, asked)
            try:
                reply = await fault(act) if fault else act()
            except ClosedError:
                self._record(Request(endpoint, None), asked)
                if request.transport is not None:
                    request.transport.close()
                return web.Response()
            self._record(Request(endpoint, reply), asked)
            return _response(reply)

        return handle

    def _record(self, request: Request, asked: Asked | None) -> None:
        self.requests.append(request)
        if asked is not None:
            asked.requests.append(request)

    def _fault(self, endpoint: Endpoint, asked: Asked | None) -> Fault | None:
        for faults in (asked.faults if asked else {}, self.faults):
            if planned := faults.get(endpoint):
                return planned.pop(0)
        return None

    def _asked_by(self, call: Call) -> Asked | None:
        """Return what a request is a consequence of, if anything."""
        referred = call.body.get("message_reference") or {}
        channel = call.path.get("channel", "")
        for key in (
            call.path.get("token"),
            str(referred.get("message_id", "")),
            self._direct.get(channel),
            str(call.body.get("recipient_id", "")),
        ):
            if key in self._asked:
                return self._asked[key]
        return None

    def _act(self, call: Call, asked: Asked | None) -> Reply:
        match call.endpoint:
            case Endpoint.CALLBACK:
                return self._callback(call, asked)
            case Endpoint.FOLLOWUP | Endpoint.FETCH | Endpoint.EDIT | Endpoint.DELETE:
                return self._webhook(call, asked)
            case Endpoint.REPLY:
                return self._reply(call, asked)
            case Endpoint.LOGIN if call.authorization != f"Bot {TOKEN}":
                return UNAUTHORIZED
            case _:
                told = self._told(call)
                return Reply(204) if told is None else Reply(body=told)

    def _told(self, call: Call) -> Json | list[Json] | None:
        """Return what Discord says to a bot that is let in."""
        match call.endpoint:
            case Endpoint.LOGIN:
                return BOT
            case Endpoint.APPLICATION:
                return application()
            case Endpoint.GATEWAY:
                limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                return {"url": self.gateway_url, "shards": 1, "session_start_limit": limit}
            case Endpoint.SYNC:
                added = {"application_id": APPLICATION, "version": "1", "description": ""}
                return [added | each | {"id": new_id()} for each in call.body[""]]
            case Endpoint.DIRECT_CHANNEL:
                channel, user = new_id(), str(call.body["recipient_id"])
                self._direct[channel] = user
                return direct_channel(channel, user)
        return None

    def _post(self, channel: str, body: Json, flags: int = 0) -> Message:
        message = Message(new_id(), channel, flags)
        message.change(body)
        message.flags |= flags
        self._messages[message.id] = message
        return message

    def _callback(self, call: Call, asked: Asked | None) -> Reply:
        if asked is None or asked.id != call.path["interaction"]:
            return UNKNOWN_INTERACTION
        if asked.acknowledged:
            return ACKNOWLEDGED
        if self._deadline is not None and time.monotonic() - asked.sent_at > self._deadline:
            return UNKNOWN_INTERACTION
        asked.acknowledged = True
        kind, data = call.body["type"], call.body.get("data") or {}
        flags = data.get("flags", 0) & PRIVATE
        match kind:
            case 4:
                asked.original = asked.show(self._post(asked.channel, data, flags))
            case 5:
                asked.original = asked.show(self._post(asked.channel, {}, flags | WAITING))
            case 6 | 7 if asked.pressed_on is not None:
                asked.original = asked.pressed_on
                if kind == 7:
                    asked.show(asked.pressed_on).change(data)
            case 8:
                asked.choices = data["choices"]
        shown = asked.original
        interaction: Json = {"id": asked.id, "type": 2, "response_message_loading": kind == 5}
        resource: Json = {"type": kind}
        if shown is not None:
            interaction["response_message_id"] = shown.id
            resource["message"] = shown.payload
        return Reply(body={"interaction": interaction, "resource": resource})

    def _webhook(self, call: Call, asked: Asked | None) -> Reply:
        if asked is None or not asked.acknowledged:
            return UNKNOWN_WEBHOOK
        if call.endpoint is Endpoint.FOLLOWUP:
            return Reply(body=self._followup(call.body, asked).payload)
        number = call.path["message"]
        message = asked.original if number == "@original" else self._messages.get(number)
        if message is None or message.deleted:
            return UNKNOWN_MESSAGE
        if call.endpoint is Endpoint.DELETE:
            message.deleted = True
            return Reply(204)
        if call.endpoint is Endpoint.EDIT:
            asked.show(message).change(call.body)
        return Reply(body=message.payload)

    def _followup(self, body: Json, asked: Asked) -> Message:
        if asked.original is not None and asked.original.waiting:
            asked.original.change(body)  # The first message after a wait takes its place.
            return asked.original
        return asked.show(self._post(asked.channel, body, body.get("flags", 0) & PRIVATE))

    def _reply(self, call: Call, asked: Asked | None) -> Reply:
        nonce = call.body.get("nonce") if call.body.get("enforce_nonce") else None
        for message in self._messages.values():
            if nonce is not None and message.nonce == nonce:
                return Reply(body=message.payload)
        channel = call.path["channel"]
        message = self._post(channel, call.body, PRIVATE if channel in self._direct else 0)
        message.nonce = nonce
        if asked is not None:
            asked.show(message)
        return Reply(body=message.payload)


async def _json_of(request: web.Request) -> str:
    """Return the JSON of a request, also of one that brings a file along."""
    if request.content_type != "multipart/form-data":
        return await request.text()
    return str((await request.post())["payload_json"])


def _response(reply: Reply) -> web.Response:
    match reply.body:
        case None:
            content, kind = b"", "application/json"
        case str(page):
            content, kind = page.encode(), "text/html"
        case bytes(content):
            kind = "application/json"
        case _:
            content, kind = json.dumps(reply.body).encode(), "application/json"
    return web.Response(status=reply.status, body=content, headers=reply.headers, content_type=kind)
