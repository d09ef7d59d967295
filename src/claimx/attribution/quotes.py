"""Quotation marks of a line: pairing « », “ ”, " ", in any direction, balanced or not.

Arabic news mixes marks freely: “ as a closer, » as an opener, a straight mark that is never closed. What decides is
where a mark stands (space outside, letter inside); its shape decides only where that is silent.
"""

from __future__ import annotations

from dataclasses import dataclass

OPENERS = frozenset("«“„‟〝＂❝")
CLOSERS = frozenset("»”〞❞")
STRAIGHT = frozenset('"″〃')
SINGLE_OPENERS = frozenset("‘‚‹")
SINGLE_CLOSERS = frozenset("’‛›")
MARKS = OPENERS | CLOSERS | STRAIGHT
ALL_MARKS = MARKS | SINGLE_OPENERS | SINGLE_CLOSERS | frozenset("'`´")
_SINGLE = SINGLE_OPENERS | SINGLE_CLOSERS | frozenset("'")
_CLITICS = frozenset("بلكو")
_OUTSIDE = frozenset(" \t\u00a0\u200f\u200e\u202b\u202c(،؛,;:.؟!?-–—/[")
_AFTER = frozenset(" \t\u00a0\u200f\u200e\u202b\u202c)،؛,;:.؟!?-–—/]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``[start, end)`` are the code points inside the marks; ``closed`` tells whether a mark ends it."""

    start: int
    end: int
    closed: bool


def find_quotes(text: str, start: int, end: int) -> list[Quote]:
    """Quotations in ``text[start:end]`` (one line), outermost only, in order.

    A quotation that nothing closes runs to the end of the line. Single marks count where an opener and a closer of
    that shape enclose at least two words, so that an apostrophe opens nothing.

    Args:
        text: The whole article.
        start, end: The line, in code points.

    Returns:
        Disjoint quotations with offsets into ``text``.
    """
    marks = [(i, _side(text, i, start, end)) for i in range(start, end) if text[i] in MARKS]
    found: list[Quote] = []
    opened: int | None = None
    depth = 0
    for k, (i, side) in enumerate(marks):
        if opened is None:
            if side >= 0:
                opened, depth = i + 1, 0
        elif side > 0 and _nests(marks, k):
            depth += 1
        elif side > 0:
            # another quotation plainly opens, and only one mark closes after it: the first one was never closed
            found.append(Quote(opened, i, False))
            opened, depth = i + 1, 0
        elif depth:
            depth -= 1
        else:
            found.append(Quote(opened, i, True))
            opened = None
    if opened is not None and opened < end:
        found.append(Quote(opened, end, False))
    return _with_single(text, start, end, [q for q in found if q.end > q.start])


def _side(text: str, i: int, start: int, end: int) -> int:
    """1 for a mark that plainly opens, -1 for one that plainly closes, 0 where its place does not tell."""
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    outside, inside = before in _OUTSIDE, after not in _AFTER
    attached = before in _CLITICS and (i - 2 < start or text[i - 2] in _OUTSIDE)  # لـ«داعش»، ب"مهام"
    if before in "ـ\u200d" or attached:
        outside = True
    if outside and inside:
        return 1
    if not outside and not inside:
        return -1
    shape = text[i]
    return 1 if shape in OPENERS and shape != "“" else -1 if shape in CLOSERS and shape != "”" else 0


def _nests(marks: list[tuple[int, int]], k: int) -> bool:
    """Whether the opening mark ``k``, met inside a quotation, opens one within it: two marks close behind it."""
    following = [side for _, side in marks[k + 1 : k + 3]]
    return following == [-1, -1]


def _with_single(text: str, start: int, end: int, found: list[Quote]) -> list[Quote]:
    singles: list[Quote] = []
    opened: int | None = None
    at = 0  # the first double quotation that ends behind the opening mark: both lists are in order, so one pass does
    for i in range(start, end):
        char = text[i]
        if char not in _SINGLE:
            continue
        side = _side(text, i, start, end)
        if opened is None:
            if side > 0 or char in SINGLE_OPENERS:
                opened = i + 1
        elif char in SINGLE_CLOSERS or side < 0:
            while at < len(found) and found[at].end <= opened:
                at += 1
            clear = at == len(found) or i <= found[at].start
            if clear and len(text[opened:i].split()) >= 2:
                singles.append(Quote(opened, i, True))
            opened = None
    return sorted(found + singles, key=lambda q: q.start)
