"""Tables of a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from claimx.display.rtl import clean
from claimx.display.show import ROOMY, Tables, mode_for
from claimx.display.summary import By, DayRow, Summary
from claimx.display.words import LanguageCode, words

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_FAR = 730  # days


def bar(value: int, most: int, width: int) -> str:
    """A bar of at most ``width`` columns, to the eighth of a column; anything above nothing shows."""
    if not value or not most:
        return ""
    eighths = max(1, round(value * width * 8 / most))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def sparkline(values: Sequence[int]) -> str:
    """One character a value; nothing is a middle dot."""
    most = max(values, default=0)
    return "".join(_HEIGHTS[max(0, -(-value * 8 // most) - 1)] if value else "·" for value in values)


def series(days: Counter[str], span: tuple[str, str] | None, width: int = 24) -> list[int]:
    """Counts over time, in at most ``width`` equal steps from the first day of the span to the last."""
    if span is None:
        return []
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    total = (last - first).days + 1
    steps = min(width, total)
    made = [0] * steps
    for day, n in days.items():
        if len(day) == 10 and span[0] <= day <= span[1]:
            made[(date.fromisoformat(day) - first).days * steps // total] += n
    return made


def show_summary(
    found: Summary,
    console: Console | None = None,
    *,
    language: LanguageCode = "en",
    bidi: str = "auto",
    by: By | None = None,
    limit: int | None = 20,
) -> None:
    """Print a summary, or one table of it.

    Args:
        found: What :func:`claimx.display.summary.summarise` counted.
        console: Where; stdout by default.
        language: Language of the tables' own words.
        bidi: ``auto``, ``isolate``, ``reshape`` or ``off``.
        by: One table only.
        limit: At most so many rows a table; None for all.
    """
    console = console or Console(highlight=False, markup=False, emoji=False)
    made = _Summary(Tables(words(language), mode_for(bidi, console), wide=console.width >= ROOMY), limit)
    console.print(made.cell(made.own("summary", found.claims, len(found.speakers), found.articles), "bold"))
    tables: dict[By, Iterable[RenderableType]] = {
        "speaker": made.speakers(found), "act": made.acts(found), "place": made.places(found),
        "date": made.days(found), "outlet": made.outlets(found),
    }  # fmt: skip
    for name, parts in tables.items():
        if by is None or by == name:
            for part in parts:
                console.print()
                console.print(part)


class _Summary:
    """The tables; no table where there is nothing to count."""

    def __init__(self, tables: Tables, limit: int | None) -> None:
        self.own, self.wide = tables.own, tables.wide
        self.cell, self.table, self.add = tables.cell, tables.table, tables.add
        self.limit = limit

    def _cut(self, table: Table, shown: int, of: int) -> Iterable[RenderableType]:
        if of:
            yield table
        if of > shown:
            yield self.cell(self.own("more", of - shown), "dim")

    def _top(self, counts: Counter[str], most: int, name: str = "") -> RenderableType:
        acts = [f"{self.own.act(key) if name == 'act' else key} {n}" for key, n in counts.most_common(most)]
        return self.cell("، ".join(acts) if self.own.language == "ar" else ", ".join(acts))

    def _bar(self, value: int, most: int, width: int) -> Text:
        shown = bar(value, most, width)
        return Text(shown, style="cyan", justify="right" if self.own.language == "ar" else "left")

    def speakers(self, found: Summary) -> Iterable[RenderableType]:
        """Who spoke, how often and how."""
        span = day_span(found.days)
        width = 24 if self.wide else 12
        columns: list[tuple[str, dict[str, Any]]] = [
            ("speaker", {"ratio": 5}), ("claims", {"width": 7, "justify": "right"}), ("", {"width": 10}),
            ("articles", {"width": 8, "justify": "right"}), ("acts", {"ratio": 6}),
        ]  # fmt: skip
        timed = span is not None and span[0] != span[1]
        if timed:
            columns.append(("over_time", {"width": width, "no_wrap": True}))
        table = self.table(columns)
        shown = found.speakers[: self.limit]
        for row in shown:
            name = Text(clean(row.name), "bold")
            if row.role and row.role != row.name:
                name.append(" " + clean(row.role), "dim")
            most = found.speakers[0].claims
            cells: list[RenderableType] = [
                self.cell(name), str(row.claims), self._bar(row.claims, most, 10), str(row.articles),
                self._top(row.acts, 4, "act"),
            ]  # fmt: skip
            if timed:
                cells.append(Text(sparkline(series(row.days, span, width)), style="cyan"))
            self.add(table, cells)
        return self._cut(table, len(shown), len(found.speakers))

    def acts(self, found: Summary) -> Iterable[RenderableType]:
        """How they spoke."""
        table = self.table(
            [
                ("act", {"width": 12}),
                ("claims", {"width": 7, "justify": "right"}),
                ("", {"width": 16}),
                ("speakers", {"ratio": 1}),
            ]
        )
        shown = found.acts[: self.limit]
        for row in shown:
            most = found.acts[0].claims
            self.add(
                table,
                [
                    self.cell(self.own.act(row.act)),
                    str(row.claims),
                    self._bar(row.claims, most, 16),
                    self._top(row.speakers, 3),
                ],
            )
        return self._cut(table, len(shown), len(found.acts))

    def places(self, found: Summary) -> Iterable[RenderableType]:
        """Where, in claims and around them."""
        table = self.table(
            [
                ("place", {"ratio": 1}),
                ("country", {"width": 8}),
                ("mentions", {"width": 10, "justify": "right"}),
                ("", {"width": 16}),
                ("articles", {"width": 8, "justify": "right"}),
                ("claims", {"width": 7, "justify": "right"}),
            ]
        )
        shown = found.places[: self.limit]
        for row in shown:
            most = found.places[0].mentions
            self.add(
                table,
                [
                    self.cell(row.name), self.cell(row.country or "–"), str(row.mentions),
                    self._bar(row.mentions, most, 16), str(row.articles), str(row.claims),
                ],
            )  # fmt: skip
        return self._cut(table, len(shown), len(found.places))

    def days(self, found: Summary) -> Iterable[RenderableType]:
        """When: the busiest days, and all of them as a line."""
        table = self.table(
            [
                ("day", {"width": 10, "no_wrap": True}),
                ("claims", {"width": 7, "justify": "right"}),
                ("", {"width": 16}),
                ("articles", {"width": 8, "justify": "right"}),
                ("speakers", {"ratio": 1}),
            ]
        )
        busiest = sorted(found.days, key=lambda row: (-row.claims, row.date))
        shown = busiest[: self.limit]
        for row in shown:
            self.add(
                table,
                [
                    row.date, str(row.claims), self._bar(row.claims, busiest[0].claims, 16), str(row.articles),
                    self._top(row.speakers, 3),
                ],
            )  # fmt: skip
        yield from self._cut(table, len(shown), len(found.days))
        span = day_span(found.days)
        if span is not None and span[0] != span[1]:
            counts = Counter({row.date: row.claims for row in found.days})
            line = sparkline(series(counts, span, 60 if self.wide else 40))
            yield Text(f"{span[0]} {line} {span[1]}", style="dim")

    def outlets(self, found: Summary) -> Iterable[RenderableType]:
        """Who told it."""
        table = self.table(
            [
                ("outlet", {"ratio": 1}),
                ("articles", {"width": 8, "justify": "right"}),
                ("claims", {"width": 7, "justify": "right"}),
                ("", {"width": 16}),
                ("speakers", {"ratio": 2}),
            ]
        )
        shown = found.outlets[: self.limit]
        for row in shown:
            self.add(
                table,
                [
                    self.cell(row.outlet), str(row.articles), str(row.claims),
                    self._bar(row.claims, found.outlets[0].claims, 16), self._top(row.speakers, 3),
                ],
            )  # fmt: skip
        return self._cut(table, len(shown), len(found.outlets))


def day_span(days: Sequence[DayRow]) -> tuple[str, str] | None:
    """First and last day worth drawing, None where no full day is known.

    A few claims of long ago (or of a mistaken year) would flatten everything else: what lies more than two years off
    the rest, and is less than a fifth of it all, is left out.
    """
    full = sorted((row.date, row.claims) for row in days if len(row.date) == 10)
    if not full:
        return None
    total = sum(count for _, count in full)
    first, last = 0, len(full) - 1
    before = 0
    for n in range(len(full) - 1):
        before += full[n][1]
        if (date.fromisoformat(full[n + 1][0]) - date.fromisoformat(full[n][0])).days > _FAR:
            if before * 5 < total:
                first = n + 1
            elif (total - before) * 5 < total:
                last = n
                break
    return full[first][0], full[last][0]
