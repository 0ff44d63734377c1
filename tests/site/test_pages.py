"""The pages of a record: all of it, unchanged, harmless, and complete in themselves."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from bot.session import (
    Annotation,
    Bilingual,
    Language,
    Session,
    Source,
    SourceKind,
    Topic,
    Utterance,
)
from bot.site import address_of
from tests.corpora import MORI, SATO, talk

SITE = Path(str(files("bot.site")))
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp; {{ 7*7 }}"
RETURNS = " \r\n\u202e二行目。<img src=x onerror=alert(1)>\r"


def both(text: str) -> Bilingual:
    return Bilingual(text, text)


def hostile() -> Session:
    """A session in which everything that can be text tries to be markup."""
    speaker = replace(SATO, title=EVIL, name=both(EVIL), role=both(EVIL))
    return talk(
        title=both(EVIL),
        venue=both(EVIL),
        source=Source(SourceKind.MEMO, complete=False, description=both(EVIL), consent=both(EVIL)),
        speakers=(speaker,),
        utterances=(Utterance(1, speaker, (EVIL, RETURNS), EVIL, 61.0),),
        topics=(Topic("evil", both(EVIL)),),
        annotations={(1, 1): Annotation(EVIL, (EVIL,), ("evil",))},
        glossary=((EVIL, "evil"),),
    )


async def test_text_stays_text_byte_for_byte(make: Any) -> None:
    pages = await make(hostile())
    for path, page in pages.items():
        assert page.xpath("//img | //*[@onerror]") == []
        scripts = page.xpath("//script")
        assert [each.get("type") for each in scripts] in ([], ["application/json", None]), path
    for language in Language:
        page = pages[f"{language}/sessions/coffee.html"]
        assert page.get_element_by_id("u1q1").text == EVIL
        assert page.get_element_by_id("u1q2").text == RETURNS
        [quote, _] = json.loads(page.get_element_by_id("record").text)["quotes"]
        assert (quote["text"], quote["translation"]) == (EVIL, EVIL)
        assert page.findtext(".//h1/bdi") == EVIL


async def test_every_utterance_can_be_linked_to(make: Any) -> None:
    session = talk("第1回", (SATO, "深く焙煎する。", "苦くなる。"), (MORI, "手で摘む。"))
    pages = await make(session)
    for language in Language:
        for utterance in session.utterances:
            link = address_of("https://example.org/r/", language, session.id, utterance.number)
            page, _, anchor = link.removeprefix("https://example.org/r/").partition("#")
            found = pages[unquote(page)].get_element_by_id(anchor)
            assert "".join(found.find("blockquote").itertext()) == utterance.text
            assert found.xpath(f".//a[@href='#{anchor}']")[0].get("aria-label")
        quote = address_of("https://example.org/r", language, session.id, 1, 2).rpartition("#")[2]
        assert (
            pages[f"{language}/sessions/第1回.html"].get_element_by_id(quote).text == "苦くなる。"
        )


async def test_the_search_knows_what_stands_for_the_same_however_it_is_written(make: Any) -> None:
    said = ((SATO, "ＩＣＴを使う。"), (MORI, "手で摘む。"))
    session = talk("tea", *said, glossary=(("ICT", "情報通信技術"),))
    page = (await make(session))["ja/sessions/tea.html"]
    known = json.loads(page.get_element_by_id("record").text)

    assert known["glossary"] == [["ICT", "情報通信技術"]]
    assert [quote["groups"] for quote in known["quotes"]] == [[0], []]


async def test_a_page_needs_nothing_from_elsewhere_and_allows_nothing(make: Any) -> None:
    pages = await make(talk(), talk("tea"))
    assert len(pages) == 7
    for path, page in pages.items():
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        run = [*page.xpath("//style"), *page.xpath("//script[not(@type)]")]
        for each in run:
            digest = b64encode(sha256(each.text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, path
        assert page.xpath("//@src | //@style | //@onclick") == []
        for link in page.xpath("//link/@href | //a/@href"):
            target = (
                (Path(path).parent / link.partition("#")[0]).as_posix() if link[0] != "#" else path
            )
            assert re.sub(r"[^/]+/\.\./", "", re.sub(r"[^/]+/\.\./", "", target)) in pages, link


@pytest.mark.parametrize("language", Language)
async def test_what_is_not_known_is_said_and_leaves_no_gap(make: Any, language: Language) -> None:
    missing = {"ja": "記録なし", "en": "not recorded"}[language]
    bare = talk(started_at=None, venue=None, speakers=(replace(SATO, role=both("")), MORI))
    page = (await make(bare))[f"{language}/sessions/coffee.html"]
    facts = dict(
        zip(
            [each.text for each in page.xpath("//dl[1]/dt")],
            [each.text_content() for each in page.xpath("//dl[1]/dd")],
            strict=False,
        )
    )
    assert list(facts.values())[:2] == [missing, missing]
    assert page.xpath("//*[contains(@class, 'role')][not(normalize-space())]") == []
    assert page.xpath("//*[text()='None']") == []


async def test_a_time_leads_into_the_source(make: Any) -> None:
    source = Source(
        SourceKind.TRANSCRIPT,
        complete=True,
        description=both("録音"),
        url="https://youtu.be/abc",
    )
    said = (
        Utterance(1, SATO, ("深く焙煎する。",), None, 83.0),
        Utterance(2, MORI, ("手で摘む。",)),
    )
    page = (await make(talk(source=source, utterances=said)))["en/sessions/coffee.html"]
    first, second = page.xpath("//article")
    assert [(a.text, a.get("href")) for a in first.xpath(".//p[@class='place']/a")] == [
        ("1", "#u1"),
        ("1:23", "https://youtu.be/abc?t=83"),
    ]
    assert len(second.xpath(".//p[@class='place']/a")) == 1


def test_both_catalogues_say_the_same_and_nothing_in_vain() -> None:
    messages = {}
    for language in Language:
        text = (SITE / "locales" / language / "site.ftl").read_text("utf-8")
        entries = FluentParser().parse(text).body
        messages[language] = {each.id.name for each in entries if isinstance(each, fluent.Message)}
    code = [*SITE.glob("*.py"), *(SITE / "templates").glob("*.html")]
    said = "\n".join(path.read_text("utf-8") for path in code)
    used = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', said))
    assert messages[Language.JA] == messages[Language.EN]
    assert messages[Language.JA] - used == set()
