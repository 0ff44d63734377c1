"""/configure: a server that is limited to some sessions."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.chat.access import MANAGING
from bot.chat.client import HatsugenBot
from bot.japanese import Analyzer
from bot.session import Bilingual, Topic
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import BEANS, MORI, SATO, load, talk
from tests.harness import Discord, Fingerprint, pretended, shown

LEAVES = Topic("leaves", Bilingual("茶葉", "Tea leaves"))
COFFEE = talk(
    "coffee",
    (SATO, "珈琲豆は深く焙煎すると苦くなる。"),
    (MORI, "農園では豆を手で摘む。"),
    topics=(BEANS,),
)
TEA = talk(
    "tea",
    (SATO, "紅茶の葉は熱い湯で三分置く。"),
    title=Bilingual("紅茶の会", "Tea talk"),
    speakers=(SATO,),
    topics=(LEAVES,),
)
ABOUT_TEA = "紅茶の葉は何分待つ？"


@pytest_asyncio.fixture
async def world(tmp_path: Path, analyzer: Analyzer) -> AsyncIterator[Discord]:
    await load(tmp_path / "talks.db", analyzer, COFFEE, TEA)
    async with Store.open(tmp_path / "talks.db") as store:
        bot = HatsugenBot(
            store,
            Answering(store, analyzer),
            cooldown_seconds=0,
            fingerprints=Fingerprint(),
            servers=tmp_path / "servers",
        )
        async with pretended(bot) as world:
            yield world


async def limited(world: Discord, say: Reader, *sessions: str) -> Any:
    """An administrator of a server who has limited it."""
    role = world.guild.create_role("admins", permissions=MANAGING)
    admin = world.member("admin", say.locale, roles=[role])
    for session in sessions:
        told = await admin.slash(world.channel, "configure", sessions=session)
        assert told.ephemeral
        assert say("limited") in shown(told).text
    return admin


async def test_a_limited_server_is_answered_from_its_sessions_alone(
    world: Discord, say: Reader, tmp_path: Path
) -> None:
    admin = await limited(world, say, "coffee")
    asked = await admin.slash(world.channel, "ask", question=ABOUT_TEA)
    named = await admin.slash(world.channel, "ask", question=ABOUT_TEA, session="tea")
    await admin.send(world.channel, f"<@{world.bot_id}> {ABOUT_TEA}")
    browsed = await admin.slash(world.channel, "quote", speaker="sato")
    about = await admin.slash(world.channel, "session")
    choices = await admin.autocomplete(world.channel, "ask", "session", "")
    others = await admin.autocomplete(world.channel, "configure", "sessions", "")

    for reply in (shown(asked), shown(named), shown(world.messages[-1]), shown(browsed)):
        assert "三分" not in reply.quoted
    assert shown(named).text == say("unknown-session")
    assert say("quote-count", number=1, total=2) not in shown(browsed).text
    assert "珈琲" in shown(browsed).quoted
    assert f"### {COFFEE.title.to(say.language)}" in shown(about).text
    assert [choice["value"] for choice in choices] == ["coffee"]
    assert {choice["value"] for choice in others} == {"coffee", "tea"}
    (file,) = (tmp_path / "servers").iterdir()
    assert str(admin.id) not in file.read_text()


async def test_what_a_limited_server_is_offered_is_of_its_sessions(
    world: Discord, say: Reader
) -> None:
    admin = await limited(world, say, "tea")
    topics = await admin.autocomplete(world.channel, "ask", "question", "")
    speakers = await admin.autocomplete(world.channel, "quote", "speaker", "")
    refused = await admin.slash(world.channel, "ask", question="富士山の標高は？")
    unknown = await admin.slash(world.channel, "ask", question="紅茶", speaker="nobody at all")

    assert [choice["value"] for choice in topics] == [LEAVES.label.to(say.language)]
    assert [choice["value"] for choice in speakers] == ["sato"]
    offered = {LEAVES.label.to(say.language)}
    assert offered == set(shown(refused).buttons)
    assert SATO.name.to(say.language) in shown(unknown).text
    assert MORI.name.to(say.language) not in shown(unknown).text
    assert len(world.errors) <= 1


async def test_a_session_named_beside_limits_what_is_offered(world: Discord, say: Reader) -> None:
    member = world.member("reader", say.locale)

    async def offered(option: str, **beside: str) -> set[str]:
        choices = await member.autocomplete(world.channel, "ask", option, "", **beside)
        return {choice["value"] for choice in choices}

    labels = {topic.id: topic.label.to(say.language) for topic in (BEANS, LEAVES)}
    assert await offered("question") == {*labels.values()}
    assert await offered("question", session="tea") == {labels["leaves"]}
    assert await offered("speaker", session="tea", question="?") == {"sato"}
    assert await offered("speaker", session="cocoa", question="?") == {"sato", "mori"}


async def test_other_servers_and_direct_messages_are_not_limited(
    world: Discord, say: Reader
) -> None:
    await limited(world, say, "coffee")
    guild = world.env.create_guild()
    elsewhere = guild.create_text_channel("general")
    there = await world.member("reader", guild=guild).slash(elsewhere, "ask", question=ABOUT_TEA)
    user = world.user("writer")
    await user.send_dm(ABOUT_TEA)

    assert "三分" in shown(there).quoted
    assert "三分" in shown(user.dm_channel.last_message).quoted


async def test_buttons_of_before_show_nothing_else(world: Discord, say: Reader) -> None:
    reader = world.member("reader", say.locale)
    answer = await reader.slash(world.channel, "ask", question=ABOUT_TEA)
    await limited(world, say, "coffee")

    pressed = await reader.click(answer.response, label=say("button-context"))

    assert shown(pressed).text == say("stale")
    assert len(world.errors) <= 1


async def test_sessions_are_added_taken_out_and_given_back(world: Discord, say: Reader) -> None:
    admin = await limited(world, say, "coffee", "紅茶の会")
    both = await admin.slash(world.channel, "ask", question=ABOUT_TEA)
    less = await admin.slash(world.channel, "configure", sessions="tea")
    all_again = await admin.slash(world.channel, "configure")
    unknown = await admin.slash(world.channel, "configure", sessions="cocoa")

    assert "三分" in shown(both).quoted
    assert "紅茶" not in shown(less).text
    assert shown(all_again).text == say("not-limited")
    assert shown(unknown).text == say("unknown-session")


async def test_it_is_for_administrators_alone(world: Discord) -> None:
    with pytest.raises(Exception, match="permission"):
        await world.member("member").slash(world.channel, "configure", sessions="coffee")
