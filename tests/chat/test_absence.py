"""What one person did not say, another may have said: absence is never stated falsely."""

from typing import Any

import pytest

from bot.session import Session
from tests.chat.conftest import Reader
from tests.harness import Discord, shown

SUBJECT = "オードリー・タン"


@pytest.fixture
def names(session: Session, say: Reader) -> tuple[str, str]:
    """Hirai, who did not speak of the subject, and Murai, who did."""
    hirai, murai = (speaker.name.to(say.language) for speaker in session.speakers)
    return hirai, murai


async def test_words_of_others_are_told_and_one_press_away(
    world: Discord, say: Reader, member: Any, names: tuple[str, str]
) -> None:
    hirai, murai = names

    result = await member.slash(world.channel, "ask", question=SUBJECT, speaker="hirai")

    reply = shown(result)
    assert say("only-others", speaker=hirai, other=murai) in reply.text
    assert say("no-answer") not in reply.text
    assert not reply.quoted
    await member.click(result.response, label=say("button-others", other=murai))
    answer = shown(result)
    assert "オードリー" in answer.quoted.replace("**", "")
    assert f"**{murai}**" in answer.text
    assert answer.text.startswith(f"-# {SUBJECT}")


async def test_a_question_that_names_one_person_and_is_answered_by_another_says_so(
    world: Discord, say: Reader, member: Any, names: tuple[str, str]
) -> None:
    hirai, murai = names
    question = "村井教授は公務員について何と言いましたか"

    result = await member.slash(world.channel, "ask", question=question)

    assert say("another-speaker", named=murai, speaker=hirai) in shown(result).text
    await member.click(result.response, label=say("button-next-match"))
    await member.click(result.response, label=say("button-previous-match"))
    assert say("another-speaker", named=murai, speaker=hirai) in shown(result).text


async def test_whoever_is_asked_and_answers_is_not_apologised_for(
    world: Discord, say: Reader, member: Any, names: tuple[str, str]
) -> None:
    hirai, murai = names
    question = f"村井教授は{SUBJECT}について何と言いましたか"

    reply = shown(await member.slash(world.channel, "ask", question=question))

    assert say("another-speaker", named=hirai, speaker=murai) not in reply.text
    assert say("another-speaker", named=murai, speaker=murai) not in reply.text


async def test_what_nobody_said_is_only_denied_of_the_person_looked_at(
    world: Discord, say: Reader, member: Any, names: tuple[str, str]
) -> None:
    reply = shown(
        await member.slash(world.channel, "ask", question="qwzx vbnk jhgf", speaker="hirai")
    )

    assert say("no-answer-of", speaker=names[0]) in reply.text


async def test_a_topic_of_another_speaker_is_one_press_away_too(
    world: Discord, say: Reader, member: Any, names: tuple[str, str]
) -> None:
    hirai, murai = names

    result = await member.slash(world.channel, "quote", speaker="hirai", topic=SUBJECT)

    assert say("no-quotes", speaker=hirai, topic=SUBJECT) in shown(result).text
    assert say("others-did", other=murai) in shown(result).text
    await member.click(result.response, label=say("button-others", other=murai))
    assert "オードリー" in shown(result).quoted.replace("**", "")
