"""Normalising text for the models, with a map back to the original offsets.

The models never see raw text: marks that carry no spelling (tashkeel, tatweel, zero-width and directional
characters) are dropped, and the many ways of writing the same letter, digit, quote, dash or space are folded into one.
Training data go through the very same function, so that what the models learnt is what they meet.

Every normalised character remembers the stretch of the original it came from; marks that follow a letter belong to
that letter's stretch. A span of the normalised text therefore always maps back to a span of the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Normalised", "fold", "normalise"]

_TASHKEEL = {*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE)} - {0x06DD, 0x06DE, 0x06E9}
_TATWEEL = 0x0640
# Marks that belong to the letter before them: they stretch its span. Directional marks and their like belong to nobody.
_CLINGING = _TASHKEEL | {_TATWEEL}
# A hamza or madda written as a combining mark is spelling, not vocalisation: it composes with its carrier.
_COMPOSED = {
    ("ا", "\u0653"): "آ",
    ("ا", "\u0654"): "أ",
    ("ا", "\u0655"): "إ",
    ("و", "\u0654"): "ؤ",
    ("ي", "\u0654"): "ئ",
    ("ى", "\u0654"): "ئ",
}

_FOLDED: dict[str, str] = {
    "ٱ": "ا",
    "ٲ": "أ",
    "ٳ": "إ",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ہ": "ه",
    "ە": "ه",
    "ۀ": "ة",
    "ۃ": "ة",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "٭": "*",
    "۔": ".",
    "…": "...",
    "‥": "..",
    **dict.fromkeys("«»“”„‟″‶〝〞〟＂❝❞〃", '"'),
    **dict.fromkeys("‘’‚‛′‵‹›ʼ＇❛❜`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－─", "-"),
    **{chr(0x0660 + d): str(d) for d in range(10)},
    **{chr(0x06F0 + d): str(d) for d in range(10)},
}


# A tatweel that no letter stands before is a dash: newswire opens items with one.
_LONE_TATWEEL = re.compile(r"(?<![^\W\d_])\u0640+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and, for each of its characters, where it came from.

    Attributes:
        text: the normalised text.
        starts: for each character of `text`, the offset in the original at which its source begins; never decreasing.
        ends: for each character of `text`, the offset just after its source, marks that follow it included.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map `[start, end)` of the normalised text to `[start, end)` of the original.

        An empty span maps to an empty one at the corresponding place.

        Raises:
            IndexError: the span does not lie within the normalised text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span [{start}, {end}) outside a text of {len(self.text)} characters")
        if start == end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """What one character becomes: a few characters, or none where it is to be dropped."""
    if char.isascii():
        if char.isprintable() or char == "\n":
            return char
        return " "
    code = ord(char)
    if code in _CLINGING:
        return ""
    folded = _FOLDED.get(char)
    if folded is not None:
        return folded
    category = unicodedata.category(char)
    if category == "Cs":
        # A lone surrogate cannot be encoded, and would break whatever writes the text out.
        return "\ufffd"
    if category == "Cf":
        return ""
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return "\n" if char in "\x85\u2028\u2029" else " "
    if category == "Mn":
        # Combining marks of any script: variation selectors, accents, marks that wander in with copied text.
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    if compatible == char:
        return char
    # Presentation forms may unfold into letters with marks (ﷲ, ﱠ), or into spaces (ﹰ): fold each again.
    return "".join(_fold_char(c) if c != char else c for c in compatible)


def normalise(text: str) -> Normalised:
    """Normalise a text for the models.

    Line breaks stay (as `\\n`; a carriage return becomes a space), nothing is added at either end, and runs of spaces
    are left as they are: the map stays simple, and the tokenizer does not mind.

    Args:
        text: any string, lone surrogates and control characters included.

    Returns:
        the normalised text with its map; `text[slice(*normalised.span(i, j))]` is what `[i, j)` was made from.
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    dashes = {m.start() for m in _LONE_TATWEEL.finditer(text)} if "\u0640" in text else frozenset[int]()
    for i, char in enumerate(text):
        if i in dashes:
            chars.append("-")
            starts.append(i)
            ends.append(i + 1)
            continue
        if chars and char in "\u0653\u0654\u0655" and ends[-1] == i and text[i - 1] == chars[-1]:
            composed = _COMPOSED.get((chars[-1], char))
            if composed is not None:
                chars[-1] = composed
                ends[-1] = i + 1
                continue
        folded = _fold_char(char)
        if folded:
            for c in folded:
                chars.append(c)
                starts.append(i)
                ends.append(i + 1)
        elif ord(char) in _CLINGING and chars and ends[-1] == i and not chars[-1].isspace():
            ends[-1] = i + 1
    return Normalised("".join(chars), tuple(starts), tuple(ends))


class _FoldTable(dict[int, str]):
    """A translation table that works out each character once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _FoldTable()
_COMBINING_HAMZA = re.compile("([اوىي])([\u0653-\u0655])")


def fold(text: str) -> str:
    """The normalised text alone, without the map: for training data, millions of words of it, and word lists."""
    if "\u0640" in text:
        text = _LONE_TATWEEL.sub("-", text)
    if "\u0653" in text or "\u0654" in text or "\u0655" in text:
        text = _COMBINING_HAMZA.sub(lambda m: _COMPOSED.get((m[1], m[2]), m[0]), text)
    return text.translate(_TABLE)
