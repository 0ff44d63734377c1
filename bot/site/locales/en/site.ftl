# The pages that `hatsugen site` writes.

sessions = Recorded discussions
other-language = 日本語
skip = Skip to the conversation
facts = About this discussion
when = When
where = Where
not-recorded = not recorded
moment = { DATETIME($started, dateStyle: "long", timeStyle: "short") } ({ $zone ->
    [japan] Japan time
   *[other] { $zone }
})
zone-unknown = local time
speakers = Speakers
record = Record
size = { $utterances ->
    [one] one utterance
   *[other] { $utterances } utterances
}, { $quotes ->
    [one] one sentence
   *[other] { $quotes } sentences
}
topics = Topics
source = Source
open-source = Open the source
incomplete = Not everything that was said is in this record.
perhaps-incomplete = Perhaps not everything that was said is in this record.
search = Search what was said
search-words = Words
search-hint = In Japanese or English. Nothing you type leaves this page.
search-speaker = Speaker
search-everyone = everyone
search-none = Nothing near these words was found.
search-one = One sentence found.
search-many = { $count } sentences found.
search-first = The first { $shown } of { $count } sentences found.
without-script = Searching takes JavaScript. The browser’s own search (Ctrl+F) finds words too.
conversation = The conversation
utterance-link = Link to utterance { $number }
utterance-of = Utterance { $number } of { $total }
at = At { $time } from the beginning, in the source
note = Note by the record’s editor: { $note }
translation = Unofficial translation, not what was said
made = The words are the speakers’ own, exactly as the record has them. These pages send nothing and load nothing from elsewhere.
nothing = Nothing is recorded yet.
