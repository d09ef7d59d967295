"""An article's text cut into pieces at every edge of a span, so that spans may nest and cross."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from claimx.model import Document


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be marked: ``kind`` is content, quote, cue, speaker, date or place; ``id`` that of its claim, date …"""

    start: int
    end: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text with all the marks over it, the outermost first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marks(document: Document, chosen: frozenset[str] | None = None) -> list[Mark]:
    """Everything to be marked in a document's article.

    Args:
        document: The document.
        chosen: Ids of the claims to mark; all by default.
    """
    made = []
    for claim in document.claims:
        if chosen is not None and claim.id not in chosen:
            continue
        content = claim.content
        made.append(Mark(content.start, content.end, "content", claim.id))
        made += [Mark(quote.start, quote.end, "quote", claim.id) for quote in content.quotes]
        if claim.cue is not None:
            made.append(Mark(claim.cue.start, claim.cue.end, "cue", claim.id))
        if claim.speaker.mention is not None:
            made.append(Mark(claim.speaker.mention.start, claim.speaker.mention.end, "speaker", claim.id))
    made += [Mark(date.start, date.end, "date", date.id) for date in document.dates]
    made += [Mark(place.start, place.end, "place", place.id) for place in document.places]
    return [mark for mark in made if 0 <= mark.start < mark.end <= document.article.characters]


def pieces(start: int, end: int, among: list[Mark]) -> Iterator[Piece]:
    """The stretch ``[start, end)`` cut at the edges of the marks that reach into it."""
    inside = [mark for mark in among if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    ordered = sorted(inside, key=lambda mark: (mark.start, -mark.end))
    for left, right in pairwise(edges):
        yield Piece(left, right, tuple(mark for mark in ordered if mark.start <= left and mark.end >= right))


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The non-empty lines of a text, without their line ends."""
    at = 0
    for line in text.splitlines(keepends=True):
        size = len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        if line.strip():
            yield at, at + size
        at += len(line)
