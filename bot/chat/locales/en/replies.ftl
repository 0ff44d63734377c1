# What a reply with a quote says around the quote.

related-heading = **Perhaps related.**
    Not a direct answer, but this was said:
another-speaker = You asked about { $named }; these are the words of **{ $speaker }**.
list-separator = { " and " }
related-topics = Or ask about one of these:
browse-heading = What { $speaker } said
with-title = { $person } ({ $title })
with-role = { $person }, { $role }
choice-speaker = { $name } ({ $role })
place-number = no. { $number }
zone-unknown = local time
date = { DATETIME($started, dateStyle: "medium") }
when = { DATETIME($started, dateStyle: "long", timeStyle: "short") } ({ $zone ->
    [japan] Japan time
   *[other] { $zone }
})
match-count = Match { $number } of { $total }
quote-count = Quote { $number } of { $total }
part-count = This is a long text: part { $number } of { $total }.
reason-line = Search phrase (nobody said it): { $reason }
said-before = Said just before: { $words }
said-after = Said right after: { $words }
by-meaning = Found by meaning
source-complete = Source: { $description }
source-incomplete = Source: { $description } ({ $kind ->
    [unknown] words may be missing
   *[known] incomplete
})
source-kind = { $kind ->
    [memo] memo
    [minutes] minutes
   *[transcript] transcript
}
translation-heading = Unofficial translation, not a quote
translation-shortened = The translation is shortened here.
question-shortened = The question is shortened here.
judged = Noted, thank you: the words of the question and which quote it was, not who asked.
shared-by = Shared by { $member }
select-quote = Jump to a quote
select-utterance = Jump to an utterance
option-quote-number = Quote { $number }
option-utterance-number = Utterance { $number }

# The conversation around a quote, or read from its beginning.

passage-position = Utterance { $number } of { $total }
passage-here = Utterance { $number } of { $total }: the quote is marked.
passage-before = { $distance ->
    [one] Utterance { $number } of { $total }: one before the quote.
   *[other] Utterance { $number } of { $total }: { $distance } before the quote.
}
passage-after = { $distance ->
    [one] Utterance { $number } of { $total }: one after the quote.
   *[other] Utterance { $number } of { $total }: { $distance } after the quote.
}
passage-note = Note by the record’s editor: { $note }
passage-mark = ▼ The quote
passage-mark-end = ▲ End of the quote

# Buttons.

button-previous-match = Previous
button-next-match = Next
button-previous-quote = Previous
button-next-quote = Next
button-context = Context
button-earlier = Earlier
button-later = Later
button-back = Back to quote
button-previous-part = Previous part
button-next-part = Next part
button-translate = Translation
button-original = Original only
button-source = Source
button-site = In the record
button-share = Share
button-shared = Shared
button-random = Random
button-read = Read the conversation
button-others = What { $other } said
button-helpful = Helpful
button-not-asked = Not what I asked
