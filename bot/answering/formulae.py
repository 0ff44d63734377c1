"""Ways of asking, which say nothing about what is asked for."""

import re

_END = r"(?=[\s?？。、!！]|$)"
_ABOUT = r"(?:について|に関して|に対して|のことを?|の話を?|って)(?:は|の|も)?"

_JAPANESE = (
    # Openings and politeness.
    (
        r"そういえば|ちなみに|たしか|確か|すみません(?:が|けど)?|すいません(?:が|けど)?|ところで"
        r"|えっと|えーと|うろ覚え(?:です|だ)?(?:が|けど)?|お願いします|誰か|どなたか"
        r"|はじめまして|初めまして|こんにちは|こんばんは"
    ),
    # Tell me about; I want to know about.
    (
        rf"(?:{_ABOUT})?(?:詳しく|もっと|ちょっと)?(?:教えて|おしえて|聞かせて)"
        r"(?:ください|下さい|ほしい|欲しい|くれる|くれませんか|もらえますか)?(?:です)?"
    ),
    (
        rf"(?:{_ABOUT}|を|が|も)?(?:知りたい|見たい|読みたい|聞きたい|探してい?ます|探して(?:い)?る)"
        r"(?:の?です|んです)?(?:が|けど)?"
    ),
    # What did they say, what do they think.
    (
        rf"(?:{_ABOUT})?(?:何を?|なに|なんて?|何て|何と|なんと|どう)(?:言|い|話|述べ|語|思|おも|考え|答え|触れ)"
        r"(?:って|った|して|した|っ|い|う|え|し)*(?:まし|てい|い|る|た|です|ます|の|か|っけ|よね)*"
        + _END
    ),
    # There was talk of.
    (
        r"(?:(?:って|という|といった|みたいな|的な|な|の)?(?:話|はなし|発言|言葉|やつ|件|くだり|場面|箇所))"
        r"(?:って|は|が|を|も|とか)?(?:ありました|あった|ある|ありますか|出て(?:い)?ました|出て(?:い)?た"
        r"|して(?:い)?ました|して(?:い)?た)(?:っけ|よね|かな|か|の)?" + _END
    ),
    # What is it, what does it mean.
    (
        r"(?:と|って)(?:は|いうのは)?(?:一体)?(?:何|なに|なん|どういう(?:意味|こと|もの))"
        r"(?:です|でしょう|だろう)?か?" + _END
    ),
    # Endings of questions, and what is left of "about".
    (
        r"(?:んだっけ|だったっけ|でしたっけ|ましたっけ|たっけ|だっけ|んですか|のですか|んでしょうか"
        r"|でしょうか|ですかね|ですか|のかなあ?|かなあ?|だろうか|ましたか|ますか)" + _END
    ),
    _ABOUT + _END,
    r"に(?:ついて|関して)(?:は|の|も)?",
)

_ENGLISH = (
    r"\b(?:hi|hello|hey)(?: all| there| guys| everyone)?\b",
    r"\b(?:please|pls|plz|thanks|thank you|thx|lol|iirc|btw|tbh)\b",
    r"\bi(?: was|'m| am)? wonder(?:ing)?(?: if| whether| about)?\b",
    r"\bi want to know(?: about| if)?\b",
    (
        r"\b(?:does|did|do|can|could|would) (?:anyone|anybody|someone|somebody|you|u)(?: please)?"
        r" (?:know|remember|recall|find|tell|show|explain|remind)(?: me| us)?(?: about| if)?\b"
    ),
    (
        r"\bwhat (?:did|does|do|was|is|has|have) (?:(?:he|she|they|it|his|her|their) )?"
        r"(?:say|said|saying|think|thought|mention|mentioned|view|take|opinion)"
        r"(?: about| on| of)?\b"
    ),
    r"\bwhat (?:did|does|do)\s+(?:say|think|mention)(?: about| on| of)?\b",
    (
        r"\b(?:did|do|does|has|have) (?:he|she|they|it|we) (?:ever |actually |really )?"
        r"(?:say|said|mention|mentioned|talk|talk about|discuss)"
        r"(?: anything| something)?(?: about| on)?\b"
    ),
    r"\b(?:say|said|says|think|thinks|mention|mentioned) (?:about|of|on)\b",
    r"\b(?:i'm |i am )?(?:looking|searching) for(?: the)?(?: bit| part| quote| line| passage)?\b",
    r"\btell me(?: more)?(?: about)?\b|\bcurious (?:about|if|whether)\b",
    r"\b(?:any|the) (?:quotes?|lines?|statements?) (?:on|about|where)\b",
    r"\b(?:what|who|how|why|when|where|which) (?:is|are|was|were|do|does|did)\b",
)

_FORMULAE = re.compile("|".join((*_JAPANESE, *_ENGLISH)))


def without_formulae(folded: str) -> str:
    """Return a folded question without its ways of asking."""
    return _FORMULAE.sub(" ", folded)
