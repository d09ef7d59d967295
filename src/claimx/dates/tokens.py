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


def tokenise(line: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a normalised line."""
    text = key(line)
    info = lexicon.info
    tokens: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        first = word[0]
        if first.isdigit():
            # More digits than any number of days or years has; int() of a long run would not be linear.
            plain = len(word) <= 9 and word.isdecimal()
            tokens.append(Token(word, start, end, int(word) if plain else None, _NOTHING, start > last, True))
        else:
            known = info(word) if first.isalpha() else _NOTHING
            tokens.append(Token(word, start, end, None, known, start > last, False))
        last = end
    return tokens


class Line:
    """The tokens of a line with safe access and matching of phrases."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.count = len(tokens)

    def at(self, index: int) -> Token:
        """The token at an index; an empty one outside the line."""
        return self.tokens[index] if 0 <= index < self.count else END

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
        return all(self.tokens[index + k].text == word for k, word in enumerate(rest))

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
        return self.at(index).text


END = Token("", 0, 0, None, _NOTHING, False, False)
