"""Tokens of a normalised line, with what the lexicon knows of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from claimx.dates.lexicon import Form, Info, Lexicon, key

# No nested repetition: the time is linear in the length of the line.
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[^\w\s]|_|\n")
_NOTHING = Info()


@dataclass(slots=True)
class Token:
    """A word, number or mark.

    Attributes:
        text: Its folded spelling (:func:`claimx.dates.lexicon.key`).
        start, end: Offsets into the normalised line.
        number: Its value where it is an integer in digits.
        info: Readings, for words.
        gap: White space stands before it.
    """

    text: str
    start: int
    end: int
    number: int | None
    info: Info
    gap: bool
    digits: bool

    def form(self, category: str) -> Form | None:
        """Its reading in a category."""
        return self.info.forms.get(category)

    def value(self, category: str) -> Any:
        """Its value in a category, or None."""
        form = self.info.forms.get(category)
        return None if form is None else form.value

    def has(self, category: str) -> bool:
        """Whether it has a reading in a category, clitics and article allowed."""
        return category in self.info.forms

    def bare(self, category: str) -> bool:
        """Whether it has a reading in a category without a clitic."""
        form = self.info.forms.get(category)
        return form is not None and not form.strip


class Line:
    """The tokens of a line, made as they are asked for, with safe access and matching of phrases."""

    __slots__ = ("_info", "_made", "_spans", "count", "openers")

    def __init__(self, line: str, lexicon: Lexicon) -> None:
        """Split a line.

        Args:
            line: As it stands in the article; offsets of the tokens are into its normalised form.
            lexicon: Says what each word may be.
        """
        self._info = lexicon.info
        self._spans = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(key(line))]
        self._made: list[Token | None] = [None] * len(self._spans)
        self.count = len(self._spans)
        opens = lexicon.opens
        self.openers = [index for index, (word, _, _) in enumerate(self._spans) if opens(word)]

    def at(self, index: int) -> Token:
        """The token at an index; an empty one outside the line."""
        if not 0 <= index < self.count:
            return END
        token = self._made[index]
        if token is None:
            word, start, end = self._spans[index]
            digits = word[0].isdecimal()
            # More digits than any number of days or years has; int() of a long run would not be linear.
            number = int(word) if digits and len(word) <= 9 and word.isdecimal() else None
            info = _NOTHING if digits else self._info(word)
            gap = index > 0 and start > self._spans[index - 1][2]
            token = self._made[index] = Token(word, start, end, number, info, gap, digits)
        return token

    def match(self, category: str, index: int) -> tuple[Form, int] | None:
        """The longest word or phrase of a category at an index, and the index behind it."""
        token = self.at(index)
        for rest, name, form in token.info.phrases:
            if name == category and self._follows(rest, index + 1):
                return form, index + 1 + len(rest)
        form_ = token.info.forms.get(category)
        return None if form_ is None else (form_, index + 1)

    def _follows(self, rest: tuple[str, ...], index: int) -> bool:
        if index + len(rest) > self.count:
            return False
        return all(self._spans[index + k][0] == word for k, word in enumerate(rest))

    def before(self, category: str, index: int) -> tuple[Form, int] | None:
        """The longest word or phrase of a category that ends right before an index, and where it begins."""
        for back in (4, 3, 2, 1):
            start = index - back
            if start < 0:
                continue
            found = self.match(category, start)
            if found is not None and found[1] == index:
                return found[0], start
        return None

    def text(self, index: int) -> str:
        """The folded spelling at an index, empty outside the line."""
        return self._spans[index][0] if 0 <= index < self.count else ""


END = Token("", 0, 0, None, _NOTHING, False, False)
