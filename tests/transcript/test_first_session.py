"""The session that comes with the project says what the memo says, to the character."""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from bot.session import Session, Utterance
from bot.transcript import check_files, read_session, session_files
from bot.transcript.importing import import_file
from bot.transcript.people import Chosen

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
MEMO = ROOT.parent / "shared" / "source" / "memo.txt"
HASHES = Path(__file__).with_name("memo_paragraphs.sha256").read_text().split()


@pytest.fixture(scope="module")
def session() -> Session:
    return read_session(DATA / "2021-02-09-digital-agency.toml")


def _paragraph(utterance: Utterance, before: Utterance | None) -> str:
    """Write an utterance as the memo does, which names only a speaker who takes over."""
    continues = before is not None and before.speaker == utterance.speaker
    title = "" if continues else utterance.speaker.title
    note = f"({utterance.note})" if utterance.note else ""
    return f"{title}「{note}{utterance.text}」"


def test_every_paragraph_of_the_memo_can_be_rebuilt(session: Session) -> None:
    pairs = pairwise([None, *session.utterances])
    paragraphs = [_paragraph(said, before) for before, said in pairs if said is not None]
    assert [sha256(paragraph.encode()).hexdigest() for paragraph in paragraphs] == HASHES


def test_has_the_utterances_and_quotes_of_the_memo(session: Session) -> None:
    assert (len(session.utterances), len(session.quotes)) == (18, 85)
    assert len(HASHES) == 18
    notes = {said.number: said.note for said in session.utterances if said.note}
    assert notes == {
        11: "デジタル庁で求めている人材について",
        17: "ヘルステックの質問を受けて",
        18: "地方行政との連携を問われて",
    }


def test_says_what_it_is(session: Session) -> None:
    assert session.id == "digital-agency-1"
    assert session.started_at is not None
    assert session.started_at.isoformat() == "2021-02-09T18:30:00+09:00"
    assert not session.source.complete
    names = [(each.id, each.title, each.name.ja, each.name.en) for each in session.speakers]
    assert names == [
        ("hirai", "平井大臣", "平井卓也", "Takuya Hirai"),
        ("murai", "村井教授", "村井純", "Jun Murai"),
    ]
    assert all(speaker.aliases and speaker.role.en for speaker in session.speakers)


def test_all_files_in_the_data_folder_are_in_order() -> None:
    assert session_files(DATA)
    assert check_files(session_files(DATA)) == []


@pytest.mark.skipif(not MEMO.exists(), reason="the memo itself is not part of the project")
def test_the_memo_is_imported_as_the_session(session: Session) -> None:
    speakers = [Chosen(("平井大臣",), "hirai"), Chosen(("村井教授",), "murai")]
    imported = import_file(MEMO, speakers=speakers).session
    assert [(said.speaker.title, said.note, said.quotes) for said in imported.utterances] == [
        (said.speaker.title, said.note, said.quotes) for said in session.utterances
    ]
