"""A record as pages that need no server: every utterance, and a search that runs in the page."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle, FluentResource
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.japanese import Analyzer
from bot.session import Language, SessionSummary, Source, SourceKind, clock
from bot.site import anchor_of, page_of
from bot.site.searching import Json, Searching, SessionInFull
from bot.store import Store

MOST_SEARCHED_TOGETHER: Final = 20_000
"""How many quotes the list of sessions searches; with more, each session is searched by itself."""

_PACKAGE: Final = files("bot.site")
_LISTED: Final = ".hatsugen-site.json"
_JAPAN: Final = timedelta(hours=9)
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


async def make_pages(store: Store, analyzer: Analyzer) -> dict[str, bytes]:
    """Return the pages of all that is stored, by their paths below a common folder."""
    record = await store.record()
    sessions = [await SessionInFull.read(store, each) for each in record.sessions.values()]
    searching = Searching(record, sessions, analyzer)
    pages = _Pages(searching)
    made = {"index.html": pages.render("index.html")}
    for language in Language:
        made[f"{language}/index.html"] = pages.of_sessions(sessions, language)
        for session in sessions:
            path = f"{language}/sessions/{session.summary.id}.html"
            made[path] = pages.of_session(session, language)
    return made


class _Wording:
    """What the pages say in one language, by the ids of its catalogue."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        catalogue = _PACKAGE / "locales" / language / "site.ftl"
        self._bundle.add_resource(FluentResource(catalogue.read_text("utf-8")))

    def __call__(self, message_id: str, **variables: object) -> str:
        """Return a message with its variables filled in."""
        pattern = self._bundle.get_message(message_id).value
        if pattern is None:
            raise KeyError(message_id)
        text, errors = self._bundle.format_pattern(pattern, variables)
        if errors:
            raise ValueError(f"{message_id}: {errors[0]}")
        return str(text)


