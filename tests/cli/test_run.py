"""What needs Discord itself: refusals in one line, and commands registered on a loopback server."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import discord
import pytest
from filelock import FileLock

from bot.chat import access
from bot.chat.access import NEEDED
from tests.cli.conftest import ROOT, Cli

TOKEN = "very.secret.token"  # noqa: S105
APPLICATION = 4242


class Garbled:
    """An answer that ends too early."""


def closed(code: int) -> discord.ConnectionClosed:
    """What is raised when the gateway closes a connection."""
    socket: Any = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=0, code=code)


class _Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        sent = json.loads(self.rfile.read(length) or "null")
        server: Any = self.server
        server.requests.append((self.command, self.path, sent))
        status, body = server.answer(self.path, sent)
        content = b'{"id": "12' if isinstance(body, Garbled) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = _answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """As much of Discord as logging in and registering commands takes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, str, Any]] = []
        self.refusals: dict[str, tuple[int, Any]] = {}
        self.passing: dict[str, list[tuple[int, Any]]] = {}

    def answer(self, path: str, sent: Any) -> tuple[int, Any]:
        if self.passing.get(path):
            return self.passing[path].pop()
        if path in self.refusals:
            return self.refusals[path]
        if path.endswith("/commands"):
            added = {"application_id": APPLICATION, "version": "1", "description": ""}
            return 200, [added | each | {"id": str(n)} for n, each in enumerate(sent, start=1)]
        if path == "/users/@me":
            return 200, {
                "id": "1",
                "username": "b",
                "discriminator": "0",
                "avatar": None,
                "bot": True,
            }
        return 200, {
            "id": str(APPLICATION),
            "name": "a",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "",
            "owner": {"id": "2", "username": "o", "discriminator": "0", "avatar": None},
        }


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        base = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(discord.http.Route, "BASE", base)
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("command", ["run", "sync", "invite"])
def test_without_a_token_it_is_said_how_to_get_one(cli: Cli, command: str) -> None:
    result = cli(command)
    assert result.code == 2
    assert "https://discord.com/developers/applications" in result.err
    assert "`hatsugen preview`" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "sync", "invite"])
def test_a_rejected_token_is_said_in_one_line_and_not_shown(
    cli: Cli, server: Any, command: str
) -> None:
    server.refusals["/users/@me"] = (401, {"message": "401: Unauthorized", "code": 0})
    result = cli(command, DISCORD_TOKEN=TOKEN, LOG_LEVEL="DEBUG")
    assert result.code == 2
    assert result.err.splitlines()[-1].startswith("Error: Discord rejects the token")
    assert "Traceback" not in result.err
    assert TOKEN not in result.err + result.out


