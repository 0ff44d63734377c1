"""Replies that hold no quote."""

from typing import Final

from discord import ui

from bot.answering.outcome import NoAnswer
from bot.chat.markup import brief, shortened, unescape
from bot.chat.pages import NothingNear, Others
from bot.chat.views.attribution import name_of, speaker_line
from bot.chat.views.parts import (
    LONGEST_LABEL,
    Reply,
    asked_heading,
    box,
    row,
    text,
    topic_buttons,
    turn_button,
)
from bot.chat.wording import Wording, wording
from bot.session import Language, Speaker

_MOST_SPEAKERS: Final = 12


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


def _others_button(others: Others, say: Wording) -> ui.ActionRow[Reply] | None:
    name = name_of(others.speaker, say.language)
    label = shortened(say("button-others", other=unescape(name)), LONGEST_LABEL)
    return row(turn_button("o", others.state, label))
