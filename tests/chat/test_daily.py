"""/daily: a quote a day, for servers that want it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.chat.client import HatsugenBot
from bot.session import Session
from tests.chat.conftest import Reader
from tests.harness import Discord, pretended, shown

DAY = timedelta(days=1).total_seconds()
SOON = 30 * 60


def administrator(world: Discord, say: Reader) -> Any:
    role = world.guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    return world.member("admin", say.locale, roles=[role])


def soon(world: Discord) -> str:
    """A time of the day in Japan, half an hour from now."""
    moment = world.env.now() + timedelta(hours=9, seconds=SOON)
    return f"{moment:%H:%M}"


async def test_a_quote_is_posted_each_day_and_no_more_after_the_same_command(
    make_bot: Callable[..., HatsugenBot], say: Reader, session: Session, tmp_path: Path
) -> None:
    picks = iter([3, 60])
    async with pretended(make_bot(servers=tmp_path, pick=lambda _: next(picks))) as world:
        admin = administrator(world, say)
        told = await admin.slash(world.channel, "daily", channel=world.channel, time=soon(world))
        assert told.ephemeral

        await world.env.advance_time(SOON - 300)
        assert not world.messages
        posted = []
        for passing in (600, DAY):
            await world.env.advance_time(passing)
            posted.append(shown(world.messages[-1]).quoted.replace("\\", ""))
        stopped = await admin.slash(world.channel, "daily")
        await world.env.advance_time(2 * DAY)

    assert len(set(posted)) == 2
    assert set(posted) <= {quote.text for quote in session.quotes}
    assert shown(stopped).text == say("daily-stopped")
    assert len(world.messages) == 2
    assert not [*tmp_path.iterdir()]


async def test_it_outlasts_a_restart_and_keeps_no_members_id(
    make_bot: Callable[..., HatsugenBot], say: Reader, tmp_path: Path
) -> None:
    async with pretended(make_bot(servers=tmp_path)) as world:
        admin = administrator(world, say)
        await admin.slash(world.channel, "daily", channel=world.channel, time=soon(world))
        (file,) = tmp_path.iterdir()
        assert file.stem == str(world.guild.id)
        assert str(admin.id) not in file.read_text()

        await world.env.restart_bot(make_bot(servers=tmp_path))
        await world.env.advance_time(SOON + 300)
        (message,) = world.messages
        pressed = await world.member("other", say.locale).click(
            message, label=say("button-context")
        )
        await world.env.restart_bot(make_bot(servers=tmp_path))
        await world.env.advance_time(SOON)

    assert pressed.ephemeral
    assert len(world.messages) == 1


async def test_what_was_due_while_the_bot_was_away_is_posted_within_the_hour(
    make_bot: Callable[..., HatsugenBot], say: Reader, tmp_path: Path
) -> None:
    async with pretended(make_bot(servers=tmp_path)) as world:
        await administrator(world, say).slash(
            world.channel, "daily", channel=world.channel, time=soon(world)
        )
        (file,) = tmp_path.iterdir()
        kept = file.read_bytes()
        for away in (SOON + 300, DAY + 3600):
            file.unlink(missing_ok=True)
            await world.env.restart_bot(make_bot(servers=tmp_path))
            await world.env.advance_time(away)
            file.write_bytes(kept)
            await world.env.restart_bot(make_bot(servers=tmp_path))
            await world.env.settle()
            assert len(world.messages) == 1


async def test_it_is_for_administrators_alone_and_off_by_default(
    world: Discord, say: Reader, member: Any
) -> None:
    (command,) = [each for each in world.tree.get_commands() if each.name == "daily"]
    assert command.default_permissions == discord.Permissions(manage_guild=True)
    with pytest.raises(Exception, match="permission"):
        await member.slash(world.channel, "daily", channel=world.channel, time="9:00")

    told = await administrator(world, say).slash(world.channel, "daily")
    await world.env.advance_time(DAY)

    assert shown(told).text == say("daily-none")
    assert not world.messages


@pytest.mark.parametrize("time", [None, "25:00", "noon"])
async def test_what_is_missing_is_told(world: Discord, say: Reader, time: str | None) -> None:
    options = {"channel": world.channel, "time": time} if time else {"time": "９：００"}

    told = await administrator(world, say).slash(world.channel, "daily", **options)

    assert shown(told).text == say("daily-how")


@pytest.mark.parametrize("leaving", [False, True], ids=["channel", "server"])
async def test_a_channel_or_server_that_is_gone_ends_it(
    make_bot: Callable[..., HatsugenBot], say: Reader, tmp_path: Path, *, leaving: bool
) -> None:
    async with pretended(make_bot(servers=tmp_path)) as world:
        channel = world.guild.create_text_channel("quotes")
        admin = administrator(world, say)
        await admin.slash(world.channel, "daily", channel=channel, time=soon(world))
        if leaving:
            world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id)})
            await world.env.settle()
        else:
            path = f"/channels/{channel.id}/messages"
            world.env.inject_error("POST", path, status=404, code=10003)
            await world.env.advance_time(SOON + 300)

        assert not [*tmp_path.iterdir()]


async def test_a_file_that_cannot_be_read_is_none(
    make_bot: Callable[..., HatsugenBot], say: Reader, tmp_path: Path
) -> None:
    async with pretended(make_bot(servers=tmp_path)) as world:
        (tmp_path / f"{world.guild.id}.json").write_text('{"daily": {"channel": 2}}')
        await world.env.restart_bot(make_bot(servers=tmp_path))
        told = await administrator(world, say).slash(world.channel, "daily")

    assert shown(told).text == say("daily-none")
