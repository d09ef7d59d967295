"""What the types of a document cannot say: spans that fit, ids that are one, references that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimx.model import Claim, Content, Cue, Date, Document, Place, Span

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def faults(document: Document, text: str | None = None) -> list[str]:
    """Every fault of a document, one line each, beginning with the path of the key (``$.claims[3].content.start``).

    Args:
        document: A document whose types are right.
        text: The article's text, where it is at hand: then every span is compared with it.
    """
    return list(_faults(document, text))


def _faults(document: Document, text: str | None) -> Iterator[str]:
    article = document.article
    if article.date is not None and not _DATE.fullmatch(article.date):
        yield f"$.article.date: {article.date!r} is no date YYYY-MM-DD"
    if article.date is None and article.date_from is not None:
        yield "$.article.date_from: says where from, but there is no date"
    if not re.fullmatch(r"[0-9a-f]{64}", article.sha256):
        yield "$.article.sha256: no SHA-256 in hexadecimal digits"
    if text is not None:
        import hashlib

        if article.characters != len(text):
            yield f"$.article.characters: {article.characters}, but the text has {len(text)}"
        if article.sha256 != hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest():
            yield "$.article.sha256: not that of the text"
    for path, span in _spans(document):
        yield from _span(path, span, article.characters, text)
    ids = {}
    for name, found in (
        ("claims", [claim.id for claim in document.claims]),
        ("speakers", [speaker.id for speaker in document.speakers]),
        ("dates", [date.id for date in document.dates]),
        ("places", [place.id for place in document.places]),
    ):
        yield from _unique(name, found)
        ids[name] = set(found)
    for n, claim in enumerate(document.claims):
        path = f"$.claims[{n}]"
        if claim.speaker.id not in ids["speakers"]:
            yield f"{path}.speaker.id: no speaker {claim.speaker.id!r} in $.speakers"
        for key, refers, named in (
            ("dates", "dates", claim.dates),
            ("places", "places", claim.places),
            ("said_on", "dates", claim.said_on),
            ("said_in", "places", claim.said_in),
        ):
            for k, id in enumerate(named):
                if id not in ids[refers]:
                    yield f"{path}.{key}[{k}]: no {refers[:-1]} {id!r} in $.{refers}"
        if claim.within is not None and claim.within not in ids["claims"]:
            yield f"{path}.within: no claim {claim.within!r} in $.claims"
    yield from _nesting(document.claims)


def _unique(name: str, ids: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for n, id in enumerate(ids):
        if id in seen:
            yield f"$.{name}[{n}].id: {id!r} stands there twice"
        seen.add(id)


def _nesting(claims: list[Claim]) -> Iterator[str]:
    holders = {claim.id: claim.within for claim in claims}
    for n, claim in enumerate(claims):
        seen = {claim.id}
        at = claim.within
        while at is not None and at not in seen:
            seen.add(at)
            at = holders.get(at)
        if at == claim.id:
            yield f"$.claims[{n}].within: the claim would hold itself"


def _spans(document: Document) -> Iterator[tuple[str, Span | Cue | Content | Date | Place]]:
    for n, claim in enumerate(document.claims):
        path = f"$.claims[{n}]"
        if claim.speaker.mention is not None:
            yield f"{path}.speaker.mention", claim.speaker.mention
        if claim.cue is not None:
            yield f"{path}.cue", claim.cue
        yield f"{path}.content", claim.content
        for k, quote in enumerate(claim.content.quotes):
            yield f"{path}.content.quotes[{k}]", quote
    for n, speaker in enumerate(document.speakers):
        for k, mention in enumerate(speaker.mentions):
            yield f"$.speakers[{n}].mentions[{k}]", mention
    for n, date in enumerate(document.dates):
        yield f"$.dates[{n}]", date
    for n, place in enumerate(document.places):
        yield f"$.places[{n}]", place


def _span(path: str, span: Span | Cue | Content | Date | Place, size: int, text: str | None) -> Iterator[str]:
    if span.start > span.end:
        yield f"{path}.start: {span.start} is behind the end, {span.end}"
    elif len(span.text) != span.end - span.start:
        yield f"{path}.text: {len(span.text)} characters, but the span has {span.end - span.start}"
    elif span.end > size:
        yield f"{path}.end: {span.end}, but the article has {size} characters"
    elif text is not None and text[span.start : span.end] != span.text:
        yield f"{path}.text: not what the article says there"
    if isinstance(span, Content):
        for k, quote in enumerate(span.quotes):
            if not span.start <= quote.start <= quote.end <= span.end:
                yield f"{path}.quotes[{k}]: outside the content"
            elif span.text[quote.start - span.start : quote.end - span.start] != quote.text:
                yield f"{path}.quotes[{k}].text: not what the content says there"
