"""Dates and places bound to claims: those inside the content, and those that bind the act of saying.

«أعلن في موسكو الثلاثاء أن»: the place and the day stand in the cue's sentence, outside every content and outside the
mention of the speaker, on the stretch between the cue and its content or right around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from claimx.attribution.finding import FoundClaim

_REACH = 12  # units around the cue in which a date or place binds the act of saying


class _Spanned(Protocol):
    id: str
    start: int
    end: int


def inside(claim: FoundClaim, items: Sequence[_Spanned]) -> list[str]:
    """Ids of the items that lie in the claim's content."""
    return [x.id for x in items if claim.start <= x.start and x.end <= claim.end]


def of_saying(claim: FoundClaim, claims: Sequence[FoundClaim], items: Sequence[_Spanned]) -> list[str]:
    """Ids of the items that bind the act of saying.

    They stand in the cue's sentence within a few words of the cue, in no content but one that holds the cue too, not
    in the speaker's mention, and not behind another cue.

    Args:
        claim: The claim.
        claims: All claims of its line.
        items: Dates or places of the article.
    """
    units = claim.ctx.units
    cue = claim.cue
    if cue.kind == "colon":
        return []
    sentence = units[cue.first].sentence
    lo, hi = cue.first, cue.last
    while (
        lo > 0 and units[lo - 1].sentence == sentence and cue.first - lo < _REACH and not _blocks(claim, claims, lo - 1)
    ):
        lo -= 1
    while (
        hi + 1 < len(units)
        and units[hi + 1].sentence == sentence
        and hi - cue.last < _REACH
        and not _blocks(claim, claims, hi + 1)
    ):
        hi += 1
    start, end = units[lo].start, units[hi].end
    mention = claim.mention_span
    return [
        x.id
        for x in items
        if start <= x.start
        and x.end <= end
        and not (claim.start < x.end and x.start < claim.end)
        and not (mention is not None and mention.start < x.end and x.start < mention.end)
    ]


def _blocks(claim: FoundClaim, claims: Sequence[FoundClaim], unit: int) -> bool:
    """Whether a unit is out of the cue's reach: part of another claim, or outside a content that holds this cue."""
    at = claim.ctx.units[unit]
    if claim.start <= at.start < claim.end:
        return True
    for other in claims:
        if other is claim:
            continue
        if other.cue.first <= unit <= other.cue.last:
            return True
        holds = other.start <= claim.cue.start < other.end
        if holds != (other.start <= at.start < other.end):
            return True
    return False
