"""A data folder that changes while the bot runs: members notice nothing but what was added."""

import shutil
import signal
from pathlib import Path

import pytest

from tests.places import SESSION
from tests.sockets.loopback import Loopback
from tests.sockets.process import ROOT, Bot, Launcher

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "珈琲豆の焙煎はどうしますか"
NEW = "珈琲豆は深く焙煎します。"
OLD_QUESTION = "COCOAは疫学調査に使えたのですか"
OLD = "疫学調査には使えない"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


async def start(launcher: Launcher, database: Path, data: Path) -> Bot:
    own = Path(shutil.copy(database, data.parent / "own.db"))
    return await launcher.start(DATA_DIR=str(data), DATABASE_PATH=str(own), COOLDOWN_SECONDS="0")


async def quoted(discord: Loopback, bot: Bot, question: str) -> str:
    asked = await discord.ask(question)
    await bot.until(lambda: asked.settled)
    return asked.answers[0].quoted


async def test_a_signal_takes_over_what_is_good_and_refuses_what_is_not(
    discord: Loopback, launcher: Launcher, database: Path, data: Path
) -> None:
    bot = await start(launcher, database, data)
    assert NEW not in await quoted(discord, bot, QUESTION)

    (data / "coffee.toml").write_text(SESSION.format(id="coffee", text=NEW)[:-9], "utf-8")
    bot.process.send_signal(signal.SIGHUP)
    await bot.until(lambda: "what was stored before is in use" in bot.stderr)
    assert "coffee.toml:" in bot.stderr
    assert OLD in await quoted(discord, bot, OLD_QUESTION)

    (data / "coffee.toml").write_text(SESSION.format(id="coffee", text=NEW), "utf-8")
    bot.process.send_signal(signal.SIGHUP)
    await bot.until(lambda: "Stored the session coffee" in bot.stderr)
    while NEW not in await quoted(discord, bot, QUESTION):
        pass
    assert OLD in await quoted(discord, bot, OLD_QUESTION)
    assert len(discord.gateway.identified) == 1
    assert "Traceback" not in bot.stderr
    assert await bot.stop() == 0
