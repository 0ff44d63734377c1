"""A question of which a record has next to nothing."""

from pathlib import Path

from bot.answering import Answering, NoAnswer
from bot.japanese import Analyzer
from bot.store import Store
from tests.corpora import SATO, load, talk


async def test_what_every_quote_has_in_common_answers_nothing(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    path = tmp_path / "record.db"
    await load(path, analyzer, talk("yes", *[(SATO, "はい。" + "豆" * 60)] * 700))
    hundreds = "".join(chr(0xAC00 + 28 * number) for number in range(390))
    async with Store.open(path) as store:
        answering = Answering(store, analyzer)

        outcome = await answering.ask(f"はい {hundreds}")
        near = await answering.on_topic("sato", f"はい {hundreds}")

    assert isinstance(outcome, NoAnswer)
    assert near == ()
