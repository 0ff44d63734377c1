"""Subtitles and captions: the words of each cue, and of whom."""

from tests.transcript.readers.conftest import Read, refusal, said, skipped

ZOOM = """\
WEBVTT

1
00:00:01.000 --> 00:00:03.000
Nakayama Ken: 聞こえますか。

2
00:00:03.100 --> 00:00:05.000
岡本 花: はい。今日は三つ、

3
00:00:05.000 --> 00:00:07.000
岡本 花: 話があります。

4
00:00:07.100 --> 00:00:09.000
Nakayama Ken: 11:30 まで？
"""
TEAMS = """\
WEBVTT

0f9b/1-0
00:00:01.000 --> 00:00:05.000
<v 中山 健>予算は R&amp;D です。</v>

0f9b/2-0
00:00:05.000 --> 00:00:08.000
<v Okamoto, Hana>はい</v> <v 中山 健>どうぞ。</v>
"""
WEBEX = """\
WEBVTT

1 "Mary Lane" (3847261856)
00:00:01.000 --> 00:00:03.000
Is the lamp here?

2 "Sam Ford" (118273)
00:00:03.500 --> 00:00:05.000
It is.
"""
_BLANK = " "
ROLLING = f"""\
WEBVTT
Kind: captions
Language: ja

00:00:00.000 --> 00:00:02.000 align:start position:0%
{_BLANK}
花壇<00:00:00.500><c>の話</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
花壇の話
{_BLANK}

00:00:02.010 --> 00:00:04.000 align:start position:0%
花壇の話
を<00:00:02.500><c>します</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
をします
{_BLANK}

00:00:04.010 --> 00:00:06.000 align:start position:0%
をします
はい<00:00:05.000><c>はい</c>
"""
SRT = """\
1
00:00:00,000 --> 00:00:02,000
球根を植えます

2
00:00:02,000 --> 00:00:04,000
[拍手]

3
00:00:04,000 --> 00:00:06,000
<i>水もやります</i>
"""


def test_two_who_are_named_in_one_cue_say_each_their_line(read: Read) -> None:
    text = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n- 中山：花壇は？\n- ゆっきー：二つです。\n\n"
        "00:02.500 --> 00:04.000\n中山：多いですね。\n理由：広いから。\n"
    )
    assert said(read(text, "talk.vtt")) == [
        ("中山", "花壇は？"),
        ("ゆっきー", "二つです。"),
        ("中山", "多いですね。理由：広いから。"),
    ]


def test_webex_names_the_speaker_beside_the_number(read: Read) -> None:
    assert said(read(WEBEX, "talk.vtt")) == [
        ("Mary Lane", "Is the lamp here?"),
        ("Sam Ford", "It is."),
    ]


def test_names_before_a_colon(read: Read) -> None:
    imported = read(ZOOM, "talk.vtt")
    assert said(imported) == [
        ("Nakayama Ken", "聞こえますか。"),
        ("岡本 花", "はい。今日は三つ、話があります。"),
        ("Nakayama Ken", "11:30 まで？"),
    ]
    assert imported.lines == (4, 8, 16)


def test_times_are_kept(read: Read) -> None:
    utterances = read(ZOOM, "talk.vtt").session.utterances
    assert [each.start for each in utterances] == [1.0, 3.1, 7.1]
    chat = read("0:05 中山: はい\n0:09 岡本: ええ\n").session.utterances
    assert [each.start for each in chat] == [5.0, 9.0]


def test_times_of_a_day_are_none_of_a_recording(read: Read) -> None:
    chat = read("19:02 中山: はい\n19:05 岡本: ええ\n").session.utterances
    assert [each.start for each in chat] == [None, None]


def test_voices(read: Read) -> None:
    assert said(read(TEAMS, "talk.vtt")) == [
        ("中山 健", "予算は R&D です。"),
        ("Okamoto, Hana", "はい"),
        ("中山 健", "どうぞ。"),
    ]


def test_captions_that_roll_are_said_once(read: Read) -> None:
    assert said(read(ROLLING, "talk.vtt")) == [("話者不明", "花壇の話\nをします\nはいはい")]


def test_rolling_captions_without_inner_times(read: Read) -> None:
    cues = ["一つ目", "一つ目\n二つ目", "二つ目\n三つ目", "三つ目\n四つ目"]
    text = "\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{cue}\n" for n, cue in enumerate(cues, 1)
    )
    assert said(read(text, "talk.srt")) == [("話者不明", "一つ目\n二つ目\n三つ目\n四つ目")]


def test_what_is_said_twice_stays_twice(read: Read) -> None:
    text = SRT.replace("水もやります", "球根を植えます").replace("[拍手]", "はい。")
    assert said(read(text, "talk.srt"))[0][1].count("球根を植えます") == 2


def test_srt_without_speakers(read: Read) -> None:
    imported = read(SRT, "talk.srt")
    assert said(imported) == [("話者不明", "球根を植えます\n水もやります")]
    assert imported.session.utterances[0].quotes == ("球根を植えます\n", "水もやります")
    assert skipped(imported) == ["[拍手]"]
    assert said(read(SRT, "talk.srt", "中山"))[0][0] == "中山"


def test_srt_has_no_entities(read: Read) -> None:
    assert said(read(SRT.replace("球根", "R&amp;D"), "talk.srt"))[0][1].startswith("R&amp;Dを")


def test_srt_with_speakers(read: Read) -> None:
    text = (
        SRT.replace("球根", "[SPEAKER_00]: 球根")
        .replace("[拍手]", "SPEAKER_01: はい")
        .replace("<i>水", "[SPEAKER_00] <i>水")
    )
    assert said(read(text, "talk.srt")) == [
        ("SPEAKER_00", "球根を植えます"),
        ("SPEAKER_01", "はい"),
        ("SPEAKER_00", "水もやります"),
    ]


def test_the_content_tells_the_kind(read: Read) -> None:
    assert read(SRT, "talk.txt").reader == "SRT"
    assert read(ZOOM, "talk.txt").reader == "WebVTT"


def test_a_cue_that_cannot_be_read_is_refused_with_its_line(read: Read) -> None:
    assert "talk.vtt:8: a cue that cannot be read" in refusal(
        read, ZOOM.replace("00:00:03.100 -->", "00:00:03.100 ->"), "talk.vtt"
    )
    assert "talk.srt:" in refusal(read, SRT.replace("3\n00:00:04,000", "3\n00:04"), "talk.srt")


def test_rttm_is_refused_saying_why(read: Read) -> None:
    text = "SPEAKER talk 1 0.00 2.30 <NA> <NA> spk0 <NA> <NA>\n"
    assert "RTTM tells who spoke when, but not what" in refusal(read, text, "talk.rttm")
