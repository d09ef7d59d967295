"""The finder: line by line, the longest expression at each word, then resolved in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from claimx.dates.clocks import clock, midnight_or_noon, part_of_day
from claimx.dates.context import barred
from claimx.dates.days import day_expression
from claimx.dates.direction import direction
from claimx.dates.lengths import lengths, value
from claimx.dates.lexicon import Lexicon, load_lexicon
from claimx.dates.nodes import Length, Node, Point
from claimx.dates.periods import (
    century,
    decade,
    month_expression,
    position,
    quarter_or_half,
    same_period,
    season,
    unit_expression,
    weekend,
    whole_unit,
    years,
)
from claimx.dates.resolve import Memory, resolve
from claimx.dates.tokens import Line
from claimx.linguistics.normalise import fold, normalise
from claimx.linguistics.parse import Parse
from claimx.model import Article, Date

_SENTENCE_ENDS = frozenset(".؟!؛\n")
_DATELINES = 6


class DateFinder:
    """Finds the times that an article names, and resolves them against its day of publication.

    Idea: TIMEX3 (ISO 24617-1) for what is found; HeidelTime for keeping words, patterns and resolution apart, and for
    resolving news against the day of publication.
    """

    def __init__(self, config: Path | None = None) -> None:
        """Load the words.

        Args:
            config: A folder with the user's own ``dates.yaml``, layered on the shipped one.

        Raises:
            ConfigError: A file is unreadable or wrong; names file, line and the nearest right key.
        """
        self.lexicon: Lexicon = load_lexicon(config)

    def find(self, article: Article, parse: Parse | None = None) -> list[Date]:
        """All times of an article.

        Args:
            article: As read; ``article.date`` is what the values are resolved against, else what the text settles.
            parse: Accepted so that callers need not know; the text alone is read.

        Returns:
            Dates ``d1``, ``d2`` … in the order of the text; they do not overlap, and none crosses a line.
        """
        read = list(self._read(article.text))
        anchor = _iso(article.date)
        if anchor is None:
            settled = _settled(read)
            anchor = settled
        memory, found = Memory(), list[Date]()
        previous: Node | None
        known = _years_told(read, anchor)
        for offset, raw, line, nodes in read:
            memory.line_year = None
            if not nodes:
                continue
            span = _mapping(raw)
            last, previous = 0, None
            for node in nodes:
                if any(line.text(k) in _SENTENCE_ENDS for k in range(last, node.start)):
                    memory.line_year = None
                last = node.end
                ago = _ago(line, node) if anchor is not None and isinstance(node, Length) else None
                node = ago or node
                start, end = span(line.at(node.start).start + node.strip, line.at(node.end - 1).end)
                text = raw[start:end]
                if isinstance(node, Point) and _bare(node):
                    node.year = known.get((node.calendar, node.month, node.day))
                before, previous = previous, node
                kind, said, mod = self._value(_next_to(line, before, node), line, anchor, memory)
                hijri = isinstance(node, Point) and "hijri" in (node.year_calendar, node.calendar)
                found.append(
                    Date(
                        id=f"d{len(found) + 1}", text=text, start=offset + start, end=offset + end, type=kind,
                        value=said, mod=mod, calendar="hijri" if hijri else "gregorian",
                    )  # fmt: skip
                )
        return found

    def publication_date(self, article: Article) -> tuple[str, Literal["text"]] | None:
        """The day of publication where the text itself settles it.

        A dated dateline («الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م»), or a day named from today together with
        its full date («اليوم الاثنين الموافق 2/11/1436هـ», «أمس الجمعة 12 ماي 2017»).

        Returns:
            The ISO date and ``text``; None where the text leaves it open.
        """
        found = _settled(self._read(article.text))
        return None if found is None else (found.isoformat(), "text")

    def _read(self, text: str) -> Iterator[tuple[int, str, Line, list[Node]]]:
        """Each line with its offset, tokens and nodes."""
        offset = 0
        for raw in text.split("\n"):
            if raw.strip():
                line = Line(raw, self.lexicon)
                yield offset, raw, line, list(self._scan(line))
            offset += len(raw) + 1

    def _scan(self, line: Line) -> Iterator[Node]:
        """The nodes of a line, left to right, the longest at each token."""
        behind, nodes = 0, list[Node]()
        for index in line.openers:
            if index < behind:
                continue
            best, end = _best(line, index, self.lexicon)
            nodes.extend(best)
            behind = end
        return iter(_joined(line, nodes))

    def _value(
        self, node: Node, line: Line, anchor: date | None, memory: Memory
    ) -> tuple[Literal["DATE", "TIME", "DURATION", "SET"], str, str | None]:
        """Type, value and mod of a node."""
        if isinstance(node, Length):
            if node.weekday is not None:
                return "SET", f"XXXX-WXX-{node.weekday}", None
            if node.part is not None:
                return "SET", f"XXXX-XX-XXT{node.part}", None
            return "SET" if node.every else "DURATION", value(node.parts), node.mod
        way = direction(line, node.start, node.end, self.lexicon)
        said = resolve(node, anchor, way, memory)
        memory.note(said)
        if node.year is not None and node.month is not None and said[:4].isdecimal():
            memory.line_year = int(said[:4])
        return "TIME" if "T" in said else "DATE", said, node.mod


@lru_cache(maxsize=8192)
def _plain(char: str) -> bool:
    """Whether normalising leaves the character one character."""
    return len(fold(char)) == 1 and char not in "\u0653\u0654\u0655"


def _mapping(raw: str) -> Callable[[int, int], tuple[int, int]]:
    """From spans of the normalised line to spans of the line itself; most lines need no map."""
    if all(map(_plain, set(raw))):
        return lambda start, end: (start, end)
    return normalise(raw).span


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
    earlier = line.text(index - 1) == "من" and line.text(index - 2) in ("سابق", "لاحق", "وقت")
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
    (years, frozenset(("year_words", "construct_duals"))),
    (lengths, frozenset((
        "unit", "cardinals", "unknown_counts", "half_words", "quarter_words", "third_words", "every",
        "adverbs_of_frequency",
    ))),
)  # fmt: skip
_ONE: tuple[tuple[_Reader, frozenset[str]], ...] = (
    (part_of_day, frozenset(("relative_nights", "unit", "demonstratives", "parts_of_day", "parts_of_day_alone"))),
    (midnight_or_noon, frozenset(("midnight", "noon"))),
    (month_expression, frozenset(("month", "month_words"))),
    (unit_expression, frozenset(("unit", "demonstratives", "same"))),
    (quarter_or_half, frozenset(("quarters", "halves"))),
    (season, frozenset(("seasons", "season_words"))),
    (decade, frozenset(("decades",))),
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
            t.has("range_words") or t.has("alternatives") or t.text in ("-", "و", "–") for t in between
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


def _next_to(line: Line, before: Node | None, node: Node) -> Node:
    """A clock time right behind a day takes that day: «يوم الجمعة 3 مارس بداية من الساعة 15:45»."""
    if not (isinstance(node, Point) and isinstance(before, Point)) or node.clock is None or before.clock is not None:
        return node
    own = node.relative is not None or node.weekday is not None or node.day is not None
    named = before.relative is not None or before.weekday is not None or (before.day is not None and before.month)
    if own or not named or node.start - before.end > 3:
        return node
    if any(line.text(k) in _SENTENCE_ENDS for k in range(before.end, node.start)):
        return node
    return replace(before, start=node.start, end=node.end, strip=node.strip, clock=node.clock, next_day=node.next_day, part=None)


def _bare(node: Point) -> bool:
    """A day of a month with nothing that tells the year."""
    told = node.year or node.year_deixis or node.deixis or node.every_year or node.relative is not None
    return node.day is not None and node.month is not None and not told


def _years_told(
    read: list[tuple[int, str, Line, list[Node]]], anchor: date | None
) -> dict[tuple[str, int | None, int | None], int | None]:  # fmt: skip
    """The year of each day that the article names with its year once: «7 أكتوبر» after «7 أكتوبر الماضي» is the same.

    Only where the article gives one year, next to that of publication: «25 يناير 2011» says nothing of «25 يناير».
    """
    told: dict[tuple[str, int | None, int | None], int | None] = {}
    for _, _, _, nodes in read:
        for node in nodes:
            if not isinstance(node, Point) or node.day is None or node.month is None or _bare(node):
                continue
            if node.calendar != "gregorian" or node.every_year or node.year_deixis in ("same", "before", "after"):
                continue
            said = resolve(replace(node, part=None, clock=None), anchor, "none", Memory())[:4]
            if not said.isdecimal() or (anchor is not None and abs(int(said) - anchor.year) > 1):
                continue
            key = (node.calendar, node.month, node.day)
            told[key] = int(said) if told.get(key, int(said)) == int(said) else None
    return told


def _ago(line: Line, node: Length) -> Point | None:
    """«قبل عامين»: a time, unless something follows from which it counts («قبل عامين من الحرب»).

    «قبل أكثر من عامين» does not settle the year, and stays a length.
    """
    if len(node.parts) != 1 or node.every or node.mod not in (None, "APPROX"):
        return None
    amount, unit = node.parts[0]
    if amount is None or amount % 1 or unit in ("second", "minute", "hour"):
        return None
    before = node.start - 1
    if node.mod == "APPROX":
        modifier = line.before("modifiers", node.start)
        if modifier is None:
            return None
        before = modifier[1] - 1
    word = line.text(before)
    if word not in ("قبل", "وقبل", "فقبل") or node.strip:
        return None
    after = line.at(node.end)
    if after.text in ("من", "عن") and line.text(node.end + 1) not in ("الان", "اليوم"):
        return None
    if line.at(node.end - 1).has("deixis"):
        return None
    return Point(before, node.end, len(word) - 3, offset=(int(amount), unit), mod=node.mod)


def _iso(text: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None where there is none to be read."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _settled(read: Iterator[tuple[int, str, Line, list[Node]]] | list[tuple[int, str, Line, list[Node]]]) -> date | None:
    """The day of publication that the text settles: by its dateline, else by the first day named from today."""
    named: date | None = None
    for number, (_, _, line, nodes) in enumerate(read):
        for node in nodes:
            if not isinstance(node, Point) or node.day is None or node.month is None or node.year is None:
                continue
            said = resolve(replace(node, part=None, clock=None), None, "none", Memory())
            day = _iso(said) if "X" not in said else None
            if day is None:
                continue
            if node.relative is not None:
                day -= timedelta(days=node.relative)
                if named is None and (node.weekday is None or (_iso(said) and date.fromisoformat(said).isoweekday() == node.weekday)):
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
    return len(tail) <= 1 and all(isinstance(n, Point) for n in nodes) and line.at(node.start - 1).text not in ("في", "منذ", "حتي")
