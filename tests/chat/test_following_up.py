"""Messages that go on from an answer, and the language in which they are answered."""

from typing import Any

import pytest

from bot.chat.wording import LanguagesHeard, wording
from bot.session import Language, Session
from tests.harness import Discord, shown

JA, EN = wording(Language.JA), wording(Language.EN)
QUESTION = "COCOAは疫学調査に使えたのですか"


def mention(world: Discord) -> str:
    return f"<@{world.bot_id}>"


async def answered(world: Discord, member: Any) -> Any:
    await member.send(world.channel, f"{mention(world)} {QUESTION}")
    return world.messages[-1]


@pytest.mark.parametrize("words", ["もっと", "ほかには？", "次", "more", "Another one!"])
async def test_a_reply_that_wants_more_gets_the_next_match(world: Discord, words: str) -> None:
    member = world.member("asker")
    answer = await answered(world, member)

    await member.send(world.channel, words, reply_to=answer)

    first, second = shown(answer), shown(world.messages[-1])
    assert second.texts[0] == first.texts[0] == f"-# {QUESTION}"
    assert second.quoted != first.quoted
    assert JA("match-count", number=2, total=3) in second.text


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("続き", 6),
        ("その後は？", 6),
        ("who said that after it?", 6),
        ("前は", 4),
        ("What came before?", 4),
        ("誰が言ったの？", 5),
        ("who said that", 5),
    ],
)
async def test_a_reply_is_about_what_was_said_around_the_answer(
    world: Discord, session: Session, words: str, number: int
) -> None:
    member = world.member("asker")
    answer = await answered(world, member)

    await member.send(world.channel, words, reply_to=answer)

    said = session.utterances[number - 1]
    reply = shown(world.messages[-1])
    assert reply.quoted.replace("\\", "").replace("**", "").replace("\n", "") == said.text
    # And on from there.
    await member.send(world.channel, "続き", reply_to=world.messages[-1])
    after = session.utterances[number]
    assert (
        shown(world.messages[-1]).quoted.replace("\\", "").replace("**", "").replace("\n", "")
        == after.text
    )


async def test_at_the_end_there_is_a_way_back(world: Discord) -> None:
    member = world.member("asker")
    await answered(world, member)
    for _ in range(3):
        await member.send(world.channel, f"{mention(world)} もっと")
    assert shown(world.messages[-1]).text == JA("no-more")

    await member.send(world.channel, f"{mention(world)} 前は")

    assert shown(world.messages[-1]).quoted


async def test_without_a_reply_it_is_about_the_members_last_answer(world: Discord) -> None:
    member, other = world.member("asker"), world.member("other")
    first = shown(await answered(world, member)).quoted
    await other.send(world.channel, f"{mention(world)} デジタル庁はいつできるのか")

    await member.send(world.channel, f"{mention(world)} もっと")

    reply = shown(world.messages[-1])
    assert JA("match-count", number=2, total=3) in reply.text
    assert reply.quoted != first


async def test_after_the_last_one_there_is_no_more(world: Discord) -> None:
    member = world.member("asker")
    await answered(world, member)

    for _ in range(3):
        await member.send(world.channel, "次", reply_to=world.messages[-1])

    assert shown(world.messages[-1]).text == JA("no-more")


@pytest.mark.parametrize("words", ["ありがとう", "面白い！", "more or less", "次の総理は誰"])
async def test_a_reply_of_other_words_is_not_answered(world: Discord, words: str) -> None:
    member = world.member("asker")
    answer = await answered(world, member)

    await member.send(world.channel, words, reply_to=answer)

    assert len(world.messages) == 3


async def test_wanting_more_of_somebody_elses_message_is_not_answered(world: Discord) -> None:
    member, other = world.member("asker"), world.member("other")
    message = await other.send(world.channel, QUESTION)

    await member.send(world.channel, "もっと", reply_to=message)

    assert len(world.messages) == 2


async def test_the_buttons_of_what_follows_belong_to_who_asked_for_it(world: Discord) -> None:
    member, other = world.member("asker"), world.member("other", "ja")
    answer = await answered(world, member)
    await other.send(world.channel, "もっと", reply_to=answer)

    pressed = await other.click(world.messages[-1], label=JA("button-next-match"))

    assert not pressed.ephemeral
    assert JA("match-count", number=3, total=3) in shown(world.messages[-1]).text


async def test_one_latin_word_is_answered_in_the_language_of_the_last_answer(
    world: Discord,
) -> None:
    reader, other = world.member("asker", "ja"), world.member("other")
    await reader.send(world.channel, f"{mention(world)} COCOA")
    assert EN("button-context") in shown(world.messages[-1]).buttons

    await reader.slash(world.channel, "ask", question=QUESTION)
    for member in (reader, other):
        await member.send(world.channel, f"{mention(world)} COCOA")
        assert JA("button-context") in shown(world.messages[-1]).buttons

    await other.send(world.channel, f"{mention(world)} what about COCOA?")
    assert EN("button-context") in shown(world.messages[-1]).buttons
    for member, say in ((other, EN), (reader, JA)):
        await member.send(world.channel, f"{mention(world)} COCOA")
        assert say("button-context") in shown(world.messages[-1]).buttons


def test_only_the_latest_are_remembered() -> None:
    heard = LanguagesHeard(most=2)
    for member in (1, 2, 1, 3):
        heard.note(Language.JA, member)

    assert [heard.last(member) for member in (1, 2, 3)] == [Language.JA, None, Language.JA]
