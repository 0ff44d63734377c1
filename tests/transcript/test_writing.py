from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.session import (
    Annotation,
    Bilingual,
    Session,
    Source,
    SourceKind,
    Speaker,
    Topic,
    Utterance,
)
from bot.transcript import (
    read_session,
    render_annotations,
    render_session,
    split_sentences,
    write_session,
)

_TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\ \n\t。'), min_size=1
)
_SAID = _TEXT.filter(str.strip)
_BILINGUAL = st.builds(Bilingual, ja=_SAID, en=_SAID)
_FOLDED = st.text("あいうえおabc", min_size=1)


@st.composite
def _sessions(draw: st.DrawFn) -> Session:
    role = _BILINGUAL | st.just(Bilingual(ja="", en=""))
    speakers = tuple(
        Speaker(name, draw(_SAID), draw(_BILINGUAL), draw(role), tuple(draw(st.lists(_SAID))))
        for name in draw(
            st.lists(st.sampled_from(["hirai", "村井", "speaker-3"]), min_size=1, unique=True)
        )
    )
    utterances = tuple(
        Utterance(
            number,
            draw(st.sampled_from(speakers)),
            split_sentences(text),
            draw(st.none() | _SAID),
            draw(st.none() | st.integers(0, 10_000_000).map(lambda moment: moment / 1000)),
        )
        for number, text in enumerate(draw(st.lists(_SAID, min_size=1, max_size=4)), start=1)
    )
    topics = tuple(Topic(name, draw(_BILINGUAL)) for name in draw(st.sets(st.sampled_from("ab"))))
    annotation = st.builds(
        Annotation,
        translation=st.none() | _SAID,
        phrases=st.lists(_FOLDED, unique=True).map(tuple),
        topics=st.lists(st.sampled_from([topic.id for topic in topics]), unique=True).map(tuple)
        if topics
        else st.just(()),
    )
    spellings = draw(st.lists(_FOLDED, unique=True))
    return Session(
        id="talk-1",
        title=draw(_BILINGUAL),
        started_at=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        venue=draw(st.none() | _BILINGUAL),
        source=Source(
            draw(st.sampled_from(SourceKind)),
            draw(st.booleans()),
            draw(_BILINGUAL),
            draw(st.none() | _BILINGUAL),
            draw(st.sampled_from([None, "https://example.org/a?b=1#c"])),
        ),
        speakers=speakers,
        utterances=utterances,
        topics=topics,
        annotations={
            (said.number, quote): draw(annotation)
            for said in utterances
            for quote in range(1, len(said.quotes) + 1)
        },
        glossary=(tuple(spellings),) if len(spellings) > 1 else (),
    )


@settings(deadline=None)
@given(_sessions())
def test_what_is_written_is_read_back_unchanged(session: Session) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "talk.toml")
        write_session(session, path)
        annotations = Path(folder, "talk.annotations.toml")
        annotations.write_text(render_annotations(session), encoding="utf-8", newline="\n")
        assert read_session(path) == session


def _talk(*quotes: str) -> Session:
    speaker = Speaker("mori", "森さん", Bilingual(ja="森", en="森"), Bilingual(ja="", en=""))
    return Session(
        id="talk",
        title=Bilingual(ja="話", en="Talk"),
        started_at=datetime(2024, 5, 1, tzinfo=UTC),
        venue=None,
        source=Source(SourceKind.MEMO, complete=False, description=Bilingual(ja="メモ", en="Memo")),
        speakers=(speaker,),
        utterances=(Utterance(1, speaker, quotes, note="問われて"),),
    )


def test_a_session_file_has_each_quote_on_its_own_line() -> None:
    assert render_session(_talk("一つ。", "「二つ。」と\\"))[-130:].endswith(
        """
[[utterances]]
speaker = "mori"
note = "問われて"
text = \"""\\
  一つ。\\
  「二つ。」と\\\\\\
  \"""
"""
    )


def test_what_is_not_known_stands_in_comments() -> None:
    rendered = render_session(_talk("一つ。"))
    assert '# venue = { ja = "…", en = "…" }' in rendered
    assert '# role = { ja = "…", en = "…" }' in rendered
    assert 'name = {ja = "森"}' in rendered


def test_chosen_quotes_become_entries_to_be_filled_in() -> None:
    session = _talk("一つ。", "二つ。")
    assert render_annotations(session, session.quotes[1:]) == (
        """\
glossary = []

[[quotes]]
at = "1.2"
text = "二つ。"
# translation = "…"
topics = []
phrases = []
"""
    )


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "talk.toml"
    write_session(_talk("一つ。"), path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_session(_talk("二つ。"), path)
    assert path.read_bytes() == before
