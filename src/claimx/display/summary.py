"""Counting over documents: who spoke, how often and how, about where, on which days."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal
from urllib.parse import urlsplit

from claimx.display.filters import fold, said_days
from claimx.model import Claim, Document

By = Literal["speaker", "act", "place", "date", "outlet"]

# Words of a role that do not tell one from another, folded.
_COMMON = frozenset(["ال", "في", "من", "علي", "و", "عن", "لدي", "السابق", "الحالي", "الجديد", "نائب", "عضو"])
# Kinds whose names stand for one thing in all articles, even as a single word (موسكو، رويترز).
_NAMED_KINDS = frozenset({"organization", "place"})
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class SpeakerRow:
    """One speaker over all articles."""

    name: str
    role: str | None
    kind: str
    claims: int = 0
    articles: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class ActRow:
    """One speech act."""

    act: str
    claims: int = 0
    speakers: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class PlaceRow:
    """One place, by name and country."""

    name: str
    country: str | None
    kind: str
    latitude: float | None
    longitude: float | None
    mentions: int = 0
    articles: int = 0
    claims: int = 0


@dataclass(slots=True)
class DayRow:
    """One day (or month, or year, where no more is known) on which claims were made."""

    date: str
    claims: int = 0
    articles: int = 0
    speakers: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class OutletRow:
    """One outlet: the host of an address, or the folder of a file."""

    outlet: str
    articles: int = 0
    claims: int = 0
    speakers: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Summary:
    """All counts; every list begins with the most frequent, ``days`` with the first day."""

    articles: int = 0
    claims: int = 0
    undated: int = 0
    speakers: list[SpeakerRow] = field(default_factory=list)
    acts: list[ActRow] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    days: list[DayRow] = field(default_factory=list)
    outlets: list[OutletRow] = field(default_factory=list)


def summarise(documents: Iterable[Document], *, min_confidence: float = 0.0) -> Summary:
    """Count over documents, which are read once, one by one.

    Args:
        documents: Any number of them.
        min_confidence: Claims less certain than this do not count.
    """
    made = Summary()
    speakers = Speakers()
    acts: dict[str, ActRow] = {}
    places: dict[tuple[str, str | None], PlaceRow] = {}
    days: dict[str, DayRow] = {}
    outlets: dict[str, OutletRow] = {}
    for document in documents:
        made.articles += 1
        outlet = outlets.setdefault(outlet_of(document), OutletRow(outlet_of(document)))
        outlet.articles += 1
        of = {s.id: s.name for s in document.speakers}
        claims = [claim for claim in document.claims if claim.confidence >= min_confidence]
        known = {p.id: (p.name, p.country) for p in document.places}
        rows = {claim.speaker.id: speakers.row(claim) for claim in claims}
        for row in {id(row): row for row in rows.values()}.values():
            row.articles += 1
        for p in document.places:
            where = places.setdefault(known[p.id], PlaceRow(p.name, p.country, p.kind, p.latitude, p.longitude))
            where.mentions += 1
        for key in set(known.values()):
            places[key].articles += 1
        spoken: set[str] = set()
        for claim in claims:
            made.claims += 1
            outlet.claims += 1
            row = rows[claim.speaker.id]
            row.claims += 1
            name = row.name if len(row.name) >= len(of.get(claim.speaker.id, "")) else of[claim.speaker.id]
            outlet.speakers[name] += 1
            if claim.speaker.role:
                row.roles[claim.speaker.role] += 1
            if claim.cue is not None:
                row.acts[claim.cue.act] += 1
                act = acts.setdefault(claim.cue.act, ActRow(claim.cue.act))
                act.claims += 1
                act.speakers[name] += 1
            for key in {known[i] for i in (*claim.places, *claim.said_in) if i in known}:
                places[key].claims += 1
                row.places[key[0]] += 1
            on = said_days(document, claim)
            made.undated += not on
            for day in set(on):
                days.setdefault(day, DayRow(day)).claims += 1
                days[day].speakers[name] += 1
                row.days[day] += 1
                spoken.add(day)
        for day in spoken:
            days[day].articles += 1
    made.speakers = sorted(speakers.finished(), key=lambda r: (-r.claims, -r.articles, r.name))
    made.acts = sorted(acts.values(), key=lambda r: (-r.claims, r.act))
    made.places = sorted(places.values(), key=lambda r: (-r.mentions, r.name))
    made.days = sorted(days.values(), key=lambda r: r.date)
    made.outlets = sorted(outlets.values(), key=lambda r: (-r.claims, r.outlet))
    return made


def outlet_of(document: Document) -> str:
    """Where an article comes from: the host of its address, else the folder of its file, else ``-``."""
    source = document.article.source
    if "://" in source:
        return (urlsplit(source).hostname or source).removeprefix("www.")
    parent = PurePath(source).parent.name
    return parent or "-"


class Speakers:
    """Brings the speakers of many documents together where the evidence allows."""

    def __init__(self) -> None:
        self.rows: list[SpeakerRow] = []
        self._named: dict[str, list[SpeakerRow]] = {}

    def row(self, claim: Claim) -> SpeakerRow:
        """The row that a claim's speaker belongs to, a new one where nobody fits."""
        speaker = claim.speaker
        key = fold(speaker.name)
        mergeable = not speaker.anonymous and (
            speaker.kind in _NAMED_KINDS or (speaker.kind in ("person", "group") and " " in key)
        )
        if mergeable and not is_description(speaker.name, speaker.role):
            for row in self._named.get(key, []):
                if row.kind == speaker.kind and _roles_agree(key, row, speaker.role):
                    row.role = row.role or speaker.role
                    return row
        made = SpeakerRow(name=speaker.name, role=speaker.role, kind=speaker.kind)
        self.rows.append(made)
        if mergeable:
            self._named.setdefault(key, []).append(made)
        return made

    def finished(self) -> list[SpeakerRow]:
        """All rows, each with the role it was given most often."""
        for row in self.rows:
            if row.roles:
                row.role = row.roles.most_common(1)[0][0]
        return list(self.rows)


