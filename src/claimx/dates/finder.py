"""The finder: line by line, the longest expression at each word, then resolved in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from claimx.dates.direction import direction
from claimx.dates.lengths import value
from claimx.dates.lexicon import Lexicon, load_lexicon
from claimx.dates.nodes import Length, Node, Point
from claimx.dates.resolve import Memory, resolve
from claimx.dates.scan import scan
from claimx.dates.settle import Day, Read, iso, settled, without_year, years_told
from claimx.dates.tokens import Line
from claimx.linguistics.normalise import fold, normalise
from claimx.linguistics.parse import Parse
from claimx.model import Article, Date
from claimx.model.document import DateType

_SENTENCE_ENDS = frozenset(".؟!؛\n")


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
        anchor = iso(article.date) or settled(read)
        known = years_told(read, anchor)
        memory, found = Memory(), list[Date]()
        for line in read:
            if line[3]:
                found.extend(self._resolve(line, anchor, memory, known, len(found)))
        return found

    def publication_date(self, article: Article) -> tuple[str, Literal["text"]] | None:
        """The day of publication where the text itself settles it.

        A dated dateline («الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م»), or a day named from today together with
        its full date («اليوم الاثنين الموافق 2/11/1436هـ», «أمس الجمعة 12 ماي 2017»).

        Returns:
            The ISO date and ``text``; None where the text leaves it open.
        """
        found = settled(self._read(article.text))
        return None if found is None else (found.isoformat(), "text")

    def _read(self, text: str) -> Iterator[Read]:
        """Each line with its offset, tokens and nodes."""
        offset = 0
        for raw in text.split("\n"):
            if raw.strip():
                line = Line(raw, self.lexicon)
                yield offset, raw, line, scan(line, self.lexicon)
            offset += len(raw) + 1

    def _resolve(
        self, read: Read, anchor: date | None, memory: Memory, known: dict[Day, int | None], count: int
    ) -> Iterator[Date]:
        """The dates of a line; ``count`` are those before it."""
        offset, raw, line, nodes = read
        span = _mapping(raw)
        memory.line_year = None
        last, before = 0, None
        for number, read_node in enumerate(nodes, count + 1):
            node = (_ago(line, read_node) if anchor is not None else None) or read_node
            if any(line.text(k) in _SENTENCE_ENDS for k in range(last, node.start)):
                memory.line_year = None
            if isinstance(node, Point) and without_year(node):
                node.year = known.get((node.calendar, node.month, node.day))
            kind, said, mod = self._value(_next_to(line, before, node), line, anchor, memory)
            hijri = isinstance(node, Point) and "hijri" in (node.year_calendar, node.calendar)
            start, end = span(line.at(node.start).start + node.strip, line.at(node.end - 1).end)
            yield Date(
                id=f"d{number}", text=raw[start:end], start=offset + start, end=offset + end,
                type=kind, value=said, mod=mod, calendar="hijri" if hijri else "gregorian",
            )  # fmt: skip
            last, before = node.end, node

    def _value(
        self, node: Node, line: Line, anchor: date | None, memory: Memory
    ) -> tuple[DateType, str, str | None]:  # fmt: skip
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
    """Whether normalising leaves the character one character, whatever stands around it."""
    return len(fold(char)) == 1 and char not in "\u0640\u0653\u0654\u0655"


def _mapping(raw: str) -> Callable[[int, int], tuple[int, int]]:
    """From spans of the normalised line to spans of the line itself; most lines need no map."""
    if all(map(_plain, set(raw))):
        return lambda start, end: (start, end)
    return normalise(raw).span


def _next_to(line: Line, before: Node | None, node: Node) -> Node:
    """A clock time right behind a day takes that day: «يوم الجمعة 3 مارس بداية من الساعة 15:45»."""
    if not (isinstance(node, Point) and isinstance(before, Point)) or node.clock is None or before.clock is not None:
        return node
    own = node.relative is not None or node.weekday is not None or node.day is not None
    named = before.relative is not None or before.weekday is not None or (before.day is not None and before.month)
    if own or not named or node.start - before.end > 3:
        return node
    between = [line.at(k) for k in range(before.end, node.start)]
    if not all(t.has("small.before_clock") or t.text in ("،", ",", "(", "-") for t in between):
        return node
    return replace(
        before, start=node.start, end=node.end, strip=node.strip, clock=node.clock, next_day=node.next_day, part=None
    )  # fmt: skip


def _ago(line: Line, node: Node) -> Point | None:
    """«قبل عامين»: a time, unless something follows from which it counts («قبل عامين من الحرب»).

    «قبل أكثر من عامين» does not settle the year, and stays a length.
    """
    if not isinstance(node, Length) or len(node.parts) != 1 or node.every or node.mod not in (None, "APPROX"):
        return None
    amount, unit = node.parts[0]
    if amount is None or amount % 1 or unit in ("second", "minute", "hour"):
        return None
    before = node.start - 1
    modifier = line.before("modifiers", node.start)
    if modifier is not None:
        before = modifier[1] - 1
    word = line.text(before)
    if word not in ("قبل", "وقبل", "فقبل") or node.strip:
        return None
    after = line.at(node.end)
    if after.text in ("من", "عن") and not line.at(node.end + 1).has("small.from_now"):
        return None
    if line.at(node.end - 1).has("deixis"):
        return None
    return Point(before, node.end, len(word) - 3, offset=(int(amount), unit), mod=node.mod)
