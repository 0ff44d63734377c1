"""A reply that nothing but its meaning led to says so, wherever its pages are turned."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.corpus.changes import unwatched
from bot.corpus.encoding import encode_texts
from bot.japanese import Analyzer
from bot.store import Store
from tests.chat.conftest import Reader
from tests.corpora import MORI, SATO, arrivals, talk
from tests.harness import Discord, Fingerprint, pretended, shown
from tests.harness.encoders import Subjects

LABELS = {"en": "Found by meaning", "ja": "意味の近さで見つけました"}
BY_MEANING = "Was there any damage by the cold?"
BY_WORDS = "珈琲豆を深く焙煎すると苦くなるのですか"


@pytest_asyncio.fixture
async def world(
    tmp_path: Path, analyzer: Analyzer, fingerprint: Fingerprint
) -> AsyncIterator[Discord]:
    encoder = Subjects(("焙煎",), ("農園",), ("霜", "枯", "cold"))
    session = talk(
        "farm",
        (SATO, "珈琲豆は深く焙煎すると苦くなる。"),
        (MORI, "農園では手で摘んでいます。", "去年は霜で木が枯れました。"),
    )
    async with Store.open(tmp_path / "farm.db") as store:
        await store.replace(arrivals(session), (), analyzer)
        await encode_texts(store, encoder, unwatched)
        answering = Answering(store, analyzer, encoder)
        bot = HatsugenBot(store, answering, cooldown_seconds=0, fingerprints=fingerprint)
        async with pretended(bot) as discord:
            yield discord


@pytest.fixture
def member(world: Discord, say: Reader) -> Any:
    return world.member("asker", say.locale)


async def test_it_says_so_and_marks_nothing(world: Discord, member: Any, say: Reader) -> None:
    result = await member.slash(world.channel, "ask", question=BY_MEANING)

    reply = shown(result)
    assert reply.quoted == "去年は霜で木が枯れました。"
    assert LABELS[say.language.value] in reply.text
    assert say("related-heading") in reply.text

    await member.click(result.response, label=say("button-context"))
    await member.click(result.response, label=say("button-back"))
    again = shown(result)
    assert again.quoted == reply.quoted
    assert LABELS[say.language.value] in again.text


async def test_what_words_found_does_not(world: Discord, member: Any, say: Reader) -> None:
    result = await member.slash(world.channel, "ask", question=BY_WORDS)

    assert "**" in shown(result).quoted
    assert LABELS[say.language.value] not in shown(result).text
