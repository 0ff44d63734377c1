# Names, descriptions and choices of the commands.
# Names of slash commands and options: lower case, no spaces, at most 32 characters.
# Descriptions and choices: at most 100 characters.

command-ask = ask
command-ask-description = Ask what was said in the discussion; the answer is a verbatim quote
command-quote = quote
command-quote-description = Browse what a speaker said; without a speaker, see anyone’s words at random
command-session = session
command-session-description = What was discussed, when and by whom, and the whole conversation to read
command-daily = daily
command-daily-description = Post a quote each day at a set time; without options, stop that
command-configure = configure
command-configure-description = Choose the sessions that are answered from in this server; without options, all of them
command-help = help
command-help-description = What this bot can do
command-privacy = privacy
command-privacy-description = What this bot stores about you
command-find-related = Find related quotes
command-remove = Remove this answer
command-not-asked = Not what I asked

option-question = question
option-question-description = Your question, in Japanese or English
option-speaker = speaker
option-ask-speaker-description = Only quotes of this speaker
option-quote-speaker-description = Whose quotes; without it, anyone’s at random
option-private = private
option-private-description = Show the reply to you alone
option-topic = topic
option-topic-description = Only quotes near this topic, most relevant first
option-order = order
option-order-description = Where to start
option-session = session
option-session-description = Which session, by title, topic or date; without it, the latest
option-ask-session-description = Only this session, by title, topic or date
option-channel = channel
option-channel-description = The channel to post in
option-time = time
option-time-description = Such as 9:00, in Japan time (UTC+9)
option-sessions = sessions
option-sessions-description = A session to answer from here, added to those before; give it again to take it out

choice-in-order = from the beginning
choice-random = random
