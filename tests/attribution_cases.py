"""Sentences of Arabic news, each for one phenomenon of attribution, with the claims that a careful reader finds in it.

The sentences are written for these tests. Contents are compared without marks and stops at their ends, names and roles
as :func:`claimx.lexicon.cues.fold` sees them; a field that a case does not name is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import EllipsisType
from typing import Any

import pytest

from claimx.extraction import Extractor
from claimx.lexicon.cues import fold
from claimx.model import Article, Claim, Document, Span
from claimx.reading import Reader


@dataclass(frozen=True)
class Want:
    """One claim as expected. ``...`` is not looked at; ``within`` is the number of another claim of the case, from 1.

    ``mention`` None means that the subject is dropped. Several contents or forms: any of them is right.
    """

    cue: str | None
    name: str
    content: str | tuple[str, ...]
    form: str | tuple[str, ...] = "indirect"
    role: str | EllipsisType | None = ...
    kind: str | EllipsisType = ...
    anonymous: bool | EllipsisType = ...
    mention: str | EllipsisType | None = ...
    resolved_by: str | EllipsisType = ...
    within: int | EllipsisType | None = ...
    act: str | EllipsisType = ...
    section: str | EllipsisType = ...
    said_on: tuple[str, ...] | EllipsisType = ...
    said_in: tuple[str, ...] | EllipsisType = ...
    quotes: tuple[str, ...] | EllipsisType = ...


@dataclass(frozen=True)
class Case:
    """A text and what must be found in it.

    ``distinct`` is how many speakers the document has, where that is the point.
    """

    id: str
    text: str
    claims: tuple[Want, ...] = ()
    date: str | None = None
    distinct: int | None = None


def want(
    cue: str | None, name: str, content: str | tuple[str, ...], form: str | tuple[str, ...] = "indirect", **fields: Any
) -> Want:
    """Short for :class:`Want`."""
    return Want(cue, name, content, form, **fields)


def case(id: str, text: str, *claims: Want, **fields: Any) -> Case:
    """Short for :class:`Case`."""
    return Case(id, text, claims, **fields)


def marked(cases: Sequence[Case], missed: Mapping[str, Sequence[str]]) -> list[Any]:
    """Parameters for pytest, one a case; ``missed`` tells why cases fail that do (xfail, strict by the settings)."""
    reasons = {id: reason for reason, ids in missed.items() for id in ids}
    marks = {id: [pytest.mark.xfail(reason=reason)] for id, reason in reasons.items()}
    return [pytest.param(c, id=c.id, marks=marks.get(c.id, [])) for c in cases]


def documents_of(cases: Sequence[Case]) -> Callable[..., dict[str, Document]]:
    """A fixture: the documents of the cases by id, parsed in one go."""

    @pytest.fixture(scope="module")
    def documents(extractor: Extractor) -> dict[str, Document]:
        return {d.article.id: d for d in extractor.documents(articles_of(cases))}

    return documents


def articles_of(cases: Sequence[Case]) -> list[Article]:
    """The cases as articles."""
    reader = Reader()
    return [reader.read_text(c.text, id=c.id, date=c.date) for c in cases]


def core(text: str) -> str:
    """A text without what is neither letter nor digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def key(name: str | None) -> str | None:
    """A name for comparing: folded, without marks."""
    if name is None:
        return None
    return " ".join(w for w in (fold(core(w)) for w in name.split()) if w)


@dataclass
class _Differences:
    lines: list[str] = field(default_factory=list)

    def check(self, number: int, what: str, wanted: object, found: object) -> None:
        if wanted is not ... and wanted != found:
            self.lines.append(f"{number}. {what}: wanted {wanted!r}, found {found!r}")


