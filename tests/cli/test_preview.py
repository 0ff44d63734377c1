"""``hatsugen preview``, and the members that it has."""

import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import simcord

from bot.chat.client import HatsugenBot
from bot.cli.simulator import Clock, Locales
from bot.corpus import open_corpus
from tests.cli.conftest import ROOT, Cli, matched


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_page_is_served_until_it_is_told_to_stop(cli: Cli, number: Any) -> None:
    with cli.start("preview", "--no-browser") as process:
        address, members = (process.stdout.readline().decode() for _ in range(2))
        page = matched(re.fullmatch(r"Preview: (http://127\.0\.0\.1:\d+/)#\S+\n", address))
        with urlopen(page, timeout=120) as response:  # noqa: S310
            assert response.status == 200
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    assert "花子 (Japanese) and Alice (English)" in members
    assert b"Traceback" not in err


def test_a_port_that_is_taken_is_said_in_one_line(cli: Cli) -> None:
    with cli.start("preview", "--no-browser") as process:
        port = matched(re.search(rb":(\d+)/", process.stdout.readline())).decode()
        result = cli.process("preview", "--no-browser", "--port", port, LOG_LEVEL="ERROR")
        process.terminate()
        process.communicate(timeout=120)
    assert result.code == 2
    assert result.err.startswith("Error: the preview cannot be shown")
    assert result.err.count("\n") == 1


def test_without_simcord_it_is_said_what_to_install(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "simcord", None)
    monkeypatch.delitem(sys.modules, "bot.cli.preview", raising=False)
    monkeypatch.delitem(sys.modules, "bot.cli.simulator", raising=False)
    result = cli("preview")
    assert result.code == 2
    assert result.err == "Error: the preview needs simcord: pip install 'hatsugen[preview]'\n"


async def test_each_member_reads_their_own_language(built: Path) -> None:
    async with open_corpus(built, ROOT / "data") as corpus:
        bot = HatsugenBot(corpus.store, corpus.answering, cooldown_seconds=0)
        async with simcord.run(bot, shard_count=1) as env:
            await bot.tree.sync()
            locales = Locales(env)
            guild = env.create_guild()
            channel = guild.create_text_channel("general")
            replies = {}
            for locale in ("ja", "en-US"):
                member = guild.add_member(env.create_user(locale))
                locales.give(member, locale)
                result = await member.slash(channel, "ask", question="COCOA")
                assert result.response
                replies[locale] = str(result.response.components)
    assert "Next" in replies["en-US"]
    assert "Next" not in replies["ja"]
    assert "次" in replies["ja"]


async def test_time_passes_for_the_bot_and_its_members(built: Path) -> None:
    async with open_corpus(built, ROOT / "data") as corpus:
        bot = HatsugenBot(corpus.store, corpus.answering, cooldown_seconds=3600)
        async with simcord.run(bot, shard_count=1) as env:
            await bot.tree.sync()
            guild = env.create_guild()
            channel = guild.create_text_channel("general")
            member = guild.add_member(env.create_user("asker"))
            answered = [await member.slash(channel, "ask", question="COCOA") for _ in range(2)]
            Clock(env).catch_up()
            answered.append(await member.slash(channel, "ask", question="COCOA"))
            assert abs((datetime.now(UTC) - env.now()).total_seconds()) < 60
            assert len(env.errors) == 1
    assert [result.ephemeral for result in answered] == [False, True, False]
