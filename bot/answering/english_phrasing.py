"""What people write in English around what they ask for; see ``bot.answering.phrasing``."""

_WHO = r"(?:he|she|they|it|we|you|u|anyone|anybody|someone|somebody|people|everyone|any of them)"
ENGLISH = (
    (
        r"\b(?:hi|hello|hey|yo|heya|hiya|greetings|good (?:morning|afternoon|evening|day))"
        r"(?: all| there| guys| everyone| everybody| folks| team| bot| y'?all)*\b"
    ),
    r"\bdear (?:all|team|sir|madam|bot|sirs?(?: or madam)?)\b",
    (
        r"\b(?:please|pls|plz|kindly|thanks|thank you|thx|ty|tysm|cheers|lol|lmao|haha|iirc"
        r"|btw|tbh|fyi|imo|afaik|asap"
        r"|idk|hmm+|umm*|uh|er)\b(?: very much| so much| a lot| in advance| again)?"
    ),
    r"^\W*(?:passage|part|bit|quote|line|section)s? (?:about|on|where)\b",
    # Within a sentence they say something about it.
    r"^(?:ok(?:ay)? so|well|so|also|just|basically|actually|really|quickly|briefly)\b",
    r"\b(?:exactly|briefly|quickly|really|again)\W*$",
    (
        r"\b(?:(?:i'?m |i am |we'?re )?(?:so |very |really |terribly )?sorry|apologies"
        r"|apologise|apologize|my apologies"
        r"|pardon me|excuse me|forgive me)(?: to (?:bother|disturb|trouble|interrupt|ask)"
        r"(?: you| again| this)*"
        r"| for (?:bothering|disturbing|asking|the (?:bother|trouble|interruption|question"
        r"|noob question))(?: you)?"
        r"| if this (?:is|was|has been).{0,30}?(?=,))?(?:,? but| however)?\b"
    ),
    r"\bi (?:hope|trust) (?:you(?:'re| are)|this|all is)(?: (?:doing|finds you))?(?: well)?\b",
    r"\b(?:quick|dumb|stupid|silly|simple|random|noob|newbie|one|another|small) question\b",
    (
        r"\b(?:i )?(?:would|'?d) (?:be (?:very )?(?:grateful|thankful|glad|happy)|appreciate it"
        r"|love|like)"
        r"(?: to (?:know|hear|see|learn|find(?: out)?|read))?(?: if you(?: could| can"
        r"| would)?)?(?: about| if| whether| more)*\b"
    ),
    (
        r"\b(?:do|would|could|can) you (?:happen to |please |possibly |perhaps )*mind (?:telling"
        r"|showing|explaining)"
        r"(?: me| us)?(?: about)?\b"
    ),
    (
        r"\bi(?: was|'m| am)?(?: just)? (?:wonder(?:ing)?|curious|asking)(?: if| whether| about"
        r"| what| how)?\b"
    ),
    (
        r"\bi (?:just )?(?:want|need|wanna|wish|have) to (?:know|hear|see|find|learn|ask)"
        r"(?: more)?(?: about| if| out)?\b"
    ),
    r"\bi (?:can'?t|cannot|don'?t|do not) (?:remember|recall|know|find)(?: exactly)?(?: the)?\b",
    (
        rf"\b(?:does|did|do|can|could|would|will|has|have) {_WHO}"
        r"(?: please| kindly| possibly| perhaps| happen to| maybe)* "
        r"(?:know|remember|recall|find|tell|show|explain|remind|help|give|got|get|have|point"
        r"|share)"
        r"(?: me| us)?(?: with| to| out)?(?: about| if| any| the)?\b"
    ),
    (
        r"\b(?:any(?:one|body)|some(?:one|body)) (?:got|have|has|know|knows|remember|remembers"
        r"|recall|recalls|find|found"
        r"|here know|here remember)(?: about| if| the)?\b"
    ),
    (
        rf"\bwhat (?:exactly |else |all )?(?:did|does|do|was|were|is|has|have|had|would)"
        rf" (?:(?:{_WHO}|his|her|their|the speakers?|the panel|the two of them|both) )?"
        r"(?:exactly |really |actually |ever )?"
        r"(?:say|said|saying|think|thought|mention|mentioned|view|take|opinion|talk|talking"
        r"|discuss|discussed|tell|told"
        r"|comment|feel|argue|claim)(?: about| on| of| regarding| concerning| with regard to)?\b"
    ),
    r"\bwhat (?:did|does|do)\s+(?:say|think|mention|talk)(?: about| on| of| regarding)?\b",
    (
        rf"\b(?:did|do|does|has|have|was|were) {_WHO} (?:ever |actually |really |also )?"
        r"(?:say|said|mention|mentioned|talk|talked|talking|discuss|discussed|speak|spoken"
        r"|touch|comment)"
        r"(?: anything| something| a word)?(?: about| on| of| upon| regarding| to)?\b"
    ),
    (
        r"\b(?:who|which (?:one|speaker|person|of them)) (?:was it (?:that|who) "
        r"|was the one (?:that|who) |is the one who )?"
        r"(?:say|says|said|mention|mentions|mentioned|talk|talks|talked|speaks?|spoke|brought"
        r"|raised|discussed|was talking"
        r"|commented|told)(?: something| anything)?(?: up)?(?: about| on| of| regarding)?\b"
    ),
    (
        r"\b(?:where|when) (?:did|was|were|is|does) (?:(?:he|she|they|it|that|this) )?"
        r"(?:say|said|mention|mentioned|talk|talked|discussed|come up)(?: about)?\b"
    ),
    (
        r"\b(?:was|were|is|are) there (?:any |anything |something |some )?"
        r"(?:talk|mention|discussion|word|comment|quote|thing|said)?s?(?: said)?(?: of| about| on"
        r"| regarding)?\b"
    ),
    (
        r"\b(?:say|said|says|think|thinks|thought|mention|mentioned|talk|talked|spoke"
        r"|speak) (?:about|of|on|regarding)\b"
    ),
    (
        r"\b(?:i'm |i am |we'?re )?(?:looking|searching|hunting) for(?: the| a| any)?"
        r"(?: bit| part| quote| line| passage| section| remark)?(?: about| on| where)?\b"
    ),
    (
        r"\b(?:tell|give|show|find|get|send|fetch) (?:me|us)(?: more| something| everything| all"
        r"| the| a| any)*"
        r"(?: quotes?| lines?| bits?| parts?| passages?)?(?: about| on| where| of| regarding)?\b"
    ),
    (
        r"\b(?:explain|summari[sz]e|describe|elaborate on|clarify|quote)(?: me| to me"
        r"| us)?(?: briefly)?(?: the| what)?\b"
    ),
    (
        r"\bcurious (?:about|if|whether)\b|\bany (?:idea|clue|thoughts?|info|information)"
        r"(?: about| on| if| what)?\b"
    ),
    (
        r"\b(?:any|the|that|a|some) (?:quotes?|lines?|statements?|bits?|parts?|passages?|remarks?"
        r"|comments?|words?)"
        r" (?:'?bout|about|on|where|of|regarding)\b"
    ),
    (
        r"\b(?:regarding|concerning|with regards? to|in regard to|'?bout|as for|when it comes to"
        r"|on the (?:topic|subject) of)\b"
    ),
    (
        r"\b(?:if (?:anything|any|at all|possible|you (?:can|could|don'?t mind|know|remember"
        r"|would)|so)|or (?:something|what(?:ever)?)"
        r"|and (?:stuff|so on|such)|at all|by any chance|right|innit|y'?know|you know|i (?:think"
        r"|guess|believe))\b(?=\W*$|,)"
    ),
    r"\b(?:what|who|how|why|when|where|which) (?:is|are|was|were|do|does|did)\b",
    r"\b(?:what|how) about\b",
    r"\bwhat'?s(?: up with| the deal with| the story (?:with|on))?\b|\bwho'?s\b",
)
"""Courtesies and ways of asking, as regular expressions for folded text."""
