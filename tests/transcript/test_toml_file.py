import tomllib

import pytest

from bot.transcript.toml_file import Location, TomlLines

TEXT = '''\
id = "a"  # [[comment]]
title = { ja = "x", en = ["a,b", "c"] }

"quoted key" = 1
numbers = [
  [1, 2],   # ] not the end
  [
    3.5, 2021-02-09T18:30:00+09:00,
  ], [{ a = 1 }, 4],
  5, # ]
  [6], [7]
]
[source]
kind = "memo"
dotted.key = 3

[source.description]
ja = """
[[utterances]]
text = 'no'
""" # after

[[utterances]]
speaker = "a"

  [[ utterances ]]
text = """\\
  one \\""" \\
  two"""
note = \'\'\'
[[no]]\'\'\'

[[utterances.words]]
at = 1

[[utterances.words]]
at = 2

[utterances.more]
at = 3
'''


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ((), 1),
        (("id",), 1),
        (("title", "ja"), 2),
        (("quoted key",), 4),
        (("numbers",), 5),
        (("numbers", 0), 6),
        (("numbers", 0, 1), 6),
        (("numbers", 1), 7),
        (("numbers", 1, 1), 8),
        (("numbers", 2), 9),
        (("numbers", 2, 0, "a"), 9),
        (("numbers", 3), 10),
        (("numbers", 4), 11),
        (("numbers", 5), 11),
        (("source",), 13),
        (("source", "kind"), 14),
        (("source", "missing"), 13),
        (("source", "dotted", "key"), 15),
        (("source", "description", "ja"), 18),
        (("utterances",), 23),
        (("utterances", 0), 23),
        (("utterances", 0, "speaker"), 24),
        (("utterances", 0, "text"), 23),
        (("utterances", 1), 26),
        (("utterances", 1, "text"), 27),
        (("utterances", 1, "note"), 30),
        (("utterances", 1, "words", 0, "at"), 34),
        (("utterances", 1, "words", 1, "at"), 37),
        (("utterances", 1, "more", "at"), 40),
        (("nothing", "here"), 1),
    ],
)
def test_knows_the_line_of_a_value(location: Location, line: int) -> None:
    tomllib.loads(TEXT)
    assert TomlLines(TEXT).line(location) == line


def test_counts_lines_that_end_in_carriage_return_and_line_feed() -> None:
    assert TomlLines(TEXT.replace("\n", "\r\n")).line(("utterances", 1, "note")) == 30
