"""Does a document hold together: its JSON Schema, its identifiers, and its spans against the article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from claimx.model import SCHEMA, Document, Span

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document, one definition per type."""
    import msgspec

    made = msgspec.json.schema(Document)
    made["$defs"]["Document"]["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, "title": f"claimx document, {SCHEMA}", **made}


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as documents carry it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def spans(document: Document) -> Iterator[tuple[str, Any]]:
    """Every span of a document (anything with text, start, end), with where it stands."""
    for i, claim in enumerate(document.claims):
        at = f"claims[{i}]"
        if claim.speaker.mention is not None:
            yield f"{at}.speaker.mention", claim.speaker.mention
        if claim.cue is not None:
            yield f"{at}.cue", claim.cue
        yield f"{at}.content", claim.content
        yield from ((f"{at}.content.quotes[{j}]", quote) for j, quote in enumerate(claim.content.quotes))
    for i, speaker in enumerate(document.speakers):
        yield from ((f"speakers[{i}].mentions[{j}]", mention) for j, mention in enumerate(speaker.mentions))
    yield from ((f"dates[{i}]", date) for i, date in enumerate(document.dates))
    yield from ((f"places[{i}]", place) for i, place in enumerate(document.places))


def faults(document: Document, text: str | None = None) -> list[str]:
    """What is wrong with a document that fits the schema by its types, one line each.

    Args:
        document: The document.
        text: The article's text, if it is at hand; spans are then compared with it.
    """
    found = list(_references(document))
    size = document.article.characters
    for where, span in spans(document):
        if not span.start <= span.end <= size:
            found.append(f"{where}: [{span.start}, {span.end}) does not lie within the article's {size} characters")
        elif span.end - span.start != len(span.text):
            found.append(f"{where}: {len(span.text)} characters of text in {span.end - span.start} of span")
        elif text is not None and text[span.start : span.end] != span.text:
            found.append(f"{where}: text is {span.text!r}, the article has {text[span.start : span.end]!r}")
    if text is not None and sha256(text) != document.article.sha256:
        found.append("article.sha256: the article is another one or has changed")
    return found


def _references(document: Document) -> Iterator[str]:
    ids: dict[str, set[str]] = {}
    held: tuple[tuple[str, Iterable[Any]], ...] = (
        ("claims", document.claims), ("speakers", document.speakers), ("dates", document.dates),
        ("places", document.places),
    )  # fmt: skip
    for kind, items in held:
        ids[kind] = set()
        for i, item in enumerate(items):
            if item.id in ids[kind]:
                yield f"{kind}[{i}].id: {item.id!r} stands twice"
            ids[kind].add(item.id)
    for i, claim in enumerate(document.claims):
        named: Iterable[tuple[str, str, list[str]]] = (
            ("speaker.id", "speakers", [claim.speaker.id]),
            ("within", "claims", [claim.within] if claim.within else []),
            ("dates", "dates", claim.dates), ("said_on", "dates", claim.said_on), ("places", "places", claim.places),
            ("said_in", "places", claim.said_in),
        )  # fmt: skip
        for key, kind, wanted in named:
            yield from (f"claims[{i}].{key}: no {kind} of id {one!r}" for one in wanted if one not in ids[kind])
        quotes: list[Span] = claim.content.quotes
        for j, quote in enumerate(quotes):
            if not claim.content.start <= quote.start <= quote.end <= claim.content.end:
                yield f"claims[{i}].content.quotes[{j}]: lies outside the content"
