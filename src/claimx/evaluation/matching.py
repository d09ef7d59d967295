"""When a found span, or a found speaker, counts as the annotated one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
# Words that make no difference to who somebody is; folded.
_EMPTY = frozenset(
    {"السيد", "السيده", "الدكتور", "دكتور", "د", "الشيخ", "الامير"} | {"في", "من", "علي", "باسم", "بن", "ال"}
)

A = TypeVar("A")
B = TypeVar("B")


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """F1 of two spans, in characters."""
    size = a[1] - a[0] + b[1] - b[0]
    return 2 * max(0, min(a[1], b[1]) - max(a[0], b[0])) / size if size else 0.0


def trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span without what is no letter or digit at its ends: marks and stops make no difference."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def name_words(name: str | None) -> frozenset[str]:
    """The words that tell a name from another: folded, without the article and empty titles."""
    words = re.findall(r"\w+", _MARKS.sub("", name or "").translate(_FOLD))
    return frozenset(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words if w not in _EMPTY)


def same_name(a: str | None, b: str | None) -> bool:
    """Whether one name's words are all in the other, or half of all words are shared."""
    x, y = name_words(a), name_words(b)
    if not x or not y:
        return False
    return x <= y or y <= x or 2 * len(x & y) >= len(x | y)


def pair(gold: Sequence[A], found: Sequence[B], value: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """One-to-one pairs of items whose value is above 0: the best first, the later item where two are as good."""
    ranked = [
        (worth, i, j) for i, a in enumerate(gold) for j, b in enumerate(found) if (worth := value(a, b)) > 0
    ]  # fmt: skip
    left, right = set(range(len(gold))), set(range(len(found)))
    pairs = []
    for _, i, j in sorted(ranked, reverse=True):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return pairs
