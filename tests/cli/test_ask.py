"""``hatsugen ask`` and ``quote``, for people and for programs."""

import json
import re
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.places import write_lines

QUESTION = "COCOAは疫学調査に使えたのですか"
ANSWER = {"session": "digital-agency-1", "utterance": 5, "quote": 3, "speaker": "hirai"}
GIBBERISH = "qzxv wkjp"


def place(match: Any) -> Any:
    return {key: match[key] for key in ANSWER}


def test_a_question_is_answered_with_who_said_it_where_and_how_near_it_is(cli: Cli) -> None:
    result = cli("ask", QUESTION)
    first = result.out.split("\n\n")[0]
    assert "疫学調査には使えないし" in first
    assert "平井大臣 (Takuya Hirai)" in first
    assert re.search(r"第1回デジタル庁勉強会 · utterance 5 of 18 · score [01]\.\d\d$", first)
    assert result.err == ""


def test_the_words_of_a_question_need_no_quotation_marks(cli: Cli) -> None:
    result = cli("ask", "why", "did", "COCOA", "fail", "--json")
    assert result.json["question"] == "why did COCOA fail"


def test_what_leans_on_the_sentence_before_it_is_shown_with_it_but_in_json(cli: Cli) -> None:
    command = ("ask", "霞が関にとっては", "--limit", 1)

    assert "just before: 省庁横断のテーマで最も苦手な科目。\n1. " in cli(*command).out
    assert "省庁横断" not in json.dumps(cli(*command, "--json").json, ensure_ascii=False)


def test_a_refusal_has_an_exit_code_of_its_own(cli: Cli) -> None:
    assert cli("ask", QUESTION).code == 0
    assert cli("ask", "富士山の標高は何メートルですか").code == 1
    assert cli("ask", "富士山の標高は何メートルですか", "--json").code == 1
    assert cli("ask", "thank you").code == 0


def test_a_match_is_not_broken_after_its_number_on_a_terminal(cli: Cli) -> None:
    lines = cli("ask", QUESTION, COLUMNS="60", FORCE_COLOR="1").out.splitlines()

    assert lines[0].startswith("1. あれだけ個人情報とか")
    assert lines[1].startswith("   ")


def test_json_holds_the_decision_and_the_best_quotes(cli: Cli) -> None:
    found = cli("ask", QUESTION, "--limit", 2, "--json").json
    assert found["question"] == QUESTION
    assert found["outcome"] == "answer"
    assert len(found["matches"]) == 2
    assert place(found["matches"][0]) == ANSWER
    assert set(found["matches"][0]) == {*ANSWER, "text", "time", "score", "by_meaning"}
    assert 0 < found["matches"][1]["score"] <= found["matches"][0]["score"] <= 1


def test_by_default_other_words_are_found_by_meaning(bare: Cli) -> None:
    data = bare.folder / "data"
    said = (
        "朝の会議は九時に始まります。",
        "冬は波が高くて船が出ません。",
        "給食は十一人分だけ作ります。",
    )
    write_lines(data, "island", "".join(f'{{"speaker": "A", "text": "{each}"}}\n' for each in said))
    command = (
        "ask",
        "Do ships stay in port when the winter waves are high?",
        "--json",
        "--data",
        data,
    )

    found = bare(*command, ENCODER="on").json
    assert found["outcome"] == "related"
    assert found["matches"][0]["text"] == said[1]
    assert found["matches"][0]["by_meaning"] is True
    assert "found by meaning" in bare(*command[:2], "--data", data, ENCODER="on").out

    assert bare(*command, ENCODER="off").json["outcome"] == "none"


@pytest.mark.parametrize("name", ["murai", "村井教授", "Jun Murai", "むらい"])
def test_a_speaker_may_be_called_by_any_name(cli: Cli, name: Any) -> None:
    found = cli("ask", "ネットワークの問題", "--speaker", name, "--json").json
    assert {match["speaker"] for match in found["matches"]} == {"murai"}


