"""Replies that hold no quote: what the bot is and knows, and why nothing is shown."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from bot.answering.outcome import Aside, NoAnswer, Remark
from bot.chat.custom_id import Reading, key_of
from bot.chat.markup import brief, shortened, unescape
from bot.chat.pages import NothingNear, Others
from bot.chat.views.attribution import name_of, speaker_line, venue, when
from bot.chat.views.parts import (
    LONGEST_LABEL,
    Reply,
    asked_heading,
    box,
    picture,
    row,
    rule,
    small,
    source_button,
    text,
    topic_buttons,
    turn_button,
)
from bot.chat.wording import Wording, wording
from bot.session import Language, SessionSummary, SourceKind, Speaker

_MOST_SPEAKERS: Final = 12
_MOST_LISTED: Final = 8


def plain(content: str) -> Reply:
    """Draw one of our own sentences."""
    return Reply(text(content))


def no_answer(outcome: NoAnswer, others: Others | None, asker: int, language: Language) -> Reply:
    """Say that nothing was said about it, and offer topics about which something was.

    Where only one person's words were looked at, say so, and lead to the ``others`` who said more.
    """
    say = wording(language)
    if outcome.speaker is not None and others is not None:
        speaker = name_of(outcome.speaker, language)
        return Reply(
            *asked_heading(outcome.question, say),
            box(text(say("only-others", speaker=speaker, other=name_of(others.speaker, language)))),
            _others_button(others, say),
        )
    buttons = topic_buttons(outcome.topics, asker, language)
    if outcome.speaker is not None:
        refusal = say("no-answer-of", speaker=name_of(outcome.speaker, language))
    else:
        refusal = say["no-answer"]
    return Reply(
        *asked_heading(outcome.question, say),
        box(text(refusal), text(say["no-answer-topics" if buttons else "no-answer-hint"])),
        row(*buttons),
    )


def aside(
    outcome: Aside, sessions: Sequence[SessionSummary], asker: int, language: Language
) -> Reply:
    """Reply to a message that asks for nothing that was said: with what can be asked, or facts."""
    say = wording(language)
    if outcome.remark is Remark.SESSION and sessions:
        return about(sessions[-1], asker, language, heading=say["session-itself"])
    buttons = topic_buttons(outcome.topics, asker, language)
    match outcome.remark:
        case Remark.THANKS:
            return plain(say["thanks"])
        case Remark.HELP:
            notice = say["introduction"]
        case _:
            notice = say["ask-something"]
    return Reply(box(text(notice), text(say["ask-examples"]) if buttons else None), row(*buttons))


def nothing_near(nothing: NothingNear, language: Language) -> Reply:
    """Say that a speaker has no quote to show."""
    say = wording(language)
    speaker = name_of(nothing.speaker, language)
    if nothing.topic is None:
        return plain(say("no-quotes-at-all", speaker=speaker))
    notice = text(say("no-quotes", speaker=speaker, topic=brief(nothing.topic, 200)))
    if nothing.others is None:
        return Reply(notice)
    other = name_of(nothing.others.speaker, language)
    return Reply(
        *asked_heading(nothing.topic, say),
        notice,
        text(say("others-did", other=other)),
        _others_button(nothing.others, say),
    )


def unknown_speaker(name: str, known: tuple[Speaker, ...], language: Language) -> Reply:
    """Say that nobody is called so, and who there is."""
    say = wording(language)
    return _people(say("unknown-speaker", name=brief(name, 100)), known, language)


def ambiguous_speaker(name: str, matching: tuple[Speaker, ...], language: Language) -> Reply:
    """Ask which one is meant of those who are called so."""
    say = wording(language)
    return _people(say("ambiguous-speaker", name=brief(name, 100)), matching, language)


def _people(heading: str, people: tuple[Speaker, ...], language: Language) -> Reply:
    say = wording(language)
    lines = [heading]
    lines += [f"- {speaker_line(speaker, language)}" for speaker in people[:_MOST_SPEAKERS]]
    if len(people) > _MOST_SPEAKERS:
        lines.append(say("unknown-speaker-more", count=len(people) - _MOST_SPEAKERS))
    return plain("\n".join(lines))


def sessions_meant(typed: str, sessions: tuple[SessionSummary, ...], language: Language) -> Reply:
    """Say that no session is called so, or ask which one is meant."""
    say = wording(language)
    if not sessions:
        return plain(say["unknown-session"])
    lines = [say("ambiguous-session", name=brief(typed, 100))]
    for session in sessions[:_MOST_LISTED]:
        told = (brief(session.title.to(language), 120), when(session, say))
        lines.append("- " + " · ".join(part for part in told if part))
    return plain("\n".join(lines))


def _others_button(others: Others, say: Wording) -> ui.ActionRow[Reply] | None:
    name = name_of(others.speaker, say.language)
    label = shortened(say("button-others", other=unescape(name)), LONGEST_LABEL)
    return row(turn_button("o", others.state, label))


def guide(language: Language, *, answers_messages: bool) -> Reply:
    """Explain what members can do."""
    say = wording(language)
    return Reply(
        box(
            text("### " + say["help-heading"]),
            text(say["help-about"]),
            text(say["help-commands"]),
            text(say["help-messages"]) if answers_messages else None,
            text(say["help-elsewhere"]),
            rule(),
            small(say["help-buttons"]),
        )
    )


def privacy(language: Language, *, keeps_unanswered: bool, sends_questions: bool) -> Reply:
    """Say what is stored."""
    say = wording(language)
    return Reply(
        box(
            text("### " + say["privacy-heading"]),
            text(say["privacy-unanswered" if keeps_unanswered else "privacy-nothing"]),
            text(say["privacy-judged"]) if keeps_unanswered else None,
            text(say["privacy-sent"]) if sends_questions else None,
            text(say["privacy-memory"]),
            text(say["privacy-daily"]),
            text(say["privacy-public"]),
            text(say["privacy-buttons"]),
        )
    )


def about(
    session: SessionSummary,
    asker: int,
    language: Language,
    *,
    heading: str = "",
    alt: str | None = None,
) -> Reply:
    """Describe a session, and offer to read it; ``heading`` says why.

    ``alt`` describes the picture that goes with it, where there is one.
    """
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
    facts += [f"- {speaker_line(speaker, language)}" for speaker in session.speakers[:_MOST_LISTED]]
    if more := len(session.speakers[_MOST_LISTED:]):
        facts.append(say("session-speakers-more", count=more))
    source = session.source
    sources = [say("session-source", description=brief(source.description.to(language), 300))]
    if source.kind is not SourceKind.UNKNOWN:
        kind = say("source-kind", kind=str(source.kind))
        sources.append(say("session-kind", kind=kind))
    if source.consent:
        sources.append(say("session-consent", consent=brief(source.consent.to(language), 200)))
    if not source.complete:
        known = source.kind is not SourceKind.UNKNOWN
        sources.append(say["session-incomplete" if known else "session-perhaps-incomplete"])
    return Reply(
        box(
            text(heading) if heading else None,
            text("### " + brief(session.title.to(language), 150)),
            text("\n".join(facts)),
            text("\n".join(sources)),
            rule(),
            small(say["session-how"]),
        ),
        picture(alt) if alt else None,
        row(
            turn_button("d", Reading(asker, at=1, session=key_of(session.id)), say["button-read"])
            if session.utterance_count
            else None,
            source_button(source, say),
        ),
    )
