"""Cutting text into the units the models see: sentences, never across lines.

The treebank's units are paragraphs, so the tokenizer was never taught to end sentences as today's articles do; rules
do it before the models see the text. They work on the original text: « and » still tell which way a quotation opens.

A unit ends at full stops, question and exclamation marks, their repetitions and ellipses; not inside numbers, initials,
abbreviations or addresses, and not inside a quotation or a short bracket that closes on the same line. Over-long units
are cut at semicolons, commas or conjunctions, so that the models' time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimx.lexicon import load_config

__all__ = ["SentenceSplitter"]

_TERMINATOR = re.compile(r"[.۔؟?!…]+")
_OPENERS = {"«": "»", "“": "”", "„": "“”", "‹": "›", "(": ")", "[": "]"}
_CLOSERS = "»”›)]"
_STRAIGHT = '"″＂'
_AFTER = "»”›)]\"″＂'’"
_LONGEST_BRACKET = 300
_DEEPEST = 40
_LONGEST_ABBREVIATION = 30
_WORD_BEFORE = re.compile(r"[^\s«»“”\"()\[\]،؛,:؟!]+$")
_MARKS = re.compile(
    r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


class SentenceSplitter:
    """Splits lines into units.

    Args:
        abbreviations: abbreviations without their last full stop.
        longest: how many words between spaces a unit may have.
    """

    def __init__(self, abbreviations: Iterable[str] = (), longest: int = 120) -> None:
        self._abbreviations = frozenset(abbreviations)
        self._longest = max(longest, 10)

    @classmethod
    def from_config(cls, user: Path | None = None) -> SentenceSplitter:
        """A splitter with the settings of `config/abbreviations.yaml`, the user's own on top.

        Raises:
            ConfigError: the file is missing or wrong.
        """
        settings = load_config("abbreviations", user)
        return cls(map(str, settings.get("abbreviations") or ()), int(settings.get("longest_unit") or 120))

    def split(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """The units of a stretch of text, in order, without spaces at either end.

        Args:
            text: the original text.
            start: where the stretch begins.
            end: where it ends; the end of the text where it is left out.

        Returns:
            `[start, end)` offsets into `text`.
        """
        stop = len(text) if end is None else min(end, len(text))
        units: list[tuple[int, int]] = []
        line_start = start
        for gap in _BREAKS.finditer(text, start, stop):
            units += self._split_line(text, line_start, gap.start())
            line_start = gap.end()
        units += self._split_line(text, line_start, stop)
        return units

    def _split_line(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        enclosed = _enclosed(text, start, end)
        begins = [a for a, _, _ in enclosed]
        unit_start = start
        for found in _TERMINATOR.finditer(text, start, end):
            if found.start() < unit_start:
                continue
            place = found.end()
            region = None
            at = bisect_right(begins, found.start()) - 1
            if at >= 0 and found.start() < enclosed[at][1]:
                region = enclosed[at]
            if region is not None:
                # A quotation after a colon that carries its own full stop ends the unit with it.
                if not (region[2] and place == region[1] - 1):
                    continue
                place = region[1]
            elif not self._ends(text, unit_start, found.start(), place, end):
                continue
            while place < end and text[place] in _AFTER:
                place += 1
            yield from self._trimmed(text, unit_start, place)
            unit_start = place
        yield from self._trimmed(text, unit_start, end)

    def _ends(self, text: str, unit_start: int, mark: int, after: int, end: int) -> bool:
        """Whether the marks at `[mark, after)` end a sentence."""
        if after >= end:
            return True
        following = text[after]
        marks = text[mark:after]
        if marks != "." or mark == unit_start:
            # Repetitions, question marks and ellipses end sentences wherever they do not stand within a word or number.
            return not (following.isdigit() and mark > unit_start and text[mark - 1].isdigit())
        before = _WORD_BEFORE.search(text, max(unit_start, mark - _LONGEST_ABBREVIATION), mark)
        word = _MARKS.sub("", before.group()) if before else ""
        if not following.isspace() and following not in _AFTER:
            # «قال.وأضاف»: a stop with no space after it counts between whole Arabic words only, not in أ.ف.ب or
            # addresses.
            last = re.split(r"[.]", word)[-1]
            return (
                len(last) > 2 and _arabic(last) and _arabic(text[after : after + 3]) and word not in self._abbreviations
            )
        if not word:
            return True
        if word in self._abbreviations or (len(word.split(".")[-1]) == 1 and not word[-1].isdigit()):
            return False
        # «1. …»: the number of a list's item.
        return not (
            word.isdigit() and len(word) < 3 and not text[unit_start : before.start() if before else mark].strip()
        )

    def _trimmed(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        if end - start <= 2 * self._longest:
            yield start, end
            return
        words = [m.span() for m in re.compile(r"\S+").finditer(text, start, end)]
        # A word of a thousand characters is no word: it counts for as many as it would hold.
        first = 0
        while len(words) - first > self._longest:
            cut = self._cut(text, words, first)
            yield words[first][0], words[cut - 1][1]
            first = cut
        yield words[first][0], words[-1][1]

    def _cut(self, text: str, words: list[tuple[int, int]], first: int) -> int:
        """The index of the word that begins the next unit: the last safe place within the limit."""
        low, high = first + self._longest // 2, first + self._longest
        for safe in ("؛;:", "،,", ""):
            for i in range(high, low, -1):
                if safe:
                    if text[words[i - 1][1] - 1] in safe:
                        return i
                elif text[words[i][0]] == "و" and words[i][1] - words[i][0] > 3:
                    return i
        return high


def _arabic(word: str) -> bool:
    return bool(word) and all("\u0620" <= c <= "\u064a" for c in word)


def _enclosed(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Quotations and short brackets that close on the line: (start, end, a colon stands before), outermost, in order.

    An opening mark that nothing closes encloses nothing: it must not swallow the rest of the line.
    """
    found: list[tuple[int, int, bool]] = []
    stack: list[tuple[str, int]] = []
    for i in range(start, end):
        char = text[i]
        if len(stack) > _DEEPEST:
            # Nobody nests so deep: the oldest were never closed, and time must not grow with the square of them.
            del stack[: _DEEPEST // 2]
        if char in _STRAIGHT:
            opens = (
                (i == start or text[i - 1].isspace() or text[i - 1] in "([:«“")
                and i + 1 < end
                and not text[i + 1].isspace()
            )
            openers = [k for k, (c, _) in enumerate(stack) if c in _STRAIGHT]
            if openers and (not opens or i + 1 >= end or text[i + 1].isspace()):
                _close(text, start, stack, openers[-1], i, found)
            elif not openers or opens:
                # A second opening mark in a row: the first was never closed.
                if openers:
                    del stack[openers[-1] :]
                stack.append((char, i))
            else:
                _close(text, start, stack, openers[-1], i, found)
        elif char in _OPENERS and not (char == "“" and any(c == "„" for c, _ in stack)):
            stack.append((char, i))
        elif char in _CLOSERS or char == "“":
            matching = [k for k, (c, _) in enumerate(stack) if char in _OPENERS.get(c, "")]
            if matching:
                _close(text, start, stack, matching[-1], i, found)
    found.sort()
    outer: list[tuple[int, int, bool]] = []
    for region in found:
        if not outer or region[0] >= outer[-1][1]:
            outer.append(region)
    return outer


def _close(
    text: str, start: int, stack: list[tuple[str, int]], at: int, place: int, found: list[tuple[int, int, bool]]
) -> None:
    char, opened = stack[at]
    del stack[at:]
    if char in "([" and place - opened > _LONGEST_BRACKET:
        return
    before = opened
    while before > start and text[before - 1].isspace():
        before -= 1
    found.append((opened, place + 1, before > start and text[before - 1] == ":"))
