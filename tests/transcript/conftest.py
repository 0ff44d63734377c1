from pathlib import Path
from textwrap import dedent

import pytest

SESSION = """\
    id = "night"
    title = { ja = "夜の会", en = "Night talk" }
    started_at = 2024-05-01T20:00:00+09:00

    [source]
    kind = "minutes"
    complete = true
    description = { ja = "議事録" }

    [[speakers]]
    id = "sato"
    title = "佐藤さん"
    name = { ja = "佐藤", en = "Sato" }
    role = { ja = "司会", en = "Chair" }
    aliases = ["司会者"]

    [[speakers]]
    id = "mori"
    title = "森さん"
    name = { ja = "森" }

    [[utterances]]
    speaker = "sato"
    note = "開会にあたり"
    text = "こんばんは。始めます。"

    [[utterances]]
    speaker = "mori"
    text = \"\"\"\\
      月が出ました。\\
      「明るい。」と\\
      思う\\
      \"\"\"
    """

ANNOTATIONS = """\
    glossary = [["月", "moon"], ["夜", "night", "よる"]]

    [[topics]]
    id = "sky"
    label = { ja = "空", en = "The sky" }

    [[quotes]]
    at = "1.1"
    text = "こんばんは。"

    [[quotes]]
    at = "2.1"
    text = "月が出ました。"
    translation = "The moon has risen."
    topics = ["sky"]
    phrases = ["天体の出現", "moonrise"]
    """


@pytest.fixture
def session_path(tmp_path: Path) -> Path:
    path = tmp_path / "night.toml"
    path.write_text(dedent(SESSION), encoding="utf-8")
    return path


@pytest.fixture
def annotations_path(tmp_path: Path) -> Path:
    path = tmp_path / "night.annotations.toml"
    path.write_text(dedent(ANNOTATIONS), encoding="utf-8")
    return path
