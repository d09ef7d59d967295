"""Reading a line: at each word that may open a date, the longest expression that the context allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claimx.dates.centuries import century, decade
from claimx.dates.clocks import clock, midnight_or_noon, part_of_day
from claimx.dates.context import barred
from claimx.dates.days import day_expression
from claimx.dates.lengths import lengths
from claimx.dates.lexicon import Lexicon
from claimx.dates.nodes import Node, Point
from claimx.dates.periods import (
    month_expression,
    position,
    quarter_or_half,
    same_period,
    season,
    unit_expression,
    weekend,
    whole_unit,
)
from claimx.dates.tokens import Line
from claimx.dates.years import years


def scan(line: Line, lexicon: Lexicon) -> list[Node]:
    """The expressions of a line, left to right; they do not overlap."""
    behind, nodes = 0, list[Node]()
    for index in line.openers:
        if index < behind:
            continue
        best, end = _best(line, index, lexicon)
        nodes.extend(best)
        behind = end
    return _joined(line, nodes)


def _best(line: Line, index: int, lexicon: Lexicon) -> tuple[list[Node], int]:
    """The longest of all readings at a token that the context does not bar, and where to read on.

    A barred reading that is longer than all others is passed over as a whole: no part of a name is a date.
    """
    found: list[list[Node]] = []
    token = line.at(index)
    kinds = token.info.kinds
    numeral = token.digits or not kinds  # a number, or a mark or article in front of one
    for many, needed in _MANY:
        if numeral or not needed.isdisjoint(kinds):
            nodes = many(line, index)
            if nodes:
                found.append(list(nodes))
    for one, needed in _ONE:
        if not needed.isdisjoint(kinds):
            node = one(line, index)
            if node is not None:
                found.append([node])
    if token.digits or "clock_words" in kinds or "ordinals" in kinds:
        node = clock(line, index, lexicon)
        if node is not None:
            found.append([node])
    if not found:
        return [], index
    longest = max(nodes[-1].end for nodes in found)
    free = [nodes for nodes in found if not barred(line, nodes)]
    # the first of equals: days before years before lengths
    best = max(free, key=lambda nodes: nodes[-1].end, default=[])
    return (best, longest) if best and best[-1].end == longest else ([], longest)


def _whole(line: Line, index: int) -> Point | None:
    """«طيلة العام», «خلال الأسبوع»: the current one."""
    earlier = line.text(index - 1) == "من" and (
        line.at(index - 2).has("small.earlier_or_later") or line.at(index - 2).value("deixis") in ("first", "recent")
    )
    if not line.at(index - 1).has("whole_prepositions") and not earlier:
        return None
    point = whole_unit(line, index)
    if point is None or point.unit == "century" or line.at(point.end).text.startswith("ال"):
        return None
    return point


_Reader = Callable[[Line, int], Point | None]
_ManyReader = Callable[[Line, int], Sequence[Node] | None]
# Each reader with the kinds of words at which it can begin; the first row reads at numbers, too.
_MANY: tuple[tuple[_ManyReader, frozenset[str]], ...] = (
    (day_expression, frozenset((
        "relative_days", "construct_duals", "counted_days", "weekdays", "cardinals", "ordinals", "first_days",
    ))),
    (years, frozenset(("year_words", "construct_duals", "unit"))),
    (lengths, frozenset((
        "unit", "cardinals", "unknown_counts", "half_words", "quarter_words", "third_words", "every",
        "adverbs_of_frequency", "small.years_of_life",
    ))),
)  # fmt: skip
_ONE: tuple[tuple[_Reader, frozenset[str]], ...] = (
    (part_of_day, frozenset(("relative_nights", "unit", "demonstratives", "parts_of_day", "parts_of_day_alone"))),
    (midnight_or_noon, frozenset(("midnight", "noon"))),
    (month_expression, frozenset(("month", "month_words"))),
    (unit_expression, frozenset(("unit", "demonstratives", "same"))),
    (quarter_or_half, frozenset(("quarters", "halves"))),
    (season, frozenset(("seasons", "season_words"))),
    (decade, frozenset(("decades", "unit"))),
    (century, frozenset(("unit",))),
    (weekend, frozenset(("weekends",))),
    (same_period, frozenset(("same", "same_period"))),
    (position, frozenset(("positions",))),
    (_whole, frozenset(("unit",))),
)


def _joined(line: Line, nodes: list[Node]) -> list[Node]:
    """Give the first end of a range, or the first of alternatives, the year and «الماضي» that its last one has."""
    for at in range(len(nodes) - 2, -1, -1):  # from the right, so that a year reaches all days of a list
        first, second = nodes[at], nodes[at + 1]
        if not (isinstance(first, Point) and isinstance(second, Point)) or second.start - first.end > 2:
            continue
        if first.month is None or second.month is None or first.relative is not None or second.relative is not None:
            continue
        between = [line.at(k) for k in range(first.end, second.start)]
        clitic = line.at(second.start).text[: second.strip]
        joins = clitic == "و" or any(
            t.has("range_words") or t.has("alternatives") or t.text in ("-", "و", "/") for t in between
        )
        if not joins or first.calendar != second.calendar:
            continue
        if first.year is None and first.deixis is None and first.year_deixis is None:
            first.year, first.year_calendar, first.year_deixis = second.year, second.year_calendar, second.year_deixis
            if second.year is not None and (first.month, first.day or 1) > (second.month, second.day or 1):
                first.year = second.year - 1
            dual = line.text(second.end - 1).endswith("ين")
            if second.deixis is not None and (clitic != "و" or dual):
                first.deixis, first.unit = second.deixis, second.unit
    return nodes
