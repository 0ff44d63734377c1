"""A session at a glance: a picture of who spoke when and about what, and the same in words.

It takes matplotlib, which comes with the extra ``picture``; without it there are no pictures.
"""

import asyncio
import logging
import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from filelock import AsyncFileLock

from bot.chat.timeline import MOST_TOPICS, Timeline
from bot.chat.wording import wording
from bot.session import Language, SessionSummary
from bot.store import Store

_MOST_AHEAD: Final = 200
"""Of how many sessions, the latest, the pictures are drawn ahead; each takes some 50 KB."""

_LOOK_EVERY: Final = 5.0
_MOST_KEPT: Final = 2 * 2 * _MOST_AHEAD

# Of Okabe and Ito, whom those who see colours otherwise can follow; the patterns need no colour.
_COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
_PATTERNS: Final = ("", "//", "..", "xx", "\\\\", "--")
_REST: Final = ("#9A9A9A", "")
_PAPER, _INK, _LINES = "#FFFFFF", "#1B1B1D", "#D0D0D0"
_WIDTH, _PAD, _DOTS = 7.5, 0.12, 120  # inches, and dots an inch
_SIZE: Final = 13.0

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, and what is told to whom cannot see it."""

    png: bytes
    alt: str


class Pictures:
    """The pictures of sessions: drawn ahead, or when they are first asked for.

    Each lies in a ``folder`` under a name made of what it shows, so that neither another process
    nor the next start draws it again. Without a folder, there are none.
    """

    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder if find_spec("matplotlib") else None
        self._drawing = asyncio.Lock()
        self._generation = -1
        # By session and language, oldest first: where it lies, and what it says in words.
        self._kept: dict[tuple[str, Language], tuple[Path, str] | None] = {}

    async def keep_drawn(self) -> None:
        """Draw the pictures of the record, and those of each that takes its place."""
        drawn = None
        while self._folder is not None:
            try:
                before, drawn = drawn, await self._store.generation()
                if drawn != before:
                    await self.draw_all()
            except Exception as error:
                # They are still drawn when they are asked for.
                _log.warning("Pictures could not be drawn ahead (%s)", type(error).__qualname__)
            await asyncio.sleep(_LOOK_EVERY)

    async def draw_all(self) -> None:
        """Draw what is missing, the latest sessions first; pictures of what is no more go."""
        if self._folder is None:
            return
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        # Another process with the same folder draws the same.
        async with AsyncFileLock(self._folder / ".lock"):
            sessions = [*(await self._store.record()).sessions.values()]
            for session in reversed(sessions[-_MOST_AHEAD:]):
                for language in Language:
                    begun = loop.time()
                    await self.of(session, language)
                    # Whoever asks meanwhile comes first.
                    await asyncio.sleep(loop.time() - begun)
            kept = {each[0] for each in self._kept.values() if each}
            await asyncio.to_thread(_remove, self._folder, kept)

    async def of(self, session: SessionSummary, language: Language) -> Picture | None:
        """Return the picture of a session; None where there can be none."""
        if not session.utterance_count or self._folder is None:
            return None
        key = (session.id, language)
        async with self._drawing:
            generation = await self._store.generation()
            if generation != self._generation:
                self._generation = generation
                self._kept.clear()
            if key not in self._kept:
                self._kept[key] = await self._drawn(session, language, self._folder)
            kept = self._kept[key]
            while len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        if kept is None:
            return None
        path, alt = kept
        try:
            return Picture(await asyncio.to_thread(path.read_bytes), alt)
        except OSError:
            # Perhaps another process, with another record, has removed it; the next one draws it.
            self._kept.pop(key, None)
            return None

    async def _drawn(
        self, session: SessionSummary, language: Language, folder: Path
    ) -> tuple[Path, str] | None:
        utterances = await self._store.utterances(session.id, limit=session.utterance_count)
        quotes = [
            quote
            for speaker in session.speakers
            for quote in await self._store.quotes_by_speaker(speaker.id, session=session.id)
        ]

        def draw() -> tuple[Path, str] | None:
            timeline = Timeline(session, utterances, quotes, wording(language))
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{_digest(timeline)}.png"
            if path.exists() or _draw(timeline, path):
                return path, timeline.alt
            return None

        try:
            return await asyncio.to_thread(draw)
        except Exception as error:
            # /session says all of it in words, too.
            _log.error("A picture could not be drawn (%s)", type(error).__qualname__)
            return None


def _remove(folder: Path, kept: set[Path]) -> None:
    for path in {*folder.glob("*.png")} - kept:
        path.unlink(missing_ok=True)


def _digest(timeline: Timeline) -> str:
    """Return what tells pictures apart: all that one shows, and how it is drawn."""
    drawn_by = Path(__file__).read_bytes() + metadata.version("matplotlib").encode()
    return sha256(drawn_by + repr(vars(timeline)).encode("utf-8", "replace")).hexdigest()


@cache
def _fonts() -> dict[str, frozenset[int]]:
    """Return the fonts that there are, the one for Japanese first, and what each can write."""
    from matplotlib import font_manager, ft2font

    bundled = find_spec("matplotlib_fontja")
    for folder in bundled.submodule_search_locations or () if bundled else ():
        for path in sorted(Path(folder).rglob("*.ttf")):
            font_manager.fontManager.addfont(path)
    fonts = {}
    for family in ("IPAexGothic", "Noto Sans CJK JP", "DejaVu Sans"):
        try:
            path = Path(font_manager.findfont(family, fallback_to_default=False))
        except ValueError:
            continue
        fonts[family] = frozenset(ft2font.FT2Font(str(path)).get_charmap())
    return fonts


def _can_be_written(words: str) -> bool:
    known = frozenset[int]().union(*_fonts().values())
    return all(
        ord(letter) in known for letter in words if unicodedata.category(letter)[0] not in "CZ"
    )


def _draw(timeline: Timeline, path: Path) -> bool:
    """Draw a timeline as PNG; False where no font here can write its words."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.patches import Patch

    if not _can_be_written(timeline.words):
        return False
    style: dict[str, Any] = {"fontfamily": [*_fonts()], "color": _INK, "parse_math": False}
    rows = len(timeline.speakers)
    legend_rows = (len(timeline.topics) + 1) // 2
    height = 1.7 + 0.55 * rows + 0.32 * legend_rows
    figure = Figure(
        figsize=(_WIDTH, height),
        dpi=_DOTS,
        facecolor=_PAPER,
        layout=ConstrainedLayoutEngine(w_pad=_PAD, h_pad=_PAD),
    )
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_PAPER)
    for each in timeline.stretches:
        colour, pattern = _look(each.topic)
        place = [(each.start, each.end - each.start)]
        axes.broken_barh(
            place, (each.row - 0.36, 0.72), facecolor=colour, hatch=pattern, edgecolor=_PAPER, lw=0
        )
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xlim(timeline.stretches[0].start, timeline.stretches[-1].end)
    axes.set_yticks(range(rows), timeline.speakers, fontsize=_SIZE, **style)
    if timeline.ticks is not None:
        places, numbers = zip(*timeline.ticks, strict=True)
        axes.set_xticks(places, numbers)
    axes.tick_params(length=0, labelsize=_SIZE - 2, axis="x", labelcolor=_INK)
    axes.set_xlabel(timeline.axis, fontsize=_SIZE - 1, **style)
    axes.set_title(timeline.title, fontsize=_SIZE + 2, loc="left", wrap=True, **style)
    for side in axes.spines.values():
        side.set_color(_LINES)
    looks = [
        Patch(facecolor=colour, hatch=pattern, edgecolor=_PAPER, label=label)
        for (colour, pattern), label in zip(
            map(_look, range(len(timeline.topics))), timeline.topics, strict=True
        )
    ]
    if looks:
        legend = figure.legend(
            handles=looks,
            loc="outside lower left",
            ncols=2,
            frameon=False,
            prop={"family": [*_fonts()], "size": _SIZE - 2},
            handlelength=2.4,
        )
        for text in legend.get_texts():
            text.set_parse_math(False)
    partial = path.with_suffix(f".{os.getpid()}")
    figure.savefig(partial, format="png")
    partial.replace(path)
    return True


def _look(topic: int | None) -> tuple[str, str]:
    """Return the colour and the pattern of a topic."""
    if topic is None or topic >= MOST_TOPICS:
        return _REST
    return _COLOURS[topic], _PATTERNS[topic]
