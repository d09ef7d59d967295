"""Claims as CSV, one a row, for spreadsheets: no cell that a spreadsheet or a terminal would run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimx.model import Claim, Date, Document, Place

COLUMNS = (
    "article", "source", "title", "published", "claim", "section", "speaker", "role", "kind", "anonymous", "mention",
    "act", "cue", "content", "form", "quotes", "dates", "places", "said_on", "said_in", "confidence", "within",
    "speaker_id", "start", "end", "evidence",
)  # fmt: skip

# What a spreadsheet takes for the beginning of a formula, East Asian forms included; behind white space it is one too.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def cell(value: object) -> str:
    """A cell's text: None is empty, a formula is made text by an apostrophe, control characters become U+FFFD."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\r\n", "\n")
    if _FORMULA.match(text):
        text = "'" + text
    return _CONTROL.sub("\ufffd", text)


def csv_rows(documents: Iterable[Document], *, header: bool = True) -> Iterator[str]:
    """Lines of CSV (RFC 4180 quoting, ended by a newline): a header, then every claim of every document."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
        yield buffer.getvalue()
    for document in documents:
        dates = {date.id: date for date in document.dates}
        places = {place.id: place for place in document.places}
        buffer.seek(0)
        buffer.truncate()
        for claim in document.claims:
            writer.writerow([cell(value) for value in _row(document, claim, dates, places)])
        yield buffer.getvalue()


def _row(
    document: Document, claim: Claim, dates: dict[str, Date], places: dict[str, Place]
) -> tuple[str | int | float | bool | None, ...]:
    speaker, content, article = claim.speaker, claim.content, document.article
    return (
        article.id, article.source, article.title, article.date, claim.id, claim.section,
        speaker.name, speaker.role, speaker.kind, speaker.anonymous, speaker.mention.text if speaker.mention else None,
        claim.cue.act if claim.cue else None, claim.cue.text if claim.cue else None,
        content.text, content.form, " | ".join(quote.text for quote in content.quotes),
        _when(claim.dates, dates), _where(claim.places, places),
        _when(claim.said_on, dates), _where(claim.said_in, places),
        claim.confidence, claim.within, speaker.id, content.start, content.end, claim.evidence,
    )  # fmt: skip


def _when(ids: list[str], dates: dict[str, Date]) -> str:
    return "; ".join(dates[id].value for id in ids if id in dates)


def _where(ids: list[str], places: dict[str, Place]) -> str:
    found = [places[id] for id in ids if id in places]
    return "; ".join(f"{place.name} ({place.country})" if place.country else place.name for place in found)