def test_a_refusal_says_so_and_names_topics_but_shows_no_quotes(cli: Cli) -> None:
    result = cli("ask", GIBBERISH)
    assert result.code == 1
    assert "Nothing that was said answers this." in result.out
    assert "You could ask about:" in result.out
    assert "score" not in result.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "expected either a QUESTION or --jsonl"),
        (["ask", "x", "--jsonl"], "expected either a QUESTION or --jsonl"),
        (["ask", "x", "--limit", "0"], "Invalid value for '--limit'"),
        (["ask", "x", "--nonsense"], "No such option: --nonsense"),
        (["ask", "x", "--session", "y"], "unknown session 'y'; expected one of: digital-agency-1"),
        (["ask", "x", "--speaker", "zzz"], "unknown speaker 'zzz'; expected one of: hirai (平井"),
        (["quote", "zzz"], "unknown speaker 'zzz'; expected one of: hirai (平井大臣), murai"),
        (["quote", "hirai", "--session", "y"], "unknown session 'y'"),
        (["ask", "--jsonl", "--session", "y"], "unknown session 'y'"),
        (["ask", "--jsonl", "--speaker", "zzz"], "unknown speaker 'zzz'"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(cli: Cli, arguments: Any, message: Any) -> None:
    result = cli(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("Error: ")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_json_lines_are_answered_one_by_one_in_order(cli: Cli) -> None:
    questions: list[dict[str, Any]] = [
        {"question": QUESTION},
        {"question": "ネットワークの問題", "speaker": "平井さん"},
        {"question": "ネットワークの問題", "speaker": None},
        {"question": GIBBERISH, "speaker": None, "id": 7},
        {"question": ""},
    ]
    stdin = "".join(json.dumps(each) + "\n" for each in questions)
    answers = cli("ask", "--jsonl", "--limit", 3, stdin=stdin).lines
    assert [each["question"] for each in answers] == [each["question"] for each in questions]
    assert [set(each) for each in answers] == [{"question", "outcome", "matches"}] * 5
    assert place(answers[0]["matches"][0]) == ANSWER
    assert {match["speaker"] for match in answers[1]["matches"]} == {"hirai"}
    assert [each["outcome"] for each in answers[3:]] == ["none", "none"]
    assert len(answers[0]["matches"]) == 3


def test_what_is_refused_still_names_its_best_candidates(cli: Cli) -> None:
    [answer] = cli("ask", "--jsonl", stdin='{"question": "おいしいケーキの焼き方を教えて"}').lines
    assert answer["outcome"] == "none"
    assert answer["matches"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "not valid JSON"),
        (b"", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"question": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b"null", "not an object"),
        (b"{}", "the key 'question' is missing"),
        (b'{"question": 5}', "question: not a string"),
        (b'{"question": "x", "speaker": 5}', "speaker: neither a string nor null"),
        (b'{"question": "x", "speaker": "zzz"}', "unknown speaker 'zzz'"),
        (b'{"question": "\xff"}', "not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_run_goes_on(cli: Cli, line: Any, message: Any) -> None:
    good = json.dumps({"question": QUESTION}).encode()
    result = cli(
        "ask", "--jsonl", stdin=b"\n".join([b"\xef\xbb\xbf" + good, line, good + b"\r", b""])
    )
    before, bad, after = result.lines
    assert before == after
    assert before["outcome"] == "answer"
    assert set(bad) == {"error", "line"}
    assert bad["line"] == 2
    assert message in bad["error"]
    assert result.code == 0


@pytest.mark.parametrize("text", ["\ud83d", "\0\x1b[2J", "\u202e", "'\"; DROP", "「」", "🎉" * 50])
def test_any_string_is_a_question(cli: Cli, text: Any) -> None:
    [answer] = cli("ask", "--jsonl", stdin=json.dumps({"question": text}) + "\n").lines
    assert answer["question"] == text


def test_each_line_is_answered_before_the_next_is_asked(cli: Cli) -> None:
    with cli.start("ask", "--jsonl", "--limit", 1) as process:
        for _ in range(2):
            process.stdin.write(json.dumps({"question": QUESTION}).encode() + b"\n")
            process.stdin.flush()
            assert place(json.loads(process.stdout.readline())["matches"][0]) == ANSWER
        process.stdin.close()
        assert process.wait(timeout=120) == 0


@pytest.mark.parametrize("encoding", ["ascii", "shift_jis", "utf-16"])
def test_json_lines_are_utf_8_wherever_they_are_written(cli: Cli, encoding: Any) -> None:
    stdin = json.dumps({"question": "森羅万象🎉𠮷"}).encode()
    result = cli.process("ask", "--jsonl", stdin=stdin, PYTHONIOENCODING=encoding)
    assert '"question": "森羅万象🎉𠮷"' in result.out
    assert result.code == 0


def test_a_terminal_that_cannot_show_japanese_gets_something_all_the_same(cli: Cli) -> None:
    result = cli.process("ask", "COCOA", PYTHONIOENCODING="ascii")
    assert (result.code, result.err) == (0, "")
    assert "COCOA" in result.out


def test_a_reader_that_goes_away_is_no_error(cli: Cli) -> None:
    with cli.start("ask", "--jsonl") as process:
        process.stdout.close()
        _, err = process.communicate(json.dumps({"question": QUESTION}).encode() * 3, timeout=120)
    assert b"Traceback" not in err


def test_a_speakers_quotes_come_in_the_order_in_which_they_were_said(cli: Cli) -> None:
    found = cli("quote", "平井先生", "--json").json
    assert found["speaker"] == "hirai"
    places = [(quote["utterance"], quote["quote"]) for quote in found["quotes"]]
    assert places == sorted(places)
    assert len(places) > 25
    shown = cli("quote", "hirai").out
    assert all(quote["text"] in shown for quote in found["quotes"])
    assert "平井大臣 (Takuya Hirai)" in shown


def test_a_speakers_quotes_about_a_topic_come_nearest_first(cli: Cli) -> None:
    found = cli("quote", "hirai", "法案の", "閣議決定", "--json", "--limit", 3).json
    assert found["topic"] == "法案の 閣議決定"
    scores = [quote["score"] for quote in found["quotes"]]
    assert scores == sorted(scores, reverse=True)
    assert 0 < len(scores) <= 3


def test_a_topic_that_a_speaker_did_not_touch_is_said_to_be_none(cli: Cli) -> None:
    result = cli("quote", "murai", GIBBERISH)
    assert result.code == 0
    assert f"村井教授 said nothing near '{GIBBERISH}'" in result.out


def test_what_acts_on_a_terminal_is_shown_instead(fresh: Cli) -> None:
    lines = fresh.folder / "trick.jsonl"
    lines.write_text(json.dumps({"speaker": "T\x1b[2J", "text": "清算\x1b[31mは\u202e済み。"}))
    assert fresh("load", lines).code == 0
    for result in (fresh("ask", "清算は済みましたか"), fresh("quote", "t-2j")):
        assert "清算" in result.out
        assert "<001B>[31m" in result.out
        assert "<202E>" in result.out
        assert "\x1b" not in result.out


def test_what_others_said_is_told_where_the_person_named_said_nothing(cli: Cli) -> None:
    asked = cli("ask", "オードリー・タン", "--speaker", "hirai")
    assert asked.out.startswith("No words of 平井大臣 (Takuya Hirai) were found about this.")
    assert "村井教授" in asked.out
    assert cli("ask", "オードリー・タン", "--speaker", "hirai", "--json").json["outcome"] == "none"


def test_a_quote_by_another_than_the_person_asked_says_so(cli: Cli) -> None:
    asked = cli("ask", "平井大臣はオードリー・タンについて何と言いましたか", "--limit", "1")
    assert "asked of 平井大臣, said by 村井教授" in asked.out


@pytest.mark.parametrize(
    "command", [("ask", "COCOAは疫学調査に使えたのですか"), ("quote", "hirai")]
)
def test_translations_are_shown_on_request_and_labelled(cli: Cli, command: tuple[str, ...]) -> None:
    plain, translated = cli(*command).out, cli(*command, "--translate").out

    label = "unofficial translation: "
    assert label not in plain
    added = [line.strip() for line in translated.splitlines() if label in line]
    assert any("cannot be used for epidemiological investigation" in line for line in added)
    assert all(line.startswith(label) for line in added)
    rest = [line for line in translated.splitlines() if label not in line]
    assert rest == plain.splitlines()


def test_json_holds_no_translations(cli: Cli) -> None:
    result = cli("ask", "COCOA", "--translate", "--json")

    assert (result.code, result.out) == (2, "")
    assert "--translate" in result.err
