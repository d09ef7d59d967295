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
_COMMAS = ("،", ",")
# Tokens back: for sure signs, and for the imperfect.
_REACH, _NEAR = 14, 8


def direction(line: Line, start: int, end: int, lexicon: Lexicon) -> Direction:
    """The direction of the expression in tokens ``[start, end)``."""
    for index in range(start - 1, max(-1, start - 1 - _REACH), -1):
        token = line.at(index)
        if token.text in _STOPS or (token.text in _COMMAS and index < start - 1):
            break
        if _future(line, index, lexicon):
            return "future"
        if token.has("past"):
            return "past"
        if token.has("past.speech") or _feminine_past(token.text, lexicon):
            return "none"
        if start - index <= _NEAR and _imperfect(line, index, lexicon):
            before = line.at(index - 1)
            return "past" if before.has("past") else "ahead"
    for index in range(end, min(line.count, end + 4)):
        token = line.at(index)
        if token.text in _STOPS or token.text in _COMMAS:
            break
        if _future(line, index, lexicon) and not token.has("deixis"):
            return "future"
    return "none"


def _future(line: Line, index: int, lexicon: Lexicon) -> bool:
    """«المقرر», «بحلول», and verbs such as «سيعقد», «وستبدأ»."""
    token = line.at(index)
    if token.has("future.words"):
        return True
    word = token.text
    if word[0] in "وف" and word[1:2] == lexicon.future_letter:
        word = word[1:]
    if not 4 <= len(word) <= 9 or word[0] != lexicon.future_letter or word[1] not in "يتنا" or word[-1] == "ا":
        return False
    return not token.has("future.letter_exceptions")


def _imperfect(line: Line, index: int, lexicon: Lexicon) -> bool:
    """«يصوت», «ويعقد»: a plan where it stands next to a weekday."""
    token = line.at(index)
    word = token.text[1:] if token.text[0] == "و" else token.text
    if not 4 <= len(word) <= 7 or word[0] != lexicon.imperfect_letter:
        return False
    return not token.has("future.imperfect_exceptions") and not token.has("month")


def _feminine_past(word: str, lexicon: Lexicon) -> bool:
    """«هبطت», «تبنت»."""
    if not 4 <= len(word) <= 8 or word[-1] != lexicon.past_ending or word.startswith(("ال", "لل", "بال")):
        return False
    return not word.endswith(lexicon.past_ending_exceptions)