def is_description(name: str, role: str | None) -> bool:
    """Whether a speaker is only known by function: name and role are the same words."""
    return role is not None and fold(name) == fold(role)


def _roles_agree(key: str, row: SpeakerRow, role: str | None) -> bool:
    """Whether one person can have both roles. Three names or more are one person whatever the roles."""
    if role is None or (not row.roles and row.role is None) or row.kind != "person" or key.count(" ") >= 2:
        return True
    had = {word for known in (*row.roles, row.role or "") for word in role_words(known)}
    return bool(had & role_words(role))


def role_words(role: str) -> set[str]:
    """The telling words of a role, folded and without the article."""
    words = (word.removeprefix("ال") if len(word) > 4 else word for word in _WORD.findall(fold(role)))
    return {word for word in words if word not in _COMMON}


def rows(found: Summary, by: By) -> list[dict[str, Any]]:
    """One table as plain values, for JSON and CSV; counters as mappings, the most frequent first."""
    lists: Mapping[str, Sequence[Any]] = {
        "speaker": found.speakers, "act": found.acts, "place": found.places, "date": found.days,
        "outlet": found.outlets,
    }  # fmt: skip
    return [_plain(row) for row in lists[by]]


def _plain(row: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in row.__slots__:
        value = getattr(row, name)
        if name == "days":
            value = dict(sorted(value.items()))
        elif isinstance(value, Counter):
            value = dict(value.most_common())
        made[name] = value
    return made


TABLES: dict[By, str] = {
    "speaker": "speakers", "act": "acts", "place": "places", "date": "days", "outlet": "outlets",
}  # fmt: skip


def dumps(found: Summary, form: str, *, by: By | None = None, limit: int | None = None) -> str:
    """A summary as JSON (all tables, or one), or one table as CSV, with a line end."""
    if form == "json":
        if by is not None:
            data: Any = rows(found, by)[:limit]
        else:
            data = {"articles": found.articles, "claims": found.claims, "undated": found.undated}
            data |= {name: rows(found, one)[:limit] for one, name in TABLES.items()}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    out = io.StringIO()
    table = rows(found, by or "speaker")[:limit]
    names = list(table[0]) if table else []
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for row in table:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value as a spreadsheet cell: counters as «name count; …», formulas defused."""
    if isinstance(value, dict):
        value = "; ".join(f"{name} {count}" for name, count in value.items())
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} and value != "-":
        return "'" + value
    return value
