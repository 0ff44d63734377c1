"""Words asked alone, in whatever company: courtesies, markup, the date of the session."""

from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answer, Answering, Aside, NoAnswer
from bot.japanese import Analyzer
from bot.session import Session
from bot.store import Store
from tests.corpora import MORI, SATO, load, talk

TERMS = ("LGWAN", "片道切符", "キャリアパス")


async def test_every_spelling_of_the_glossary_finds_a_quote(
    answering: Answering, real_session: Session
) -> None:
    spellings = [spelling for group in real_session.glossary for spelling in group]
    assert len(spellings) > 1_000

    refused = [
        spelling
        for spelling in spellings
        if isinstance(await answering.ask(spelling, limit=1), NoAnswer)
    ]

    assert refused == []


async def test_a_word_of_a_quote_leads_to_a_quote_that_has_it(
    answering: Answering, analyzer: Analyzer, real_session: Session
) -> None:
    # Asked by name, everything that the person said is meant; a bare "with" means nothing.
    left_out = {"with", *(alias for each in real_session.speakers for alias in each.aliases)}
    words = {
        quote.text[word.start : word.end]: word.key
        for quote in real_session.quotes
        for word in analyzer.analyze(quote.text).words
        if word.telling and word.noun and len(word.letters) > 1
    }
    assert len(words) > 200

    lacking = []
    for word, key in words.items():
        outcome = await answering.ask(word, limit=1)
        if word not in left_out and not isinstance(outcome, Aside):
            text = outcome.matches[0].quote.text if outcome.matches else ""
            if key not in {each.key for each in analyzer.analyze(text).words}:
                lacking.append(word)

    assert lacking == []


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize(
    "wording",
    [
        "お忙しいところ恐れ入りますが、{}に関するご発言がございましたらご教示くださいませ。",
        "はじめまして。{}の件で質問です。どうぞよろしくお願いいたします。",
        "夜分にすみません、{}について教えていただけると助かります",
        "{}の話、誰がしてたんだっけ？",
        "{}のくだりってどこだっけ",
        "ねえ、{}って何なん？",
        "{}についてざっくり説明してほしい",
        "{}に触れた箇所を引用していただけますでしょうか",
        "Dear all, I would be grateful if you could tell me about {}. Thank you in advance.",
        "Excuse me, could you please show me the passage about {}?",
        "hey bot whats the deal with {} lol",
        "Did anyone mention {}, by any chance?",
        "who brought up {} again",
        "お忙しいところ恐れ入ります。{}に関するご発言をご教示いただけますでしょうか。",
        "{}のやつって誰が言ってたっけ？笑",
        "昨日聞き逃したんですが{}について何て言ってました？",
        "{}について触れている箇所を全部見せて",
        "上司に{}の発言を探すように言われました",
        "会議メモから{}に触れた文を拾ってほしい",
        "{}という単語が出てきたのはどこですか",
        "{}についての両者の意見を教えてください",
        "記事を書いています。「{}」の正確な引用をください",
        "キーワード: {}",
        "{}に関する発言一覧",
        "I'm writing an article, I need the exact quote about {}",
        "Sorry, I joined late: in what context was {} mentioned?",
        "looking for a quote about {} for my slides",
        "what is their stance on {}?",
        "Please find statements containing {}",
    ],
)
async def test_courtesy_and_chat_take_nothing_from_a_question(
    answering: Answering, wording: str, term: str
) -> None:
    outcome = await answering.ask(wording.format(term))

    assert isinstance(outcome, Answer)
    assert term in outcome.matches[0].quote.text


@pytest.mark.parametrize(
    "question",
    [
        "梅雨に関する政府の発言をご教示ください",
        "富士山で片道切符についての発言はありましたか",
        "片道切符についてアメリカが出した声明を探しています",
        "確定申告をスマホでやるやり方って説明あった?",
    ],
)
async def test_what_is_asked_for_beside_courtesies_is_not_left_out(
    answering: Answering, question: str
) -> None:
    assert not isinstance(await answering.ask(question), Answer)


async def test_a_word_for_saying_within_another_is_part_of_it(answering: Answering) -> None:
    outcome = await answering.ask("意見交換についての発言を引用したいのですが")

    assert isinstance(outcome, Answer)
    assert "意見交換" in outcome.matches[0].quote.text


@pytest.mark.parametrize(
    "typed",
    [
        "<@!83920174650128123> {}",
        "<@&83920174650128123> {} って",
        "<#83920174650128123> で {}",
        "<:thinking:83920174650128123> {} <a:party:83920174650128123>",
        "<t:1612863000:F> {}",
        "</ask:83920174650128123> {}",
        "{} https://example.org/2021/07?id=4711",
        "[{}](https://example.org/4711)",
        "**{}** :eyes:",
        "> {}",
        "||{}||",
        "2021年2月9日のイベントで{}って言ってた人いる？",
        "2/9 {}",
        "第1回の勉強会で{}の話あった？",
        "午後6時30分からのセッションの{}",
        "{} from the Feb 9 session",
    ],
)
@pytest.mark.parametrize("term", TERMS)
async def test_markup_and_the_occasion_are_nothing_to_look_for(
    answering: Answering, typed: str, term: str
) -> None:
    outcome = await answering.ask(typed.format(term))

    assert isinstance(outcome, Answer)
    assert term in outcome.matches[0].quote.text


async def test_signs_are_those_of_the_quote_that_is_shown(tmp_path: Path) -> None:
    """Each of three quotes has a part of the question; none has enough of it."""
    analyzer = Analyzer()
    said = (
        (SATO, "豆は深く焙煎すると苦くなる。"),
        (MORI, "去年の収穫は少なかった。"),
        (SATO, "水の温度が大切です。"),
    )
    await load(tmp_path / "db", analyzer, talk("coffee", *said))
    async with Store.open(tmp_path / "db") as store:
        answering = Answering(store, analyzer)
        scores: list[Any] = [
            (await answering.ask("収穫の温度で焙煎する農薬", limit=limit)).matches[0].score
            for limit in (1, 3, 10)
        ]

    # However many are looked at, only the first tells how sure it is.
    assert len(set(scores)) == 1
