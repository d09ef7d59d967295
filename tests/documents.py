"""Documents made by hand from a text: what the tests of display, report and command line work on."""

from __future__ import annotations

import hashlib
from typing import Any

from claimx.model import (
    SCHEMA,
    ArticleInfo,
    Claim,
    ClaimSpeaker,
    Content,
    Cue,
    Date,
    Document,
    Place,
    Provenance,
    Span,
    Speaker,
)

TALKS = """إسطنبول تستضيف جولة جديدة من المفاوضات

لافروف: مذكرة شاملة

أعلن وزير الخارجية الروسي سيرجي لافروف في موسكو الثلاثاء أن بلاده انتهت من إعداد المذكرة، \
مؤكدًا أن الوفد سيصل إلى إسطنبول في 2 يونيو.

وأشار لافروف إلى أن المذكرة تتناول "كافة الجوانب" المطروحة.

وقالت وزارة الخارجية الأوكرانية: «لم نتسلم شيئا بعد».
"""


def find(text: str, part: str, nth: int = 1) -> Span:
    """The nth occurrence of a part of a text."""
    start = -1
    for _ in range(nth):
        start = text.index(part, start + 1)
    return Span(text=part, start=start, end=start + len(part))


def document(text: str, *, id: str = "article", source: str = "-", **info: Any) -> Document:
    """A document without claims."""
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    about = {"title": None, "date": None, "date_from": None, "language": "ar", "focus": []} | info
    article = ArticleInfo(id=id, source=source, characters=len(text), sha256=sha, **about)
    provenance = Provenance(claimx="0.1.0", stanza=None, models={}, config="000000000000")
    return Document(schema=SCHEMA, article=article, claims=[], speakers=[], dates=[], places=[], provenance=provenance)


def speaker(doc: Document, name: str, *, role: str | None = None, kind: Any = "person", mentions: list[Span]) -> str:
    """Add a speaker; returns its id."""
    made = Speaker(id=f"s{len(doc.speakers) + 1}", name=name, role=role, kind=kind, mentions=mentions)
    doc.speakers.append(made)
    return made.id


def claim(
    doc: Document, text: str, speaker_id: str, content: str, *, cue: str | None = None, act: Any = "state",
    mention: str | None = None, quotes: tuple[str, ...] = (), form: Any = "indirect", nth: int = 1, **rest: Any,
) -> Claim:  # fmt: skip
    """Add a claim by its speaker."""
    who = next(s for s in doc.speakers if s.id == speaker_id)
    span = find(text, content, nth)
    inside = []
    for quote in quotes:
        start = span.start + content.index(quote)
        inside.append(Span(text=quote, start=start, end=start + len(quote)))
    at = find(text, cue) if cue else None
    values: dict[str, Any] = {
        "section": "body", "within": None, "dates": [], "places": [], "said_on": [], "said_in": [],
        "confidence": 0.9, "evidence": "verb+أن",
    } | rest  # fmt: skip
    made = Claim(
        id=f"c{len(doc.claims) + 1}",
        speaker=ClaimSpeaker(
            id=who.id, name=who.name, role=who.role, kind=who.kind, anonymous=who.kind == "unnamed",
            mention=find(text, mention) if mention else None, resolved_by="name" if mention else "dropped",
        ),
        cue=Cue(text=at.text, lemma=at.text, act=act, start=at.start, end=at.end) if at else None,
        content=Content(text=content, start=span.start, end=span.end, form=form, quotes=inside),
        **values,
    )  # fmt: skip
    doc.claims.append(made)
    return made


def date(doc: Document, text: str, part: str, value: str, **rest: Any) -> str:
    """Add a date; returns its id."""
    span = find(text, part)
    values: dict[str, Any] = {"type": "DATE", "mod": None, "calendar": "gregorian"} | rest
    doc.dates.append(
        Date(id=f"d{len(doc.dates) + 1}", text=part, start=span.start, end=span.end, value=value, **values)
    )
    return doc.dates[-1].id


def place(doc: Document, text: str, part: str, country: str | None, nth: int = 1, **rest: Any) -> str:
    """Add a place; returns its id."""
    span = find(text, part, nth)
    values: dict[str, Any] = {
        "name": part, "kind": "city", "latitude": None, "longitude": None, "geonames_id": None, "candidates": [],
    } | rest  # fmt: skip
    made = Place(id=f"p{len(doc.places) + 1}", text=part, start=span.start, end=span.end, country=country, **values)
    doc.places.append(made)
    return made.id


def talks(*, source: str = "talks.txt", day: str | None = "2025-05-30") -> Document:
    """The document of :data:`TALKS`: names, a dropped subject, a heading, quotations, dates and places."""
    text = TALKS
    doc = document(
        text, id="talks", source=source, title="إسطنبول تستضيف جولة جديدة من المفاوضات", date=day,
        date_from="option" if day else None, focus=["RU", "TR", "UA"],
    )  # fmt: skip
    lavrov = speaker(
        doc, "سيرجي لافروف", role="وزير الخارجية الروسي",
        mentions=[find(text, "وزير الخارجية الروسي سيرجي لافروف"), find(text, "لافروف", 3)],
    )  # fmt: skip
    ministry = speaker(
        doc, "وزارة الخارجية الأوكرانية", kind="organization", mentions=[find(text, "وزارة الخارجية الأوكرانية")]
    )
    tuesday = date(doc, text, "الثلاثاء", "2025-05-27")
    june = date(doc, text, "2 يونيو", "2025-06-02")
    place(doc, text, "إسطنبول", "TR", latitude=41.01, longitude=28.95, geonames_id=745044)
    moscow = place(doc, text, "موسكو", "RU", latitude=55.75, longitude=37.62, geonames_id=524901)
    istanbul = place(doc, text, "إسطنبول", "TR", 2, latitude=41.01, longitude=28.95, geonames_id=745044)
    claim(
        doc,
        text,
        lavrov,
        "مذكرة شاملة",
        mention="لافروف",
        form="direct",
        section="subhead",
        confidence=0.8,
        evidence="colon",
    )
    claim(
        doc, text, lavrov, "بلاده انتهت من إعداد المذكرة", cue="أعلن", act="announce",
        mention="وزير الخارجية الروسي سيرجي لافروف", said_on=[tuesday], said_in=[moscow],
    )  # fmt: skip
    claim(
        doc, text, lavrov, "الوفد سيصل إلى إسطنبول في 2 يونيو", cue="مؤكدًا", act="affirm", dates=[june],
        places=[istanbul], confidence=0.85, evidence="participle",
    )  # fmt: skip
    claim(
        doc, text, lavrov, 'المذكرة تتناول "كافة الجوانب" المطروحة', cue="أشار", mention="لافروف", form="mixed",
        quotes=("كافة الجوانب",), confidence=0.91,
    )  # fmt: skip
    claim(
        doc, text, ministry, "لم نتسلم شيئا بعد", cue="قالت", mention="وزارة الخارجية الأوكرانية", form="direct",
        quotes=("لم نتسلم شيئا بعد",), confidence=0.45,
    )  # fmt: skip
    return doc
