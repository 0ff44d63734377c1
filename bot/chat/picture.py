"""A session at a glance: a picture of who spoke when and about what, and the same in words.

It takes matplotlib, which comes with the extra ``picture``; without it there are no pictures.
"""

import asyncio
import io
import logging
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bot.chat.timeline import MOST_TOPICS, Timeline
from bot.chat.wording import wording
from bot.session import Language, SessionSummary
from bot.store import Store

_MOST_KEPT: Final = 16

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
    """The pictures of sessions: made when they are first asked for, and the latest are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drawing = asyncio.Lock()
        self._kept: dict[tuple[int, str, Language], Picture | None] = {}

    async def of(self, session: SessionSummary, language: Language) -> Picture | None:
        """Return the picture of a session; None where there can be none."""
        if not session.utterance_count or find_spec("matplotlib") is None:
            return None
        async with self._drawing:
            key = (await self._store.generation(), session.id, language)
            if key not in self._kept:
                self._kept[key] = await self._made(session, language)
            while len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            return self._kept[key]

    async def _made(self, session: SessionSummary, language: Language) -> Picture | None:
        utterances = await self._store.utterances(session.id, limit=session.utterance_count)
        quotes = [
            quote
            for speaker in session.speakers
            for quote in await self._store.quotes_by_speaker(speaker.id, session=session.id)
        ]
        try:
            timeline = Timeline(session, utterances, quotes, wording(language))
            png = await asyncio.to_thread(_drawn, timeline)
        except Exception as error:
            # /session says all of it in words, too.
            _log.error("A picture could not be drawn (%s)", type(error).__qualname__)
            return None
        return Picture(png, timeline.alt) if png else None


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


def _drawn(timeline: Timeline) -> bytes | None:
    """Draw a timeline as PNG; None where no font here can write its words."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.patches import Patch

    if not _can_be_written(timeline.words):
        return None
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
    scale = 60.0 if timeline.timed else 1.0
    for each in timeline.stretches:
        colour, pattern = _look(each.topic)
        place = [(each.start / scale, (each.end - each.start) / scale)]
        axes.broken_barh(
            place, (each.row - 0.36, 0.72), facecolor=colour, hatch=pattern, edgecolor=_PAPER, lw=0
        )
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xlim(timeline.stretches[0].start / scale, timeline.stretches[-1].end / scale)
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
    image = io.BytesIO()
    figure.savefig(image)
    return image.getvalue()


def _look(topic: int | None) -> tuple[str, str]:
    """Return the colour and the pattern of a topic."""
    if topic is None or topic >= MOST_TOPICS:
        return _REST
    return _COLOURS[topic], _PATTERNS[topic]
