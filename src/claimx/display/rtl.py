"""Right-to-left text on terminals that may or may not reorder it, and nothing else that could move the cursor.

Only what is displayed passes through here; documents keep their text to the letter.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.text import Text

Mode = Literal["isolate", "reshape", "off"]

RLI, LRI, PDI = "\u2067", "\u2066", "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_STRONG = re.compile(r"[^\W\d_]")
# Numbers with hyphens behind Arabic letters turn round (2025-05-30 reads 30-05-2025), and options lose their dashes.
LEFT_TO_RIGHT = re.compile(r"(?<!\w)(?:[0-9X]+(?:[-:/][0-9A-Z]+)+|--[a-z-]+)(?!\w)")
_BLANK = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Marks, embeddings, overrides and isolates of the article would come undone at the edges of a cell, or reorder its
# neighbours; the cell has one isolate of its own.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# C0 and C1 controls (ESC, CSI, OSC …) are instructions to a terminal; surrogates cannot be written at all.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb]")


def clean(text: str) -> str:
    """``text`` on one line without anything that a terminal would obey; controls are shown as U+FFFD."""
    return _CONTROL.sub("\ufffd", _BIDI.sub("", _BLANK.sub(" ", text)))


def is_rtl(text: str) -> bool:
    """Whether any letter of ``text`` runs from right to left."""
    return _RTL.search(text) is not None


def starts_rtl(text: str) -> bool:
    """Whether the first letter of ``text`` runs from right to left: then the line does."""
    found = _STRONG.search(text)
    return found is not None and is_rtl(found.group())


def isolate(text: str, *, rtl: bool | None = None) -> str:
    """``text`` in an isolate if it has right-to-left letters, so that it cannot reorder what is around.

    U+2067 … U+2069 where the line runs from right to left (by its first letter, or as ``rtl`` says), else U+2066.
    """
    if not is_rtl(text):
        return text
    return f"{RLI if (starts_rtl(text) if rtl is None else rtl) else LRI}{text}{PDI}"


def reshape(text: str, *, rtl: bool | None = None) -> str:
    """``text`` in visual order and presentation forms, for terminals that do neither.

    Raises:
        ImportError: The extra ``claimx[bidi]`` is not installed.
    """
    if not is_rtl(text):
        return text
    import arabic_reshaper
    from bidi.algorithm import get_display

    text = LEFT_TO_RIGHT.sub("\u202a\\g<0>\u202c", text)  # an embedding: the package knows no isolates
    base = "R" if (starts_rtl(text) if rtl is None else rtl) else "L"
    shown: str = get_display(arabic_reshaper.reshape(text), base_dir=base)
    return _BIDI.sub("", shown)


def can_reshape() -> bool:
    """Whether the extra ``claimx[bidi]`` is installed."""
    from importlib.util import find_spec

    return find_spec("arabic_reshaper") is not None and find_spec("bidi") is not None


def detect(terminals: Iterable[Mapping[str, Any]], *, terminal: bool, env: Mapping[str, str] | None = None) -> Mode:
    """The mode for ``--bidi auto``.

    Args:
        terminals: ``terminals`` of ``config/display.yaml``: ``env`` (a variable), ``value`` (a prefix of it, or none:
            set at all) and ``bidi`` (the mode), the first that fits wins.
        terminal: Whether the output is a terminal at all; what is piped stays as it is.
        env: The environment; the process's by default.
    """
    if not terminal:
        return "off"
    env = os.environ if env is None else env
    for row in terminals:
        value = env.get(str(row["env"]))
        if value is not None and value.lower().startswith(str(row.get("value") or "").lower()):
            mode: Mode = row["bidi"]
            return "isolate" if mode == "reshape" and not can_reshape() else mode
    return "isolate"


class Cell:
    """A cell of mixed text: wraps in logical order, then isolates or reshapes line by line, right-aligned if Arabic.

    Rich would wrap after the isolates are in place, and leave the first line open and the last one without a start.

    Args:
        text: Plain text, which is cleaned, or styled text that has been.
        mode: What the terminal needs.
        style: Style of the whole.
        rtl: Whether lines run from right to left; by default, whether they begin so.
    """

    def __init__(self, text: Text | str, mode: Mode, *, style: str = "", rtl: bool | None = None) -> None:
        from rich.text import Text

        self.text = Text(clean(text), style=style) if isinstance(text, str) else text
        self.mode = mode
        self.rtl = rtl

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As the text itself."""
        from rich.measure import Measurement

        return Measurement.get(console, options, self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, one by one."""
        from rich.text import Text

        rtl = starts_rtl(self.text.plain) if self.rtl is None else self.rtl
        for line in self.text.wrap(console, options.max_width, justify="left", overflow="fold"):
            line.rstrip()
            shown = line
            if is_rtl(line.plain):
                if self.mode == "reshape":
                    # The order of the letters changes, so that only a style of the whole line survives.
                    shown = Text(reshape(line.plain, rtl=rtl), style=line.style)
                elif self.mode == "isolate":
                    shown = Text.assemble(RLI if rtl else LRI, *_kept(line), PDI)
            shown.no_wrap = True
            if rtl:
                shown.pad_left(max(0, options.max_width - shown.cell_len))
            yield shown


def _kept(line: Text) -> Iterator[Text | str]:
    """The line with isolates around what must keep its order."""
    at = 0
    for found in LEFT_TO_RIGHT.finditer(line.plain):
        yield from (line[at : found.start()], LRI, line[found.start() : found.end()], PDI)
        at = found.end()
    yield line[at:]
