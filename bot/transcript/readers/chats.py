"""Chats exported as JSON: DiscordChatExporter and Slack."""

import html
import re
from datetime import datetime
from typing import Any

from bot.session import SourceKind
from bot.transcript.draft import Draft, Notebook, Turn, UnclearError, joined

_SAID_IN_DISCORD = {"Default", "Reply", "ThreadStarterMessage"}
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#C[A-Z0-9]+(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!(here|channel|everyone)(?:\|[^>]*)?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>")

Json = Any


def read_chat(data: Json) -> Draft | None:
    """Return what was written in a chat; None where the JSON is no export of one."""
    messages = data.get("messages") if isinstance(data, dict) else data
    if not isinstance(messages, list) or not messages:
        return None
    if not all(isinstance(message, dict) for message in messages):
        return None
    if all("content" in each and isinstance(each.get("author"), dict) for each in messages):
        return _discord(data if isinstance(data, dict) else {}, messages)
    if all("ts" in message for message in messages):
        return _slack(data if isinstance(data, dict) else {}, messages)
    return None


def _discord(data: dict[str, Json], messages: list[dict[str, Json]]) -> Draft:
    notebook = Notebook()
    for number, message in enumerate(messages, start=1):
        author = message["author"]
        words = str(message["content"] or "").strip()
        files = ", ".join(
            str(each.get("fileName", "")) for each in message.get("attachments") or ()
        )
        name = str(author.get("nickname") or author.get("name") or "")
        if str(message.get("type", "Default")) not in _SAID_IN_DISCORD:
            notebook.skip(number, words or name, "a notice of Discord")
        elif author.get("isBot"):
            notebook.skip(number, words or name, "written by a bot")
        elif not words:
            notebook.skip(number, files or name, "a message without words")
        else:
            notebook.turns.append(Turn(number, name, joined(words)))
            notebook.skip(number, files, "attached")
    turns, skipped = _some(notebook, "Discord")
    guild, channel = data.get("guild") or {}, data.get("channel") or {}
    title = " ".join(str(each.get("name")) for each in (guild, channel) if each.get("name"))
    began = datetime.fromisoformat(messages[0]["timestamp"]) if _is_time(messages[0]) else None
    return Draft(
        "a Discord chat (DiscordChatExporter)",
        SourceKind.TRANSCRIPT,
        turns,
        skipped,
        title or None,
        began,
    )


def _is_time(message: dict[str, Json]) -> bool:
    try:
        return datetime.fromisoformat(str(message.get("timestamp"))).tzinfo is not None
    except ValueError:
        return False


def _slack(data: dict[str, Json], messages: list[dict[str, Json]]) -> Draft:
    names = {str(each["user"]): _name(each) for each in messages if each.get("user")}
    notebook = Notebook()
    for number, message in enumerate(messages, start=1):
        words = _plain(str(message.get("text") or ""), names).strip()
        files = ", ".join(str(each.get("name", "")) for each in message.get("files") or ())
        subtype = message.get("subtype")
        bot = message.get("bot_id") or subtype == "bot_message"
        if bot:
            notebook.skip(number, words, "written by a bot")
        elif subtype and subtype not in {"thread_broadcast", "file_share", "me_message"}:
            notebook.skip(number, words or str(subtype), "a notice of Slack")
        elif message.get("type", "message") != "message" or not words:
            notebook.skip(number, files or _name(message), "a message without words")
        else:
            notebook.turns.append(Turn(number, _name(message), joined(words)))
            notebook.skip(number, files, "attached")
    turns, skipped = _some(notebook, "Slack")
    title = str(data.get("name") or data.get("channel") or "") or None
    return Draft("a Slack chat", SourceKind.TRANSCRIPT, turns, skipped, title)


def _some(notebook: Notebook, where: str) -> Any:  # noqa: ANN401
    if not notebook.turns:
        raise UnclearError((None, f"no utterances; a chat of {where} without messages of people"))
    return notebook.ordered()


def _name(message: dict[str, Json]) -> str:
    profile = message.get("user_profile")
    profile = profile if isinstance(profile, dict) else {}
    known = (profile.get(key) for key in ("display_name", "real_name", "name"))
    others = (message.get(key) for key in ("username", "user_name", "user"))
    return str(next(filter(None, (*known, *others)), ""))


def _plain(text: str, names: dict[str, str]) -> str:
    """Return the words as Slack shows them, without its marks for people and links."""
    text = _MENTION.sub(lambda found: "@" + (found[2] or names.get(found[1], found[1])), text)
    text = _CHANNEL.sub(lambda found: "#" + (found[1] or ""), text)
    text = _SPECIAL.sub(r"@\1", text)
    text = _LINK.sub(lambda found: found[2] or found[1].removeprefix("mailto:"), text)
    return html.unescape(text)
