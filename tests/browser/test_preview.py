"""The preview in a real browser, used as somebody without a Discord account would."""

from dataclasses import dataclass
from typing import Any

import pytest

QUOTE = (
    "あれだけ個人情報とかプライバシーに配慮してしまうと、疫学調査には使えないし、"
    "全部自己申告ベースだしデータも残らないし、自分だけ濃厚接触したことだけが分かる、というものだった。"
)
TRANSLATED = "cannot be used for epidemiological investigation"


@dataclass(frozen=True)
class Reader:
    """A member, and what they read on the bot's replies."""

    language: str
    name: str
    question: str
    speaker: str
    matches: str
    earlier: str
    later: str
    around: str
    here: str
    before_the_quote: str
    one_before: str
    back: str
    translate: str
    hide: str
    unofficial: str
    share: str
    shared: str
    shared_by: str
    unsaid: str
    refusal: str
    suggestion: str


JAPANESE = Reader(
    language="ja",
    name="花子",
    question="COCOAは疫学調査に使えたのですか",
    speaker="平井卓也・デジタル改… · 第1回デジタ… · 5番目",
    matches="候補 {} / 3",
    earlier="前の候補",
    later="次の候補",
    around="前後を読む",
    here="全18発言中5番目。引用した部分に印をつけています。",
    before_the_quote="前の発言",
    one_before="全18発言中4番目。引用の1つ前の発言です。",
    back="引用に戻る",
    translate="英訳を表示",
    hide="英訳を隠す",
    unofficial="非公式の英訳（発言そのものではありません）",
    share="共有",
    shared="共有しました",
    shared_by="@花子さんが共有しました",
    unsaid="富士山の標高は何メートルですか",
    refusal="記録の中に、その答えは見つかりませんでした。",
    suggestion="接触確認アプリCOCOA",
)
ENGLISH = Reader(
    language="en",
    name="Alice",
    question="Was COCOA useful for epidemiology?",
    speaker="Takuya Hirai, Minister… · First Dig… · no. 5",
    matches="Match {} of 3",
    earlier="Previous",
    later="Next",
    around="Context",
    here="Utterance 5 of 18: the quote is marked.",
    before_the_quote="Earlier",
    one_before="Utterance 4 of 18: one before the quote.",
    back="Back to quote",
    translate="Translation",
    hide="Original only",
    unofficial="Unofficial translation, not a quote",
    share="Share",
    shared="Shared",
    shared_by="Shared by @Alice",
    unsaid="How high is Mount Fuji?",
    refusal="Nothing in the record answers this.",
    suggestion="COCOA contact-tracing app",
)
READERS = pytest.mark.parametrize("reader", [JAPANESE, ENGLISH], ids=lambda reader: reader.language)


@READERS
def test_a_member_asks_and_reads_on(page: Any, reader: Any) -> None:
    page.view_as(reader.name)
    answer = page.ask(reader.question)
    answer.says(f"{reader.name} used /ask", reader.question, reader.speaker)
    answer.says(reader.matches.format(1))
    answer.keep(f"answer-{reader.language}")
    with page.on_a_phone():
        answer.fits()
        answer.keep(f"phone-{reader.language}")
    if reader is ENGLISH:
        answer.says(reader.unofficial, TRANSLATED)
        answer.press(reader.hide)
    answer.says_not(TRANSLATED)
    assert answer.quoted == [QUOTE]
    assert "疫学調査" in answer.bold
    assert not answer.button(reader.earlier).is_enabled()

    answer.press(reader.later)
    answer.says(reader.matches.format(2))
    answer.says_not(QUOTE)
    answer.press(reader.earlier)
    answer.says(reader.matches.format(1), QUOTE)

    answer.press(reader.around)
    answer.says(reader.here)
    assert QUOTE.removesuffix("。") in answer.bold
    answer.keep(f"around-{reader.language}")
    answer.press(reader.before_the_quote)
    answer.says(reader.one_before)
    answer.says_not(QUOTE)
    answer.press(reader.back)
    answer.says(reader.matches.format(1), QUOTE)

    answer.press(reader.translate)
    answer.says(QUOTE, reader.unofficial, TRANSLATED)
    answer.keep(f"translated-{reader.language}")
    answer.press(reader.hide)
    answer.says(QUOTE)
    answer.says_not(reader.unofficial, TRANSLATED)


@READERS
def test_a_private_answer_is_shared(page: Any, reader: Any) -> None:
    other = ENGLISH if reader is JAPANESE else JAPANESE
    page.view_as(reader.name)
    answer = page.ask(reader.question, private=True)
    answer.says("Only you can see this", QUOTE)
    page.view_as(other.name)
    page.has_messages(0)

    page.view_as(reader.name)
    page.has_messages(1)
    page.message(0).press(reader.share)
    page.has_messages(2)
    page.message(0).says(reader.shared)
    page.view_as(other.name)
    page.has_messages(1)
    shared = page.message(0)
    shared.says(reader.shared_by, QUOTE)
    shared.says_not("Only you can see this")
    shared.keep(f"shared-{reader.language}")


@READERS
def test_what_nobody_said_is_refused_and_topics_are_offered(page: Any, reader: Any) -> None:
    page.view_as(reader.name)
    refusal = page.ask(reader.unsaid)
    refusal.says(reader.unsaid, reader.refusal)
    refusal.keep(f"refusal-{reader.language}")
    assert refusal.quoted == []

    topic = refusal.article.locator(".component-button").first.inner_text()
    refusal.press(topic)
    page.latest.says(topic)
    assert len(page.latest.quoted) == (2 if reader is ENGLISH else 1)


def test_a_refused_command_is_no_error(page: Any) -> None:
    page.view_as(ENGLISH.name)
    page.fill_in("ask", "question", "COCOA")
    page.add("speaker", "nobody at all")

    page.send().says("Nobody called “nobody at all” takes part", "Takuya Hirai")

    page.reports_no_error()


def test_members_are_offered_what_to_ask_in_their_language(page: Any) -> None:
    for reader in (JAPANESE, ENGLISH):
        page.view_as(reader.name)
        page.fill_in("ask", "question", "COCOA")
        page.choose(reader.suggestion)
        answer = page.send()
        answer.says(reader.suggestion, "COCOA")


def test_pressing_on_an_answer_to_somebody_else_pages_in_private(page: Any) -> None:
    page.view_as(JAPANESE.name)
    answer = page.ask(JAPANESE.question)
    answer.says(JAPANESE.matches.format(1))

    page.view_as(ENGLISH.name)
    page.message(0).press(JAPANESE.later)
    page.has_messages(2)
    page.latest.says("Only you can see this", ENGLISH.matches.format(2), ENGLISH.hide)
    page.message(0).says(JAPANESE.matches.format(1))
    page.view_as(JAPANESE.name)
    page.has_messages(1)
