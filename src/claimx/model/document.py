"""The document, ``schema: claimx/1``: one definition for validation, JSON Schema, YAML, JSON and CSV.

Offsets are Unicode code points, ``[start, end)``, into the article's text exactly as decoded (byte-order mark
excluded); ``text[start:end]`` equals the span's ``text`` for every span. The order of the fields is the order of the
keys in every format. Dates follow TIMEX3 (ISO 24617-1): ``type``, ``value``, ``mod``.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

SCHEMA = "claimx/1"

Section = Literal["headline", "subhead", "body", "caption"]
Kind = Literal["person", "group", "organization", "place", "document", "unnamed"]
Act = Literal[
    "state", "announce", "affirm", "deny", "explain", "add", "warn", "accuse", "demand", "promise", "threaten",
    "praise", "condemn", "expect", "ask", "deem",
]  # fmt: skip
Form = Literal["direct", "indirect", "mixed"]
ResolvedBy = Literal["name", "title", "pronoun", "dropped", "context"]
DateFrom = Literal["option", "record", "metadata", "text"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
PlaceKind = Literal[
    "country", "territory", "region", "city", "river", "sea", "strait", "mountain", "island", "desert", "camp",
    "building", "street", "continent", "area",
]  # fmt: skip

ACTS: tuple[str, ...] = get_args(Act)
FORMS: tuple[str, ...] = get_args(Form)
KINDS: tuple[str, ...] = get_args(Kind)

Offset = Annotated[int, Meta(ge=0, description="Code points from the start of the article's text")]


class _Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Base: keyword arguments only, unknown keys are faults."""


class Span(_Strict):
    """A stretch of the article: ``article_text[start:end] == text``."""

    text: str
    start: Offset
    end: Offset


class Cue(_Strict):
    """The words that signal the attribution, with the lexicon's lemma and speech act."""

    text: str
    lemma: str
    act: Act
    start: Offset
    end: Offset


class Content(_Strict):
    """What is said; ``quotes`` are the stretches inside quotation marks, marks excluded."""

    text: str
    start: Offset
    end: Offset
    form: Form
    quotes: list[Span]


class ClaimSpeaker(_Strict):
    """Who said it: an entry of the document's ``speakers`` as this claim mentions it."""

    id: str
    name: str
    role: str | None
    kind: Kind
    anonymous: bool
    mention: Span | None
    resolved_by: ResolvedBy


class Claim(_Strict):
    """One attribution: cue, speaker, content."""

    id: str
    section: Section
    speaker: ClaimSpeaker
    cue: Cue | None
    content: Content
    within: str | None
    dates: list[str]
    places: list[str]
    said_on: list[str]
    said_in: list[str]
    confidence: Annotated[float, Meta(ge=0.0, le=1.0)]
    evidence: str


class Speaker(_Strict):
    """One speaker through the article, with every mention that was linked to it."""

    id: str
    name: str
    role: str | None
    kind: Kind
    mentions: list[Span]


class Date(_Strict):
    """A TIMEX3 expression."""

    id: str
    text: str
    start: Offset
    end: Offset
    type: DateType
    value: str
    mod: str | None
    calendar: Literal["gregorian", "hijri"]


class Candidate(_Strict):
    """A place that the name may mean as well, less likely."""

    name: str
    country: str | None
    kind: PlaceKind
    latitude: float | None
    longitude: float | None
    geonames_id: int | None


class Place(_Strict):
    """A mention of a geographical place, resolved."""

    id: str
    text: str
    start: Offset
    end: Offset
    name: str
    country: str | None
    kind: PlaceKind
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    candidates: list[Candidate]


class ArticleInfo(_Strict):
    """What is known of the article itself."""

    id: str
    source: str
    title: str | None
    date: str | None
    date_from: DateFrom | None
    language: str
    focus: list[str]
    characters: Annotated[int, Meta(ge=0)]
    sha256: str


class Provenance(_Strict):
    """What made the document: versions, model hashes, configuration hash."""

    claimx: str
    stanza: str | None
    models: dict[str, str]
    config: str


class Document(_Strict):
    """Everything claimx found in one article."""

    schema: str
    article: ArticleInfo
    claims: list[Claim]
    speakers: list[Speaker]
    dates: list[Date]
    places: list[Place]
    provenance: Provenance
