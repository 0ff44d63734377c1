"""What a member is shown who asks for no quote."""

from typing import Any

from tests.chat.conftest import Reader
from tests.harness import Discord, shown


async def test_a_greeting_gets_the_introduction_and_topics(
    world: Discord, member: Any, say: Reader
) -> None:
    result = await member.slash(world.channel, "ask", question="help")

    reply = shown(result)
    assert say("introduction").splitlines()[0] in reply.text
    assert not reply.quoted
    assert result.response.flags.ephemeral


async def test_thanks_get_a_short_line(world: Discord, member: Any, say: Reader) -> None:
    reply = shown(await member.slash(world.channel, "ask", question="ありがとう！"))

    assert reply.text == say("thanks")


async def test_the_session_itself_is_told_as_such(world: Discord, member: Any, say: Reader) -> None:
    reply = shown(await member.slash(world.channel, "ask", question="who took part?"))

    assert say("session-itself") in reply.text
    assert "2021" in reply.text


async def test_a_name_alone_opens_that_persons_quotes(
    world: Discord, member: Any, say: Reader
) -> None:
    reply = shown(await member.slash(world.channel, "ask", question="村井さんは？"))

    assert reply.quoted
