"""Words of an article as the gazetteer looks them up, with the way back to the letters.

A *key* is a name reduced to what Arabic writers agree on: normalised (:mod:`claimx.linguistics.normalise`), then hamza
seats, alif maqsura and ta marbuta levelled, so that إسطنبول, اسطنبول and «اسطنبـول» meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from claimx.linguistics.normalise import fold, normalise

__all__ = ["Clitic", "Word", "clitics", "key_of", "level", "words"]

_LEVELLED = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
# Marks that stand inside a word without breaking it: tashkeel, tatweel, joiners and directional marks.
_INNER = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_WORD = re.compile(rf"[^\W_][{_INNER}\w]*")
_PLAIN = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")
_KEY_WORD = re.compile(r"[^\W_]+")
# What may stand between the words of one name: spaces of any width, marks without width, one hyphen.
_SPACE = r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*"
_JOIN = re.compile(rf"{_SPACE}[-‐‑]?{_SPACE}")
_MARKS = re.compile(rf"[{_INNER}]+")


def level(text: str) -> str:
    """A normalised text with the spellings levelled that differ between writers; as long as it was."""
    return text.translate(_LEVELLED)


@lru_cache(maxsize=32768)
def key_of(name: str) -> str:
    """The gazetteer key of a name: levelled words joined by single spaces; empty where there is no letter."""
    return " ".join(_KEY_WORD.findall(level(fold(name))))


class Word(NamedTuple):
    """A word of the article.

    ``key`` is its levelled form. ``start``/``end`` are code points of the article. ``joined`` tells whether it may
    continue the name that the word before it began; ``before`` and ``after`` are what stands between it and its
    neighbours, at most a few characters of it, directional marks left out.
    """

    key: str
    start: int
    end: int
    joined: bool
    before: str
    after: str


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of ``text[start:end]`` in order, in time linear in its length."""
    stop = len(text) if end is None else end
    found = [match.span() for match in _WORD.finditer(text, start, stop)]
    if not found:
        return []
    out: list[Word] = []
    gap = _clean(text[start : found[0][0]])
    joined = False
    nexts = [left for left, _ in found[1:]]
    nexts.append(stop)
    for (left, right), following in zip(found, nexts, strict=True):
        between = text[right:following]
        plain = between == " "
        after = " " if plain else _clean(between)
        key, head, tail = _reduced(text[left:right])
        if key:
            out.append(Word(key, left + head, left + tail, joined, gap, after))
        joined = plain or (len(between) < 16 and _JOIN.fullmatch(_MARKS.sub("", between)) is not None)
        gap = after
    return out


def _clean(gap: str) -> str:
    if len(gap) > 24:
        gap = gap[:12] + gap[-12:] if "\n" not in gap else gap[:8] + "\n" + gap[-8:]
    return _MARKS.sub("", gap)


@lru_cache(maxsize=32768)
def _reduced(token: str) -> tuple[str, int, int]:
    """A token's key, and where its letters begin and end inside it."""
    if _PLAIN.fullmatch(token):
        return level(token), 0, len(token)
    normal = normalise(token)
    text = normal.text.strip()
    if not text:
        return "", 0, len(token)
    at = normal.text.index(text)
    head, tail = normal.span(at, at + len(text))
    return level(text), head, tail


@lru_cache(maxsize=8192)
def offset_in(token: str, letters: int) -> int:
    """Where the normalised letter number ``letters`` of a token begins in the token as written."""
    if _PLAIN.fullmatch(token):
        return letters
    normal = normalise(token)
    lead = len(normal.text) - len(normal.text.lstrip())
    return normal.starts[min(letters + lead, len(normal.starts) - 1)] if normal.starts else 0


@dataclass(frozen=True, slots=True)
class Clitic:
    """One way of reading a word: ``cut`` letters of clitics in front, then the key to look up.

    ``kind`` is empty, or names the clitics: و (conjunctions و ف), ب, ل, ك, and لل where the article merged.
    """

    cut: int
    key: str
    kind: str


@lru_cache(maxsize=32768)
def clitics(key: str) -> tuple[Clitic, ...]:
    """The readings of a word, the plain one first: بالرياض → بالرياض, الرياض; وللقاهرة → …, القاهرة."""
    out = [Clitic(0, key, "")]
    rest, cut = key, 0
    if len(key) > 2 and key[0] in "وف":
        rest, cut = key[1:], 1
        out.append(Clitic(1, rest, "و"))
    if len(rest) > 2 and rest[0] in "بكل":
        out.append(Clitic(cut + 1, rest[1:], rest[0]))
        if rest.startswith("لل") and len(rest) > 4:
            out.append(Clitic(cut + 2, "ال" + rest[2:], "لل"))
    return tuple(out)
