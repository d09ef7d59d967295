"""The countries an article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from claimx.model.article import Article
from claimx.model.document import Place
from claimx.places.demonyms import countries_of_demonyms

__all__ = ["focus"]

# A headline names what matters; a dateline only tells where the report was written.
_WEIGHT: Mapping[str, float] = {
    "headline": 3.0,
    "kicker": 2.0,
    "subhead": 1.5,
    "caption": 0.5,
    "dateline": 0.5,
    "boilerplate": 0.0,
}
_ADJECTIVE = 0.6
_SHARE = 0.2
_MOST = 5


def focus(article: Article, places: Sequence[Place]) -> list[str]:
    """ISO codes of the countries the article is about, most first; those named in passing are left out.

    Args:
        article: The article, for its headline and its adjectives of nationality.
        places: Its places, resolved.
    """
    scores: Counter[str] = Counter()
    for segment in article.segments:
        weight = _WEIGHT.get(segment.section, 1.0)
        if not weight:
            continue
        for place in places:
            if place.country and segment.start <= place.start < segment.end:
                scores[place.country] += weight  # type: ignore[assignment]
        for code in countries_of_demonyms(article.text[segment.start : segment.end]):
            scores[code] += weight * _ADJECTIVE  # type: ignore[assignment]
    best = max(scores.values(), default=0)
    ranked = sorted(scores.items(), key=lambda row: (-row[1], row[0]))
    return [code for code, score in ranked[:_MOST] if score >= _SHARE * best]
