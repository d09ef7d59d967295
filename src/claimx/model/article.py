"""An article as read: its text to the letter, and what each part of it is."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

SectionName = Literal["kicker", "headline", "subhead", "caption", "body", "dateline", "boilerplate"]
SECTIONS: tuple[str, ...] = get_args(SectionName)


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One non-empty line of an article.

    ``start`` and ``end`` are code points of the article's text, without the white space around the line.
    """

    start: int
    end: int
    section: SectionName


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """An article as decoded, before any analysis.

    Attributes:
        id: The file's stem or the input's own id.
        source: Path, URL of the record, or ``-``.
        text: The text exactly as decoded, byte-order mark excluded; all offsets are code points into it.
        segments: Its non-empty lines in order, with the section each belongs to.
        title: The headline as given by the record or found in the text.
        date: Publication date, ISO 8601, or None where unknown.
        date_from: Where the date comes from.
        author: Author or byline where the input gives one.
        outlet: Publisher where the input gives one.
        warnings: What a reader should know (not Arabic, decoded by guess …), one line each.
    """

    id: str
    source: str
    text: str
    segments: tuple[Segment, ...]
    title: str | None = None
    date: str | None = None
    date_from: Literal["option", "record", "metadata", "text"] | None = None
    author: str | None = None
    outlet: str | None = None
    warnings: tuple[str, ...] = ()
