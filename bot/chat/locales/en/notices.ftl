# Everything that is said without a quote.

no-answer = **Nothing in the record answers this.**
    I only repeat what was actually said, so I would rather say nothing than guess.
no-answer-topics = You can ask about one of these instead:
no-answer-hint = Try other words, or read the whole conversation with `/session`.
no-answer-of = **I found nothing said by { $speaker } that answers this.**
    I only repeat what was actually said, so I would rather say nothing than guess.
only-others = **I found nothing said by { $speaker } about this, but { $other } spoke about it.**
no-quotes = I found nothing said by { $speaker } near “{ $topic }”.
others-did = { $other } spoke about it.
no-quotes-at-all = The record has no quotes of { $speaker }.
unknown-speaker = Nobody called “{ $name }” takes part in the record. These people do:
ambiguous-speaker = “{ $name }” could mean more than one person. Which one do you mean?
unknown-speaker-more = { $count ->
    [one] … and one more.
   *[other] … and { $count } more.
}
unknown-session = No session matches that. You can find one by its title, topics or date.
ambiguous-session = “{ $name }” could mean more than one session. Which one do you mean?
nothing-recorded = Nothing is recorded yet.
empty-question = There are no words in this message that I could look for.
too-fast = { $seconds ->
    [one] One moment, please: you can ask again in a second.
   *[other] One moment, please: you can ask again in { $seconds } seconds.
}
busy = Many questions are coming in right now. Please try again in a minute.
stopping = I am just restarting. Please ask again in a minute.
error = Sorry, that did not work, and the fault is mine. If it happens again, please give an administrator this reference: `{ $reference }`
missing-permission = I am not allowed to see that channel, or to write in it. Please ask an administrator to give me these permissions there: view channel, send messages, send messages in threads, read message history.
stale = This button no longer works, as the record has changed. Please ask again.
not-permitted = You are not allowed to use this command here.

# A mention with no question.

introduction = **Ask me what was said in the discussion.**
    Write your question after my name, or use `/ask`. I answer with verbatim quotes, and say so when there is no answer.
    More in `/help`.

# A message that asks for nothing that was said.

ask-something = **Ask me what was said in the discussion.** A word, a name or a question is enough: I answer with verbatim quotes.
ask-examples = For example about one of these:
thanks = You are welcome. Ask me whenever you want to know what was said.
session-itself = **About the session itself.** This is from the record’s own data, not a quote:

# /help

help-heading = What I can do
help-about = I answer questions about a recorded discussion with quotes, exactly as they were recorded. I never write an answer of my own: where nothing was said, I say so.
help-commands =
    - `/ask question` – the best quote for your question. `speaker` limits it to one person, `session` to one discussion, `private` shows it to you alone.
    - `/quote speaker` – everything a speaker said, page by page; without a speaker, anyone’s words at random. `topic` picks what is near a topic, `order: random` surprises you.
    - `/session` – what was discussed, when and by whom, and the whole conversation to read.
    - `/daily channel time` – a quote each day; `/configure sessions` – which sessions I answer from: for administrators of a server.
    - `/privacy` – what I store.
help-messages =
    - Mention me with a question, or write to me directly.
    - Reply “more”, “go on” or “before that” to an answer, and I go on from there.
help-elsewhere =
    - Apps → “Find related quotes” on any message looks for quotes near what it says.
    - Apps → “Remove this answer” removes an answer of mine: for the person who asked, and for those who may manage messages.
help-buttons = The buttons of an answer lead to further matches, to what was said before and after, and to the source; where there is an unofficial English translation, one shows or hides it. What is shortened under an answer stands in full under “Context”. On a public answer you page for yourself; only the person who asked turns the page for everyone. Share posts a private answer under your name.

# /privacy

