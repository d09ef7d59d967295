"""The document and the article: types only, no logic. See :mod:`claimx.model.document`."""

from claimx.model.article import SECTIONS, Article, Segment
from claimx.model.document import (
    ACTS,
    FORMS,
    KINDS,
    SCHEMA,
    ArticleInfo,
    Candidate,
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

__all__ = [
    "ACTS", "FORMS", "KINDS", "SCHEMA", "SECTIONS", "Article", "ArticleInfo", "Candidate", "Claim", "ClaimSpeaker",
    "Content", "Cue", "Date", "Document", "Place", "Provenance", "Segment", "Span", "Speaker",
]
