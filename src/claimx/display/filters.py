"""Choosing claims: by speaker, act, place, time of saying, confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claimx.model import Claim, Document

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_SEATS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def fold(text: str) -> str:
    """Letters as a searcher types them: no marks, no hamza seats, ى as ي, ة as ه, no case."""
    return " ".join(_MARKS.sub("", text).translate(_SEATS).casefold().split())


def said_days(document: Document, claim: Claim) -> list[str]:
    """When a claim was made, as far as known: the dates that bind its saying, else the article's date.

    Returns:
        ISO dates, possibly short ones (``2025-06``); empty where nothing is known.
    """
    values = {d.id: d.value for d in document.dates}
    found = (_DAY.match(values.get(i, "")) for i in claim.said_on)
    known = [m.group() for m in found if m is not None and _is_day(m.group())]
    if known:
        return known
    day = document.article.date
    return [day] if day and _is_day(day) else []


@dataclass(frozen=True, slots=True)
class Filter:
    """What a claim must have to be shown. Empty fields ask for nothing; values within a field are alternatives."""

    speakers: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.speakers or self.acts or self.places or self.since or self.until or self.min_confidence)

    def claims(self, document: Document) -> list[Claim]:
        """The claims of a document that pass, in order."""
        return [claim for claim in document.claims if self.fits(document, claim)]

    def fits(self, document: Document, claim: Claim) -> bool:
        """Whether one claim passes."""
        return (
            claim.confidence >= self.min_confidence
            and (not self.acts or (claim.cue is not None and claim.cue.act in self.acts))
            and (not self.speakers or self._speaker(document, claim))
            and (not self.places or self._place(document, claim))
            and self._time(document, claim)
        )

    def _speaker(self, document: Document, claim: Claim) -> bool:
        names = [claim.speaker.name, claim.speaker.role or ""]
        names += [m.text for s in document.speakers if s.id == claim.speaker.id for m in s.mentions]
        return _any_in(self.speakers, names)

    def _place(self, document: Document, claim: Claim) -> bool:
        chosen = {*claim.places, *claim.said_in}
        places = [p for p in document.places if p.id in chosen]
        codes = {p.country for p in places if p.country}
        return any(wanted.upper() in codes for wanted in self.places) or _any_in(
            self.places, [name for p in places for name in (p.name, p.text)]
        )

    def _time(self, document: Document, claim: Claim) -> bool:
        if not self.since and not self.until:
            return True
        # A month or a year passes when any of its days does: prefixes compare as their first and last day.
        return any(
            (not self.since or _last_day(day) >= self.since) and (not self.until or day <= _last_day(self.until))
            for day in said_days(document, claim)
        )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def _last_day(date: str) -> str:
    """A short date as something that sorts behind every day in it."""
    return date + "-99-99"[len(date) - 4 :]


def _any_in(wanted: Iterable[str], names: Iterable[str]) -> bool:
    folded = [fold(name) for name in names]
    return any(fold(word) in name for word in wanted for name in folded if name)
