"""From the file that people have to the answer in Discord."""

from pathlib import Path

import pytest

from bot.answering import Answering
from bot.chat.client import HatsugenBot
from bot.chat.markup import unescape
from bot.japanese import Analyzer
from bot.store import Store
from bot.transcript import read_session, write_session
from bot.transcript.importing import import_file
from tests.corpora import load
from tests.harness import Fingerprint, pretended, shown
from tests.transcripts import PATHS


@pytest.mark.parametrize("name", PATHS)
async def test_an_imported_file_answers(
    name: str, tmp_path: Path, analyzer: Analyzer, fingerprint: Fingerprint
) -> None:
    content, question, speaker = PATHS[name]
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    write_session(import_file(file).session, tmp_path / "session.toml")
    session = read_session(tmp_path / "session.toml")

    await load(tmp_path / "record.db", analyzer, session)
    async with Store.open(tmp_path / "record.db") as store:
        answering = Answering(store, analyzer)
        bot = HatsugenBot(store, answering, cooldown_seconds=0, fingerprints=fingerprint)
        async with pretended(bot) as world:
            member = world.member("asker", "ja")
            reply = shown(await member.slash(world.channel, "ask", question=question))

    said = [each.text for each in session.utterances if each.speaker.title == speaker]
    assert speaker in reply.text
    assert any(unescape(reply.quoted.replace("**", "")) in each for each in said)
