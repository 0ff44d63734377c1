"""What the bot is, what it stores, and what it knows of a session."""

from typing import Final

from bot.chat.custom_id import Reading, key_of
from bot.chat.markup import brief
from bot.chat.views.attribution import speaker_line, venue, when
from bot.chat.views.parts import Reply, box, row, rule, small, text, turn_button
from bot.chat.wording import wording
from bot.session import Language, SessionSummary

_MOST_SPEAKERS: Final = 8


def guide(language: Language) -> Reply:
    """Explain what members can do."""
    say = wording(language)
    return Reply(
        box(
            text("### " + say["help-heading"]),
            text(say["help-about"]),
            text(say["help-commands"]),
            text(say["help-elsewhere"]),
            rule(),
            small(say["help-buttons"]),
        )
    )


def privacy(language: Language, *, keeps_unanswered: bool) -> Reply:
    """Say what is stored."""
    say = wording(language)
    return Reply(
        box(
            text("### " + say["privacy-heading"]),
            text(say["privacy-unanswered" if keeps_unanswered else "privacy-nothing"]),
            text(say["privacy-public"]),
            text(say["privacy-buttons"]),
        )
    )


def about(session: SessionSummary, asker: int, language: Language) -> Reply:
    """Describe a session, and offer to read it."""
    say = wording(language)
    facts = []
    if moment := when(session, say):
        facts.append(say("session-line-when", when=moment))
    if place := venue(session, say):
        facts.append(say("session-line-venue", venue=place))
    facts.append(
        say("session-size", utterances=session.utterance_count, quotes=session.quote_count)
    )
    facts.append(say["session-line-speakers"])
    facts += [
        f"- {speaker_line(speaker, language)}" for speaker in session.speakers[:_MOST_SPEAKERS]
    ]
    if more := len(session.speakers[_MOST_SPEAKERS:]):
        facts.append(say("session-speakers-more", count=more))
    description = brief(session.source.description.to(language), 300)
    return Reply(
        box(
            text("### " + brief(session.title.to(language), 150)),
            text("\n".join(facts)),
            text(say("session-source", description=description)),
            None if session.source.complete else text(say["session-incomplete"]),
            rule(),
            small(say["session-how"]),
        ),
        row(
            turn_button("d", Reading(asker, at=1, session=key_of(session.id)), say["button-read"])
            if session.utterance_count
            else None
        ),
    )
