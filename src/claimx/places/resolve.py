"""Which place of a name is meant: by the places around, the nationalities named, size."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from claimx.places.gazetteer import Entry

__all__ = ["rank"]

_DATELINE = 5
_KIND = {"country": 1.0, "continent": 0.5, "city": 0.3, "territory": 0.2, "building": 0.2}


def rank(
    entries: Sequence[Entry],
    countries: Mapping[str | None, float],
    beside: str | None = None,
    kind: str | None = None,
    line: int = 99,
) -> list[Entry]:
    """The entries, likeliest first.

    Args:
        entries: What the name may mean.
        countries: The countries the article speaks of, with weights between 0 and 1.
        beside: The country of the adjective or name next to the mention, the strongest of all hints.
        kind: What the head noun in front announces.
        line: The words of the line; a short one is a dateline, and datelines name cities.
    """

    def weight(entry: Entry) -> float:
        score = math.log10(1 + entry.population) / 2 + _KIND.get(entry.kind, 0.0) + (2.0 if entry.kept else 0.0)
        score += 3.0 * countries.get(entry.country, 0.0)
        if beside is not None and entry.country == beside:
            score += 6.0
        if kind is not None and kind == entry.kind:
            score += 0.7
        if line <= _DATELINE and entry.kind == "city":
            score += 1.2
        return score

    return sorted(entries, key=weight, reverse=True)