privacy-heading = Privacy
privacy-nothing = I store no questions and nothing about you. Your question is read to find quotes and then forgotten.
privacy-unanswered = The operator of this bot keeps questions that found no answer, for 30 days, to improve it: the words that were typed and the day, not who asked or where. Mentions and ids in them are left out. All other questions are forgotten at once, and so is every message that “Find related quotes” is used on.
privacy-judged = Where somebody says that an answer helped, or was not what they asked, the words of the question and the day are kept with the place of the quote, for 30 days. Who said so is not kept.
privacy-sent = Where the words of a question leave doubt, they are sent to a service that the operator of this bot has chosen, which compares what they mean. Who asked, and where, is not sent.
privacy-memory = To go on from an answer, I keep in memory which quote I showed you last, and in which language; it is stored nowhere, and gone after a restart.
privacy-daily = Where an administrator of a server uses `/daily` or `/configure`, I store the id of the server and what was set up – the channel, the time, the language, the sessions – until it is undone. I do not store who did so.
privacy-public = Quotes come from the record that the operator of this bot has chosen. I read a message only when you use a command on it, mention me in it, or write to me directly.
privacy-buttons = Buttons carry the id of the account that asked, so that only this person turns the page for everyone. It is kept nowhere else.

# /session

session-line-when = **When:** { $when }
session-line-venue = **Where:** { $venue }
session-line-speakers = **Speakers**
session-speakers-more = - and { $count } more
session-size = **Record:** { $utterances ->
    [one] one utterance
   *[other] { $utterances } utterances
}, { $quotes ->
    [one] one sentence
   *[other] { $quotes } sentences
}
session-source = **Source:** { $description }
session-kind = **Kind:** { $kind }
session-consent = **Consent:** { $consent }
session-incomplete = This record is incomplete: not everything that was said is in it.
session-perhaps-incomplete = Perhaps not everything that was said is in this record.
session-how = How answers are found: your words are compared with every quote by spelling, reading and word, and with search phrases written for each quote. The best quotes are shown unchanged; nothing is composed or summarised.

# Words that, in reply to an answer, ask to go on from it. Parted by bars; case and punctuation do not count.

go-on-more = more | show more | show me more | another | another one | other | others | any other | any others | anything else | what else | next | next one | the next one | next match
go-on-before = before | what came before | what was said before | what was said before that | what came before that | before that | previous | and before
go-on-around = who | who said that | who said this | who said it | who was that | context | in what context | what was the context
go-on-after = go on | continue | and then | then | after | after that | what came after | what came after that | what was said after | what was said after that | what happened next | what came next | who said that after it | who spoke after that | who answered | who replied | and after
no-more = That was the last one: there is nothing more to show from here.

# “Remove this answer”

removed = The answer is removed.
remove-private = Only you see that answer; “Dismiss message” under it takes it away.
not-my-answer = That is not one of my answers.
remove-not-allowed = Only the person who asked, or somebody who may manage messages here, can remove an answer.

# /daily

daily-started = I will post a quote in { $channel } each day, first { $first }. To stop that, use `/daily` without options.
daily-stopped = I no longer post a quote each day.
daily-none = I do not post a quote each day here. To begin, give a channel and a time.
daily-how = Please give both a channel and a time such as 9:00, in Japan time. Without options, the daily quote is stopped.

# The picture beside /session, and what it says in words.

picture-minutes = Minutes from the beginning
picture-utterances = Utterance, from the first to the last; as wide as it is long
picture-other-topics = { $count ->
    [one] one more topic
   *[other] { $count } more topics
}
picture-others = { $count ->
    [one] one more
   *[other] { $count } more
}
picture-alt = Timeline of “{ $title }”: who spoke when, and about what, in { $total ->
    [one] one utterance
   *[other] { $total } utterances
}.
picture-alt-speaker = { $speaker }: { $count ->
    [one] one utterance
   *[other] { $count } utterances
}.
picture-alt-about = { $speaker }: { $count ->
    [one] one utterance
   *[other] { $count } utterances
}, mostly about { $topics }.

# /configure

limited = In this server, I answer from these sessions alone. `/configure` without options brings back all of them.
not-limited = In this server, I answer from all sessions.
