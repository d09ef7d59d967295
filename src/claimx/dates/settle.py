"""What an article settles for all its dates: its day of publication, and the year of a day that is named twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from claimx.dates.nodes import Node, Point
from claimx.dates.resolve import Memory, resolve
from claimx.dates.tokens import Line

# A line: its offset, its text, its tokens, what was found in it.
Read = tuple[int, str, Line, list[Node]]
# (calendar, month, day)
Day = tuple[str, int | None, int | None]
_DATELINES = 6


def iso(text: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None where there is none to be read."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def settled(read: Iterable[Read]) -> date | None:
    """The day of publication that the text settles: by its dateline, else by the first day named from today."""
    named: date | None = None
    for number, (_, _, line, nodes) in enumerate(read):
        for node in nodes:
            if not isinstance(node, Point) or node.day is None or node.month is None or node.year is None:
                continue
            said = resolve(replace(node, part=None, clock=None), None, "none", Memory())
            day = iso(said) if "X" not in said else None
            if day is None:
                continue
            if node.relative is not None:
                day -= timedelta(days=node.relative)
                fits = node.weekday is None or date.fromisoformat(said).isoweekday() == node.weekday
                if named is None and fits:
                    named = day
            elif number < _DATELINES and _dateline(line, nodes, node):
                return day
    return named


def _dateline(line: Line, nodes: list[Node], node: Point) -> bool:
    """Whether a full date stands in a dateline: after the place, before the agency, or alone on a short line."""
    first = nodes[0].start
    if first > 4 or any(line.at(k).digits for k in range(first)) or line.count > 24:
        return False
    end = nodes[-1].end
    tail = [line.at(k) for k in range(end, line.count)]
    if any(line.match("agencies", k) for k in range(line.count)):
        return len(tail) <= 6
    alone = len(tail) <= 1 and all(isinstance(n, Point) for n in nodes)
    return alone and not line.at(first - 1).has("time_prepositions")


def without_year(node: Point) -> bool:
    """A day of a month with nothing that tells the year."""
    told = node.year or node.year_deixis or node.deixis or node.every_year or node.relative is not None
    return node.day is not None and node.month is not None and not told


def years_told(read: Sequence[Read], anchor: date | None) -> dict[Day, int | None]:
    """The year of each day that the article names with its year once: «7 أكتوبر» after «7 أكتوبر الماضي» is the same.

    Only where the article gives one year, next to that of publication: «25 يناير 2011» says nothing of «25 يناير».
    """
    told: dict[Day, int | None] = {}
    for _, _, _, nodes in read:
        for node in nodes:
            if not isinstance(node, Point) or node.day is None or node.month is None or without_year(node):
                continue
            if node.calendar != "gregorian" or node.every_year or node.year_deixis in ("same", "before", "after"):
                continue
            said = resolve(replace(node, part=None, clock=None), anchor, "none", Memory())[:4]
            if not said.isdecimal() or (anchor is not None and abs(int(said) - anchor.year) > 1):
                continue
            key = (node.calendar, node.month, node.day)
            told[key] = int(said) if told.get(key, int(said)) == int(said) else None
    return told