@pytest.mark.parametrize("command", ["run", "sync", "invite"])
def test_no_network_is_said_in_one_line(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9")
    result = cli(command, DISCORD_TOKEN=TOKEN, LOG_LEVEL="ERROR")
    assert result.code == 2
    assert result.err.startswith("Error: Discord cannot be reached")
    assert result.err.count("\n") == 1


def test_commands_are_registered_everywhere_and_remembered(cli: Cli, server: Any) -> None:
    result = cli("sync", DISCORD_TOKEN=TOKEN)
    assert result.code == 0, result.err
    method, path, sent = server.requests[-1]
    assert (method, path) == ("PUT", f"/applications/{APPLICATION}/commands")
    assert result.out == f"{len(sent)} commands are registered everywhere.\n"
    assert {"ask", "quote"} <= {command["name"] for command in sent}
    assert (cli.folder / "state" / "commands").read_text()


def test_commands_are_registered_in_one_server(cli: Cli, server: Any) -> None:
    result = cli("sync", "--guild", 77, DISCORD_TOKEN=TOKEN)
    assert result.out.endswith("commands are registered in the server 77.\n")
    assert server.requests[-1][1] == f"/applications/{APPLICATION}/guilds/77/commands"
    assert not (cli.folder / "state" / "commands").exists()


def test_a_server_that_refuses_is_said_in_one_line(cli: Cli, server: Any) -> None:
    path = f"/applications/{APPLICATION}/guilds/77/commands"
    server.refusals[path] = (403, {"message": "Missing Access", "code": 50001})
    result = cli("sync", "--guild", 77, DISCORD_TOKEN=TOKEN, LOG_LEVEL="ERROR")
    assert result.code == 2
    assert "Error: Discord refuses: " in result.err
    assert "Missing Access" in result.err
    assert result.err.count("\n") == 1


COMMANDS = f"/applications/{APPLICATION}/commands"
LOGIN = "/users/@me"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Discord refuses for a moment is tried again at once."""
    monkeypatch.setattr(access, "PAUSES", (0, 0))


@pytest.mark.parametrize(
    ("command", "path"), [("run", LOGIN), ("sync", LOGIN), ("invite", LOGIN), ("sync", COMMANDS)]
)
@pytest.mark.parametrize("refusal", [(503, "upstream"), (200, Garbled())], ids=["503", "cut"])
def test_what_discord_does_not_say_in_order_is_one_line(
    cli: Cli, server: Server, impatient: None, command: str, path: str, refusal: tuple[int, Any]
) -> None:
    server.refusals[path] = refusal
    result = cli(command, DISCORD_TOKEN=TOKEN, LOG_LEVEL="ERROR")
    assert result.code == 2
    assert result.err.startswith("Error: Discord")
    assert result.err.count("\n") == 1
    assert "upstream" not in result.err


@pytest.mark.parametrize("path", [LOGIN, COMMANDS])
def test_what_is_out_of_order_for_a_moment_is_tried_again(
    cli: Cli, server: Server, impatient: None, path: str
) -> None:
    server.passing[path] = [(503, "upstream")] * 2
    result = cli("sync", DISCORD_TOKEN=TOKEN)
    assert result.code == 0, result.err
    assert [asked for _, asked, _ in server.requests].count(path) == 3


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (discord.PrivilegedIntentsRequired(None), "intents"),
        (closed(4004), "token"),
        (closed(4010), "shard"),
        (closed(4011), "shard"),
        (closed(4012), "version"),
        (closed(4013), "intents"),
        (closed(4014), "intents"),
        (closed(4999), "4999"),
    ],
    ids=str,
)
def test_what_the_gateway_means_by_its_codes_is_said(refused: Exception, told: str) -> None:
    with pytest.raises(access.RefusedError, match=told) as caught, access.refusals():
        raise refused
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (aiohttp.ClientHttpProxyError(None, (), status=407, message=TOKEN), "407"),  # type: ignore[arg-type]
        (aiohttp.ServerDisconnectedError(f"Bad status line {TOKEN}"), "ServerDisconnectedError"),
        (aiohttp.ClientPayloadError(TOKEN), "ClientPayloadError"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (discord.ClientException("Not ready"), "Not ready"),
    ],
    ids=lambda given: type(given).__name__,
)
def test_what_lies_between_is_not_quoted(error: Exception, told: str) -> None:
    with pytest.raises(access.RefusedError, match=told) as caught, access.refusals():
        raise error
    assert str(caught.value).startswith("Discord cannot be reached")
    assert TOKEN not in str(caught.value)


def test_a_second_bot_with_the_same_state_ends_in_one_line(cli: Cli, server: Server) -> None:
    (cli.folder / "state").mkdir()
    with FileLock(cli.folder / "state" / "running.lock"):
        second = cli.process("run", DISCORD_TOKEN=TOKEN)
        assert cli("sync", DISCORD_TOKEN=TOKEN).code == 0
    assert second.code == 2
    assert second.err.startswith("Error: another `hatsugen run`")
    assert "STATE_DIR" in second.err
    assert second.err.count("\n") == 1


def test_a_lock_that_a_killed_bot_left_behind_holds_nobody_off(cli: Cli, server: Server) -> None:
    (cli.folder / "state").mkdir()
    (cli.folder / "state" / "running.lock").touch()
    server.refusals[LOGIN] = (401, {"message": "401: Unauthorized", "code": 0})
    result = cli("run", DISCORD_TOKEN=TOKEN, LOG_LEVEL="ERROR")
    assert result.err.startswith("Error: Discord rejects the token")


STUCK = """
import asyncio, os, signal, threading
from bot.chat.client import ended_by_signals
async def main():
    with ended_by_signals(0.1):
        looking_up = asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
        os.kill(os.getpid(), signal.SIGTERM)
        await looking_up
asyncio.run(main())
"""


def test_what_cannot_be_cancelled_does_not_keep_the_process_from_ending() -> None:
    subprocess.run([sys.executable, "-c", STUCK], check=True, cwd=ROOT, timeout=60)


def links(result: Any) -> Any:
    return [parse_qs(urlsplit(line.split(": ", 1)[1]).query) for line in result.out.splitlines()]


def test_invitations_ask_for_the_least_permissions(cli: Cli, server: Any) -> None:
    server_link, user_link = links(cli("invite", DISCORD_TOKEN=TOKEN))
    assert server_link["client_id"] == user_link["client_id"] == [str(APPLICATION)]
    assert server_link["permissions"] == [str(NEEDED.value)]
    assert user_link["integration_type"] == ["1"]


def test_an_invitation_needs_no_token_where_the_application_is_known(cli: Cli) -> None:
    assert [link["client_id"] for link in links(cli("invite", "--application-id", 5))] == [
        ["5"]
    ] * 2
