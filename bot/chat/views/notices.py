"""Replies that hold no quote."""

from collections.abc import Iterable
from typing import Final

from bot.chat.markup import brief
from bot.chat.pages import NothingNear
from bot.chat.views.attribution import name_of, speaker_line
from bot.chat.views.parts import Reply, asked_heading, box, row, text, topic_buttons
from bot.chat.wording import wording
from bot.session import Language, Speaker, Topic

_MOST_SPEAKERS: Final = 12


def plain(content: str) -> Reply:
    """Draw one of our own sentences."""
    return Reply(text(content))


def no_answer(question: str, topics: Iterable[Topic], asker: int, language: Language) -> Reply:
    """Say that nothing was said about it, and offer topics about which something was."""
    say = wording(language)
    buttons = topic_buttons(topics, asker, language)
    return Reply(
        *asked_heading(question, say),
        box(text(say["no-answer"]), text(say["no-answer-topics" if buttons else "no-answer-hint"])),
        row(*buttons),
    )


def nothing_near(nothing: NothingNear, language: Language) -> Reply:
    """Say that a speaker has no quote to show."""
    say = wording(language)
    speaker = name_of(nothing.speaker, language)
    if nothing.topic is None:
        return plain(say("no-quotes-at-all", speaker=speaker))
    return plain(say("no-quotes", speaker=speaker, topic=brief(nothing.topic, 200)))


def unknown_speaker(name: str, known: tuple[Speaker, ...], language: Language) -> Reply:
    """Say that nobody is called so, and who there is."""
    say = wording(language)
    lines = [say("unknown-speaker", name=brief(name, 100))]
    lines += [f"- {speaker_line(speaker, language)}" for speaker in known[:_MOST_SPEAKERS]]
    if len(known) > _MOST_SPEAKERS:
        lines.append(say("unknown-speaker-more", count=len(known) - _MOST_SPEAKERS))
    return plain("\n".join(lines))
