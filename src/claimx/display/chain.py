"""How a claim's speaker was resolved, step by step, read off the document: for ``--explain``.

A dropped subject leads to the claim before that has the same speaker, a title or a short name to where the article
gives the full name.
"""

from __future__ import annotations

from claimx.model import Claim, Document

_ARROW = " ← "


def chain(document: Document, claim: Claim) -> str:
    """The steps from a claim's speaker back to the full name, the nearest first.

    Args:
        document: The document that the claim is of.
        claim: One of its claims.

    Returns:
        Such as ``dropped ← c2 title «الوزير» ← name «سيرجي لافروف»``: a claim's id where the step leads to another
        claim, how that one was resolved, and the words of the article.
    """
    steps = []
    at = document.claims.index(claim)
    step = _step(claim)
    while True:
        steps.append(step)
        current = document.claims[at]
        if current.speaker.mention is not None and current.speaker.resolved_by not in ("pronoun", "context", "dropped"):
            break
        before = next((i for i in range(at - 1, -1, -1) if _same(document.claims[i], claim)), None)
        if before is None:
            break
        at = before
        step = f"{document.claims[at].id} {_step(document.claims[at])}"
    full = _full_name(document, claim)
    said = document.claims[at].speaker.mention
    if full is not None and (said is None or claim.speaker.name not in said.text):
        steps.append(full)
    return _ARROW.join(steps)


def _same(other: Claim, claim: Claim) -> bool:
    return other.speaker.id == claim.speaker.id


def _step(claim: Claim) -> str:
    mention = claim.speaker.mention
    return claim.speaker.resolved_by + (f" «{' '.join(mention.text.split())}»" if mention is not None else "")


def _full_name(document: Document, claim: Claim) -> str | None:
    """Where the article gives the full name, if another mention of the speaker does; else the name as it was built."""
    speaker = next((s for s in document.speakers if s.id == claim.speaker.id), None)
    if speaker is None or not speaker.name:
        return None
    named = next((m for m in speaker.mentions if speaker.name in m.text), None)
    return f"name «{' '.join((named.text if named is not None else speaker.name).split())}»"
