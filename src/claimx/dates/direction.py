"""Which way a bare weekday or month points: back from the day of publication, or ahead of it.

Reports tell what happened, so a bare weekday is the last one; a future verb, «المقرر» or «بحلول» close before it turns
it round. The nearest sign in the clause decides.
"""

from __future__ import annotations

from typing import Literal

from claimx.dates.lexicon import Lexicon
from claimx.dates.tokens import Line

# ahead: a verb in the imperfect, weaker than a future one
Direction = Literal["past", "future", "ahead", "none"]
_STOPS = frozenset(".؛;؟!:\n•*")
_REACH = 14


def direction(line: Line, start: int, end: int, lexicon: Lexicon) -> Direction:
    """The direction of the expression in tokens ``[start, end)``."""
    commas = 0
    for index in range(start - 1, max(-1, start - 1 - _REACH), -1):
        token = line.at(index)
        if token.text in _STOPS:
            break
        if token.text in ("،", ","):
            commas += 1
            continue
        if _future(line, index, lexicon):
            return "future"
        if token.has("past"):
            return "past"
        if commas == 0 and start - index <= 8 and _imperfect(line, index, lexicon):
            before = line.at(index - 1)
            return "past" if before.has("past") else "ahead"
    for index in range(end, min(line.count, end + 4)):
        token = line.at(index)
        if token.text in _STOPS or token.text in ("،", ","):
            break
        if _future(line, index, lexicon) and not token.has("deixis"):
            return "future"
    return "none"


def _bare(word: str) -> str:
    return word[1:] if len(word) > 4 and word[0] in "وف" else word


def _future(line: Line, index: int, lexicon: Lexicon) -> bool:
    token = line.at(index)
    if token.has("future.words"):
        return True
    word = _bare(token.text)
    if len(word) < 5 or word[0] != lexicon.future_letter or word[1] not in "يتنا":
        return False
    return not token.has("future.letter_exceptions")


def _imperfect(line: Line, index: int, lexicon: Lexicon) -> bool:
    token = line.at(index)
    word = _bare(token.text)
    if not 4 <= len(word) <= 7 or word[0] != lexicon.imperfect_letter:
        return False
    return not token.has("future.imperfect_exceptions") and not token.has("month")
