"""``hatsugen chat``: the same commands, one after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.cli.chat import Words, prompted
from bot.session import Bilingual, SessionSummary, Source, SourceKind, Speaker
from tests.cli.conftest import Cli

SPEAKERS = [
    Speaker("hirai", "平井大臣", Bilingual("平井", "Hirai"), Bilingual("", ""), ("the minister",)),
    Speaker("murai", "村井教授", Bilingual("村井", "Murai"), Bilingual("", "")),
]


def words() -> Words:
    title = Bilingual("珈琲の会", "Coffee talk")
    source = Source(SourceKind.MINUTES, complete=True, description=title)
    taking_part = (SPEAKERS[0],)
    session = SessionSummary("coffee", title, None, None, source, taking_part, (), 1, 1)
    return Words(SPEAKERS, [session])


def completions(typed: str) -> Any:
    found = words().get_completions(Document(typed), CompleteEvent())
    return [completion.text for completion in found]


def test_questions_and_commands_are_answered_until_the_input_ends(cli: Cli) -> None:
    result = cli(
        "chat", stdin="COCOAは疫学調査に使えた？\n\nquote murai -n 1 --json\nask COCOA --json"
    )
    assert "疫学調査には使えないし" in result.out
    assert '"speaker": "murai"' in result.out
    assert '"question": "COCOA"' in result.out
    assert (result.code, result.err) == (0, "")


def test_a_question_may_hold_anything(cli: Cli) -> None:
    result = cli("chat", stdin='what\'s "the --plan" \\ | COCOA?\n-1 COCOA\n')
    assert result.code == 0
    assert "Traceback" not in result.err


def test_a_failing_command_does_not_end_the_conversation(cli: Cli) -> None:
    result = cli(
        "chat", stdin="quote nobody\nask --nonsense\nask x --session y\nask COCOA --json\n"
    )
    assert result.err.count("Error: ") == 3
    assert '"question": "COCOA"' in result.out
    assert result.code == 0


@pytest.mark.parametrize("word", ["exit", "quit"])
def test_it_can_be_left_by_a_word(cli: Cli, word: str) -> None:
    result = cli("chat", stdin=f"{word}\nask COCOA\n")
    assert (result.code, result.out) == (0, "")


def test_help_lists_the_commands_and_chat_does_not_nest(cli: Cli) -> None:
    result = cli("chat", stdin="chat\nhelp\n")
    assert result.out.count("Usage:") == 1


def test_what_is_loaded_is_there_for_the_next_question(fresh: Cli) -> None:
    lines = fresh.folder / "talk.jsonl"
    lines.write_text('{"speaker": "A", "text": "晴れです。"}')
    result = fresh("chat", stdin=f"load '{lines}'\nask 晴れ --session talk --json\n")
    assert '"text": "晴れです。"' in result.out


def test_commands_are_completed_at_the_beginning_of_a_line() -> None:
    assert completions("q") == ["quote"]
    assert completions("COCOA q") == []


@pytest.mark.parametrize("before", ["quote ", "ask COCOA --speaker ", "ask -s "])
def test_speakers_are_completed_where_one_is_expected(before: Any) -> None:
    assert completions(before + "mur") == ["murai"]
    assert completions(before + "平") == ["平井大臣"]
    assert completions(before + "the") == ["'the minister'"]


def test_sessions_are_completed_and_speakers_are_of_the_one_chosen() -> None:
    assert completions("ask COCOA --session c") == ["coffee"]
    assert completions("ask --session coffee -s ") == ["hirai", "平井大臣", "'the minister'"]
    assert completions("ask --session coffee -s mur") == []
    assert completions("ask --session nowhere -s mur") == ["murai"]


@contextmanager
def keyboard(keys: Any) -> Iterator[Any]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        yield PromptSession(completer=words())


def test_ctrl_c_drops_a_line_and_ctrl_d_ends() -> None:
    with keyboard("COCOA\rhalf\x03ask x\r\x04") as prompt:
        assert list(prompted(prompt)) == ["COCOA", "ask x"]