class _Pages:
    """Fills the templates in; all that comes from a record is escaped."""

    def __init__(self, searching: Searching) -> None:
        self._searching = searching
        self._say = {each: _Wording(each) for each in Language}
        folder = _PACKAGE / "templates"
        style = (folder / "site.css").read_text("utf-8")
        script = (folder / "search.js").read_text("utf-8")
        environment = Environment(
            autoescape=True,
            loader=PackageLoader("bot.site"),
            undefined=StrictUndefined,
            finalize=_whole,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.policies["json.dumps_function"] = partial(json.dumps, ensure_ascii=False)
        policy = (
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
            " base-uri 'none'; form-action 'none'"
        )
        environment.globals |= {
            # Ours, and held to the hashes in the policy.
            "style": Markup(style),  # noqa: S704
            "script": Markup(script),  # noqa: S704
            "policy": policy,
        }
        self._environment = environment

    def render(self, template: str, **values: Any) -> bytes:  # noqa: ANN401
        """Return a page."""
        text = self._environment.get_template(template).render(values)
        # Of half a surrogate pair, which no file can hold.
        return text.encode("utf-8", "replace")

    def of_sessions(self, sessions: list[SessionInFull], language: Language) -> bytes:
        """Return the list of sessions."""
        count = sum(session.summary.quote_count for session in sessions)
        say = self._say[language]
        searchable = 0 < count <= MOST_SEARCHED_TOGETHER
        found_in = self._searching.of(sessions, language, together=True) if searchable else None
        return self.render(
            "sessions.html",
            sessions=[_described(session, say) for session in reversed(sessions)],
            found_in=found_in,
            **_in(say, "../{}/index.html"),
        )

    def of_session(self, session: SessionInFull, language: Language) -> bytes:
        """Return the page of a session."""
        say = self._say[language]
        return self.render(
            "session.html",
            session=_described(session, say) | {"utterances": _utterances(session, say)},
            found_in=self._searching.of([session], language, together=False),
            **_in(say, f"../../{{}}/{page_of(session.summary.id, language).partition('/')[2]}"),
        )


def _in(say: _Wording, elsewhere: str) -> Json:
    """Return what a page in a language says, and where it stands in the other one."""
    [other] = set(Language) - {say.language}
    return {
        "say": say,
        "language": say.language,
        "other": other,
        "elsewhere": elsewhere.format(other),
    }


def _described(session: SessionInFull, say: _Wording) -> Json:
    summary, language = session.summary, say.language
    source = summary.source
    return {
        "title": summary.title.to(language),
        "path": page_of(summary.id, language).partition("/")[2],
        "started_at": summary.started_at,
        "moment": _moment(summary, say),
        "venue": summary.venue.to(language) if summary.venue else None,
        "size": say("size", utterances=summary.utterance_count, quotes=summary.quote_count),
        "speakers": [
            {"name": each.name.to(language), "role": each.role.to(language)}
            for each in summary.speakers
        ],
        "topics": [topic.label.to(language) for topic in summary.topics],
        "source": source.description.to(language),
        "consent": source.consent.to(language) if source.consent else None,
        "warning": _warning(source, say),
        "url": source.url,
    }


def _moment(summary: SessionSummary, say: _Wording) -> str | None:
    started = summary.started_at
    if started is None:
        return None
    japan = started.utcoffset() == _JAPAN
    zone = "japan" if japan else started.tzname() or say("zone-unknown")
    return say("moment", started=started, zone=zone)


def _warning(source: Source, say: _Wording) -> str | None:
    if source.complete:
        return None
    return say("perhaps-incomplete" if source.kind is SourceKind.UNKNOWN else "incomplete")


def _utterances(session: SessionInFull, say: _Wording) -> Iterator[Json]:
    source, total = session.summary.source, session.summary.utterance_count
    for utterance in session.utterances:
        number, start = utterance.number, utterance.start
        time = None if start is None else clock(start)
        speaker = utterance.speaker
        yield {
            "anchor": anchor_of(number),
            "number": number,
            "speaker": {
                "name": speaker.name.to(say.language),
                "role": speaker.role.to(say.language),
            },
            "link": say("utterance-link", number=number),
            "position": say("utterance-of", number=number, total=total),
            "time": time,
            "url": None if start is None else source.url_at(start),
            "heard": say("at", time=time) if time else None,
            "quotes": [
                {"anchor": anchor_of(number, at), "text": text, "lang": _language_of(text)}
                for at, text in enumerate(utterance.quotes, start=1)
            ],
            "note": say("note", note=utterance.note) if utterance.note else None,
            "translation": " ".join(each or "[…]" for each in utterance.translations)
            if any(utterance.translations)
            else None,
        }


def _language_of(text: str) -> str | None:
    """Return the language in which a text is to be read aloud, where its letters tell."""
    if _JAPANESE.search(text):
        return Language.JA
    return Language.EN if text.isascii() else None


def _whole(value: object) -> object:
    """Keep the carriage returns of a text, which would be line feeds in a page."""
    if isinstance(value, str) and "\r" in value:
        return escape(value).replace("\r", Markup("&#13;"))
    return value


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


class FolderTakenError(Exception):
    """A folder holds something else, which is not to be mixed with pages."""


def write_pages(pages: dict[str, bytes], folder: Path) -> None:
    """Write pages into a folder; those that an earlier call wrote, and are no more, go.

    Raises FolderTakenError where there is something else in the folder.
    """
    listed = folder / _LISTED
    earlier: list[str] = json.loads(listed.read_text("utf-8")) if listed.is_file() else []
    if not listed.is_file() and folder.is_dir() and any(folder.iterdir()):
        raise FolderTakenError(f"{folder} holds something else; expected a new or an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    # First, so that what is half written is known to be ours.
    listed.write_text(json.dumps(sorted({*earlier, *pages}), ensure_ascii=False), "utf-8")
    for path, content in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        partial_file = target.with_name(f"{target.name}.partial")
        partial_file.write_bytes(content)
        partial_file.replace(target)
    for path in {*earlier} - {*pages}:
        gone = (folder / path).resolve()
        if gone.is_relative_to(folder.resolve()):
            gone.unlink(missing_ok=True)
    listed.write_text(json.dumps(sorted(pages), ensure_ascii=False), "utf-8")