def differences(case: Case, document: Document) -> list[str]:
    """What differs between the claims of a document and those of its case, one line each."""
    out = _Differences()
    found = sorted(document.claims, key=lambda c: (c.cue.start if c.cue else c.content.start, c.content.start))
    if len(found) != len(case.claims):
        out.lines.append(f"wanted {len(case.claims)} claims, found {len(found)}: {[_brief(c) for c in found]}")
        return out.lines
    times = {d.id: d.text for d in document.dates}
    places = {p.id: p.text for p in document.places}
    numbers = {c.id: n for n, c in enumerate(found, 1)}
    for n, (claim, wanted) in enumerate(zip(found, case.claims, strict=True), 1):
        speaker = claim.speaker
        out.check(n, "cue", wanted.cue, claim.cue.text if claim.cue else None)
        out.check(n, "name", key(wanted.name), key(speaker.name))
        contents = [wanted.content] if isinstance(wanted.content, str) else wanted.content
        if core(claim.content.text) not in [core(c) for c in contents]:
            out.check(n, "content", contents, core(claim.content.text))
        if claim.content.form not in wanted.form:
            out.check(n, "form", wanted.form, claim.content.form)
        out.check(n, "role", wanted.role if wanted.role is ... else key(wanted.role), key(speaker.role))
        out.check(n, "kind", wanted.kind, speaker.kind)
        out.check(n, "anonymous", wanted.anonymous, speaker.anonymous)
        out.check(n, "mention", wanted.mention, speaker.mention.text if speaker.mention else None)
        out.check(n, "resolved_by", wanted.resolved_by, speaker.resolved_by)
        out.check(n, "within", wanted.within, numbers[claim.within] if claim.within else None)
        out.check(n, "act", wanted.act, claim.cue.act if claim.cue else None)
        out.check(n, "section", wanted.section, claim.section)
        out.check(n, "said_on", wanted.said_on, tuple(times[d] for d in claim.said_on))
        out.check(n, "said_in", wanted.said_in, tuple(places[p] for p in claim.said_in))
        out.check(n, "quotes", wanted.quotes, tuple(q.text for q in claim.content.quotes))
    if case.distinct is not None and len(document.speakers) != case.distinct:
        out.lines.append(f"wanted {case.distinct} speakers, found {[s.name for s in document.speakers]}")
    return out.lines


def _brief(claim: Claim) -> str:
    return f"{claim.cue.text if claim.cue else None} | {claim.speaker.name} | {claim.content.text}"


def check(case: Case, documents: dict[str, Document]) -> None:
    """Fail with all differences at once."""
    found = differences(case, documents[case.id])
    assert not found, "\n".join([case.text, *found])


def spans(document: Document) -> Iterator[Span]:
    """Every span of a document's claims and speakers."""
    for claim in document.claims:
        if claim.cue is not None:
            yield Span(text=claim.cue.text, start=claim.cue.start, end=claim.cue.end)
        if claim.speaker.mention is not None:
            yield claim.speaker.mention
        yield Span(text=claim.content.text, start=claim.content.start, end=claim.content.end)
        yield from claim.content.quotes
    for speaker in document.speakers:
        yield from speaker.mentions


def check_missed(cases: Sequence[Case], missed: Mapping[str, Sequence[str]]) -> None:
    """Every case has an id of its own, and what is named as missed exists."""
    ids = [c.id for c in cases]
    named = [id for group in missed.values() for id in group]
    assert len(set(ids)) == len(ids)
    assert len(set(named)) == len(named) and set(named) <= set(ids)


def check_sound(cases: Sequence[Case], documents: dict[str, Document]) -> None:
    """What holds whatever is found: offsets are letters, references exist, content stays in its line."""
    for c in cases:
        document = documents[c.id]
        text = c.text
        for span in spans(document):
            assert text[span.start : span.end] == span.text, c.id
            assert span.text.strip() == span.text != "", c.id
        claims = {x.id: x for x in document.claims}
        assert len(claims) == len(document.claims)
        speakers = {s.id: s for s in document.speakers}
        dates, places = {d.id for d in document.dates}, {p.id for p in document.places}
        for claim in document.claims:
            assert "\n" not in claim.content.text
            assert speakers[claim.speaker.id].name == claim.speaker.name
            if claim.speaker.mention is not None:
                listed = speakers[claim.speaker.id].mentions
                assert claim.speaker.mention in listed or claim.speaker.resolved_by == "context"
            for quote in claim.content.quotes:
                assert claim.content.start <= quote.start < quote.end <= claim.content.end
            if claim.within is not None:
                outer = claims[claim.within]
                inner = claim.cue or claim.content
                assert claim.within != claim.id
                assert outer.content.start <= inner.start < inner.end <= outer.content.end
            above, seen = claim.within, {claim.id}
            while above is not None:
                assert above not in seen
                seen.add(above)
                above = claims[above].within
            assert set(claim.dates) | set(claim.said_on) <= dates
            assert set(claim.places) | set(claim.said_in) <= places
            assert not set(claim.dates) & set(claim.said_on)
            assert not set(claim.places) & set(claim.said_in)
